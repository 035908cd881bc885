// SPDX-License-Identifier: Apache-2.0

#include "report/markdown.hpp"

#include <cstdint>

#include "base/text.hpp"

namespace causa::report {

namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::string_view replacement = "\xef\xbf\xbd";
constexpr std::size_t longest_word = 24;  // a cut may go back so far for the end of a word

/// Bytes of the UTF-8 character at the front; 0 if it is broken.
std::size_t character_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return size <= text.size() && is_utf8(text.substr(0, size)) ? size : 0;
}

std::size_t utf16_units(std::size_t bytes) { return bytes == 4 ? 2 : 1; }

}  // namespace

std::string escape_markdown(std::string_view text) {
  constexpr std::string_view marks = "\\`*_[]|~#";
  const std::string plain = printable(text);
  std::string out;
  for (std::size_t at = 0; at < plain.size();) {
    const std::string_view rest = std::string_view(plain).substr(at);
    const std::size_t size = character_size(rest);
    const char c = rest.front();
    if (size == 0) {
      out += replacement;
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (rest.starts_with("://")) {
      out += " : //";  // viewers turn a bare address into a link, escaped or not
      at += 3;
      continue;
    } else if (rest.starts_with("www.") || rest.starts_with("WWW.")) {
      out += "www .";
      at += 4;
      continue;
    } else if (c == '@') {
      out += " at ";
    } else {
      if (marks.find(c) != std::string_view::npos) out += '\\';
      out += rest.substr(0, size);
    }
    at += size == 0 ? 1 : size;
  }
  return out;
}

std::string shorten(std::string_view text, std::size_t most) {
  const std::string plain = printable(text);
  std::string out;
  std::size_t units = 0;
  std::size_t fitting = 0;  // bytes of `out` after which an ellipsis still fits
  for (std::size_t at = 0; at < plain.size();) {
    const std::string_view rest = std::string_view(plain).substr(at);
    const std::size_t size = character_size(rest);
    const std::string_view character = size == 0 ? replacement : rest.substr(0, size);
    units += utf16_units(character.size());
    if (units > most) {
      const std::size_t space = out.rfind(' ', fitting);
      if (space != std::string::npos && space > 0 && fitting - space < longest_word)
        fitting = space;
      return out.substr(0, fitting) + std::string(ellipsis);
    }
    out += character;
    if (units + 1 <= most) fitting = out.size();
    at += size == 0 ? 1 : size;
  }
  return out;
}

}  // namespace causa::report
