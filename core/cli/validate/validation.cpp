// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/validation.hpp"

#include <fmt/core.h>

#include <cmath>
#include <map>
#include <optional>

#include "assess/worker.hpp"
#include "base/time.hpp"
#include "intake/reader.hpp"
#include "report/json.hpp"

namespace causa::cli::validate {

namespace {

/// A label that lies by a path to another patient's record would count as a miss of the modules.
std::optional<Error> mismatch(const LabeledCase& labeled, const record::Record& record) {
  const std::string cure = "does it name the right record?";
  const AgeRange age = age_at(record.birth, labeled.as_of_ms);
  if (labeled.age_years && !std::isnan(age.low_years) &&
      (*labeled.age_years < std::floor(age.low_years) ||
       *labeled.age_years > std::ceil(age.high_years)))
    return input_error(labeled.place + "/age", "the record is of a patient of another age", cure);
  if (!labeled.sex.empty() && record.sex != record::Sex::unknown &&
      labeled.sex != report::word(record.sex))
    return input_error(labeled.place + "/sex", "the record is of a patient of another sex", cure);
  return std::nullopt;
}

Result<record::Record> read_record(const LabeledCase& labeled, const intake::Options& options) {
  const std::string file = labeled.file.string();
  auto reader = intake::Reader::open(std::span(&file, 1), options);
  if (!reader) return reader.error();
  std::optional<record::Record> record;
  while (auto patient = reader->next()) {
    if (!*patient) return patient->error();
    if (record)
      return input_error(file, "holds several patients", "keep each case in a file of its own");
    record = std::move((*patient)->record);
  }
  if (!record) return input_error(file, "holds no patient", "name the record of the case");
  if (const auto wrong = mismatch(labeled, *record)) return *wrong;
  return std::move(*record);
}

}  // namespace

CaseSet read_records(LabeledCases labeled, const intake::Options& options) {
  CaseSet set;
  set.broken = std::move(labeled.broken);
  for (auto& one : labeled.cases) {
    auto record = read_record(one, options);
    if (!record) {
      Error error = record.error();
      if (!error.place.starts_with(one.place)) error.place = one.place + ": " + error.place;
      set.broken.push_back(std::move(error));
      continue;
    }
    set.cases.push_back(std::move(one));
    set.records.push_back(std::move(*record));
  }
  return set;
}

std::vector<assess::Assessment> assess_all(const CaseSet& set,
                                           std::shared_ptr<const assess::Prepared> prepared,
                                           const std::string& config_sha256) {
  assess::Worker worker(std::move(prepared), config_sha256);
  std::map<std::int64_t, std::vector<std::size_t>> by_day;
  for (std::size_t i = 0; i < set.cases.size(); ++i) by_day[set.cases[i].as_of_ms].push_back(i);
  std::vector<assess::Assessment> all(set.cases.size()), some;
  for (const auto& [as_of_ms, members] : by_day) {
    std::vector<const record::Record*> records;
    for (const std::size_t member : members) records.push_back(&set.records[member]);
    worker.assess(records, as_of_ms, now_ms(), some);
    for (std::size_t i = 0; i < members.size(); ++i) all[members[i]] = std::move(some[i]);
  }
  return all;
}

std::vector<Verdict> judge_all(const CaseSet& set,
                               std::span<const assess::Assessment> assessments) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(set.cases.size());
  for (std::size_t i = 0; i < set.cases.size(); ++i)
    verdicts.push_back(judge(set.cases[i], assessments[i]));
  return verdicts;
}

}  // namespace causa::cli::validate
