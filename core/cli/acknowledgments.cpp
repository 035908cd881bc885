// SPDX-License-Identifier: Apache-2.0

#include "cli/acknowledgments.hpp"

#include <fmt/core.h>

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
  const auto give = [&](const TakePiece& take) { receipts_.acknowledge_all(now_ms(), take); };
  if (file == "-") return give([](std::string_view answer) { fmt::print("{}", answer); });
  if (auto written = write_file_in_pieces(file, give); !written)
    report({Fault::usage, written.error().place, written.error().message, written.error().cure},
           outcome);
}

}  // namespace causa::cli
