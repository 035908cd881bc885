// SPDX-License-Identifier: Apache-2.0
//
// The acknowledgments of HL7 v2 messages that --ack asks for: kept while a run goes on, written
// when it has ended and everything that will be stored is. One thread.
#pragma once

#include <optional>

#include "base/stop.hpp"
#include "cli/outcome.hpp"
#include "cli/settings.hpp"
#include "intake/hl7v2/receipts.hpp"

namespace causa::cli {

class Acknowledgments {
 public:
  explicit Acknowledgments(const Settings& settings) : settings_(settings) {}

  /// Why --ack can't be done with the other settings.
  [[nodiscard]] std::optional<Error> conflict() const;

  /// Where a reader notes what became of each message; null if nobody asks for it.
  [[nodiscard]] intake::hl7v2::Receipts* receipts();

  /// True if they follow the assessments on standard output.
  [[nodiscard]] bool are_printed() const { return settings_.text("ack") == "-"; }

  /// The file is written whole or not at all; a failure is reported. True: nobody waits for any, or
  /// they have left the program. `stop` ends the wait for who reads a pipe.
  bool write(const Stop& stop, Outcome& outcome) const;

  /// Says that none are written: the run went on with an earlier one, and ended before it had met
  /// all that is stored, so that it can't tell what is.
  void tell_withheld() const;

 private:
  const Settings& settings_;
  intake::hl7v2::Receipts receipts_;
};

}  // namespace causa::cli
