// SPDX-License-Identifier: Apache-2.0

#include "terminology/table.hpp"

#include <fmt/core.h>

#include "base/time.hpp"
#include "terminology/table_parts.hpp"

namespace causa::terminology {

namespace {

std::vector<std::string> optional_texts(JsonValue mapping, std::string_view key) {
  const JsonValue list = mapping.find(key);
  return list ? texts_of(list) : std::vector<std::string>();
}

std::optional<std::pair<double, double>> pair_of(JsonValue mapping, std::string_view key) {
  const JsonValue pair = mapping.find(key);
  if (!pair) return std::nullopt;
  const auto ends = pair.items();
  if (ends.size() != 2 || !ends[0].is_number() || !ends[1].is_number())
    throw WrongTable("a range isn't two numbers");
  return std::pair{ends[0].number(), ends[1].number()};
}

std::vector<Conversion> conversions_of(JsonValue mapping) {
  std::vector<Conversion> conversions;
  for (const JsonValue entry : mapping.find("conversions").items())
    conversions.push_back({std::string(text_of(entry, "unit")), number_of(entry, "factor"),
                           entry.find("offset") ? number_of(entry, "offset") : 0});
  return conversions;
}

/// Keys of sources of the table, as what they stand for.
std::vector<std::string> sources_of(JsonValue mapping, JsonValue cited) {
  std::vector<std::string> sources = optional_texts(mapping, "seen");
  for (auto& source : sources) source = text_of(cited, source);
  return sources;
}

CodeDefinition code_of(JsonValue entry, JsonValue cited) {
  CodeDefinition code;
  code.system = text_of(entry, "system");
  code.code = text_of(entry, "code");
  code.display = entry.find("display").text();
  code.unit = entry.find("unit").text();
  code.conversions = conversions_of(entry);
  code.prefix = entry.find("match").text() == "prefix";
  code.verified = entry.find("verified").truth();
  code.seen = sources_of(entry, cited);
  return code;
}

ConceptDefinition concept_of(JsonValue entry, JsonValue cited) {
  ConceptDefinition definition;
  definition.id = entry.find("id").text();
  definition.name = entry.find("name").text();
  definition.kind =
      entry.find("kind").text() == "number" ? ConceptKind::number : ConceptKind::truth;
  definition.unit = entry.find("unit").text();
  definition.conversions = conversions_of(entry);
  definition.plausible = pair_of(entry, "plausible");
  definition.typical = pair_of(entry, "typical");
  if (const JsonValue window = entry.find("window")) {
    const auto duration = parse_duration(window.text());
    if (!duration) throw WrongTable("a window is no duration");
    definition.window_ms = *duration;
  }
  definition.hemolysis_raises = entry.find("hemolysis").text() == "raises";
  definition.upper_limit_of = entry.find("upper_limit_of").text();
  definition.is_a = optional_texts(entry, "is_a");
  definition.complaint = optional_texts(entry, "complaint");
  definition.text = optional_texts(entry, "text");
  const auto codes = entry.find("codes").items();
  definition.codes.reserve(codes.size());
  for (const JsonValue code : codes) definition.codes.push_back(code_of(code, cited));
  return definition;
}

Error damaged(std::string place, std::string_view what, const WrongTable& fault) {
  return Error{Fault::usage, std::move(place), fmt::format("not {}: {}", what, fault.what()),
               "reinstall the terminology or mend the file"};
}

}  // namespace

Result<std::vector<ConceptDefinition>> parse_table(std::string_view text) {
  std::vector<ConceptDefinition> definitions;
  std::string place;
  try {
    const JsonDocument document = open_table(text);
    const JsonValue table = document.root(), cited = table.find("sources");
    definitions.reserve(table.find("concepts").items().size());
    for (const JsonValue entry : items_of(table, "concepts")) {
      place = entry.find("id").text();
      if (place.empty()) return Error{Fault::usage, {}, "a concept has no id", {}};
      definitions.push_back(concept_of(entry, cited));
    }
  } catch (const WrongTable& fault) {
    return damaged(std::move(place), "a terminology table", fault);
  }
  return definitions;
}

Result<std::vector<ReplacedCode>> parse_replaced(std::string_view text) {
  std::vector<ReplacedCode> codes;
  std::string place;
  try {
    const JsonDocument document = open_table(text);
    for (const JsonValue entry : items_of(document.root(), "replaced")) {
      place = entry.find("code").text();
      codes.push_back({std::string(text_of(entry, "system")), place,
                       std::string(entry.find("now").text()),
                       std::string(entry.find("since").text())});
    }
  } catch (const WrongTable& fault) {
    return damaged(std::move(place), "a table of replaced codes", fault);
  }
  return codes;
}

}  // namespace causa::terminology
