// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <utility>

#include "assess/complaint.hpp"
#include "assess/extension.hpp"
#include "assess/worker.hpp"

namespace causa::assess {

namespace {

/// Of records that are read together: those of long histories would take too much memory.
constexpr std::size_t most_items = 8192;

}  // namespace

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

}  // namespace causa::assess
