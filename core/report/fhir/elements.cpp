// SPDX-License-Identifier: Apache-2.0

#include "report/fhir/elements.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "record/source_name.hpp"

namespace causa::report::fhir {

namespace {

constexpr std::size_t longest_id = 64;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_empty(const json::value& value) {
  return value.is_null() || (value.is_string() && is_blank(value.get_string())) ||
         (value.is_array() && value.get_array().empty()) ||
         (value.is_object() && value.get_object().empty());
}

}  // namespace

void put(json::object& object, std::string_view key, json::value value) {
  if (!is_empty(value)) object[key] = std::move(value);
}

void put(json::object& object, std::string_view key, std::string_view text) {
  put(object, key, json::value(json::string_view(text)));
}

json::object coding(std::string_view system, std::string_view code, std::string_view display) {
  json::object made;
  put(made, "system", system);
  put(made, "code", code);
  put(made, "display", display);
  return made;
}

json::object codeable(json::array codings, std::string_view text) {
  json::object made;
  put(made, "coding", std::move(codings));
  put(made, "text", printable(text));
  return made;
}

json::array codings_of(const std::vector<terminology::CodeDefinition>& codes) {
  json::array made;
  std::vector<std::string_view> taken;
  for (const auto& code : codes) {
    const std::string_view uri = terminology::system_uri(code.system);
    if (code.prefix || !code.verified || uri.empty() ||
        std::find(taken.begin(), taken.end(), uri) != taken.end())
      continue;
    taken.push_back(uri);
    made.push_back(coding(uri, code.code, code.display));
  }
  return made;
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_id &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; });
}

std::optional<std::string> resource_of(std::string_view source) {
  source = record::resource_of(source);
  const std::size_t slash = source.find('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  const std::string_view type = source.substr(0, slash);
  // No segment of HL7 v2 ("OBX/3"): types of FHIR go on in small letters.
  if (type.size() < 2 || !is_capital(type[0]) || is_capital(type[1]) ||
      !std::all_of(type.begin(), type.end(), is_letter))
    return std::nullopt;
  if (!is_id(source.substr(slash + 1))) return std::nullopt;
  return std::string(source);
}

json::object reference(std::string_view target) { return {{"reference", target}}; }

}  // namespace causa::report::fhir
