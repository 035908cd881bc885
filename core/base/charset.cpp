// SPDX-License-Identifier: Apache-2.0

#include "base/charset.hpp"

#include <fmt/core.h>
#include <iconv.h>

#include <array>
#include <cerrno>

namespace causa {

namespace {

class Conversion {
 public:
  explicit Conversion(const std::string& from) : handle_(::iconv_open("UTF-8", from.c_str())) {}
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;
  ~Conversion() {
    if (is_known()) ::iconv_close(handle_);
  }

  [[nodiscard]] bool is_known() const { return handle_ != reinterpret_cast<::iconv_t>(-1); }

  /// Appends; false at a byte that isn't of the set, which then is the first of `bytes`.
  bool run(std::string_view& bytes, std::string& text) {
    std::array<char, 4096> buffer;
    // iconv takes a pointer to what it only reads.
    char* in = const_cast<char*>(bytes.data());
    std::size_t in_left = bytes.size();
    bool good = true;
    // After the last byte comes what a set with shift states still holds back.
    for (bool flushed = false; good && !flushed;) {
      char* out = buffer.data();
      std::size_t out_left = buffer.size();
      flushed = in_left == 0;
      const std::size_t done =
          ::iconv(handle_, flushed ? nullptr : &in, flushed ? nullptr : &in_left, &out, &out_left);
      good = done != static_cast<std::size_t>(-1) || errno == E2BIG;
      text.append(buffer.data(), buffer.size() - out_left);
    }
    bytes.remove_prefix(bytes.size() - in_left);
    return good;
  }

 private:
  ::iconv_t handle_;
};

}  // namespace

bool is_charset(const std::string& name) { return Conversion(name).is_known(); }

Result<std::string> to_utf8(std::string_view bytes, const std::string& charset) {
  Conversion conversion(charset);
  if (!conversion.is_known())
    return input_error({}, fmt::format("no encoding is called \"{}\"", charset),
                       "write utf-8, iso-8859-1 or windows-1252");
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  std::string_view rest = bytes;
  if (!conversion.run(rest, text))
    return input_error({}, fmt::format("byte {} is not {}", bytes.size() - rest.size(), charset),
                       "state the encoding in which the file was saved");
  return text;
}

}  // namespace causa
