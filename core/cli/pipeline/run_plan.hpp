// SPDX-License-Identifier: Apache-2.0
//
// How a run of `assess` goes, and where it tells. Plain data; what is pointed to outlives the run.
#pragma once

#include <cstdint>
#include <functional>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "intake/hl7v2/receipts.hpp"

namespace causa::cli {

struct RunPlan {
  std::int64_t as_of_ms = 0;
  /// Threads that assess; 1: the same one reads the input.
  unsigned jobs = 1;
  /// Ends the run after a whole batch; null: it goes to its end.
  Stop* stop = nullptr;
  /// SIGHUP has the modules read again before the next batch; else the caller sees to it.
  bool reloads_on_signal = true;
  /// Gets the errors that stand for a patient who could not be read, or was refused.
  std::function<void(const Error&)> tell_unread;
  /// What was given is noted when it has left the program; else the caller has the printer note it.
  bool notes_given = true;
  /// Asked before something is stored; false ends the run with an error. Empty: it isn't asked.
  std::function<bool()> input_stands;
  /// Where it is noted which HL7 v2 messages are stored; null: nowhere.
  intake::hl7v2::Receipts* receipts = nullptr;
};

}  // namespace causa::cli
