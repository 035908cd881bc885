// SPDX-License-Identifier: Apache-2.0
//
// Why a case isn't as its label says, in a sentence: what stood first and what carried it, and what
// the labeled cause lacked. Pure.
#pragma once

#include <string>

#include "assess/prepared.hpp"
#include "cli/validate/verdict.hpp"

namespace causa::cli::validate {

/// `prepared`: the knowledge that made the assessment. Empty if nothing is missed.
std::string miss_reason(const Verdict& verdict, const assess::Prepared& prepared);

}  // namespace causa::cli::validate
