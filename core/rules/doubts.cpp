// SPDX-License-Identifier: Apache-2.0

#include "rules/doubts.hpp"

#include <fmt/core.h>

#include "rules/doubts_parts.hpp"

namespace causa::rules {

std::vector<Doubt> doubts_of(const knowledge::Manifest& manifest,
                             const terminology::Vocabulary& vocabulary,
                             std::span<const knowledge::Manifest* const> loaded) {
  std::vector<Doubt> doubts;
  const Doubting it{manifest, vocabulary, loaded, doubts};
  doubt_conditions(it);
  doubt_terms(it);
  doubt_names(it);
  return doubts;
}

std::string words_of(const Doubt& doubt) {
  return doubt.hint.empty() ? doubt.message : fmt::format("{}; {}", doubt.message, doubt.hint);
}

}  // namespace causa::rules
