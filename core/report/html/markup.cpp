// SPDX-License-Identifier: Apache-2.0

#include "report/html/markup.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/html/style.hpp"

namespace causa::report::html {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::string_view escape_byte(char byte) {
  switch (byte) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

/// U+202A .. U+202E and U+2066 .. U+2069: embeddings, overrides and isolates; what they open need
/// never end, and they can make a text show other letters than it has.
bool turns_direction(std::string_view point) {
  return (point >= "\xE2\x80\xAA" && point <= "\xE2\x80\xAE") ||
         (point >= "\xE2\x81\xA6" && point <= "\xE2\x81\xA9");
}

/// U+FFFE, U+FFFF and their like in the other planes, U+FDD0 .. U+FDEF: HTML allows them nowhere.
bool is_no_character(std::string_view point) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(point[i]); };
  const std::size_t last = point.size() - 1;
  const bool end_of_plane =
      last >= 2 && byte(last) >= 0xBE && byte(last - 1) == 0xBF && (byte(last - 2) & 0x0F) == 0x0F;
  return end_of_plane || (point >= "\xEF\xB7\x90" && point <= "\xEF\xB7\xAF");
}

}  // namespace

std::string escaped(std::string_view text) {
  const std::string safe = printable(text);
  std::string out;
  out.reserve(safe.size());
  for (std::size_t i = 0; i < safe.size();) {
    const std::size_t length = code_point_bytes(safe, i);
    if (length == 1) {
      const std::string_view escape = escape_byte(safe[i]);
      if (escape.empty())
        out += safe[i];
      else
        out += escape;
    } else {
      const std::string_view point = std::string_view(safe).substr(i, length);
      const bool kept = length > 1 && !turns_direction(point) && !is_no_character(point);
      out += kept ? point : replacement;
    }
    i += std::max<std::size_t>(length, 1);
  }
  return out;
}

Markup::Element::~Element() {
  if (markup_) ((markup_->out_ += "</") += name_) += '>';
}

void Markup::begin(std::string_view name, Attributes attributes) {
  (out_ += '<') += name;
  for (const auto& attribute : attributes)
    (((out_ += ' ') += attribute.name.view()) += "=\"") += escaped(attribute.value) + '"';
  out_ += '>';
}

Markup::Element Markup::open(Literal name, Attributes attributes) {
  out_ += '\n';
  return open_inline(name, attributes);
}

Markup::Element Markup::open_inline(Literal name, Attributes attributes) {
  begin(name.view(), attributes);
  return {*this, name.view()};
}

void Markup::write(Literal name, std::string_view text, Attributes attributes) {
  out_ += '\n';
  write_inline(name, text, attributes);
}

void Markup::write_inline(Literal name, std::string_view text, Attributes attributes) {
  const Element element = open_inline(name, attributes);
  out_ += escaped(text);
}

void Markup::single(Literal name, Attributes attributes) {
  out_ += '\n';
  begin(name.view(), attributes);
}

void Markup::text(std::string_view text) { out_ += escaped(text); }

void Markup::style() {
  const Element element = open("style");
  (out_ += '\n') += style_sheet();
}

}  // namespace causa::report::html
