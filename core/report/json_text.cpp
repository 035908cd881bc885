// SPDX-License-Identifier: Apache-2.0

#include "report/json_text.hpp"

#include <fmt/format.h>

#include <iterator>

namespace causa::report {

namespace {

bool is_plain(char byte) {
  return static_cast<unsigned char>(byte) >= 0x20 && byte != '"' && byte != '\\';
}

/// The letter of a short escape, or 0.
char short_escape(char byte) {
  switch (byte) {
    case '"':
    case '\\':
      return byte;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

}  // namespace

void JsonText::value(double number) {
  comma();
  if (std::isfinite(number))
    fmt::format_to(std::back_inserter(out_), "{}", number);
  else
    out_ += "null";
}

void JsonText::string(std::string_view text) {
  out_ += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) ++plain;
    out_ += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (const char letter = short_escape(text.front())) {
      out_ += '\\';
      out_ += letter;
    } else {
      fmt::format_to(std::back_inserter(out_), "\\u{:04x}",
                     static_cast<unsigned>(static_cast<unsigned char>(text.front())));
    }
    text.remove_prefix(1);
  }
  out_ += '"';
}

}  // namespace causa::report
