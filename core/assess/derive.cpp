// SPDX-License-Identifier: Apache-2.0

#include "assess/derive.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <tuple>

#include "base/text.hpp"
#include "rules/bits.hpp"

namespace causa::assess {

namespace {

using facts::Fact;
using terminology::ConceptKind;

bool bit(const std::uint64_t* words, std::uint32_t row) {
  return words[row / 64] >> (row % 64) & 1;
}

constexpr std::uint8_t abi_quality_bits = 0x3f;

/// What failed first is told: what fails after it may fail because of it.
void note_failure(ModuleRun& run, const facts::Batch& batch, std::uint32_t row, std::string why) {
  run.failures.resize(batch.rows());
  if (run.failures[row].empty())
    run.failures[row] = why.empty() ? "it gave no reason" : std::move(why);
}

// Years 1 to 9999, as FHIR has them; what lies beyond is no time that anybody recorded.
constexpr std::int64_t earliest_time_ms = -62'135'596'800'000, latest_time_ms = 253'402'300'799'999;

/// Empty if a number may be taken.
template <class Range>
std::string why_no_value(double value, const Range& range) {
  if (!std::isfinite(value)) return "the library gave what is no number";
  if (range && (value < range->low || value > range->high))
    return fmt::format("the library gave {}, outside of {} to {}", format_number(value),
                       format_number(range->low), format_number(range->high));
  return {};
}

/// All values that may be scored, the oldest first.
void find_values(const facts::PatientFacts& patient, const facts::ColumnKey& key,
                 std::int64_t as_of_ms, std::vector<const Fact*>& values) {
  for (const Fact& fact : patient.facts) {
    const bool in_window = key.window_ms == 0 ||
                           (fact.time.known() && as_of_ms - fact.time.latest_ms <= key.window_ms);
    if (fact.concept_id == key.concept_id && in_window && std::isfinite(fact.value) &&
        fact.state == record::State::present && !(fact.quality & facts::refused_for_scoring))
      values.push_back(&fact);
  }
  std::stable_sort(values.begin(), values.end(), [](const Fact* a, const Fact* b) {
    return std::tuple(a->time.latest_ms, a->time.earliest_ms, a->value, a->quality) <
           std::tuple(b->time.latest_ms, b->time.earliest_ms, b->value, b->quality);
  });
}

}  // namespace

/// A column as the library sees it, with the memory that it points at.
struct Deriver::Column {
  std::vector<double> numbers;
  std::vector<std::uint8_t> truths;
  std::vector<std::uint64_t> valid;
  std::vector<std::int64_t> time_ms;
  std::vector<std::uint8_t> quality;
  std::vector<std::uint32_t> offsets;
  causa_column view{};

  void reset(std::uint32_t rows, bool number) {
    numbers.assign(number ? rows : 0, std::numeric_limits<double>::quiet_NaN());
    truths.assign(number ? 0 : rows, 0);
    valid.assign((rows + 63) / 64, 0);
    time_ms.assign(rows, CAUSA_TIME_UNKNOWN);
    quality.assign(rows, 0);
    offsets.clear();
  }
  void set_valid(std::uint32_t row) { valid[row / 64] |= std::uint64_t{1} << (row % 64); }
  void point(bool number) {
    view = {};
    view.struct_size = sizeof(causa_column);
    view.type = number ? CAUSA_NUMBER : CAUSA_TRUTH;
    view.values =
        number ? static_cast<const void*>(numbers.data()) : static_cast<const void*>(truths.data());
    view.valid = valid.data();
    view.offsets = offsets.empty() ? nullptr : offsets.data();
    view.time_ms = time_ms.data();
    view.quality = quality.data();
  }
};

struct Deriver::Output {
  std::vector<double> numbers;
  std::vector<std::uint8_t> truths;
  std::vector<std::uint64_t> valid;
  std::vector<std::int64_t> time_ms;
  causa_output view{};

