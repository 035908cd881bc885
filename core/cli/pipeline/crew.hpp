// SPDX-License-Identifier: Apache-2.0
//
// The threads of a run that has more than one patient after another to do:
//
//     several take turns to split the input, read documents and assess -> the caller's stores
//
// Who has split off a part of the input assesses it too, so that nothing but what is stored is
// handed from processor to processor. Where there is only one, it reads patients straight from the
// input.
//
// What is under way is bounded, so memory is, whatever the input's size; a slow stage makes those
// before it wait. An error or an exception of any stage ends all of them, and is the caller's.
#pragma once

#include <mutex>
#include <vector>

#include "base/ordered_work.hpp"
#include "cli/pipeline/assess_stage.hpp"
#include "cli/pipeline/batch.hpp"
#include "cli/pipeline/run_plan.hpp"
#include "cli/threads.hpp"
#include "intake/reader.hpp"

namespace causa::cli::pipeline {

class Crew {
 public:
  /// All of these outlive it. Starts the threads, which begin to read.
  Crew(const Settings& settings, const Engine& engine, const Printer& printer, const RunPlan& plan,
       intake::Reader& reader);
  /// Ends them.
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// The next batches, in the order of the input, assessed; none at the end.
  std::vector<Batch> take();

  /// What was taken and is no longer needed: taken apart by the threads that made it, which have
  /// the time and own the memory.
  void give_back(std::vector<Batch> batches);

 private:
  using Answers = std::vector<Answer>;

  /// How the next batch is assessed: at a signal by the modules as they are on the disk then.
  Batch begin_batch();
  void work(unsigned worker);
  /// A part of the input, and its batch; null: there is none, or nobody wants it any more.
  Batch* read(std::vector<Result<intake::PatientInput>>& inputs);
  Batch* read(intake::Parcel& parcel);
  Batch* begin(bool more, std::size_t bytes);
  void drop_spent(unsigned worker);

  const Settings& settings_;
  const Engine& engine_;
  const Printer& printer_;
  const RunPlan& plan_;
  const bool keeps_records_;
  std::mutex turn_;  ///< to read; guards these:
  intake::Reader& reader_;
  bool read_all_ = false;
  std::shared_ptr<const assess::Prepared> modules_;  ///< of the batch that was begun last
  OrderedWork<Batch> work_;
  std::mutex mutex_;
  std::vector<std::vector<Answers>> spent_;  ///< by worker; guarded by mutex_
  bool ended_ = false;                       ///< all was taken
  Threads threads_;                          ///< last: they use the others
};

}  // namespace causa::cli::pipeline
