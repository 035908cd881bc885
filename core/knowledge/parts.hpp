// SPDX-License-Identifier: Apache-2.0
//
// The parts of a manifest, each read by a function of its own, and the words that they share.
// Internal to this room. Pure; every fault goes to the reader's list of problems.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/manifest.hpp"
#include "knowledge/reader.hpp"

namespace causa::knowledge {

void read_terminology(Reader& top, Manifest& manifest);
void read_facts(Reader& top, Manifest& manifest);
void read_derives(Reader& top, Manifest& manifest);
void read_causes(Reader& top, Manifest& manifest);
void read_rules(Reader& top, Manifest& manifest);
void read_alerts(Reader& top, Manifest& manifest);
void read_advice(Reader& top, Manifest& manifest);
void read_withholds(Reader& top, Manifest& manifest);
void read_definitions(Reader& top, Manifest& manifest);
void read_bands(Reader& top, Manifest& manifest);
void read_scores(Reader& top, Manifest& manifest);
void read_cases(Reader& top, Manifest& manifest);
void read_adjustments(Reader& top, Manifest& manifest);

/// `sources` of a part; required ones must name at least one.
std::vector<std::string> read_sources(Reader& part, Need need);

/// `basis`; guideline is allowed only where it is named.
enum class Bases : std::uint8_t { with_guideline = 1, numbers_or_judgement };
Basis read_basis(Reader& part, Bases bases);

/// measured: needs a source other than "judgement".
void check_measured(Reader& part, Basis basis, const std::vector<std::string>& sources);

/// An id: lower-case letters, digits, '_', and '.' between parts if dots are allowed.
enum class Dots : std::uint8_t { none = 1, allowed, required };
std::string_view read_id(Reader& part, std::string_view key, Dots dots);

/// "3.5 mmol/L", or a bare number, which has no unit.
std::optional<std::pair<double, std::string>> read_quantity(Reader& part, std::string_view key,
                                                            Need need = Need::optional);

/// p, low, high; 0 <= low <= p <= high <= 1.
struct Probability {
  double p = 0, low = 0, high = 0;
};
Probability read_probability(Reader& part);

/// Notes ids that stand more than once. `pointer_to` makes the pointer of one of them: most
/// manifests have none.
void check_unique(const std::vector<std::string_view>& ids,
                  const std::function<std::string(std::size_t)>& pointer_to, std::string_view what,
                  std::vector<Problem>& problems);

inline constexpr std::array<std::pair<std::string_view, Grade>, 5> grades{{
    {"strong", Grade::strong},
    {"moderate", Grade::moderate},
    {"weak", Grade::weak},
    {"minimal", Grade::minimal},
    {"none", Grade::none},
}};

inline constexpr std::array<std::pair<std::string_view, terminology::ConceptKind>, 2> kinds{{
    {"truth", terminology::ConceptKind::truth},
    {"number", terminology::ConceptKind::number},
}};

/// The classes of complaint, in the order of docs/manifest.md.
inline constexpr std::array<std::string_view, 7> complaint_classes{
    "leg_cramp",    "cramp_elsewhere", "leg_pain_exertional", "leg_pain_acute",
    "leg_weakness", "leg_sensory",     "urge_to_move"};

/// Notes a class that doesn't exist; `key` is where it stands.
void check_complaint(Reader& part, std::string_view key, std::string_view name);

}  // namespace causa::knowledge
