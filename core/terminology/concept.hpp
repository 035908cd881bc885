// SPDX-License-Identifier: Apache-2.0
//
// What a concept is and which codes stand for it, as tables and manifests write it: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace causa::terminology {

/// An index, valid for the Vocabulary that gave it.
using ConceptId = std::uint32_t;
inline constexpr ConceptId no_concept = 0xffffffffu;

/// The system of a code that is the id of a concept: how an input that speaks causa's own language
/// (a case file, a mapping, an answer to causa's questionnaire) names what it means.
inline constexpr std::string_view concept_system = "urn:causa:concept";

enum class ConceptKind : std::uint8_t { truth = 1, number };

/// value_canonical = value * factor + offset.
struct Conversion {
  std::string unit;  ///< UCUM
  double factor = 1;
  double offset = 0;
};

struct CodeDefinition {
  std::string system;  ///< LOINC SNOMED ICD10CM ICD10 RxNorm ATC
  std::string code;
  std::string display;
  std::string unit;  ///< UCUM unit that this code implies, if any (mass or molar LOINC codes)
  std::vector<Conversion> conversions;  ///< override those of the concept (urea and urea nitrogen)
  bool prefix = false;                  ///< matches every code that begins so
  bool verified = false;                ///< somebody saw code and name together, in this edition
  std::vector<std::string> seen;        ///< where; of a table, the sources as it cites them
};

/// As written in a terminology table or a manifest; ids are text.
struct ConceptDefinition {
  std::string id;
  std::string name;
  ConceptKind kind = ConceptKind::truth;
  std::string unit;  ///< canonical UCUM unit, numbers only
  std::vector<Conversion> conversions;
  std::optional<std::pair<double, double>> plausible;  ///< canonical unit; outside: not scored
  std::optional<std::pair<double, double>> typical;    ///< adult reference interval, for display
  std::int64_t window_ms = 0;                          ///< validity of a value; 0: no limit
  /// A hemolyzed sample reads too high (cells give off what they hold): the true value is at most
  /// the measured one.
  bool hemolysis_raises = false;
  /// Of this measurement it is the upper reference limit that the laboratory sent with a value.
  std::string upper_limit_of;
  std::vector<std::string> is_a;
  std::vector<std::string> complaint;
  std::vector<std::string> text;  ///< its own; all of them: Vocabulary::texts()
  std::vector<CodeDefinition> codes;
};

struct Concept {
  ConceptDefinition definition;
  std::vector<ConceptId> ancestors;    ///< all broader concepts, nearest first, without itself
  std::string defined_by;              ///< "terminology", or the id of the module
  ConceptId upper_limit = no_concept;  ///< what holds the upper limit sent with its values
  bool derived = false;                ///< provided by a module's library, never read from input
};

}  // namespace causa::terminology
