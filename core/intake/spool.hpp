// SPDX-License-Identifier: Apache-2.0
//
// Bytes that don't fit into memory, on the disk in a fixed number of parts, each read back whole.
// The file never has a name: it is gone when the program ends, however it ends, and nobody else can
// open it. It is not encrypted. Owns the file; one thread.
//
// Errors: Fault::usage with the folder as place, since the input isn't to blame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace causa::intake {

class Spool {
 public:
  /// Bytes of each part are kept in memory until they fill a block.
  static constexpr std::size_t block_bytes = std::size_t{1} << 16;

  /// Error: no file can be made there, or there is no room for `expected_bytes` (0: not known).
  static Result<Spool> open(const std::filesystem::path& folder, std::size_t parts,
                            std::uint64_t expected_bytes);

  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&&) = delete;
  ~Spool();

  Result<void> add(std::size_t part, std::string_view bytes);

  /// What was added to a part, in order, with so many zeros behind it.
  Result<std::string> read(std::size_t part, std::size_t padding) const;

  [[nodiscard]] std::size_t parts() const { return parts_.size(); }

 private:
  struct Part {
    std::string held;                   ///< not yet a whole block
    std::vector<std::uint64_t> blocks;  ///< where each stands in the file, in blocks
  };

  Spool(int file, std::filesystem::path folder, std::size_t parts);
  Result<void> write(std::string_view block);
  [[nodiscard]] Error failed(std::string what, int code) const;

  int file_;
  std::filesystem::path folder_;
  std::vector<Part> parts_;
  std::uint64_t blocks_ = 0;  ///< in the file
};

}  // namespace causa::intake
