// SPDX-License-Identifier: Apache-2.0

#include "cli/acknowledgments.hpp"

#include <fmt/core.h>

#include <system_error>

#include "base/output_file.hpp"
#include "base/time.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/standard_output.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

std::optional<Error> Acknowledgments::conflict() const {
  const std::string& to = settings_.text("to");
  if (settings_.text("ack") != "-" || to == "none" || to == "hl7v2") return std::nullopt;
  return Error{Fault::usage, "--ack",
               fmt::format("acknowledgments and --to {} would mix on standard output", to),
               "name a file, or add --to none or --to hl7v2"};
}

intake::hl7v2::Receipts* Acknowledgments::receipts() {
  return settings_.text("ack").empty() ? nullptr : &receipts_;
}

bool Acknowledgments::write(const Stop& stop, Outcome& outcome) const {
  const std::string& file = settings_.text("ack");
  if (file.empty()) return true;
  const auto give = [&](const TakePiece& take) { receipts_.acknowledge_all(now_ms(), take); };
  if (are_printed()) {
    try {
      give([](std::string_view answer) { fmt::print("{}", answer); });
      flush_output();
      return true;
    } catch (const std::system_error& error) {
      report_output(error, kept_without_output(assess_verb, settings_), outcome);
      return false;
    }
  }
  const auto written = write_output(file, give, &stop);
  if (written) return true;
  report({Fault::usage, written.error().place, written.error().message, written.error().cure},
         outcome);
  outcome.add(exit_by_signal());
  return false;
}

void Acknowledgments::tell_withheld() const {
  const std::string& file = settings_.text("ack");
  if (file.empty()) return;
  log_warning(
      "--ack: nothing is written to {}, since not all that the earlier run had stored was met "
      "again; a run with --resume that gets through writes all acknowledgments",
      are_printed() ? "standard output" : file);
}

}  // namespace causa::cli
