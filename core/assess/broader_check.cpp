// SPDX-License-Identifier: Apache-2.0

#include "assess/broader_check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

#include "base/text.hpp"
#include "plugin/core_id.hpp"

namespace causa::assess {

namespace {

/// Views of the definitions.
using Broader = std::unordered_map<std::string_view, std::vector<std::string_view>>;

void add(Broader& broader, const terminology::ConceptDefinition& definition) {
  auto& parents = broader[definition.id];
  parents.insert(parents.end(), definition.is_a.begin(), definition.is_a.end());
}

bool reaches(const Broader& broader, std::string_view from, std::string_view target,
             std::set<std::string_view>& seen) {
  const auto found = broader.find(from);
  if (found == broader.end() || !seen.insert(from).second) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](std::string_view parent) {
    return parent == target || reaches(broader, parent, target, seen);
  });
}

std::string fault_of(const Broader& broader, const knowledge::Manifest& manifest) {
  for (const auto& definition : manifest.terminology) {
    for (const auto& parent : definition.is_a) {
      if (broader.contains(parent)) continue;
      std::vector<std::string> ids;
      for (const auto& [id, parents] : broader) ids.emplace_back(id);
      std::ranges::sort(ids);  // of two that are as near the same one is named every time
      const std::string near = nearest(parent, ids);
      return fmt::format(
          "concept {} is_a {}, which nobody defines; {}", definition.id, parent,
          near.empty() ? "define it, or take it out" : fmt::format("did you mean {}?", near));
    }
    std::set<std::string_view> seen;
    if (reaches(broader, definition.id, definition.id, seen))
      return fmt::format("concept {} is_a itself, by way of others; take one is_a out",
                         definition.id);
  }
  return {};
}

/// A concept of the tables or the core that the module would make another one of anybody else's.
/// Who has the one would have the other for all modules, so that it could answer, and remove,
/// alerts.
std::string changed_meaning(std::span<const plugin::Module> modules, std::uint32_t module,
                            const terminology::Vocabulary& vocabulary) {
  const auto is_of_core = [&](const std::string& id) {
    return std::ranges::any_of(modules, [&](const plugin::Module& other) {
      return other.manifest.id == plugin::core_id && &other != &modules[module] &&
             std::ranges::any_of(other.manifest.terminology,
                                 [&](const auto& one) { return one.id == id; });
    });
  };
  const auto may_change = [&](const terminology::ConceptDefinition& definition) {
    return !definition.is_a.empty() &&
           (vocabulary.find(definition.id) || is_of_core(definition.id));
  };
  const auto& own = modules[module].manifest.terminology;
  if (std::ranges::none_of(own, may_change)) return {};
  Broader others;
  for (terminology::ConceptId id = 0; id < vocabulary.size(); ++id)
    add(others, vocabulary[id].definition);
  for (const plugin::Module& other : modules)
    if (&other != &modules[module])
      for (const auto& definition : other.manifest.terminology) add(others, definition);
  Broader all = others;
  for (const auto& definition : own) add(all, definition);
  for (const auto& definition : own) {
    if (!may_change(definition)) continue;
    std::set<std::string_view> before, after;
    reaches(others, definition.id, {}, before);
    reaches(all, definition.id, {}, after);
    for (const std::string_view broader : after)
      if (!before.contains(broader) && others.contains(broader))
        return fmt::format(
            "concept {} is not this module's, and is no {}; take is_a out, or define a narrower "
            "concept of your own",
            definition.id, broader);
  }
  return {};
}

}  // namespace

std::vector<BroaderFault> find_broader_faults(std::span<const plugin::Module> modules,
                                              const terminology::Vocabulary& vocabulary) {
  std::vector<BroaderFault> faults;
  const auto is_faulty = [&](std::uint32_t module) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](const BroaderFault& fault) { return fault.module == module; });
  };
  for (std::size_t known = modules.size() + 1; known != faults.size();) {
    known = faults.size();
    Broader broader;
    for (terminology::ConceptId id = 0; id < vocabulary.size(); ++id)
      add(broader, vocabulary[id].definition);
    for (std::uint32_t module = 0; module < modules.size(); ++module)
      if (!is_faulty(module))
        for (const auto& definition : modules[module].manifest.terminology)
          add(broader, definition);
    for (std::uint32_t module = 0; module < modules.size(); ++module) {
      if (is_faulty(module)) continue;
      std::string why = fault_of(broader, modules[module].manifest);
      if (why.empty()) why = changed_meaning(modules, module, vocabulary);
      if (!why.empty()) faults.push_back({module, std::move(why)});
    }
  }
  return faults;
}

}  // namespace causa::assess
