// SPDX-License-Identifier: Apache-2.0
//
// The primitives of the record's binary form: varints (LEB128, seven bits a byte, least first),
// zigzag for signed numbers, doubles as their eight bytes, least first. ByteReader checks every
// bound: after the first thing that doesn't fit, `good()` is false and everything it gives is zero.
// Pure; a Reader borrows its bytes.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace causa::record {

class ByteWriter {
 public:
  ByteWriter() = default;
  /// Writes into memory that was used before, whatever it holds.
  explicit ByteWriter(std::string space) : bytes_(std::move(space)) {}

  void byte(std::uint8_t value) {
    room(1);
    put(value);
  }

  void varint(std::uint64_t value) {
    room(longest_varint);
    // Through a pointer of its own: a char that is written could be part of this writer.
    char* at = bytes_.data() + used_;
    for (; value >= 0x80; value >>= 7) *at++ = static_cast<char>(value | 0x80);
    *at++ = static_cast<char>(value);
    used_ = static_cast<std::size_t>(at - bytes_.data());
  }

  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }

  void fixed64(std::uint64_t value) {
    room(sizeof value);
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(bytes_.data() + used_, &value, sizeof value);
      used_ += sizeof value;
    } else {
      for (std::size_t i = 0; i < sizeof value; ++i, value >>= 8)
        put(static_cast<std::uint8_t>(value));
    }
  }

  void real(double value) { fixed64(std::bit_cast<std::uint64_t>(value)); }
  void raw(std::string_view text) {
    room(text.size());
    text.copy(bytes_.data() + used_, text.size());
    used_ += text.size();
  }
  void reserve(std::size_t size) { room(size); }

  [[nodiscard]] std::string_view written() const {
    return std::string_view(bytes_).substr(0, used_);
  }

  void clear() { used_ = 0; }

  /// All that was written; the writer is empty afterwards.
  std::string take() {
    bytes_.resize(std::exchange(used_, 0));
    return std::move(bytes_);
  }
  /// Its memory, for another.
  std::string take_space() {
    used_ = 0;
    return std::move(bytes_);
  }

 private:
  static constexpr std::size_t longest_varint = 10;

  void room(std::size_t size) {
    if (bytes_.size() - used_ < size) grow(size);
  }
  // Apart, so that what writes a byte is short enough to be part of its caller.
  [[gnu::noinline]] void grow(std::size_t size) { bytes_.resize(2 * bytes_.size() + size); }
  void put(std::uint8_t value) { bytes_[used_++] = static_cast<char>(value); }

  std::string bytes_;  ///< what was written, then room
  std::size_t used_ = 0;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t byte() {
    if (at_ == bytes_.size()) return fail();
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }

  std::uint64_t varint() {
    // Most numbers are small.
    if (at_ < bytes_.size() && static_cast<std::uint8_t>(bytes_[at_]) < 0x80)
      return static_cast<std::uint8_t>(bytes_[at_++]);
    return long_varint();
  }

  std::uint64_t long_varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      if (shift == 63 && next > 1) return fail();
      value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
      if ((next & 0x80) == 0) return value;
    }
    return fail();
  }

  /// A number of things to follow, each of at least `least_bytes`; a damaged count can't ask for
  /// more memory than the input's own size warrants.
  std::uint64_t count(std::size_t least_bytes) {
    const std::uint64_t value = varint();
    return value > (bytes_.size() - at_) / least_bytes ? fail() : value;
  }

  std::int64_t zigzag() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
  }

  std::uint64_t fixed64() {
    if (bytes_.size() - at_ < 8) return fail();
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 8)
      value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(bytes_[at_++])) << shift;
    return value;
  }

  double real() { return std::bit_cast<double>(fixed64()); }

  std::string_view raw(std::uint64_t size) {
    if (size > bytes_.size() - at_) {
      fail();
      return {};
    }
    const std::string_view text = bytes_.substr(at_, static_cast<std::size_t>(size));
    at_ += static_cast<std::size_t>(size);
    return text;
  }

  /// A number below `end`.
  std::uint64_t below(std::uint64_t end) {
    const std::uint64_t value = varint();
    return value < end ? value : fail();
  }

  std::uint8_t fail() {
    if (good_) failed_at_ = at_;
    good_ = false;
    at_ = bytes_.size();
    return 0;
  }

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
  /// Where it stands, or where it failed.
  [[nodiscard]] std::size_t position() const { return good_ ? at_ : failed_at_; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t failed_at_ = 0;
  bool good_ = true;
};

}  // namespace causa::record
