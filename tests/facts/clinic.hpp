// SPDX-License-Identifier: Apache-2.0
//
// A patient of a few items, for the tests of facts and of the linter.
#pragma once

#include <string>
#include <string_view>

#include "facts/columns.hpp"
#include "facts/fact.hpp"
#include "paths.hpp"

namespace causa::facts {

struct Clinic {
  terminology::Vocabulary vocabulary = [] {
    auto made = terminology::Vocabulary::load(causa::tests::terminology_folder).value();
    made.finish().value();
    return made;
  }();
  record::Record record;
  PatientFacts facts;
  std::int64_t as_of_ms = parse_time("2026-11-20T12:00:00Z")->latest_ms;

  record::Item& add(record::Kind kind, std::string_view system, std::string_view code) {
    record::Item item;
    item.kind = kind;
    item.state = record::State::present;
    item.codes = {static_cast<std::uint32_t>(record.codings.size()), 1};
    record.codings.push_back({record.keep(system), record.keep(code), {}});
    item.source = record.keep("Thing/" + std::to_string(record.items.size()));
    item.time = *parse_time("2026-11-19");
    record.items.push_back(item);
    return record.items.back();
  }

  record::Item& lab(std::string_view loinc, double value, std::string_view unit,
                    std::string_view time = "2026-11-19") {
    record::Item& item = add(record::Kind::observation, "http://loinc.org", loinc);
    item.value_kind = record::ValueKind::number;
    item.number = value;
    item.unit = record.keep(unit);
    item.time = *parse_time(time);
    return item;
  }

  record::Item& drug(std::string_view rxnorm) {
    return add(record::Kind::medication, "http://www.nlm.nih.gov/research/umls/rxnorm", rxnorm);
  }

  void read() {
    record.resources_read = record.items.size();
    extract(record, vocabulary, as_of_ms, facts);
  }

  /// The cell of one concept after reading.
  struct Cell {
    double low, high;
    bool present, absent, tied;
  };
  Cell cell(std::string_view id, Aspect aspect = Aspect::value, std::int64_t window_days = 14,
            knowledge::Take take = knowledge::Take::latest, bool for_alerts = false) {
    read();
    Layout layout;
    const auto column = layout.add(
        {vocabulary.find(id).value(), aspect, take, window_days * ms_per_day, for_alerts},
        vocabulary);
    Batch batch(layout);
    batch.reset(1, as_of_ms);
    batch.fill(0, facts, vocabulary);
    if (layout.is_number(column))
      return {batch.low(column)[0], batch.high(column)[0], false, false,
              (*batch.tied(column) & 1) != 0};
    return {0, 0, (*batch.present(column) & 1) != 0, (*batch.absent(column) & 1) != 0, false};
  }
};

}  // namespace causa::facts
