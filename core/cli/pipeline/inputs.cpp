// SPDX-License-Identifier: Apache-2.0

#include "cli/pipeline/inputs.hpp"

#include <utility>

namespace causa::cli::pipeline {

namespace {
/// What they may have in their records together.
constexpr std::size_t items_together = 1u << 16;
}  // namespace

Inputs read_inputs(intake::Reader& reader, std::size_t most, std::uint64_t most_bytes) {
  Inputs inputs;
  std::size_t items = 0;
  while (inputs.patients.size() < most && items < items_together) {
    auto patient = reader.next();
    inputs.at_end = !patient;
    if (inputs.at_end) break;
    if (*patient) items += (*patient)->record.items.size();
    inputs.patients.push_back(std::move(*patient));
    if (reader.progress().bytes_done > most_bytes) break;
  }
  return inputs;
}

}  // namespace causa::cli::pipeline
