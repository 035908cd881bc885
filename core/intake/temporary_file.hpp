// SPDX-License-Identifier: Apache-2.0
//
// A file that never has a name: it is gone when the program ends, however it ends, and nobody else
// can open it. It is not encrypted. Owns the file; one thread.
//
// Errors: Fault::usage with the folder as place, since the input isn't to blame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::intake {

class TemporaryFile {
 public:
  /// Error: no file can be made there, or there is no room for `expected_bytes` (0: not known).
  static Result<TemporaryFile> open(const std::filesystem::path& folder,
                                    std::uint64_t expected_bytes);

  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&& other) noexcept;
  ~TemporaryFile();

  /// Behind what was written before.
  Result<void> append(std::string_view bytes);

  /// Error also if the file doesn't have as many.
  Result<void> read(std::uint64_t from, char* into, std::size_t size) const;

  /// What stands behind is forgotten: after an append that failed half-way.
  void shorten(std::uint64_t size) { size_ = size; }

  /// Gives the disk back what stands before; where the file system can't, nothing happens.
  void release_before(std::uint64_t end);

  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  TemporaryFile(int file, std::filesystem::path folder);
  [[nodiscard]] Error failed(std::string what, int code) const;

  int file_;
  std::filesystem::path folder_;
  std::uint64_t size_ = 0;
};

}  // namespace causa::intake
