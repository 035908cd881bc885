// SPDX-License-Identifier: Apache-2.0

#include "assess/idle_steps.hpp"

#include <algorithm>

namespace causa::assess {

namespace {

using Ids = std::set<std::string>;

/// visit(step, whether it runs), for all steps of modules that take part.
template <class Visit>
void each_step(const Prepared& prepared, const Visit& visit) {
  const auto modules = prepared.registry.modules();
  for (std::uint32_t module = 0; module < modules.size(); ++module) {
    if (!prepared.takes_part(module)) continue;
    for (const auto& step : modules[module].manifest.derives)
      visit(step, std::any_of(prepared.steps.begin(), prepared.steps.end(),
                              [&](const PreparedStep& one) { return one.definition == &step; }));
  }
}

bool provides(const knowledge::DeriveStep& step, const Ids& ids) {
  return std::any_of(step.provides.begin(), step.provides.end(),
                     [&](const auto& fact) { return ids.contains(fact.id); });
}

void add_needs(const knowledge::DeriveStep& step, Ids& ids) {
  ids.insert(step.needs.begin(), step.needs.end());
  if (step.needs.empty()) ids.insert("patient.age");
}

/// With all that they are computed from.
Ids with_needs(const Prepared& prepared, Ids ids) {
  for (std::size_t before = 0; before != ids.size();) {
    before = ids.size();
    each_step(prepared, [&](const knowledge::DeriveStep& step, bool) {
      if (provides(step, ids)) add_needs(step, ids);
    });
  }
  return ids;
}

}  // namespace

bool all_steps_run(const Prepared& prepared, std::string_view module_id) {
  const auto modules = prepared.registry.modules();
  for (std::uint32_t module = 0; module < modules.size(); ++module) {
    if (modules[module].manifest.id != module_id) continue;
    const auto running = std::ranges::count(prepared.steps, module, &PreparedStep::module);
    return running == std::ssize(modules[module].manifest.derives);
  }
  return false;
}

Ids provided_by_idle_steps(const Prepared& prepared) {
  Ids ids;
  each_step(prepared, [&](const knowledge::DeriveStep& step, bool runs) {
    if (runs) return;
    for (const auto& fact : step.provides) ids.insert(fact.id);
  });
  return ids;
}

Ids needs_of_idle_steps(const Prepared& prepared, const Ids& wanted) {
  const Ids computed = with_needs(prepared, wanted);
  Ids needs;
  each_step(prepared, [&](const knowledge::DeriveStep& step, bool runs) {
    if (!runs && provides(step, computed)) add_needs(step, needs);
  });
  return with_needs(prepared, std::move(needs));
}

}  // namespace causa::assess
