// SPDX-License-Identifier: Apache-2.0
//
// Whether words say that a sample was hemolyzed, which raises its potassium. Pure.
#pragma once

#include <string_view>

namespace causa::record {

/// "slightly hemolysed", "Hemolysis 2+", but not "no hemolysis", and not hemolytic anemia.
bool mentions_hemolysis(std::string_view text);

}  // namespace causa::record
