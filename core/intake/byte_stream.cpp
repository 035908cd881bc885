// SPDX-License-Identifier: Apache-2.0

#include "intake/byte_stream.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
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

namespace {

/// What a regular file has is there, or isn't.
bool may_keep_waiting(int file) {
  struct stat status = {};
  return ::fstat(file, &status) != 0 || !S_ISREG(status.st_mode);
}

}  // namespace

FileBytes::FileBytes(std::FILE* file, const Stop* stop)
    : file_(::fileno(file)),
      stop_(stop != nullptr && may_keep_waiting(file_) ? stop : nullptr),
      block_(block_bytes) {}

/// Fewer only at the end of the file, a failure or a stop.
std::size_t FileBytes::read_on(char* into, std::size_t size) {
  std::size_t got = 0;
  while (got < size && !ended_) {
    if (stop_ != nullptr && !stop_->wait_for(file_)) {
      ended_ = true;
      break;
    }
    const ssize_t some = ::read(file_, into + got, size - got);
    if (some < 0 && errno == EINTR) continue;
    failed_ = some < 0;
    ended_ = some <= 0;
    if (some > 0) got += static_cast<std::size_t>(some);
  }
  bytes_read_ += got;
  return got;
}

std::string_view FileBytes::ahead() { return ahead(1); }

std::string_view FileBytes::ahead(std::size_t size) {
  if (last_ - first_ < size) {
    std::memmove(block_.data(), block_.data() + first_, last_ - first_);
    last_ -= first_;
    first_ = 0;
    last_ += read_on(block_.data() + last_, block_.size() - last_);
  }
  return {block_.data() + first_, last_ - first_};
}

std::size_t FileBytes::read(char* into, std::size_t size) {
  const std::size_t held = std::min(size, last_ - first_);
  std::memcpy(into, block_.data() + first_, held);
  first_ += held;
  if (held == size) return size;
  return held + read_on(into + held, size - held);
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

std::unique_ptr<ByteStream> open_stream(std::FILE* file, const Stop* stop) {
  FileBytes bytes(file, stop);
  const std::string_view start = bytes.ahead(4);
  if (is_gzip(start)) return unpack_gzip(std::move(bytes));
  if (is_zstd(start)) return unpack_zstd(std::move(bytes));
  return std::make_unique<PlainStream>(std::move(bytes));
}

}  // namespace causa::intake
