// SPDX-License-Identifier: Apache-2.0
//
// A file read in blocks, with a look ahead; what the streams of byte_stream.hpp unpack. Borrows the
// file, of which nothing may have been read. A stop ends the file where it stands, also while a
// pipe gives nothing. One thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string_view>
#include <vector>

#include "base/stop.hpp"
#include "intake/byte_stream.hpp"

namespace causa::intake {

class FileBytes {
 public:
  /// `stop` may be null.
  FileBytes(std::FILE* file, const Stop* stop);

  /// What was read and not yet taken, reading on if that is nothing; empty at the end.
  std::string_view ahead();

  /// The same, but at least `size` bytes if the file has as many left.
  std::string_view ahead(std::size_t size);

  void take(std::size_t size) { first_ += size; }

  /// What is ahead, then from the file without a detour.
  std::size_t read(char* into, std::size_t size);

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  static constexpr std::size_t block_bytes = std::size_t{1} << 16;

  std::size_t read_on(char* into, std::size_t size);

  int file_;
  const Stop* stop_;  ///< null for what never keeps one waiting
  bool failed_ = false, ended_ = false;
  std::vector<char> block_;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
  std::uint64_t bytes_read_ = 0;
};

/// What is told of a file whose reading failed.
Broken reading_failed();

}  // namespace causa::intake
