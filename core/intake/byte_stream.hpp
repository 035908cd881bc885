// SPDX-License-Identifier: Apache-2.0
//
// The bytes of one input file, unpacked on the way if they are gzip or zstd, which is recognized by
// content. What is unpacked goes straight into the caller's memory, so that no file, however well
// it was packed, needs more than the caller gives. Other ways of packing are left as they are
// (format.hpp refuses them).
//
// Borrows the file. One thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "base/stop.hpp"

namespace causa::intake {

/// Why the bytes end before the file's end.
struct Broken {
  std::string message;
  std::string cure;
};

class ByteStream {
 public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  /// Up to `size` bytes; fewer only at the end, or once it is broken.
  virtual std::size_t read(char* into, std::size_t size) = 0;

  [[nodiscard]] virtual bool is_packed() const = 0;

  /// Nothing as long as all is well.
  [[nodiscard]] const std::optional<Broken>& broken() const { return broken_; }

  /// Bytes of the file that were read so far, packed as they are.
  [[nodiscard]] virtual std::uint64_t file_bytes() const = 0;

 protected:
  std::optional<Broken> broken_;
};

/// Looks at the file's first bytes; `file` must be at its start. A stop ends it early.
std::unique_ptr<ByteStream> open_stream(std::FILE* file, const Stop* stop = nullptr);

}  // namespace causa::intake
