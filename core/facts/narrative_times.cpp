// SPDX-License-Identifier: Apache-2.0

#include "facts/narrative_times.hpp"

#include <algorithm>

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;

constexpr std::uint32_t widest_distance = 8;
constexpr double acute_days = 14;  // what is longer could silence an acute alert

bool has_onset(const Prose& prose, std::uint32_t first, std::uint32_t last) {
  for (std::uint32_t at = first; at < last; ++at)
    if (prose.words[at].has(onset)) return true;
  return false;
}

std::string_view word(const Prose& prose, std::string_view text, std::uint32_t at) {
  return text.substr(prose.words[at].begin, prose.words[at].end - prose.words[at].begin);
}

bool is_taken(std::string_view before) {
  for (const char* one : {"on", "taking", "takes", "taken", "using", "started", "starting", "began",
                          "receiving", "with"})
    if (before == one) return true;
  return false;
}

struct DrugName {
  std::uint32_t first = 0, last = 0;
  const Meaning* meaning = nullptr;
};

std::vector<DrugName> drug_names(const Prose& prose, const Sentence& sentence,
                                 const Phrases& phrases) {
  std::vector<DrugName> names;
  for (std::uint32_t at = sentence.first; at < sentence.last; ++at) {
    DrugName name;
    std::uint32_t next = at;
    for (Node node = phrases.first(prose.words[at].folded); node != nullptr;) {
      if (!phrases.meaning(node).drugs.empty()) name = {at, next, &phrases.meaning(node)};
      if (++next >= sentence.last) break;
      node = phrases.step(node, prose.words[next].folded);
    }
    if (!name.meaning) continue;
    names.push_back(name);
    at = name.last;
  }
  return names;
}

}  // namespace

bool is_sudden(const Prose& prose, const Sentence& sentence) {
  for (std::uint32_t at = sentence.first; at < sentence.last; ++at)
    if (prose.words[at].has(sudden)) return true;
  return false;
}

std::optional<Duration> duration_of(const Prose& prose, const Sentence& sentence,
                                    const std::vector<Find>& finds, std::size_t index,
                                    const std::vector<Duration>& durations) {
  const Find& find = finds[index];
  std::optional<Duration> found;
  for (const Duration& duration : durations) {
    const bool before = duration.speaks_of == Duration::Side::before;
    const std::uint32_t from = before ? find.last : duration.last;
    const std::uint32_t to = before ? duration.first : find.first;
    if (to <= from || to - from > widest_distance) continue;
    // Another finding between them, unless it is said of the same words: "calf pain on walking".
    const bool apart = std::any_of(finds.begin(), finds.end(), [&](const Find& other) {
      return !other.is_number() && other.first > from && other.last < to && other.at != find.at &&
             before;
    });
    if (apart) continue;
    if (duration.needs_onset && !has_onset(prose, sentence.first, duration.first)) continue;
    if (found) return std::nullopt;  // which of the two?
    found = duration;
  }
  if (found && found->high_days > acute_days && is_sudden(prose, sentence)) return std::nullopt;
  return found;
}

void find_drug_starts(const Prose& prose, const Sentence& sentence, std::string_view text,
                      const Phrases& phrases, const std::vector<Duration>& durations,
                      std::vector<DrugStart>& starts) {
  if (durations.empty()) return;
  const auto names = drug_names(prose, sentence, phrases);
  for (const DrugName& name : names) {
    const Duration* nearest = nullptr;
    for (const Duration& duration : durations) {
      if (duration.speaks_of != Duration::Side::before || duration.first <= name.last) continue;
      nearest = &duration;
      break;
    }
    if (!nearest || nearest->first - name.last > widest_distance) continue;
    // "Pravastatin was changed to simvastatin 10 days ago": only the one beside the time.
    const bool other_between = std::any_of(names.begin(), names.end(), [&](const DrugName& other) {
      return other.first > name.last && other.first < nearest->first;
    });
    const bool begun = nearest->needs_onset ? has_onset(prose, sentence.first, nearest->first)
                                            : name.first > sentence.first &&
                                                  is_taken(word(prose, text, name.first - 1));
    if (other_between || !begun) continue;
    starts.push_back({name.meaning->drugs, *nearest, name.first, nearest->last});
  }
}

}  // namespace causa::facts
