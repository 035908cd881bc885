// SPDX-License-Identifier: Apache-2.0

#include "base/charset.hpp"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <memory>
#include <type_traits>

namespace causa {

namespace {

struct Close {
  void operator()(iconv_t converter) const { ::iconv_close(converter); }
};
using Converter = std::unique_ptr<std::remove_pointer_t<iconv_t>, Close>;

}  // namespace

std::optional<std::string> to_utf8(std::string_view bytes, const std::string& charset) {
  const iconv_t opened = ::iconv_open("UTF-8", charset.c_str());
  if (opened == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  const Converter converter(opened);
  std::string text;
  text.reserve(bytes.size());
  // iconv takes a pointer to what it only reads.
  char* in = const_cast<char*>(bytes.data());
  std::size_t in_left = bytes.size();
  std::array<char, 4096> buffer;
  for (bool flushed = false; !flushed;) {
    char* out = buffer.data();
    std::size_t out_left = buffer.size();
    flushed = in_left == 0;
    const std::size_t done =
        ::iconv(opened, flushed ? nullptr : &in, flushed ? nullptr : &in_left, &out, &out_left);
    const int code = errno;
    text.append(buffer.data(), buffer.size() - out_left);
    if (done == static_cast<std::size_t>(-1) && code != E2BIG) return std::nullopt;
  }
  return text;
}

}  // namespace causa