  void reset(std::uint32_t rows, bool number) {
    numbers.assign(number ? rows : 0, 0.0);
    truths.assign(number ? 0 : rows, 0);
    valid.assign((rows + 63) / 64, 0);
    time_ms.assign(rows, CAUSA_TIME_UNKNOWN);
    view = {};
    view.struct_size = sizeof(causa_output);
    view.type = number ? CAUSA_NUMBER : CAUSA_TRUTH;
    view.values = number ? static_cast<void*>(numbers.data()) : static_cast<void*>(truths.data());
    view.valid = valid.data();
    view.time_ms = time_ms.data();
  }
};

Deriver::Deriver(const Prepared& prepared) : prepared_(prepared) {
  const auto modules = prepared.registry.modules();
  runners_.resize(modules.size());
  broken_.resize(modules.size());
  for (std::uint32_t module = 0; module < modules.size(); ++module) {
    if (!modules[module].has_library() || !prepared.takes_part(module)) continue;
    const auto& id = modules[module].manifest.id;
    const auto settings = prepared.module_settings.find(id);
    auto runner = plugin::start_runner(modules[module], settings == prepared.module_settings.end()
                                                            ? "{}"
                                                            : std::string_view(settings->second));
    if (runner)
      runners_[module] = std::move(*runner);
    else
      broken_[module] = runner.error().message;
  }
}

Deriver::~Deriver() = default;

void Deriver::run(facts::Batch& batch, std::span<facts::PatientFacts> patients,
                  std::vector<ModuleRun>& runs) {
  runs.assign(prepared_.registry.modules().size(), {});
  for (std::size_t module = 0; module < broken_.size(); ++module)
    if (!broken_[module].empty()) runs[module].failures.assign(batch.rows(), broken_[module]);
  for (const auto& step : prepared_.steps) {
    if (!runners_[step.module]) continue;
    ModuleRun& module = runs[step.module];
    const auto begin = std::chrono::steady_clock::now();
    std::string failure;
    if (!run_step(step, batch, patients, 0, batch.rows(), module, failure))
      run_by_row(step, batch, patients, module, std::move(failure));
    module.microseconds +=
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                       std::chrono::steady_clock::now() - begin)
                                       .count());
  }
}

/// After the step failed for the whole batch.
void Deriver::run_by_row(const PreparedStep& step, facts::Batch& batch,
                         std::span<facts::PatientFacts> patients, ModuleRun& run,
                         std::string failure) {
  if (batch.rows() == 1) return note_failure(run, batch, 0, std::move(failure));
  for (std::uint32_t row = 0; row < batch.rows(); ++row)
    if (!run_step(step, batch, patients, row, 1, run, failure))
      note_failure(run, batch, row, failure);
}

bool Deriver::run_step(const PreparedStep& step, facts::Batch& batch,
                       std::span<facts::PatientFacts> patients, std::uint32_t first,
                       std::uint32_t count, ModuleRun& run, std::string& failure) {
  while (columns_.size() < step.needs.size()) columns_.push_back(std::make_unique<Column>());
  while (outputs_.size() < step.provides.size()) outputs_.push_back(std::make_unique<Output>());
  std::vector<const causa_column*> columns;
  std::vector<const causa_output*> outputs;
  for (std::size_t i = 0; i < step.needs.size(); ++i) {
    if (step.needs[i].all)
      fill_list(*columns_[i], step.needs[i], batch, patients, first, count);
    else
      fill_column(*columns_[i], step.needs[i], batch, patients, first, count);
    columns.push_back(&columns_[i]->view);
  }
  for (std::size_t i = 0; i < step.provides.size(); ++i) {
    const auto kind = prepared_.vocabulary[step.provides[i]].definition.kind;
    outputs_[i]->reset(count, kind == ConceptKind::number);
    outputs.push_back(&outputs_[i]->view);
  }
  causa_batch view{};
  view.struct_size = sizeof(causa_batch);
  view.row_count = count;
  view.column_count = static_cast<std::uint32_t>(columns.size());
  view.output_count = static_cast<std::uint32_t>(outputs.size());
  view.as_of_ms = batch.as_of_ms();
  view.columns = columns.data();
  if (auto done = runners_[step.module]->derive(step.step, view, outputs.data()); !done) {
    failure = done.error().message;
    return false;
  }
  for (std::size_t i = 0; i < step.provides.size(); ++i)
    take_output(step, i, *outputs_[i], batch, patients, first, count, run);
  return true;
}

void Deriver::fill_column(Column& column, const PreparedStep::Need& need, const facts::Batch& batch,
                          std::span<const facts::PatientFacts> patients, std::uint32_t first,
                          std::uint32_t count) const {
  const bool number = batch.layout().is_number(need.column);
  column.reset(count, number);
  const auto fill = number ? fill_numbers : fill_truths;
  if (batch.is_used(need.column)) fill(column, need, batch, patients, first, count);
  column.point(number);
}

