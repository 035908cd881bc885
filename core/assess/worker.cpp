// SPDX-License-Identifier: Apache-2.0

#include "assess/worker.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
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

/// Asks for them while others are worked on: those of a batch of long histories are no longer in
/// the cache, and waiting for them took longer than what is done with them.
void prefetch(std::span<const facts::Fact> facts) {
  constexpr std::size_t line = 64;
  const std::span<const std::byte> bytes = std::as_bytes(facts);
  for (std::size_t i = 0; i < bytes.size(); i += line) __builtin_prefetch(&bytes[i]);
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
  complaints_from_.resize(rows);
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (row + 1 < rows) prefetch(facts_[row + 1].facts);
    batch_.fill(row, facts_[row], prepared_->vocabulary);
    complaints_from_[row] = first_complaint(*prepared_, facts_[row]);
  }
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
  find_complaint(patient, complaints_from_[patient.row()]);
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
