// SPDX-License-Identifier: Apache-2.0
//
// The manifest that is part of the program. Defined by the object library causa_builtin, which
// every program that uses Registry links: it can't be in causa_core, because the tool that makes
// its JSON links that. Any thread.
#pragma once

#include <string_view>

namespace causa {

/// JSON of core/knowledge/core.yaml; lives as long as the program.
std::string_view builtin_core_manifest();

}  // namespace causa