void Deriver::fill_numbers(Column& column, const PreparedStep::Need& need,
                           const facts::Batch& batch, std::span<const facts::PatientFacts> patients,
                           std::uint32_t first, std::uint32_t count) {
  const double* const low = batch.low(need.column);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t row = first + i;
    if (std::isnan(low[row])) continue;
    const std::uint32_t index = batch.fact(need.column, row);
    const Fact* fact = index == facts::no_fact ? nullptr : &patients[row].facts[index];
    const double value = fact ? fact->value : low[row];
    column.numbers[i] = (value - need.offset) / need.factor;
    column.set_valid(i);
    if (fact && fact->time.known()) column.time_ms[i] = fact->time.latest_ms;
    if (fact) column.quality[i] = fact->quality & abi_quality_bits;
    if (bit(batch.tied(need.column), row)) column.quality[i] |= CAUSA_QUALITY_TIED;
  }
}

void Deriver::fill_truths(Column& column, const PreparedStep::Need& need, const facts::Batch& batch,
                          std::span<const facts::PatientFacts> patients, std::uint32_t first,
                          std::uint32_t count) {
  const std::uint64_t* const presence = batch.present(need.column);
  const std::uint64_t* const absence = batch.absent(need.column);
  const auto known = [&](std::uint32_t word) { return presence[word] | absence[word]; };
  rules::each_bit(first, first + count, known, [&](std::uint32_t row) {
    const std::uint32_t i = row - first;
    const bool present = bit(presence, row);
    column.truths[i] = present ? 1 : 0;
    column.set_valid(i);
    if (!present || need.start_column == no_index) return;
    const std::uint32_t start = batch.fact(need.start_column, row);
    if (start != facts::no_fact && patients[row].facts[start].start.known())
      column.time_ms[i] = patients[row].facts[start].start.earliest_ms;
  });
}

void Deriver::fill_list(Column& column, const PreparedStep::Need& need, const facts::Batch& batch,
                        std::span<const facts::PatientFacts> patients, std::uint32_t first,
                        std::uint32_t count) const {
  const facts::ColumnKey& key = batch.layout().keys()[need.column];
  column.reset(0, true);
  column.valid.assign((count + 63) / 64, 0);
  column.offsets.assign(1, 0);
  std::vector<const Fact*> values;
  for (std::uint32_t i = 0; i < count; ++i) {
    values.clear();
    // Most have none, and needn't be looked through.
    if (batch.fact(need.column, first + i) != facts::no_fact)
      find_values(patients[first + i], key, batch.as_of_ms(), values);
    for (const Fact* fact : values) {
      column.numbers.push_back((fact->value - need.offset) / need.factor);
      column.time_ms.push_back(fact->time.known() ? fact->time.latest_ms : CAUSA_TIME_UNKNOWN);
      column.quality.push_back(fact->quality & abi_quality_bits);
    }
    if (!values.empty()) column.set_valid(i);
    column.offsets.push_back(static_cast<std::uint32_t>(column.numbers.size()));
  }
  column.point(true);
}

void Deriver::take_output(const PreparedStep& step, std::size_t provided, const Output& output,
                          facts::Batch& batch, std::span<facts::PatientFacts> patients,
                          std::uint32_t first, std::uint32_t count, ModuleRun& run) const {
  const terminology::ConceptId concept_id = step.provides[provided];
  const auto& range = step.definition->provides[provided].range;
  const bool number = output.view.type == CAUSA_NUMBER;
  // What is no value is no finding, but a fault of the library, and it must be told: an alert may
  // hang on it.
  const auto refuse = [&](std::uint32_t row, const std::string& why) {
    note_failure(run, batch, row,
                 fmt::format("{}: {} for {}", step.definition->id, why,
                             prepared_.vocabulary[concept_id].definition.id));
  };
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!bit(output.valid.data(), i)) continue;
    const std::uint32_t row = first + i;
    Fact fact;
    fact.concept_id = concept_id;
    fact.module = step.module;
    fact.item = step.step;
    if (number) {
      fact.value = output.numbers[i];
      if (const std::string why = why_no_value(fact.value, range); !why.empty()) {
        refuse(row, why);
        continue;
      }
    } else {
      if (output.truths[i] > 1) {
        refuse(row, "the library gave neither present nor absent");
        continue;
      }
      fact.state = output.truths[i] ? record::State::present : record::State::absent;
    }
    if (earliest_time_ms <= output.time_ms[i] && output.time_ms[i] <= latest_time_ms)
      fact.time = {output.time_ms[i], output.time_ms[i]};
    const auto index = static_cast<std::uint32_t>(patients[row].facts.size());
    patients[row].facts.push_back(fact);
    if (number)
      batch.set_derived_number(row, concept_id, fact.value, index);
    else
      batch.set_derived_truth(row, concept_id, output.truths[i] != 0, index);
  }
}

}  // namespace causa::assess
