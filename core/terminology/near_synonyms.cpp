// SPDX-License-Identifier: Apache-2.0

#include "terminology/near_synonyms.hpp"

#include <utility>

#include "terminology/first_word.hpp"

namespace causa::terminology {

std::vector<Synonyms> near_synonyms(const std::vector<Synonyms>& all, const TextTable& words) {
  const FirstWords first(words);
  std::vector<Synonyms> near;
  for (const Synonyms& synonyms : all) {
    Synonyms kept;
    const auto keep = [&](const std::vector<std::string>& from, std::vector<std::string>& to) {
      for (const auto& phrase : from)
        if (may_begin(phrase, first)) to.push_back(phrase);
    };
    keep(synonyms.text, kept.text);
    keep(synonyms.absent, kept.absent);
    if (kept.text.empty() && kept.absent.empty()) continue;
    kept.concept_id = synonyms.concept_id;
    near.push_back(std::move(kept));
  }
  return near;
}

}  // namespace causa::terminology
