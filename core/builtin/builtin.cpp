// SPDX-License-Identifier: Apache-2.0

#include "plugin/builtin.hpp"

#include "base/embedded.hpp"

CAUSA_EMBED(builtin_core, CAUSA_CORE_JSON);

namespace causa {

std::string_view builtin_core_manifest() { return CAUSA_EMBEDDED(builtin_core); }

}  // namespace causa
