// SPDX-License-Identifier: Apache-2.0

#include "terminology/table.hpp"

#include <boost/json.hpp>

#include "base/time.hpp"

namespace causa::terminology {

namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::vector<std::string> texts_of(const json::object& object, std::string_view key) {
  std::vector<std::string> texts;
  if (const auto* value = object.if_contains(key); value && value->is_array())
    for (const auto& entry : value->as_array())
      if (entry.is_string()) texts.emplace_back(entry.as_string());
  return texts;
}

std::optional<std::pair<double, double>> pair_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (!value || !value->is_array() || value->as_array().size() != 2) return std::nullopt;
  return std::pair{value->as_array()[0].to_number<double>(),
                   value->as_array()[1].to_number<double>()};
}

std::vector<Conversion> conversions_of(const json::object& object) {
  std::vector<Conversion> conversions;
  if (const auto* value = object.if_contains("conversions"); value && value->is_array())
    for (const auto& entry : value->as_array()) {
      const auto& conversion = entry.as_object();
      const auto* offset = conversion.if_contains("offset");
      conversions.push_back({text_of(conversion, "unit"),
                             conversion.at("factor").to_number<double>(),
                             offset ? offset->to_number<double>() : 0.0});
    }
  return conversions;
}

/// Keys of sources of the table, as what they stand for.
std::vector<std::string> sources_of(const json::object& object, const json::object* cited) {
  std::vector<std::string> sources = texts_of(object, "seen");
  for (auto& source : sources) source = cited->at(source).as_string();
  return sources;
}

CodeDefinition code_of(const json::object& object, const json::object* cited) {
  CodeDefinition code;
  code.system = text_of(object, "system");
  code.code = text_of(object, "code");
  code.display = text_of(object, "display");
  code.unit = text_of(object, "unit");
  code.conversions = conversions_of(object);
  code.prefix = text_of(object, "match") == "prefix";
  const auto* verified = object.if_contains("verified");
  code.verified = verified && verified->is_bool() && verified->as_bool();
  code.seen = sources_of(object, cited);
  return code;
}

ConceptDefinition concept_of(const json::object& object, const json::object* cited) {
  ConceptDefinition definition;
  definition.id = text_of(object, "id");
  definition.name = text_of(object, "name");
  definition.kind = text_of(object, "kind") == "number" ? ConceptKind::number : ConceptKind::truth;
  definition.unit = text_of(object, "unit");
  definition.conversions = conversions_of(object);
  definition.plausible = pair_of(object, "plausible");
  definition.typical = pair_of(object, "typical");
  if (const std::string window = text_of(object, "window"); !window.empty())
    definition.window_ms = parse_duration(window).value();
  definition.hemolysis_raises = text_of(object, "hemolysis") == "raises";
  definition.upper_limit_of = text_of(object, "upper_limit_of");
  definition.is_a = texts_of(object, "is_a");
  definition.complaint = texts_of(object, "complaint");
  definition.text = texts_of(object, "text");
  if (const auto* codes = object.if_contains("codes"); codes && codes->is_array())
    for (const auto& entry : codes->as_array())
      definition.codes.push_back(code_of(entry.as_object(), cited));
  return definition;
}

}  // namespace

Result<std::vector<ConceptDefinition>> parse_table(std::string_view text) {
  std::vector<ConceptDefinition> definitions;
  std::string place;
  try {
    json::monotonic_resource memory;
    const auto document = json::parse({text.data(), text.size()}, &memory);
    const auto* sources = document.as_object().if_contains("sources");
    const json::object none;
    const json::object* cited = sources ? &sources->as_object() : &none;
    const auto& concepts = document.as_object().at("concepts").as_array();
    definitions.reserve(concepts.size());
    for (const auto& entry : concepts) {
      place = text_of(entry.as_object(), "id");
      if (place.empty()) return Error{Fault::usage, {}, "a concept has no id", {}};
      definitions.push_back(concept_of(entry.as_object(), cited));
    }
  } catch (const std::exception& exception) {
    return Error{Fault::usage, place, std::string("not a terminology table: ") + exception.what(),
                 "reinstall the terminology or mend the file"};
  }
  return definitions;
}

Result<std::vector<ReplacedCode>> parse_replaced(std::string_view text) {
  std::vector<ReplacedCode> codes;
  std::string place;
  try {
    json::monotonic_resource memory;
    const auto document = json::parse({text.data(), text.size()}, &memory);
    for (const auto& entry : document.as_object().at("replaced").as_array()) {
      const auto& object = entry.as_object();
      place = text_of(object, "code");
      codes.push_back(
          {text_of(object, "system"), place, text_of(object, "now"), text_of(object, "since")});
    }
  } catch (const std::exception& exception) {
    return Error{Fault::usage, place,
                 std::string("not a table of replaced codes: ") + exception.what(),
                 "reinstall the terminology or mend the file"};
  }
  return codes;
}

}  // namespace causa::terminology
