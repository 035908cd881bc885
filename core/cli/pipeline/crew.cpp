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

/// Batches that may be under way. Of several threads none should wait while the one that stores
/// waits for the disk; one alone has long batches.
constexpr std::size_t under_way_alone = 4, under_way_each = 8;
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
      keeps_records_(engine.has_store()),
      reader_(reader),
      modules_(engine.modules()),
      work_({plan.jobs == 1 ? under_way_alone : under_way_each * plan.jobs, most_bytes_under_way}),
      spent_(plan.jobs),
      threads_([this] { work_.stop(); }) {
  threads_.start_some(plan.jobs,
                      [this](unsigned worker) { return [this, worker] { work(worker); }; });
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

void Crew::work(unsigned worker) {
  intake::ParcelReader parcel_reader(reader_.options());
  intake::Parcel parcel;
  AssessStage stage(settings_, printer_, plan_.as_of_ms, keeps_records_);
  for (;;) {
    drop_spent(worker);  // first, so that what is read lies where it lay
    std::vector<Result<intake::PatientInput>> inputs;
    Batch* const batch = plan_.jobs == 1 ? read(inputs) : read(parcel);
    if (batch == nullptr) return;
    batch->worker = worker;
    parcel_reader.read(parcel, [&](Result<intake::PatientInput> patient) {
      inputs.push_back(std::move(patient));
    });
    batch->of_no_patient = parcel_reader.take_of_no_patient();
    // A single huge document shouldn't be paid for until the end.
    if (parcel.capacity() > 2 * parcel_bytes) parcel = {};
    stage.run(std::move(inputs), *batch);
    work_.done(batch, bytes_of(*batch));
  }
}

Batch* Crew::read(std::vector<Result<intake::PatientInput>>& inputs) {
  constexpr std::uint64_t any_bytes = std::numeric_limits<std::uint64_t>::max();
  Inputs read = read_inputs(reader_, batch_size(settings_), any_bytes);
  inputs = std::move(read.patients);
  return begin(!inputs.empty(), 0);
}

Batch* Crew::read(intake::Parcel& parcel) {
  const std::lock_guard turn(turn_);
  if (read_all_) return nullptr;
  const bool more = reader_.next_parcel(parcel, {batch_size(settings_), parcel_bytes});
  return begin(more, parcel.bytes());
}

Batch* Crew::begin(bool more, std::size_t bytes) {
  read_all_ = !more;
  if (!more) work_.close();
  return more && work_.put(begin_batch(), bytes) ? work_.claim() : nullptr;
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

}  // namespace causa::cli::pipeline
