// SPDX-License-Identifier: Apache-2.0

#include "report/fhir/questionnaire.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/hash.hpp"
#include "report/asked.hpp"
#include "report/fhir/elements.hpp"
#include "report/json.hpp"

namespace causa::report {

namespace {

namespace json = boost::json;
using terminology::ConceptDefinition;
using terminology::ConceptKind;

constexpr std::string_view unit_option =
    "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";
constexpr std::string_view ucum = "http://unitsofmeasure.org";

struct Group {
  const char* id;  ///< the first part of the ids of its concepts
  const char* title;
};
constexpr Group groups[] = {
    {"complaint", "Complaint"},   {"symptom", "Symptoms"},    {"sign", "Examination"},
    {"history", "History"},       {"condition", "Diagnoses"}, {"drug", "Medicines"},
    {"lab", "Laboratory values"}, {"vital", "Vital signs"},   {"other", "Other findings"}};

json::array answers() {
  json::array options;
  for (const auto& [code, display] :
       {std::pair("yes", "Yes"), {"no", "No"}, {"unknown", "Not known"}})
    options.push_back(json::object{{"valueCoding", fhir::coding(answer_system, code, display)}});
  return options;
}

/// Asked only if the answer is yes.
json::object start_item(const ConceptDefinition& definition) {
  json::object item{
      {"linkId", definition.id + ".start"}, {"text", "Since when?"}, {"type", "dateTime"}};
  item["enableWhen"] =
      json::array{{{"question", definition.id},
                   {"operator", "="},
                   {"answerCoding", {{"system", answer_system}, {"code", "yes"}}}}};
  return item;
}

json::array units_of(const ConceptDefinition& definition) {
  std::vector<std::string> units{definition.unit};
  for (const auto& conversion : definition.conversions)
    if (std::find(units.begin(), units.end(), conversion.unit) == units.end())
      units.push_back(conversion.unit);
  json::array options;
  for (const auto& unit : units)
    options.push_back(
        json::object{{"url", unit_option}, {"valueCoding", fhir::coding(ucum, unit, unit)}});
  return options;
}

json::object item_of(const ConceptDefinition& definition, bool asks_start) {
  json::object item;
  if (definition.kind == ConceptKind::number) fhir::put(item, "extension", units_of(definition));
  item["linkId"] = definition.id;
  fhir::put(item, "code", fhir::codings_of(definition.codes));
  item["text"] = definition.name;
  if (definition.kind == ConceptKind::number) {
    item["type"] = "quantity";
    return item;
  }
  item["type"] = "choice";
  item["answerOption"] = answers();
  if (asks_start) item["item"] = json::array{start_item(definition)};
  return item;
}

std::string group_of(const ConceptDefinition& definition) {
  if (!definition.complaint.empty()) return "complaint";
  const std::string prefix = definition.id.substr(0, definition.id.find('.'));
  if (prefix == "suspected") return "condition";
  for (const auto& group : groups)
    if (group.id == prefix) return prefix;
  return "other";
}

}  // namespace

std::string to_questionnaire(std::span<const knowledge::Manifest* const> manifests,
                             const terminology::Vocabulary& vocabulary) {
  std::map<std::string, json::array> items;
  for (const auto& asked : asked_concepts(manifests, vocabulary)) {
    const auto& definition = vocabulary[asked.concept_id].definition;
    items[group_of(definition)].push_back(item_of(definition, asked.start));
  }
  json::array item;
  for (const auto& group : groups)
    if (auto found = items.find(group.id); found != items.end())
      item.push_back(json::object{{"linkId", group.id},
                                  {"text", group.title},
                                  {"type", "group"},
                                  {"item", std::move(found->second)}});
  std::vector<std::string> modules;
  for (const auto* manifest : manifests)
    modules.push_back(fmt::format("{} {}", manifest->id, manifest->version));
  json::object made{
      {"resourceType", "Questionnaire"},
      {"id", "causa"},
      {"url", questionnaire_url},
      {"name", "CausaFindings"},
      {"title", "Findings that may explain a leg complaint"},
      {"status", "active"},
      {"subjectType", json::array{"Patient"}},
      {"description",
       "Everything that the modules of this installation can use. Leave out what was not asked: "
       "what is not recorded is unknown, never normal."},
      {"purpose", fmt::format("Asked by: {}", fmt::join(modules, ", "))}};
  fhir::put(made, "item", item);
  made["version"] = sha256_hex(write_json(item)).substr(0, 12);
  return write_json(made);
}

}  // namespace causa::report
