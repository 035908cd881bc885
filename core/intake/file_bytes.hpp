// SPDX-License-Identifier: Apache-2.0
//
// A file read in blocks, with a look ahead; what the streams of byte_stream.hpp unpack. Borrows the
// file. One thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string_view>
#include <vector>

#include "intake/byte_stream.hpp"

namespace causa::intake {

class FileBytes {
 public:
  explicit FileBytes(std::FILE* file) : file_(file), block_(block_bytes) {}

  /// What was read and not yet taken, reading on if that is nothing; empty at the end.
  std::string_view ahead();

  /// The same, but at least `size` bytes if the file has as many left.
  std::string_view ahead(std::size_t size);

  void take(std::size_t size) { first_ += size; }

  /// What is ahead, then from the file without a detour.
  std::size_t read(char* into, std::size_t size);

  [[nodiscard]] bool failed() const { return std::ferror(file_) != 0; }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  static constexpr std::size_t block_bytes = std::size_t{1} << 16;

  std::FILE* file_;
  std::vector<char> block_;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
  std::uint64_t bytes_read_ = 0;
};

/// What is told of a file whose reading failed.
Broken reading_failed();

}  // namespace causa::intake
