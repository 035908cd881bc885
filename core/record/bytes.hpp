// SPDX-License-Identifier: Apache-2.0
//
// The primitives of the record's binary form: varints (LEB128, seven bits a byte, least first),
// zigzag for signed numbers, doubles as their eight bytes, least first. ByteReader checks every
// bound: after the first thing that doesn't fit, `good()` is false and everything it gives is zero.
// Pure; a Reader borrows its bytes.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace causa::record {

class ByteWriter {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }

  void varint(std::uint64_t value) {
    while (value >= 0x80) {
      byte(static_cast<std::uint8_t>(value | 0x80));
      value >>= 7;
    }
    byte(static_cast<std::uint8_t>(value));
  }

  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }

  void fixed64(std::uint64_t value) {
    std::array<char, 8> least_first{};
    for (char& byte : least_first) {
      byte = static_cast<char>(value);
      value >>= 8;
    }
    bytes_.append(least_first.data(), least_first.size());
  }

  void real(double value) { fixed64(std::bit_cast<std::uint64_t>(value)); }
  void raw(std::string_view text) { bytes_.append(text); }
  void reserve(std::size_t size) { bytes_.reserve(size); }

  [[nodiscard]] std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
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
