// SPDX-License-Identifier: Apache-2.0

#include "cli/acknowledgments.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/time.hpp"
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

void Acknowledgments::write(Outcome& outcome) const {
  const std::string& file = settings_.text("ack");
  if (file.empty()) return;
  const std::string text = receipts_.acknowledgments(now_ms());
  if (file == "-") return fmt::print("{}", text);
  if (auto written = write_file(file, text); !written)
    report({Fault::usage, written.error().place, written.error().message, written.error().cure},
           outcome);
}

}  // namespace causa::cli
