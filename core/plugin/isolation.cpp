// SPDX-License-Identifier: Apache-2.0

#include "plugin/isolation.hpp"

#include "plugin/called.hpp"

namespace causa::plugin {

Isolation isolation_of(const IsolationSettings& settings, std::string_view id, bool approved) {
  Isolation wished = settings.usual;
  for (const std::string& name : {short_name(id), std::string(id)})
    if (const auto found = settings.by_module.find(name); found != settings.by_module.end())
      wished = found->second;
  if (wished != Isolation::worker_unless_approved) return wished;
  return approved ? Isolation::in_process : Isolation::worker;
}

}  // namespace causa::plugin
