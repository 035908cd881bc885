// SPDX-License-Identifier: Apache-2.0

#include "intake/written/faults.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace causa::intake::written {

namespace {

constexpr std::size_t lines_named = 8;
constexpr std::size_t longest_shown = 60;

std::pair<std::size_t, std::size_t> order(const Fault& fault) {
  return {fault.at.line, fault.at.column};
}

}  // namespace

std::string shown(std::string_view written) {
  if (written.size() <= longest_shown) return printable(written);
  std::size_t end = longest_shown;
  while (end > 0 && (static_cast<unsigned char>(written[end]) & 0xc0) == 0x80) --end;
  return printable(written.substr(0, end)) + "...";
}

void Faults::add(Position at, std::string message, std::string cure) {
  faults_.push_back({at, std::move(message), std::move(cure)});
}

void Faults::add(Position at, const Error& error) { add(at, error.message, error.cure); }

Error Faults::error(const std::string& place) const {
  std::vector<Fault> sorted = faults_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Fault& a, const Fault& b) { return order(a) < order(b); });
  const Fault& first = sorted.front();
  std::string message = first.message;
  if (sorted.size() > 1) {
    const std::size_t others = sorted.size() - 1;
    message += fmt::format(" (and {} more {}:", others, others == 1 ? "fault" : "faults");
    for (std::size_t i = 1; i < sorted.size() && i <= lines_named; ++i)
      message += fmt::format("{} {}:{}", i == 1 ? "" : ",", sorted[i].at.line, sorted[i].at.column);
    message += others > lines_named ? ", ...)" : ")";
  }
  return input_error(fmt::format("{}:{}:{}", place, first.at.line, first.at.column),
                     std::move(message), first.cure);
}

}  // namespace causa::intake::written
