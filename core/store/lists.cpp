// SPDX-License-Identifier: Apache-2.0

#include "store/lists.hpp"

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <utility>

namespace causa::store {

namespace {

void append_quoted(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += letter;
    }
  }
  out += '"';
}

template <class Texts>
void append_all(std::string& out, const Texts& texts) {
  out += '[';
  bool first = true;
  for (const std::string& text : texts) {
    if (!std::exchange(first, false)) out += ',';
    append_quoted(out, text);
  }
  out += ']';
}

template <class Texts>
std::optional<std::string> text_of(const Texts& texts) {
  if (texts.empty()) return std::nullopt;
  std::string out;
  append_all(out, texts);
  return out;
}

/// A list as list_text() writes it, as long as nothing in it had to be escaped; false: some other
/// list, or none.
bool read_plain(std::string_view text, std::vector<std::string>& list) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return false;
  text = text.substr(1, text.size() - 2);
  for (;;) {
    if (text.empty() || text.front() != '"') return false;
    const std::size_t end = text.find_first_of("\"\\", 1);
    if (end == std::string_view::npos || text[end] == '\\') return false;
    list.emplace_back(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    if (text.empty()) return true;
    if (text.front() != ',') return false;
    text.remove_prefix(1);
  }
}

}  // namespace

void append_list(std::string& out, const std::vector<std::string>& list) { append_all(out, list); }
void append_list(std::string& out, const std::vector<SharedText>& list) { append_all(out, list); }

std::optional<std::string> list_text(const std::vector<std::string>& list) { return text_of(list); }
std::optional<std::string> list_text(const std::vector<SharedText>& list) { return text_of(list); }

std::optional<std::string> list_text(const std::vector<std::uint32_t>& list) {
  if (list.empty()) return std::nullopt;
  std::string out = "[";
  for (const std::uint32_t number : list) {
    if (out.size() > 1) out += ',';
    std::array<char, 10> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), end.ptr);
  }
  out += ']';
  return out;
}

bool read_list(std::string_view text, std::vector<std::string>& list) {
  list.clear();
  if (text.empty() || text == "[]" || read_plain(text, list)) return true;
  list.clear();
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  boost::system::error_code fault;
  const boost::json::value value =
      boost::json::parse({text.data(), text.size()}, fault, {}, options);
  const boost::json::array* array = fault ? nullptr : value.if_array();
  if (array == nullptr) return false;
  for (const boost::json::value& item : *array) {
    const boost::json::string* string = item.if_string();
    if (string == nullptr) return false;
    list.emplace_back(string->data(), string->size());
  }
  return true;
}

bool read_list(std::string_view text, std::vector<SharedText>& list) {
  std::vector<std::string> texts;
  if (!read_list(text, texts)) return false;
  list.assign(texts.begin(), texts.end());
  return true;
}

bool read_list(std::string_view text, SharedTexts& list) {
  std::vector<std::string> texts;
  if (!read_list(text, texts)) return false;
  list = texts;
  return true;
}

bool read_list(std::string_view text, std::vector<std::uint32_t>& list) {
  list.clear();
  if (text.empty()) return true;
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return false;
  const char* at = text.data() + 1;
  const char* end = text.data() + text.size() - 1;
  while (at < end) {
    std::uint32_t number = 0;
    const auto [next, fault] = std::from_chars(at, end, number);
    if (fault != std::errc()) return false;
    list.push_back(number);
    if (next != end && *next != ',') return false;
    at = next + 1;
  }
  return true;
}

}  // namespace causa::store
