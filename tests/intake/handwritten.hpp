// SPDX-License-Identifier: Apache-2.0
//
// Short ways to read case files and CSV, for the tests of this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "base/text.hpp"
#include "facts/fact.hpp"
#include "intake/cases/case_reader.hpp"
#include "intake/csv/csv_reader.hpp"
#include "intake/csv/mapping.hpp"
#include "paths.hpp"

namespace handwritten {

using causa::Result;
using causa::intake::PatientInput;

inline const causa::terminology::Vocabulary& vocabulary() {
  static const auto loaded = [] {
    auto tables = causa::terminology::Vocabulary::load(causa::tests::terminology_folder).value();
    tables.finish().value();
    return tables;
  }();
  return loaded;
}

inline std::vector<Result<PatientInput>> read_all(causa::intake::DocumentReader& reader,
                                                  std::string_view text, std::string_view name) {
  std::vector<Result<PatientInput>> found;
  const auto keep = [&](Result<PatientInput> patient) { found.push_back(std::move(patient)); };
  causa::intake::Document document;
  document.bytes = text;
  document.allocated_bytes = text.size();
  document.place = name;
  reader.read(document, keep);
  reader.finish(keep);
  return found;
}

inline std::vector<Result<PatientInput>> read_cases(std::string_view yaml) {
  causa::intake::Options options;
  options.vocabulary = &vocabulary();
  causa::intake::cases::CaseReader reader(options);
  return read_all(reader, yaml, "x.yaml");
}

inline std::vector<Result<PatientInput>> read_csv(std::string_view text,
                                                  std::string_view mapping = {}) {
  causa::intake::Options options;
  options.vocabulary = &vocabulary();
  if (!mapping.empty())
    options.mapping = std::make_shared<const causa::intake::csv::Mapping>(
        causa::intake::csv::parse_mapping(mapping, "m.yaml", &vocabulary()).value());
  causa::intake::csv::CsvReader reader(options);
  return read_all(reader, text, "x.csv");
}

/// The one patient; throws with the error's text if it isn't one.
inline causa::record::Record one(std::vector<Result<PatientInput>> found) {
  if (found.size() != 1) throw std::runtime_error(std::to_string(found.size()) + " results");
  return std::move(found.front().value().record);
}

/// The one error as a line; empty if it is a patient.
inline std::string error_of(const std::vector<Result<PatientInput>>& found) {
  if (found.size() != 1) return std::to_string(found.size()) + " results";
  return found.front().has_error() ? to_string(found.front().error()) : std::string();
}

inline constexpr std::int64_t as_of_ms = 1'795'219'199'999;  ///< the end of 2026-11-20, UTC

/// "lab.potassium 2.9; symptom.fever absent; ..." in the order of the record.
inline std::string facts_of(const causa::record::Record& record) {
  causa::facts::PatientFacts facts;
  causa::facts::extract(record, vocabulary(), as_of_ms, facts);
  std::string all;
  for (const auto& fact : facts.facts) {
    all += all.empty() ? "" : "; ";
    all += vocabulary()[fact.concept_id].definition.id;
    static constexpr const char* comparators[] = {" ", " <", " <=", " >=", " >"};
    if (fact.value == fact.value)
      all += comparators[static_cast<int>(fact.comparator)] + causa::format_number(fact.value);
    else
      all += fact.state == causa::record::State::present ? " present" : " absent";
    if (fact.past) all += " past";
    if (fact.start.known()) all += " since " + causa::format_date(fact.start.earliest_ms);
  }
  return all;
}

/// What extract() or the reader ignored: "cell: reason x2; ".
inline std::string ignored_of(const causa::record::Record& record) {
  causa::facts::PatientFacts facts;
  causa::facts::extract(record, vocabulary(), as_of_ms, facts);
  std::string all;
  const auto add = [&](const std::vector<causa::record::Ignored>& list) {
    for (const auto& entry : list)
      all += entry.source + ": " + entry.reason + " x" + std::to_string(entry.count) + "; ";
  };
  add(record.ignored);
  add(facts.ignored);
  return all;
}

inline bool adds_up(const causa::record::Record& record) {
  std::uint64_t sum = record.resources_used;
  for (const auto& entry : record.ignored)
    if (entry.source.find('.') == std::string::npos) sum += entry.count;
  return sum == record.resources_read;
}

}  // namespace handwritten
