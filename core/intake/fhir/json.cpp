// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/json.hpp"

#include <algorithm>
#include <array>

namespace causa::intake::fhir {

namespace {

std::string_view name_of(ondemand::json_type type) {
  switch (type) {
    case ondemand::json_type::array:
      return "an array";
    case ondemand::json_type::object:
      return "an object";
    case ondemand::json_type::number:
      return "a number";
    case ondemand::json_type::string:
      return "a text";
    case ondemand::json_type::boolean:
      return "true or false";
    case ondemand::json_type::null:
      return "null";
  }
  return "something else";
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

bool Trouble::wrong_type(std::string_view expected, ondemand::value& found,
                         simdjson::error_code code) {
  ondemand::json_type type{};
  if (found.type().get(type) != simdjson::SUCCESS || name_of(type) == expected) {
    return syntax(code);
  }
  // It only begins like null, which was looked for before.
  if (type == ondemand::json_type::null) return syntax(simdjson::N_ATOM_ERROR);
  return wrong("expected " + std::string(expected) + ", found " + std::string(name_of(type)),
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

bool read_time(Trouble& trouble, ondemand::value value, TimeSpan& time) {
  std::string_view text;
  if (!read_text(trouble, value, text)) return false;
  if (text.empty()) return true;
  Result<TimeSpan> parsed = parse_time(text);
  if (parsed.has_error()) return trouble.wrong(parsed.error().message, parsed.error().cure);
  time = *parsed;
  return true;
}

std::string_view peek_text(ondemand::value& value) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS || type != ondemand::json_type::string) return {};
  std::string_view token = value.raw_json_token();
  token.remove_prefix(1);
  return token.substr(0, token.find('"'));
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

/// Found in steps, since simdjson only says whether.
std::size_t first_bad_byte(std::string_view bytes) {
  std::size_t low = 0;
  std::size_t high = bytes.size();
  while (low + 1 < high) {
    const std::size_t middle = low + (high - low) / 2;
    // A cut within a character isn't an error of the text: step back to its first byte.
    std::size_t cut = middle;
    while (cut > low && (static_cast<unsigned char>(bytes[cut]) & 0xc0) == 0x80) --cut;
    if (cut == low) break;
    (simdjson::validate_utf8(bytes.substr(0, cut)) ? low : high) = cut;
  }
  return low;
}

std::size_t first_control_in_text(std::string_view json) {
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '"') {
      quoted = !quoted;
    } else if (quoted && json[i] == '\\') {
      ++i;
    } else if (quoted && static_cast<unsigned char>(json[i]) < 0x20) {
      return i;
    }
  }
  return json.size();
}

}  // namespace causa::intake::fhir
