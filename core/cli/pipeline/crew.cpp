// SPDX-License-Identifier: Apache-2.0

#include "cli/pipeline/crew.hpp"

#include <limits>
#include <utility>

#include "base/time.hpp"
#include "cli/interrupt.hpp"
#include "cli/pipeline/inputs.hpp"
#include "intake/parcel_reader.hpp"

namespace causa::cli::pipeline {

namespace {

constexpr std::size_t most_bytes_under_way = std::size_t{96} << 20;
/// A parcel must be worth its way between threads, and small beside what may be under way.
constexpr std::size_t parcel_bytes = std::size_t{4} << 20;
/// Of an assessment, beside its texts; about what a whole history leads to.
constexpr std::size_t answer_bytes = std::size_t{32} << 10;

std::size_t bytes_of(const Batch& batch) {
  std::size_t bytes = 0;
  for (const Answer& answer : batch.answers)
    bytes += answer_bytes + answer.record.size() + (answer.text ? answer.text->size() : 0);
  return bytes;
}

}  // namespace

Crew::Crew(const Settings& settings, const Engine& engine, const Printer& printer,
           const RunPlan& plan, intake::Reader& reader)
    : settings_(settings),
      engine_(engine),
      printer_(printer),
      plan_(plan),
      reader_(reader),
      keeps_records_(engine.has_store()),
      modules_(engine.modules()),
      work_({2 * plan.jobs + 2, most_bytes_under_way}),
      spent_(plan.jobs),
      threads_([this] { work_.stop(); }) {
  if (plan.jobs == 1) {
    threads_.start([this] { read_and_assess(); });
    return;
  }
  threads_.start([this] { read(); });
  threads_.start_some(plan.jobs,
                      [this](unsigned worker) { return [this, worker] { assess(worker); }; });
}

Crew::~Crew() {
  work_.stop();
  // The one that reads may wait for bytes that never come.
  if (!ended_ && plan_.stop != nullptr) plan_.stop->ask();
  threads_.join();
}

Batch Crew::begin_batch() {
  Batch batch;
  if (plan_.reloads_on_signal && reload_asked()) {
    batch.fresh = engine_.read_modules();
    if (*batch.fresh) modules_ = **batch.fresh;
  }
  batch.prepared = modules_;
  batch.created_ms = now_ms();
  batch.at = reader_.progress();
  return batch;
}

void Crew::read_and_assess() {
  constexpr std::uint64_t any_bytes = std::numeric_limits<std::uint64_t>::max();
  AssessStage stage(settings_, printer_, plan_.as_of_ms, keeps_records_);
  for (bool goes_on = true; goes_on;) {
    Inputs inputs = read_inputs(reader_, batch_size(settings_), any_bytes);
    goes_on = !inputs.at_end;
    if (inputs.patients.empty()) break;
    Batch batch = begin_batch();
    stage.run(std::move(inputs.patients), batch);
    const std::size_t bytes = bytes_of(batch);
    if (!work_.put(std::move(batch), bytes)) return;
    work_.done(work_.claim(), bytes);
    drop_spent(0);
  }
  work_.close();
}

void Crew::read() {
  const intake::ParcelLimits limits{batch_size(settings_), parcel_bytes};
  for (;;) {
    intake::Parcel parcel = spare_parcel();
    if (!reader_.next_parcel(parcel, limits)) break;
    Batch batch = begin_batch();
    batch.parcel = std::move(parcel);
    const std::size_t bytes = batch.parcel.bytes();
    if (!work_.put(std::move(batch), bytes)) return;
  }
  work_.close();
}

void Crew::assess(unsigned worker) {
  intake::ParcelReader parcel_reader(reader_.options());
  AssessStage stage(settings_, printer_, plan_.as_of_ms, keeps_records_);
  while (Batch* batch = work_.claim()) {
    drop_spent(worker);
    batch->worker = worker;
    std::vector<Result<intake::PatientInput>> inputs;
    parcel_reader.read(batch->parcel, [&](Result<intake::PatientInput> patient) {
      inputs.push_back(std::move(patient));
    });
    batch->of_no_patient = parcel_reader.take_of_no_patient();
    keep_spare(std::move(batch->parcel));
    stage.run(std::move(inputs), *batch);
    work_.done(batch, bytes_of(*batch));
  }
}

std::vector<Batch> Crew::take() {
  auto batches = work_.take();
  threads_.throw_failure();
  ended_ = batches.empty();
  return batches;
}

void Crew::give_back(std::vector<Batch> batches) {
  const std::lock_guard lock(mutex_);
  for (Batch& batch : batches) spent_[batch.worker].push_back(std::move(batch.answers));
}

void Crew::drop_spent(unsigned worker) {
  std::vector<Answers> spent;  // ends after the lock
  const std::lock_guard lock(mutex_);
  spent.swap(spent_[worker]);
}

intake::Parcel Crew::spare_parcel() {
  const std::lock_guard lock(mutex_);
  if (spare_parcels_.empty()) return {};
  intake::Parcel parcel = std::move(spare_parcels_.back());
  spare_parcels_.pop_back();
  return parcel;
}

void Crew::keep_spare(intake::Parcel parcel) {
  parcel.clear();
  // A single huge document shouldn't be paid for until the end.
  if (parcel.capacity() > 2 * parcel_bytes) return;
  const std::lock_guard lock(mutex_);
  spare_parcels_.push_back(std::move(parcel));
}

}  // namespace causa::cli::pipeline
