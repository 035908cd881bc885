// SPDX-License-Identifier: Apache-2.0

#include "facts/narrowest.hpp"

#include <algorithm>

namespace causa::facts {

using terminology::CodeMatch;

void keep_narrowest(const terminology::Vocabulary& vocabulary, std::vector<CodeMatch>& matches) {
  std::sort(matches.begin(), matches.end(),
            [](const auto& a, const auto& b) { return a.concept_id < b.concept_id; });
  matches.erase(
      std::unique(matches.begin(), matches.end(),
                  [](const auto& a, const auto& b) { return a.concept_id == b.concept_id; }),
      matches.end());
  if (matches.size() < 2) return;
  const auto is_broader = [&](const CodeMatch& candidate) {
    return std::any_of(matches.begin(), matches.end(), [&](const CodeMatch& other) {
      const auto& ancestors = vocabulary[other.concept_id].ancestors;
      return std::find(ancestors.begin(), ancestors.end(), candidate.concept_id) != ancestors.end();
    });
  };
  std::vector<CodeMatch> kept;
  for (const auto& match : matches)
    if (!is_broader(match)) kept.push_back(match);
  matches = std::move(kept);
}

}  // namespace causa::facts
