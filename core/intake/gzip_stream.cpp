// SPDX-License-Identifier: Apache-2.0

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

#include "intake/packing.hpp"

namespace causa::intake {

bool is_gzip(std::string_view start) { return start.starts_with("\x1f\x8b"); }

namespace {

class GzipStream : public ByteStream {
 public:
  explicit GzipStream(FileBytes file) : file_(std::move(file)) {
    // 15: the largest window; 16: a gzip header is expected.
    if (inflateInit2(&inflating_, 15 + 16) != Z_OK) throw std::bad_alloc();
  }
  ~GzipStream() override { inflateEnd(&inflating_); }

  std::size_t read(char* into, std::size_t size) override;
  [[nodiscard]] bool is_packed() const override { return true; }
  [[nodiscard]] std::uint64_t file_bytes() const override { return file_.bytes_read(); }

 private:
  std::size_t inflate_some(char* into, std::size_t size);
  void end_member();

  FileBytes file_;
  z_stream inflating_{};
  bool at_end_ = false;
};

std::size_t GzipStream::read(char* into, std::size_t size) {
  std::size_t got = 0;
  while (got < size && !at_end_) got += inflate_some(into + got, size - got);
  return got;
}

std::size_t GzipStream::inflate_some(char* into, std::size_t size) {
  const std::string_view packed = file_.ahead();
  const std::size_t room = std::min<std::size_t>(size, std::numeric_limits<uInt>::max());
  // zlib's interface is older than const; it doesn't write to its input.
  inflating_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  inflating_.avail_in = static_cast<uInt>(packed.size());
  inflating_.next_out = reinterpret_cast<Bytef*>(into);
  inflating_.avail_out = static_cast<uInt>(room);
  const int code = inflate(&inflating_, Z_NO_FLUSH);
  file_.take(packed.size() - inflating_.avail_in);
  const std::size_t got = room - inflating_.avail_out;
  if (code == Z_STREAM_END) {
    end_member();
  } else if (code == Z_OK || (code == Z_BUF_ERROR && !packed.empty())) {
    return got;
  } else {
    if (file_.failed()) {
      broken_ = reading_failed();
    } else if (code == Z_BUF_ERROR) {
      broken_ = ends_too_early("gzip");
    } else {
      broken_ = is_damaged("gzip", inflating_.msg != nullptr ? inflating_.msg : "no reason given");
    }
    at_end_ = true;
  }
  return got;
}

/// Another member may follow; zeros are what tapes and block devices fill up with.
void GzipStream::end_member() {
  std::string_view next = file_.ahead(2);
  if (is_gzip(next)) {
    inflateReset(&inflating_);
    return;
  }
  at_end_ = true;
  while (!next.empty() && next.find_first_not_of('\0') == std::string_view::npos) {
    file_.take(next.size());
    next = file_.ahead();
  }
  if (!next.empty()) broken_ = is_damaged("gzip", "something else follows their end");
  // What failed to be read might have been another member.
  if (file_.failed()) broken_ = reading_failed();
}

}  // namespace

std::unique_ptr<ByteStream> unpack_gzip(FileBytes file) {
  return std::make_unique<GzipStream>(std::move(file));
}

}  // namespace causa::intake
