// SPDX-License-Identifier: Apache-2.0
//
// What people call a module: its id, or the last part of it, the short name. Several modules may
// have one short name; then nobody knows which is meant, and only an id will do. Any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace causa::plugin {

/// "org.causa.strain" -> "strain".
std::string short_name(std::string_view id);

/// By its id or its short name.
bool is_called(std::string_view id, std::string_view name);

/// By one of the names.
bool is_called(std::string_view id, const std::vector<std::string>& names);

/// Which of the ids is called so; empty: none. Error: several are; Fault::usage with `place`, and
/// the ids to choose from as cure.
Result<std::string> id_called(std::string_view name, const std::set<std::string>& ids,
                              std::string_view place);

/// "[modules.strain]": where a setting of one module stands, as place of an error.
std::string module_section(std::string_view name);

/// The short name that is spelled nearly so, or empty.
std::string nearest_called(std::string_view name, const std::set<std::string>& ids);

}  // namespace causa::plugin
