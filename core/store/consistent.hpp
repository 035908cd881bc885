// SPDX-License-Identifier: Apache-2.0
//
// Whether the positions inside an assessment point at something. Asked before an assessment is
// stored and after it is read, so that no report is led astray by either. Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "assess/assessment.hpp"

namespace causa::store {

/// What is wrong, in words without anything of the patient; nothing if all is well.
std::optional<std::string> inconsistency(const assess::Assessment& assessment);

}  // namespace causa::store
