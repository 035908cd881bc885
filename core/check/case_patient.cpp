// SPDX-License-Identifier: Apache-2.0

#include "check/case_patient.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace causa::cases {

namespace {

using record::Item;
using record::Kind;
using terminology::CodeMatch;
using terminology::ConceptId;
using terminology::ConceptKind;

constexpr std::int64_t ms_per_hour = 3'600'000;
constexpr double days_per_year = 365.25;

TimeSpan instant(std::int64_t ms) { return {ms, ms}; }

std::int64_t days_before(std::int64_t ms, double days) {
  return ms - static_cast<std::int64_t>(days * static_cast<double>(ms_per_day));
}

class Writer {
 public:
  Writer(const terminology::Vocabulary& vocabulary, std::int64_t as_of_ms)
      : vocabulary_(vocabulary), as_of_ms_(as_of_ms) {}

  Result<record::Record> write(const Case& worked) {
    record_.sex = worked.sex;
    // Half a year after a birthday, so that the completed years are as stated.
    if (worked.age_years)
      record_.birth = instant(days_before(as_of_ms_, (*worked.age_years + 0.5) * days_per_year));
    for (const Stated& stated : worked.given)
      if (auto added = add(stated); !added) return added.error();
    return std::move(record_);
  }

 private:
  Result<void> add(const Stated& stated) {
    const auto id = vocabulary_.find(stated.concept_id);
    if (!id)
      return input_error(stated.concept_id, "nobody defines it",
                         vocabulary_.suggest(stated.concept_id));
    const auto& definition = vocabulary_[*id].definition;
    const bool is_number = definition.kind == ConceptKind::number;
    if (vocabulary_[*id].derived)
      return input_error(stated.concept_id, "is derived, never read from input");
    if (is_number != stated.number.has_value())
      return input_error(stated.concept_id, is_number ? "needs a number" : "takes no number");
    Item item;
    item.state = stated.state;
    item.source = record_.keep(fmt::format("Resource/{}", record_.items.size()));
    if (is_number) {
      item.kind = Kind::observation;
      item.time = stated.measured_days ? instant(days_before(as_of_ms_, *stated.measured_days))
                                       : instant(as_of_ms_ - ms_per_hour);
      write_number(stated, definition, item);
    } else {
      item.kind = stated.concept_id.starts_with("drug.") ? Kind::medication : Kind::condition;
      item.time = instant(as_of_ms_);
      if (stated.started_days) item.start = instant(days_before(as_of_ms_, *stated.started_days));
      if (stated.stopped_days) {
        item.end = instant(days_before(as_of_ms_, *stated.stopped_days));
        item.flags |= record::past;
      }
    }
    if (!(is_number && write_code(*id, "LOINC", item)) && !write_words(*id, item) &&
        !std::any_of(definition.codes.begin(), definition.codes.end(),
                     [&](const auto& code) { return write_code(*id, code.system, item); }))
      return input_error(stated.concept_id, "no code and no word reaches it from outside",
                         "give it a name or words that no other concept has");
    record_.items.push_back(item);
    return {};
  }

  void write_number(const Stated& stated, const terminology::ConceptDefinition& definition,
                    Item& item) {
    item.value_kind = record::ValueKind::number;
    item.number = *stated.number;
    item.comparator = stated.comparator;
    // As in conditions: where the unit is a mere count it may be left out.
    const bool is_count =
        definition.unit == "1" || definition.unit == "[pH]" || definition.unit.starts_with('{');
    item.unit = record_.keep(stated.unit.empty() && is_count ? definition.unit : stated.unit);
  }

  bool write_code(ConceptId id, std::string_view system, Item& item) {
    for (const auto& code : vocabulary_[id].definition.codes) {
      // A code with conversions of its own measures something else (urea nitrogen for urea).
      if (code.system != system || !code.conversions.empty()) continue;
      std::vector<CodeMatch> matches;
      const std::string_view uri = system == "LOINC" ? "http://loinc.org" : system;
      vocabulary_.lookup(uri, code.code, matches);
      if (matches.size() != 1 || matches.front().concept_id != id) continue;
      item.codes = {static_cast<std::uint32_t>(record_.codings.size()), 1};
      record_.codings.push_back({record_.keep(uri), record_.keep(code.code), {}});
      return true;
    }
    return false;
  }

  bool write_words(ConceptId id, Item& item) {
    const auto& definition = vocabulary_[id].definition;
    std::vector<std::string_view> words{definition.name};
    const auto texts = vocabulary_.texts(id);
    words.insert(words.end(), texts.begin(), texts.end());
    for (const std::string_view text : words)
      if (says(text, id, item.kind)) {
        item.text = record_.keep(text);
        return true;
      }
    return false;
  }

  bool says(std::string_view text, ConceptId id, Kind kind) const {
    if (kind != Kind::medication) return vocabulary_.find_text(text) == id;
    std::vector<ConceptId> found;
    vocabulary_.find_drug_words(text, found);
    // "high intensity statin" names the class too.
    const auto& broader = vocabulary_[id].ancestors;
    std::erase_if(found, [&](ConceptId other) {
      return std::find(broader.begin(), broader.end(), other) != broader.end();
    });
    return found == std::vector<ConceptId>{id};
  }

  const terminology::Vocabulary& vocabulary_;
  const std::int64_t as_of_ms_;
  record::Record record_;
};

}  // namespace

Result<record::Record> make_record(const Case& worked, const terminology::Vocabulary& vocabulary,
                                   std::int64_t as_of_ms) {
  return Writer(vocabulary, as_of_ms).write(worked);
}

}  // namespace causa::cases
