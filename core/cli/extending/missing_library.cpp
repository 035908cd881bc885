// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/missing_library.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "assess/extension.hpp"
#include "assess/prepared.hpp"

namespace causa::cli::extending {

namespace {

using FactIds = std::set<std::string>;

std::string isnt_there(const MissingLibrary& missing) {
  const plugin::Module& module = *missing.module;
  return fmt::format("the library of {} {} isn't there as it was (sha256 {}…)", module.manifest.id,
                     module.manifest.version, module.sha256.substr(0, 12));
}

constexpr std::string_view bring_it_back =
    "put that file into a folder and name it with --plugin-path, or assess the patient again from "
    "the source";

/// Every concept of which an assessment with these modules keeps what is computed.
Result<FactIds> kept_by(std::span<const plugin::Module> modules,
                        const terminology::Vocabulary& vocabulary,
                        const assess::Constants& constants) {
  const auto then = assess::Prepared::make(
      plugin::Registry::of(std::vector<plugin::Module>(modules.begin(), modules.end())),
      vocabulary.copy(), constants);
  if (!then) return then.error();
  FactIds ids;
  for (const facts::ColumnKey& key : (*then)->layout.keys())
    if (key.concept_id != terminology::no_concept && key.aspect == facts::Aspect::value)
      ids.insert((*then)->vocabulary[key.concept_id].definition.id);
  return ids;
}

bool needs_one_of(const knowledge::DeriveStep& step, const FactIds& ids) {
  return std::any_of(step.needs.begin(), step.needs.end(),
                     [&](const std::string& need) { return ids.contains(need); });
}

/// What the modules that come compute, and what earlier steps compute from that.
FactIds computed_anew(std::span<const plugin::Module> earlier,
                      std::span<const knowledge::Manifest* const> added) {
  FactIds ids;
  const auto add = [&](const knowledge::DeriveStep& step) {
    for (const auto& fact : step.provides) ids.insert(fact.id);
  };
  for (const auto* manifest : added) std::ranges::for_each(manifest->derives, add);
  for (std::size_t before = 0; before != ids.size();) {
    before = ids.size();
    for (const auto& module : earlier)
      for (const auto& step : module.manifest.derives)
        if (needs_one_of(step, ids)) add(step);
  }
  return ids;
}

}  // namespace

Result<std::string> why_missed(std::span<const MissingLibrary> missing,
                               std::span<const plugin::Module> earlier,
                               std::span<const knowledge::Manifest* const> added,
                               const terminology::Vocabulary& vocabulary,
                               const assess::Constants& constants) {
  if (missing.empty()) return std::string();
  const auto kept = kept_by(earlier, vocabulary, constants);
  if (!kept) return kept.error();
  const FactIds anew = computed_anew(earlier, added);
  std::vector<std::string> ids;
  std::vector<FactIds> read;
  for (const auto* manifest : added) {
    ids.push_back(manifest->id);
    read.push_back(assess::read_by(*manifest));
  }
  for (const MissingLibrary& one : missing)
    for (const auto& step : one.module->manifest.derives) {
      if (!one.steps.contains(step.id)) continue;
      if (needs_one_of(step, anew))
        return fmt::format("{}, and {} computes from what {} brings: {}", isnt_there(one), step.id,
                           fmt::join(ids, ", "), bring_it_back);
      for (const auto& fact : step.provides)
        for (std::size_t i = 0; i < ids.size(); ++i)
          if (read[i].contains(fact.id) && !kept->contains(fact.id))
            return fmt::format("{}, and {} reads what it computes ({}), which wasn't kept: {}",
                               isnt_there(one), ids[i], fact.id, bring_it_back);
    }
  return std::string();
}

std::string why_missed_if_read_otherwise(const MissingLibrary& missing) {
  return fmt::format("{}, and the record is read otherwise now where libraries compute from it: {}",
                     isnt_there(missing), bring_it_back);
}

std::string kept_only(const MissingLibrary& missing) {
  const plugin::Module& module = *missing.module;
  return fmt::format(
      "{} {} isn't there as it was (sha256 {}…): what it computes ({}) is known only as far as it "
      "was kept, and isn't computed from anything new",
      module.manifest.id, module.manifest.version, module.sha256.substr(0, 12),
      fmt::join(missing.steps, ", "));
}

}  // namespace causa::cli::extending
