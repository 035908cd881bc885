// SPDX-License-Identifier: Apache-2.0

#include "assess/worker.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

#include "assess/complaint.hpp"
#include "assess/extension.hpp"
#include "assess/judge.hpp"
#include "assess/safety.hpp"
#include "base/hash.hpp"

namespace causa::assess {

namespace {

/// Of records that are read together: those of long histories would take too much memory.
constexpr std::size_t most_items = 8192;

constexpr double adult_years = 18;

/// Empty if the patient can be ranked.
SharedText why_not_ranked(const AgeRange& age, bool complaint_present) {
  static const SharedText no_age =
      "the age is not known; alerts were checked, causes were not ranked";
  static const SharedText too_young =
      "under 18 or possibly so; alerts were checked, causes were not ranked";
  static const SharedText no_complaint =
      "no leg complaint is recorded; alerts were checked, causes were not ranked";
  if (std::isnan(age.low_years)) return no_age;
  if (age.low_years < adult_years) return too_young;
  return complaint_present ? SharedText() : no_complaint;
}

/// Which others lack what a module that failed would have derived: their alerts, too, may be
/// missing. And who was refused since it derives the same. Empty if there are none.
std::string others_concerned(std::uint32_t failed, const Prepared& prepared) {
  const auto modules = prepared.registry.modules();
  std::set<std::string_view> derived;
  for (const auto& step : modules[failed].manifest.derives)
    for (const auto& provided : step.provides) derived.insert(provided.id);
  std::vector<std::string> readers, refused;
  for (std::uint32_t module = 0; module < modules.size(); ++module) {
    const knowledge::Manifest& manifest = modules[module].manifest;
    const bool reads = std::any_of(manifest.facts.begin(), manifest.facts.end(),
                                   [&](const auto& wish) { return derived.contains(wish.id); });
    if (reads && module != failed && prepared.takes_part(module)) readers.push_back(manifest.id);
    const bool gives =
        std::any_of(manifest.derives.begin(), manifest.derives.end(), [&](const auto& step) {
          return std::any_of(step.provides.begin(), step.provides.end(),
                             [&](const auto& provided) { return derived.contains(provided.id); });
        });
    if (gives && !prepared.takes_part(module)) refused.push_back(manifest.id);
  }
  std::string words;
  if (!readers.empty())
    words += fmt::format("; what it derives is missing in {}, too", fmt::join(readers, ", "));
  if (!refused.empty())
    words += fmt::format(
        "; {} would have derived it as well, and was refused: leave out {} to have it instead",
        fmt::join(refused, ", "), prepared.registry.modules()[failed].manifest.id);
  return words;
}

}  // namespace

Worker::Worker(std::shared_ptr<const Prepared> prepared, std::string config_sha256)
    : prepared_(std::move(prepared)),
      config_sha256_(std::move(config_sha256)),
      linter_(prepared_->vocabulary),
      deriver_(*prepared_),
      batch_(prepared_->layout) {
  masks_.resize(prepared_->programs.size());
}

void Worker::assess(std::span<const record::Record* const> records, std::int64_t as_of_ms,
                    std::int64_t created_ms, std::vector<Assessment>& assessments, Words words) {
  read(records, as_of_ms);
  answer(records, as_of_ms, created_ms, assessments, words);
}

void Worker::answer(std::span<const record::Record* const> records, std::int64_t as_of_ms,
                    std::int64_t created_ms, std::vector<Assessment>& assessments, Words words) {
  const auto rows = static_cast<std::uint32_t>(records.size());
  fill(rows, as_of_ms);
  evaluate(rows, words);
  assessments.clear();
  assessments.resize(rows);
  std::vector<std::string> ids;
  if (words == Words::yes) ids = random_uuids(rows);
  for (std::uint32_t row = 0; row < rows; ++row) {
    Assessment& assessment = assessments[row];
    if (words == Words::yes) assessment.id = std::move(ids[row]);
    assessment.created_ms = created_ms;
    assessment.as_of_ms = as_of_ms;
    assessment.config_sha256 = config_sha256_;
    if (words == Words::yes) assessment.findings = std::move(findings_[row]);
    assess_row(row, *records[row], assessment, nullptr, words);
  }
}

void Worker::read(std::span<const record::Record* const> records, std::int64_t as_of_ms) {
  const auto rows = static_cast<std::uint32_t>(records.size());
  facts_.resize(std::max<std::size_t>(facts_.size(), rows));
  findings_.resize(rows);
  for (std::uint32_t row = 0; row < rows; ++row) {
    facts::extract(*records[row], prepared_->vocabulary, as_of_ms, known_words_, facts_[row]);
    linter_.check(*records[row], facts_[row], as_of_ms, findings_[row]);
  }
}

void Worker::fill(std::uint32_t rows, std::int64_t as_of_ms) {
  batch_.reset(rows, as_of_ms);
  for (std::uint32_t row = 0; row < rows; ++row)
    batch_.fill(row, facts_[row], prepared_->vocabulary);
}

void Worker::extend(std::span<const Earlier> earlier, const std::set<std::string>& added,
                    std::int64_t created_ms, std::vector<Assessment>& assessments) {
  assessments.clear();
  assessments.resize(earlier.size());
  if (earlier.empty()) return;
  const std::int64_t as_of_ms = earlier.front().assessment->as_of_ms;
  std::vector<SaidBefore> said;
  for (const Earlier& one : earlier) said.push_back(said_before(*one.assessment));
  std::vector<Known> known;
  for (const auto& [assessment, record, otherwise] : earlier)
    known.push_back({record, assessment->age, assessment->sex, assessment->complaint_present,
                     !assessment->alerts.empty(), &said[known.size()]});
  const std::vector<Concerned> places = concerned(known, as_of_ms, added);
  const std::vector<ModuleUsed> modules = looked(added);
  std::vector<Earlier> some;
  for (const Concerned& one : places) {
    some.push_back(earlier[one.place]);
    some.back().read_otherwise = one.read_otherwise;
  }
  std::vector<Assessment> made(some.size());
  extend_concerned(some, added, created_ms, made);
  for (std::size_t i = 0; i < made.size(); ++i) assessments[places[i].place] = std::move(made[i]);
  for (std::size_t place = 0; place < earlier.size(); ++place) {
    if (!assessments[place].id.empty()) continue;
    assessments[place] = unchanged_version(*earlier[place].assessment, modules);
    assessments[place].created_ms = created_ms;
  }
}

/// Whoever a library failed for is concerned, so that of all others none did.
std::vector<ModuleUsed> Worker::looked(const std::set<std::string>& added) const {
  std::vector<ModuleUsed> modules = modules_that_ran();
  std::erase_if(modules, [&](const auto& module) { return !added.contains(module.id); });
  return modules;
}

std::vector<Worker::Concerned> Worker::concerned(std::span<const Known> known,
                                                 std::int64_t as_of_ms,
                                                 const std::set<std::string>& added) {
  if (!interest_ || interested_ != added) {
    interest_.emplace(*prepared_, added);
    interested_ = added;
    read_before_.reset();
    if (prepared_->vocabulary_before) read_before_.emplace(*prepared_);
  }
  std::vector<Concerned> concerned;
  for (std::size_t first = 0; first < known.size();) {
    std::size_t last = first, items = 0;
    while (last < known.size() && items < most_items) items += known[last++].record->items.size();
    find_concerned(known.subspan(first, last - first), first, as_of_ms, concerned);
    first = last;
  }
  return concerned;
}

void Worker::find_concerned(std::span<const Known> known, std::size_t first, std::int64_t as_of_ms,
                            std::vector<Concerned>& concerned) {
  read_known(known, as_of_ms);
  const auto rows = static_cast<std::uint32_t>(known.size());
  deriver_.run(batch_, std::span(facts_).first(rows), runs_);
  for (rules::Mask& mask : masks_) mask.resize(0);
  for (const std::uint32_t mask : interest_->voices()) evaluate_mask(mask);
  for (const std::uint32_t mask : interest_->ranked().masks()) evaluate_mask(mask);
  outcomes_.turn(masks_, rows);
  for (std::uint32_t row = 0; row < rows; ++row)
    if (read_as_[row] != ReadAs::before || (known[row].alerted && interest_->change_alerts()) ||
        interest_->is_new(batch_, row, facts_[row]) || says_something(row) ||
        may_change(row, known[row]))
      concerned.push_back({first + row, read_as_[row] != ReadAs::before,
                           read_as_[row] == ReadAs::computed_otherwise});
}

void Worker::read_known(std::span<const Known> known, std::int64_t as_of_ms) {
  const auto rows = static_cast<std::uint32_t>(known.size());
  facts_.resize(std::max<std::size_t>(facts_.size(), rows));
  findings_.resize(std::max<std::size_t>(findings_.size(), rows));
  read_as_.assign(rows, ReadAs::before);
  for (std::uint32_t row = 0; row < rows; ++row) {
    const Known& one = known[row];
    facts::extract(*one.record, prepared_->vocabulary, as_of_ms, known_words_, facts_[row]);
    if (read_before_) {
      linter_.check(*one.record, facts_[row], as_of_ms, findings_[row]);
      read_as_[row] = read_before_->compare(*one.record, as_of_ms, facts_[row], findings_[row]);
    }
    facts_[row].age = one.age;
    facts_[row].sex = one.sex;
  }
  fill(rows, as_of_ms);
}

/// What is told of causes, and advised: of who is ranked or has an alert.
bool Worker::may_change(std::uint32_t row, const Known& known) {
  const bool ranked = why_not_ranked(known.age, known.complaint_present).empty();
  if (!ranked && !known.alerted) return false;
  Assessment unsaid;
  Patient patient(*prepared_, batch_, row, outcomes_.row(row), *known.record, facts_[row], unsaid,
                  patient_memory_, Words::no);
  return ranked ? interest_->ranked().may_change(patient, *known.said, judging_)
                : interest_->ranked().may_weigh(patient);
}

/// Of anybody: beside what is shown, alerts and causes that are decided.
bool Worker::says_something(std::uint32_t row) const {
  const auto& voices = interest_->voices();
  if (interest_->always_speaks() ||
      std::any_of(voices.begin(), voices.end(), [&](const std::uint32_t mask) {
        return masks_[mask].at(row) == rules::Truth::yes;
      }))
    return true;
  // A library that fails must be told of, whomever it fails for.
  return std::any_of(runs_.begin(), runs_.end(),
                     [&](const ModuleRun& run) { return !run.failure_of(row).empty(); });
}

void Worker::extend_concerned(std::span<const Earlier> earlier, const std::set<std::string>& added,
                              std::int64_t created_ms, std::span<Assessment> assessments) {
  if (earlier.empty()) return;
  const auto rows = static_cast<std::uint32_t>(earlier.size());
  std::vector<const record::Record*> records;
  for (const Earlier& one : earlier) records.push_back(one.record);
  const std::int64_t as_of_ms = earlier.front().assessment->as_of_ms;
  read(records, as_of_ms);
  fill(rows, as_of_ms);
  for (std::uint32_t row = 0; row < rows; ++row)
    recall_derived(*earlier[row].assessment, *prepared_, batch_, row, facts_[row]);
  evaluate(rows);
  for (std::uint32_t row = 0; row < rows; ++row) {
    Assessment made;
    made.created_ms = created_ms;
    made.as_of_ms = as_of_ms;
    made.config_sha256 = config_sha256_;
    made.findings = std::move(findings_[row]);
    const Assessment& before = *earlier[row].assessment;
    assess_row(row, *records[row], made, &before);
    std::set<std::string> heard = tried_again(before, *prepared_);
    heard.insert(added.begin(), added.end());
    assessments[row] = next_version(before, heard, !earlier[row].read_otherwise, std::move(made));
  }
}

Assessment Worker::assess_after(const Earlier& earlier, std::int64_t created_ms) {
  const record::Record* const records[] = {earlier.record};
  Assessment made;
  made.id = earlier.assessment->id;
  made.created_ms = created_ms;
  made.as_of_ms = earlier.assessment->as_of_ms;
  made.config_sha256 = config_sha256_;
  read(records, made.as_of_ms);
  fill(1, made.as_of_ms);
  evaluate(1);
  made.findings = std::move(findings_[0]);
  assess_row(0, *earlier.record, made, earlier.assessment);
  return made;
}

/// What libraries derive for the rows of the batch, and what every condition says of them.
void Worker::evaluate(std::uint32_t rows, Words words) {
  deriver_.run(batch_, std::span(facts_).first(rows), runs_);
  // Those of advice are the last.
  const auto masks = static_cast<std::uint32_t>(words == Words::yes ? masks_.size()
                                                                    : prepared_->first_advice_mask);
  find_asked();
  for (std::uint32_t mask = 0; mask < masks; ++mask)
    if (asked_[mask] != 0)
      evaluate_mask(mask);
    else
      masks_[mask].fill(prepared_->of_nothing[mask], rows);
  outcomes_.turn(std::span(masks_).first(masks), rows);
}

void Worker::find_asked() {
  asked_.assign(masks_.size(), 0);
  for (std::uint32_t column = 0; column < prepared_->masks_of.size(); ++column)
    if (batch_.is_used(column))
      for (const std::uint32_t mask : prepared_->masks_of[column]) asked_[mask] = 1;
}

void Worker::evaluate_mask(std::uint32_t mask) {
  masks_[mask].resize(batch_.words());
  prepared_->programs[mask]->evaluate(batch_, scratch_, masks_[mask]);
}

std::vector<std::string> Worker::first_without(const record::Record& record, std::int64_t as_of_ms,
                                               std::span<const Concepts> left_out) {
  const auto rows = static_cast<std::uint32_t>(left_out.size());
  facts::PatientFacts known;
  facts::extract(record, prepared_->vocabulary, as_of_ms, known);
  facts_.resize(std::max<std::size_t>(facts_.size(), rows));
  for (std::uint32_t row = 0; row < rows; ++row) {
    facts_[row] = known;
    std::erase_if(facts_[row].facts, [&](const facts::Fact& fact) {
      return std::find(left_out[row].begin(), left_out[row].end(), fact.concept_id) !=
             left_out[row].end();
    });
  }
  fill(rows, as_of_ms);
  evaluate(rows, Words::no);
  std::vector<std::string> first(rows);
  for (std::uint32_t row = 0; row < rows; ++row) first[row] = first_of(row, record);
  return first;
}

/// Without a word of what isn't asked for.
std::string Worker::first_of(std::uint32_t row, const record::Record& record) {
  Assessment assessment;
  assessment.age = facts_[row].age;
  Patient patient(*prepared_, batch_, row, outcomes_.row(row), record, facts_[row], assessment,
                  patient_memory_, Words::no);
  if (!judge_row(patient)) return {};
  const std::uint32_t first = first_ranked(patient, judging_, ranking_);
  return first == no_index ? std::string() : prepared_->causes[first].cause->id.text();
}

bool Worker::judge_row(Patient& patient, const Assessment* before) {
  Assessment& assessment = patient.assessment();
  find_complaint(patient);
  raise_alerts(patient);
  if (before != nullptr) keep_alerts(*before, patient);
  assessment.ranking_why = why_not_ranked(assessment.age, assessment.complaint_present);
  const bool ranked = assessment.ranking_why.empty();
  judge_causes(patient, ranked, judging_);
  return ranked;
}

void Worker::assess_row(std::uint32_t row, const record::Record& record, Assessment& assessment,
                        const Assessment* before, Words words) {
  const facts::PatientFacts& facts = facts_[row];
  assessment.sex = facts.sex;
  assessment.age = facts.age;
  describe_modules(row, assessment);
  if (words == Words::yes) describe_input(row, record, assessment);
  Patient patient(*prepared_, batch_, row, outcomes_.row(row), record, facts, assessment,
                  patient_memory_, words);
  const bool ranked = judge_row(patient, before);
  rank(patient, ranked, judging_, ranking_);
  if (words == Words::no) return;
  if (ranked) give_advice(patient);
  show_what_was_read(row, patient);
}

/// Who it is, what was read of the record and what wasn't.
void Worker::describe_input(std::uint32_t row, const record::Record& record,
                            Assessment& assessment) const {
  const facts::PatientFacts& facts = facts_[row];
  assessment.patient_id = record.patient_id();
  assessment.ignored = record.ignored;
  assessment.ignored.insert(assessment.ignored.end(), facts.ignored.begin(), facts.ignored.end());
  assessment.not_understood = facts.not_understood;
  assessment.resources_read = record.resources_read;
  std::uint64_t refused = 0;
  for (const auto& entry : facts.ignored)
    if (!entry.is_of_part()) refused += entry.count;
  assessment.resources_used = record.resources_used - std::min(refused, record.resources_used);
}

/// Also what nothing cites: an assessment must know what it knew, or it would ask for it.
void Worker::show_what_was_read(std::uint32_t row, Patient& patient) {
  facts_read_.clear();
  for (const std::uint32_t column : batch_.columns_with_facts(row))
    batch_.facts_of(column, row, facts_read_);
  for (const std::uint32_t fact : facts_read_) patient.show(fact);
}

std::vector<ModuleUsed> Worker::modules_that_ran() const {
  std::vector<ModuleUsed> modules = prepared_->modules_used;
  const std::uint64_t rows = std::max<std::uint64_t>(1, batch_.rows());
  for (std::uint32_t index = 0; index < runs_.size(); ++index)
    modules[index].microseconds = runs_[index].microseconds / rows;
  return modules;
}

void Worker::describe_modules(std::uint32_t row, Assessment& assessment) const {
  assessment.modules = modules_that_ran();
  for (std::uint32_t index = 0; index < runs_.size(); ++index) {
    const std::string_view failure = runs_[index].failure_of(row);
    if (failure.empty()) continue;
    ModuleUsed& used = assessment.modules[index];
    used.status = ModuleStatus::failed;
    used.why = std::string(failure) + others_concerned(index, *prepared_);
  }
}

}  // namespace causa::assess
