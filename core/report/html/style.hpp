// SPDX-License-Identifier: Apache-2.0
//
// The style sheet of HTML reports, core/report/html/style.css, built into the program so that a
// report is one file and loads nothing.
#pragma once

#include <string_view>

namespace causa::report::html {

std::string_view style_sheet();

}  // namespace causa::report::html
