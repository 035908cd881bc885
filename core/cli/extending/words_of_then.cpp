// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/words_of_then.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "record/origin.hpp"

namespace causa::cli::extending {

WordsOfThen::WordsOfThen(std::shared_ptr<const assess::Prepared> prepared,
                         const std::set<std::string>& added)
    : prepared_(std::move(prepared)), added_(added) {
  const auto modules = prepared_->registry.modules();
  bring_words_ =
      prepared_->vocabulary_before != nullptr ||
      std::any_of(modules.begin(), modules.end(), [&](const auto& module) {
        return added_.contains(module.manifest.id) && !module.manifest.adjusts.concepts.empty();
      });
}

std::string WordsOfThen::why_not(const record::Record& record) {
  if (!bring_words_ || !record::was_read_from_words(record)) return {};
  const auto* const before = prepared_->vocabulary_before.get();
  const bool fresh = !words_;
  if (fresh)
    words_ = std::make_unique<intake::written::NewWords>(
        before == nullptr ? prepared_->vocabulary : *before, prepared_->vocabulary);
  std::vector<std::string_view> bringing;
  for (const auto& module : prepared_->registry.modules()) {
    const auto& it = module.manifest;
    if (!added_.contains(it.id)) continue;
    if (fresh)
      for (const auto& own : it.adjusts.concepts) words_->add_name(own.name);
    if (!it.terminology.empty() || !it.derives.empty() || !it.adjusts.concepts.empty())
      bringing.push_back(it.id);
  }
  if (!words_->may_change(record)) return {};
  if (bringing.empty()) bringing.assign(added_.begin(), added_.end());
  return fmt::format(
      "was read from CSV or a case file with the words of then; "
      "{} {}: assess the patient again "
      "from the source",
      fmt::join(bringing, ", "),
      bringing.size() == 1 ? "brings words of its own" : "bring words of their own");
}

}  // namespace causa::cli::extending
