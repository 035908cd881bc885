// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/json.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace causa::intake::fhir {

namespace {

namespace kernel = simdjson::SIMDJSON_BUILTIN_IMPLEMENTATION;

/// What a value is by its first byte; empty if nothing begins so.
std::string_view type_of(JsonValue value) {
  switch (*value.cursor->bytes_at(value.start)) {
    case '[':
      return "an array";
    case '{':
      return "an object";
    case '"':
      return "a text";
    case 't':
    case 'f':
      return "true or false";
    case 'n':
      return "null";
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return "a number";
    default:
      return {};
  }
}

/// Nothing of the word's kind goes on behind it.
bool is_word(JsonValue value, std::string_view word) {
  const char* const first = value.cursor->bytes_at(value.start);
  return std::string_view(first, word.size()) == word &&
         kernel::jsoncharutils::is_structural_or_whitespace(
             static_cast<std::uint8_t>(first[word.size()]));
}

constexpr std::size_t lanes = 64;

/// At least as many as there are. Brackets '[' and '{' differ in one bit, which makes finding both
/// one comparison; the lanes are counted side by side, so that the compiler needs no branch.
std::size_t count_openings(std::string_view json) {
  std::size_t total = json.size() % lanes;  // the rest might be nothing else
  json.remove_suffix(total);
  while (!json.empty()) {
    std::array<unsigned char, lanes> counts{};
    const std::size_t blocks = std::min<std::size_t>(json.size() / lanes, 255);
    const char* at = json.data();
    for (std::size_t block = 0; block < blocks; ++block, at += lanes) {
      for (std::size_t i = 0; i < lanes; ++i) {
        counts[i] = static_cast<unsigned char>(counts[i] + ((at[i] | 0x20) == '{'));
      }
    }
    for (const unsigned char count : counts) total += count;
    json.remove_prefix(blocks * lanes);
  }
  return total;
}

}  // namespace

void Trouble::clear() {
  syntax_ = simdjson::SUCCESS;
  path_.clear();
  message_.clear();
  cure_.clear();
}

bool Trouble::syntax(simdjson::error_code code) {
  syntax_ = code;
  return false;
}

bool Trouble::wrong(std::string message, std::string cure) {
  message_ = std::move(message);
  cure_ = std::move(cure);
  return false;
}

bool refuse_long_text(Trouble& trouble, std::string_view& text) {
  const std::size_t megabytes = text.size() >> 20;
  text = {};
  return trouble.wrong("a text of " + std::to_string(megabytes) + " MiB",
                       "a text may have 1 MiB; send what is longer as a document");
}

bool Trouble::wrong_type(std::string_view expected, JsonValue found, simdjson::error_code code) {
  const std::string_view type = type_of(found);
  if (type.empty() || type == expected) return syntax(code);
  return wrong("expected " + std::string(expected) + ", found " + std::string(type),
               "write it as FHIR R4 has it");
}

bool Trouble::in(std::string_view field) {
  path_.insert(0, field);
  path_.insert(0, 1, '.');
  return false;
}

bool Trouble::at(std::size_t index) {
  path_.insert(0, "]").insert(0, std::to_string(index)).insert(0, "[");
  return false;
}

bool refuse_escaped_name(Trouble& trouble) {
  return trouble.wrong("a property name with an escape", "write property names plainly");
}

bool take_null(JsonValue value) {
  if (!is_word(value, "null")) return false;
  if (value.cursor->at() == value.start) value.cursor->leave();
  return true;
}

bool read_other_text(Trouble& trouble, JsonValue value, std::string_view& text) {
  simdjson::error_code error = simdjson::INCORRECT_TYPE;
  if (value.cursor->peek() == '"') {
    value.cursor->leave();
    error = value.cursor->unescape(value.cursor->quoted(value.start), text);
    if (error == simdjson::SUCCESS)
      return text.size() <= longest_text_bytes || refuse_long_text(trouble, text);
  }
  text = {};
  return take_null(value) || trouble.wrong_type("a text", value, error);
}

bool read_number(Trouble& trouble, JsonValue value, double& number) {
  const auto* const first =
      reinterpret_cast<const std::uint8_t*>(value.cursor->bytes_at(value.start));
  const simdjson::error_code error = kernel::numberparsing::parse_double(first).get(number);
  if (error == simdjson::SUCCESS) [[likely]] {
    value.cursor->leave();
    return true;
  }
  number = std::numeric_limits<double>::quiet_NaN();
  return take_null(value) || trouble.wrong_type("a number", value, error);
}

bool read_truth(Trouble& trouble, JsonValue value, bool& truth, bool& present) {
  const bool is_true = is_word(value, "true");
  present = is_true || is_word(value, "false");
  if (!present)
    return take_null(value) || trouble.wrong_type("true or false", value, simdjson::INCORRECT_TYPE);
  truth = is_true;
  value.cursor->leave();
  return true;
}

bool read_time(Trouble& trouble, JsonValue value, TimeSpan& time) {
  std::string_view text;
  if (!read_text(trouble, value, text)) return false;
  if (text.empty()) return true;
  Result<TimeSpan> parsed = parse_time(text);
  if (parsed.has_error()) return trouble.wrong(parsed.error().message, parsed.error().cure);
  time = *parsed;
  return true;
}

std::string_view peek_text(JsonValue value) {
  if (*value.cursor->bytes_at(value.start) != '"') return {};
  const std::string_view quoted = value.cursor->quoted(value.start);
  return value.cursor->has_escape(quoted) ? quoted.substr(0, quoted.find('"')) : quoted;
}

bool nests_deeper(std::string_view json, std::size_t limit) {
  if (json.size() <= limit || count_openings(json) <= limit) return false;
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quoted) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++depth > limit) return true;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace causa::intake::fhir
