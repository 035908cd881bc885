// SPDX-License-Identifier: Apache-2.0
//
// Patients through the host as it is shipped. One thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "assess/worker.hpp"
#include "check/case_reader.hpp"
#include "shipped_host.hpp"

namespace causa::properties {

inline constexpr std::int64_t as_of_ms = 1'795'392'000'000;

using tests::host_of;

/// All shipped modules.
inline const auto& host() { return tests::shipped_host(); }

/// Files of the shipped modules, by name.
std::vector<std::filesystem::path> module_files();

/// The record of a patient; nothing if no word and no code reaches one of the facts.
std::optional<record::Record> record_of(const cases::Case& patient);

/// Assesses with a worker that is kept; what has no record gives an empty assessment.
assess::Assessment assess_alone(const cases::Case& patient);
assess::Assessment assess_with(assess::Worker& worker, const record::Record& record);

}  // namespace causa::properties
