// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/encoding.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <cerrno>

namespace causa::intake::csv {

namespace {

class Conversion {
 public:
  explicit Conversion(const std::string& from) : handle_(::iconv_open("UTF-8", from.c_str())) {}
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;
  ~Conversion() {
    if (good()) ::iconv_close(handle_);
  }

  [[nodiscard]] bool good() const { return handle_ != reinterpret_cast<::iconv_t>(-1); }

  /// Appends; false at a byte that isn't of the encoding, which then is the first of `bytes`.
  bool run(std::string_view& bytes, std::string& text) {
    char buffer[4096];
    char* in = const_cast<char*>(bytes.data());  // iconv doesn't write here, but can't say so
    std::size_t in_left = bytes.size();
    while (in_left > 0) {
      char* out = buffer;
      std::size_t out_left = sizeof buffer;
      const std::size_t done = ::iconv(handle_, &in, &in_left, &out, &out_left);
      text.append(buffer, sizeof buffer - out_left);
      if (done == static_cast<std::size_t>(-1) && errno != E2BIG) break;
    }
    bytes.remove_prefix(bytes.size() - in_left);
    return in_left == 0;
  }

 private:
  ::iconv_t handle_;
};

}  // namespace

bool is_encoding(const std::string& name) { return Conversion(name).good(); }

Result<std::string> to_utf8(std::string_view bytes, const std::string& encoding) {
  Conversion conversion(encoding);
  if (!conversion.good())
    return input_error({}, fmt::format("no encoding is called \"{}\"", encoding),
                       "write utf-8, iso-8859-1 or windows-1252");
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  std::string_view rest = bytes;
  if (!conversion.run(rest, text))
    return input_error({}, fmt::format("byte {} is not {}", bytes.size() - rest.size(), encoding),
                       "state the encoding in which the file was saved");
  return text;
}

}  // namespace causa::intake::csv
