// SPDX-License-Identifier: Apache-2.0

#include "assess/patient.hpp"

#include <algorithm>
#include <cmath>

namespace causa::assess {

using facts::Fact;
using terminology::ConceptKind;

namespace {

/// Of a long history few facts are read.
constexpr std::size_t usually_shown = 32;

}  // namespace

Patient::Patient(const Prepared& prepared, const facts::Batch& batch, std::uint32_t row,
                 Outcomes::Row outcomes, const record::Record& record,
                 const facts::PatientFacts& facts, Assessment& assessment, PatientMemory& memory,
                 Words words)
    : prepared_(prepared),
      batch_(batch),
      row_(row),
      outcomes_(outcomes),
      record_(record),
      facts_(facts),
      assessment_(assessment),
      words_(words),
      it_(memory) {
  it_.shown.assign(facts.facts.size(), no_index);
  if (words == Words::yes)
    assessment.facts.reserve(std::min<std::size_t>(facts.facts.size(), usually_shown));
}

std::vector<std::uint32_t> Patient::cite(const Test& test, rules::Truth outcome) {
  std::vector<std::uint32_t> cited;
  cite(test, outcome, cited);
  return cited;
}

void Patient::cite(const Test& test, rules::Truth outcome, std::vector<std::uint32_t>& cited) {
  const auto before = static_cast<std::ptrdiff_t>(cited.size());
  it_.cells.clear();
  it_.facts_read.clear();
  test.program.deciding_cells(batch_, row_, outcome, it_.cells);
  for (const rules::DecidingCell& cell : it_.cells) {
    const auto first = static_cast<std::ptrdiff_t>(it_.facts_read.size());
    batch_.facts_of(cell.column, row_, it_.facts_read);
    // Of values that contradict each other those come first by which the test came out so.
    const bool measured = batch_.layout().keys()[cell.column].aspect == facts::Aspect::value;
    if (measured && batch_.layout().is_number(cell.column))
      std::stable_partition(it_.facts_read.begin() + first, it_.facts_read.end(),
                            [&](const std::uint32_t fact) {
                              return cell.agrees(facts::sure_value(facts_.facts[fact]));
                            });
  }
  for (const std::uint32_t fact : it_.facts_read) {
    const std::uint32_t index = show(fact);
    if (std::find(cited.begin() + before, cited.end(), index) == cited.end())
      cited.push_back(index);
  }
}

std::vector<std::string> Patient::missing(const Test& test) const {
  std::vector<std::uint32_t> columns;
  test.program.deciding_columns(batch_, row_, rules::Truth::unknown, columns);
  std::vector<std::string> ids;
  for (const std::uint32_t column : columns) {
    std::string id = column == facts::age_column      ? "age"
                     : column == facts::female_column ? "sex"
                                                      : std::string();
    if (id.empty())
      id = prepared_.vocabulary[batch_.layout().keys()[column].concept_id].definition.id;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
  }
  return ids;
}

std::uint32_t Patient::show(std::uint32_t fact_index) {
  std::uint32_t& index = it_.shown[fact_index];
  if (index == no_index) {
    if (words_ == Words::no) return index = shown_count_++;
    index = static_cast<std::uint32_t>(assessment_.facts.size());
    assessment_.facts.push_back(describe(facts_.facts[fact_index]));
  }
  return index;
}

ShownFact Patient::describe(const Fact& fact) const {
  const ConceptWords& words = prepared_.concept_words[fact.concept_id];
  ShownFact shown;
  shown.concept_id = words.id;
  // Absent now, but not as if it had never been: that it was stopped may be the very reason.
  shown.name = fact.past ? words.name_if_past : words.name;
  shown.state = fact.past ? record::State::absent : fact.state;
  shown.comparator = fact.comparator;
  const auto& definition = prepared_.vocabulary[fact.concept_id].definition;
  if (definition.kind == ConceptKind::number && std::isfinite(fact.value)) {
    shown.value = fact.value;
    shown.unit = words.unit;
  }
  if (fact.time.known()) {
    // Only part of a day may be past: a date of today is not in the future.
    shown.time_ms = std::min(fact.time.latest_ms, batch_.as_of_ms());
    shown.age_days =
        static_cast<double>(batch_.as_of_ms() - shown.time_ms) / static_cast<double>(ms_per_day);
  }
  if (fact.start.known()) shown.start_ms = fact.start.earliest_ms;
  shown.quality = fact.quality;
  if (shown.value && is_tied(fact)) shown.quality |= facts::Quality::tied;
  describe_origin(fact, shown);
  return shown;
}

bool Patient::is_tied(const Fact& fact) const {
  return std::any_of(facts_.facts.begin(), facts_.facts.end(), [&](const Fact& other) {
    return facts::are_tied(fact, other) && !(other.quality & facts::Quality::implausible);
  });
}

void Patient::describe_origin(const Fact& fact, ShownFact& shown) const {
  if (fact.module != no_index) {
    const auto& manifest = prepared_.registry.modules()[fact.module].manifest;
    shown.derived_from = manifest.id + "/" + manifest.derives[fact.item].id;
    return;
  }
  const record::Item& item = record_.items[fact.item];
  shown.source = item.source;
  if (fact.text_size > 0) {
    shown.matched_text = item.value_text.substr(fact.text_first, fact.text_size);
    std::replace(shown.matched_text.begin(), shown.matched_text.end(), '\n', ' ');
  } else if (fact.from_text) {
    shown.matched_text = item.text.empty() && item.codes.count > 0
                             ? record_.codings[item.codes.first].display
                             : item.text;
  }
  if (item.codes.count > 0) shown.original_code = record_.codings[item.codes.first].code;
  if (item.body_site.count > 0) {
    const auto& site = record_.codings[item.body_site.first];
    shown.laterality = site.display.empty() ? site.code : site.display;
  }
  if (item.value_kind != record::ValueKind::number || !shown.value) return;
  const bool is_limit_sent =
      std::isfinite(item.reference_high) &&
      !prepared_.vocabulary[fact.concept_id].definition.upper_limit_of.empty();
  shown.original_value = is_limit_sent ? item.reference_high : item.number;
  shown.original_unit = item.unit.empty() ? item.unit_code : item.unit;
  if (is_limit_sent) return;
  if (!std::isfinite(item.reference_low) && !std::isfinite(item.reference_high)) return;
  const double ratio = item.number != 0 ? *shown.value / item.number : 0;
  // Only where the conversion is a plain factor does it also fit the limits.
  const terminology::CodeMatch match{fact.concept_id, nullptr};
  const auto converted =
      prepared_.vocabulary.to_canonical(match, item.number, item.unit, item.unit_code);
  const bool plain = ratio != 0 && converted &&
                     std::abs(converted->value - *shown.value) <= 1e-9 * std::abs(*shown.value);
  if (!plain) return;
  const auto limit = [&](double written) -> std::optional<double> {
    if (!std::isfinite(written)) return std::nullopt;
    const auto value = prepared_.vocabulary.to_canonical(match, written, item.unit, item.unit_code);
    return value ? std::optional(value->value) : std::nullopt;
  };
  shown.reference_low = limit(item.reference_low);
  shown.reference_high = limit(item.reference_high);
}

}  // namespace causa::assess
