// SPDX-License-Identifier: Apache-2.0
//
// The strength of what rests on judgement, changed as a whole. Pure.
#pragma once

#include "assess/constants.hpp"

namespace causa::cli::validate {

/// The constants with the weights of experts' rules, which are log10 of a likelihood ratio,
/// multiplied; 0: they count nothing. Priors and grades stay.
assess::Constants with_expert_weight(assess::Constants constants, double factor);

}  // namespace causa::cli::validate
