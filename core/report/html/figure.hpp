// SPDX-License-Identifier: Apache-2.0
//
// The two small drawings of a report, as inline SVG with their words as label: a range on a line
// from 0 to 100 %, and a weight to the right (for) or the left (against) of a middle line. Pure.
#pragma once

#include <cstdint>

#include "assess/assessment.hpp"
#include "report/html/markup.hpp"

namespace causa::report::html {

void draw_range(Markup& out, const assess::Estimate& estimate);

/// `scale`: the weight that fills one side.
void draw_weight(Markup& out, std::int32_t millibans, std::int32_t scale);

}  // namespace causa::report::html
