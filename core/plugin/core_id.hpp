// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace causa::plugin {

/// The id of the module that is part of the program.
inline constexpr std::string_view core_id = "org.causa.core";

}  // namespace causa::plugin
