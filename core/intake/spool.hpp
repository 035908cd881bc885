// SPDX-License-Identifier: Apache-2.0
//
// Bytes that don't fit into memory, in a temporary file, in a fixed number of parts, each read back
// whole. One thread. Errors: Fault::usage (temporary_file.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "intake/temporary_file.hpp"

namespace causa::intake {

class Spool {
 public:
  /// Bytes of each part are kept in memory until they fill a block.
  static constexpr std::size_t block_bytes = std::size_t{1} << 15;

  /// Error: no file can be made there, or there is no room for `expected_bytes` (0: not known).
  static Result<Spool> open(const std::filesystem::path& folder, std::size_t parts,
                            std::uint64_t expected_bytes);

  Result<void> add(std::size_t part, std::string_view bytes);

  /// What was added to a part, in order, with so many zeros behind it.
  Result<std::string> read(std::size_t part, std::size_t padding) const;

 private:
  struct Part {
    std::string held;                   ///< not yet a whole block
    std::vector<std::uint64_t> blocks;  ///< where each stands in the file
  };

  Spool(TemporaryFile file, std::size_t parts) : file_(std::move(file)), parts_(parts) {}

  TemporaryFile file_;
  std::vector<Part> parts_;
};

}  // namespace causa::intake
