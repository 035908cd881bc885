// SPDX-License-Identifier: Apache-2.0
//
// The conditions of the loaded manifests, each parsed once: they are checked, bound to columns for
// the ranking, bound again for what to ask, and alerts twice. Known by where their text stands, so
// the manifests must not move. Filled by one thread at start, read by any number afterwards.
#pragma once

#include <unordered_map>
#include <variant>

#include "knowledge/manifest.hpp"
#include "rules/condition.hpp"

namespace causa::assess {

class Conditions {
 public:
  using Parsed = std::variant<rules::Condition, rules::ConditionError>;

  /// Parses it, if that wasn't done before, in the words of its manifest.
  const Parsed& parse(const knowledge::ConditionText& text, const knowledge::Manifest& manifest,
                      const terminology::Vocabulary& vocabulary) {
    const auto [found, is_new] = parsed_.try_emplace(&text);
    if (is_new) found->second = rules::Condition::parse(text.text, vocabulary, manifest);
    return found->second;
  }

  /// Null if it wasn't parsed.
  [[nodiscard]] const Parsed* find(const knowledge::ConditionText& text) const {
    const auto found = parsed_.find(&text);
    return found == parsed_.end() ? nullptr : &found->second;
  }

 private:
  std::unordered_map<const knowledge::ConditionText*, Parsed> parsed_;
};

}  // namespace causa::assess
