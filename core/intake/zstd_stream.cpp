// SPDX-License-Identifier: Apache-2.0

#include <zstd.h>
#include <zstd_errors.h>

#include <memory>
#include <new>

#include "intake/packing.hpp"

namespace causa::intake {

namespace {

/// 128 MiB, what `zstd -d` itself allows; only --long=28 and more packs with a larger one.
constexpr int largest_window_log = 27;

struct Free {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

class ZstdStream : public ByteStream {
 public:
  explicit ZstdStream(FileBytes file) : file_(std::move(file)), context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, largest_window_log);
  }

  std::size_t read(char* into, std::size_t size) override;
  [[nodiscard]] bool is_packed() const override { return true; }
  [[nodiscard]] std::uint64_t file_bytes() const override { return file_.bytes_read(); }

 private:
  void end();
  void fail(std::size_t code);

  FileBytes file_;
  std::unique_ptr<ZSTD_DCtx, Free> context_;
  bool within_frame_ = false;
  bool at_end_ = false;
};

std::size_t ZstdStream::read(char* into, std::size_t size) {
  ZSTD_outBuffer out{into, size, 0};
  while (out.pos < out.size && !at_end_) {
    const std::string_view packed = file_.ahead();
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    const std::size_t before = out.pos;
    const std::size_t code = ZSTD_decompressStream(context_.get(), &out, &in);
    file_.take(in.pos);
    if (ZSTD_isError(code) != 0) {
      fail(code);
    } else if (in.pos == 0 && out.pos == before) {
      end();
    } else {
      within_frame_ = code != 0;
    }
  }
  return out.pos;
}

void ZstdStream::end() {
  at_end_ = true;
  if (file_.failed()) {
    broken_ = reading_failed();
  } else if (within_frame_) {
    broken_ = ends_too_early("zstd");
  }
}

void ZstdStream::fail(std::size_t code) {
  at_end_ = true;
  if (ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge) {
    broken_ = {"unpacking needs a window of more than 128 MiB (it was packed with zstd --long)",
               "unpack it and pass it on standard input, as in: zstd --long=31 -dc FILE | ... -"};
  } else {
    broken_ = is_damaged("zstd", ZSTD_getErrorName(code));
  }
}

}  // namespace

/// A frame, or one of those that hold notes and are to be skipped.
bool is_zstd(std::string_view start) {
  return start.starts_with("\x28\xb5\x2f\xfd") ||
         (start.size() >= 4 && (start[0] & 0xf0) == 0x50 && start.substr(1, 3) == "\x2a\x4d\x18");
}

std::unique_ptr<ByteStream> unpack_zstd(FileBytes file) {
  return std::make_unique<ZstdStream>(std::move(file));
}

}  // namespace causa::intake
