// SPDX-License-Identifier: Apache-2.0

#include "intake/byte_stream.hpp"

#include <algorithm>
#include <cstring>

#include "intake/file_bytes.hpp"
#include "intake/packing.hpp"

namespace causa::intake {

Broken reading_failed() { return {"reading failed", "check the file and its disk"}; }

Broken ends_too_early(std::string_view packing) {
  return {"the " + std::string(packing) + " data end too early",
          "it was cut off on the way: get the file again"};
}

Broken is_damaged(std::string_view packing, std::string_view detail) {
  return {"the " + std::string(packing) + " data are damaged (" + std::string(detail) +
              "), perhaps before this place too",
          "get the file again, and assess what came of it again"};
}

std::string_view FileBytes::ahead() { return ahead(1); }

std::string_view FileBytes::ahead(std::size_t size) {
  if (last_ - first_ < size) {
    std::memmove(block_.data(), block_.data() + first_, last_ - first_);
    last_ -= first_;
    first_ = 0;
    const std::size_t got = std::fread(block_.data() + last_, 1, block_.size() - last_, file_);
    last_ += got;
    bytes_read_ += got;
  }
  return {block_.data() + first_, last_ - first_};
}

std::size_t FileBytes::read(char* into, std::size_t size) {
  const std::size_t held = std::min(size, last_ - first_);
  std::memcpy(into, block_.data() + first_, held);
  first_ += held;
  if (held == size) return size;
  const std::size_t got = std::fread(into + held, 1, size - held, file_);
  bytes_read_ += got;
  return held + got;
}

namespace {

class PlainStream : public ByteStream {
 public:
  explicit PlainStream(FileBytes file) : file_(std::move(file)) {}

  std::size_t read(char* into, std::size_t size) override {
    const std::size_t got = file_.read(into, size);
    if (got < size && file_.failed()) broken_ = reading_failed();
    return got;
  }

  [[nodiscard]] bool is_packed() const override { return false; }
  [[nodiscard]] std::uint64_t file_bytes() const override { return file_.bytes_read(); }

 private:
  FileBytes file_;
};

}  // namespace

std::unique_ptr<ByteStream> open_stream(std::FILE* file) {
  FileBytes bytes(file);
  const std::string_view start = bytes.ahead(4);
  if (is_gzip(start)) return unpack_gzip(std::move(bytes));
  if (is_zstd(start)) return unpack_zstd(std::move(bytes));
  return std::make_unique<PlainStream>(std::move(bytes));
}

}  // namespace causa::intake
