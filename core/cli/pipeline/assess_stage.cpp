// SPDX-License-Identifier: Apache-2.0

#include "cli/pipeline/assess_stage.hpp"

#include <algorithm>
#include <charconv>

#include "record/codec.hpp"

namespace causa::cli::pipeline {

namespace {
constexpr std::size_t largest_batch = 4096;
}

std::size_t batch_size(const Settings& settings) {
  const std::string& text = settings.text("batch");
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::clamp<std::size_t>(number, 1, largest_batch);
}

AssessStage::AssessStage(const Settings& settings, const Printer& printer, std::int64_t as_of_ms,
                         bool keeps_records)
    : settings_(settings),
      printer_(printer),
      as_of_ms_(as_of_ms),
      keeps_records_(keeps_records),
      most_together_(batch_size(settings)) {}

void AssessStage::run(std::vector<Result<intake::PatientInput>> inputs, Batch& batch) {
  if (!assessor_ || assessor_->prepared() != batch.prepared)
    assessor_.emplace(settings_, batch.prepared);
  run(std::move(inputs), batch, *assessor_);
}

void AssessStage::run(std::vector<Result<intake::PatientInput>> inputs, Batch& batch,
                      Assessor& assessor) {
  batch.answers.resize(inputs.size());
  std::vector<intake::PatientInput> patients;
  std::vector<Answer*> answers;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].has_error()) {
      batch.answers[i].errors.push_back(inputs[i].error());
      continue;
    }
    patients.push_back(std::move(*inputs[i]));
    answers.push_back(&batch.answers[i]);
  }
  for (std::size_t first = 0; first < patients.size(); first += most_together_) {
    const std::size_t size = std::min(most_together_, patients.size() - first);
    assess(std::span(patients).subspan(first, size), std::span(answers).subspan(first, size),
           batch.created_ms, assessor);
  }
}

void AssessStage::assess(std::span<intake::PatientInput> patients, std::span<Answer* const> answers,
                         std::int64_t created_ms, Assessor& assessor) {
  assessor.assess(patients, as_of_ms_, created_ms);
  for (std::size_t i = 0; i < patients.size(); ++i) {
    answers[i]->errors = std::move(assessor.refused()[i]);
    answers[i]->receipts = std::move(patients[i].receipts);
  }
  for (std::size_t i = 0; i < assessor.assessments().size(); ++i) {
    const std::size_t place = assessor.place_of(i);
    const record::Record& record = patients[place].record;
    assess::Assessment& assessment = assessor.assessments()[i];
    Answer& answer = *answers[place];
    if (keeps_records_) answer.record = record::encode(record);
    answer.context = assessor.context_of(assessment, record, printer_.asks());
    answer.text = printer_.render(assessment, answer.context);
    if (answer.text) answer.context = {};
    answer.assessment = std::move(assessment);
  }
}

}  // namespace causa::cli::pipeline
