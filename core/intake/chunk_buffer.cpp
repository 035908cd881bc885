// SPDX-License-Identifier: Apache-2.0

#include "intake/chunk_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "base/memory_pages.hpp"
#include "intake/document.hpp"

namespace causa::intake {

namespace {
constexpr std::size_t chunk_bytes = std::size_t{1} << 18;
}

void ChunkBuffer::begin(ByteStream& stream) {
  stream_ = &stream;
  first_ = last_ = searched_ = 0;
  at_end_ = false;
}

/// What is held is moved only when there is no room behind it. There is more room than needed if
/// much is held, so that a long line isn't moved for each chunk; but not much more, for what is
/// read should still be in the processor's cache when it is parsed.
void ChunkBuffer::make_room(std::size_t size) {
  if (last_ + size + padding_bytes <= capacity_) return;
  const std::size_t held = last_ - first_;
  const std::size_t needed = held + size + padding_bytes + 2 * std::min(held, chunk_bytes);
  if (held > 0 && first_ > 0) std::memmove(bytes_.get(), bytes_.get() + first_, held);
  if (needed > capacity_) {
    // What is large is given more addresses, and isn't copied.
    const std::size_t grown = std::max(needed, capacity_ * 2);
    auto* const larger = static_cast<char*>(std::realloc(bytes_.get(), grown));
    if (larger == nullptr) throw std::bad_alloc();
    bytes_.release();
    bytes_.reset(larger);
    capacity_ = grown;
    use_large_pages({larger, grown});
  }
  first_ = 0;
  last_ = held;
}

bool ChunkBuffer::read_more(std::size_t most) {
  if (at_end_) return false;
  const std::size_t held = last_ - first_;
  const std::size_t left = most > held ? most - held : 0;
  const std::size_t wanted = std::max(chunk_bytes, std::min(held, left));
  make_room(wanted);
  const std::size_t got = stream_->read(bytes_.get() + last_, wanted);
  last_ += got;
  // simdjson looks at these; they must be initialized, whatever they hold.
  std::memset(bytes_.get() + last_, 0, padding_bytes);
  at_end_ = got < wanted;
  return got > 0;
}

std::size_t ChunkBuffer::find_line(std::size_t most, bool& ended) {
  for (;;) {
    const char* start = bytes_.get() + first_;
    const std::size_t held = last_ - first_;
    if (held > searched_) {
      const void* found = std::memchr(start + searched_, '\n', held - searched_);
      if (found != nullptr) {
        ended = true;
        return static_cast<std::size_t>(static_cast<const char*>(found) - start);
      }
      searched_ = held;
    }
    ended = at_end_;
    if (at_end_ || held > most) return held;
    read_more(most);
  }
}

void ChunkBuffer::drop(std::size_t size) {
  first_ += std::min(size, last_ - first_);
  searched_ = 0;
}

}  // namespace causa::intake
