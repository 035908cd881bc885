// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_times.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace causa::facts {

namespace {

using enum terminology::WordRole::Bit;

struct Amount {
  double low = 0, high = 0;
};

/// No minutes: so long lasts an attack.
constexpr std::pair<std::string_view, double> unit_days[] = {
    {"hour", 1.0 / 24}, {"hr", 1.0 / 24}, {"h", 1.0 / 24},   {"day", 1},      {"d", 1},
    {"night", 1},       {"week", 7},      {"wk", 7},         {"month", 30.4}, {"mo", 30.4},
    {"year", 365.25},   {"yr", 365.25},   {"decade", 3652.5}};

constexpr std::string_view number_words[] = {"zero", "one",    "two",   "three", "four",
                                             "five", "six",    "seven", "eight", "nine",
                                             "ten",  "eleven", "twelve"};

constexpr std::pair<std::string_view, Amount> vague_amounts[] = {
    {"a", {1, 1}},        {"an", {1, 1}},    {"couple", {1.5, 3}}, {"few", {2, 12}},
    {"several", {2, 12}}, {"many", {2, 60}}, {"some", {1, 12}},    {"half", {0.3, 0.7}}};

/// Words that open a duration of what stands before: "for", and what may follow it.
constexpr std::string_view opening[] = {"for", "over", "during", "x", "within", "throughout"};
constexpr std::string_view between[] = {
    "past", "last",   "previous", "at",  "least", "about",         "of",     "more",
    "than", "nearly", "almost",   "the", "over",  "approximately", "around", "roughly"};

constexpr std::pair<std::string_view, Amount> since_words[] = {
    {"yesterday", {0.5, 2}},  {"this morning", {0, 1}},   {"today", {0, 1}},
    {"last night", {0, 1.5}}, {"last evening", {0, 1.5}}, {"this afternoon", {0, 1}},
    {"this evening", {0, 1}}, {"last week", {3, 14}},     {"last month", {14, 62}},
    {"last year", {180, 730}}};

class DurationFinder {
 public:
  DurationFinder(const Prose& prose, const Sentence& sentence, std::string_view text,
                 std::vector<Duration>& durations)
      : words_(prose.words), sentence_(sentence), text_(text), durations_(durations) {}

  void run() {
    for (std::uint32_t at = sentence_.first; at < sentence_.last;) {
      std::uint32_t next = read_since(at);
      if (next == at) next = read_for(at);
      if (next == at) next = read_amount(at);
      at = next == at ? at + 1 : next;
    }
  }

 private:
  std::string word(std::uint32_t at) const {
    if (at >= sentence_.last) return {};
    std::string lower(text_.substr(words_[at].begin, words_[at].end - words_[at].begin));
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
  }

  static std::optional<double> days_of(std::string word) {
    for (const bool plural : {false, true}) {
      if (plural && !word.ends_with('s')) break;
      if (plural) word.pop_back();
      for (const auto& [name, days] : unit_days)
        if (name == word) return days;
    }
    return std::nullopt;
  }

  static std::optional<Amount> amount_of(const std::string& word) {
    for (std::size_t i = 1; i < std::size(number_words); ++i)
      if (number_words[i] == word) return Amount{double(i) - 0.5, double(i) + 0.5};
    for (const auto& [name, amount] : vague_amounts)
      if (name == word)
        return Amount{amount.low == amount.high ? amount.low / 2 : amount.low,
                      amount.low == amount.high ? amount.high * 1.5 : amount.high};
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || value <= 0 || value > 999)
      return std::nullopt;
    return Amount{value - 0.5, value + 0.5};
  }

  /// "3 days", "two to three weeks", "3-4 weeks", "a couple of weeks", "weeks"; the words used, or
  /// 0.
  std::uint32_t read_span(std::uint32_t at, Amount& days) const {
    const std::uint32_t begin = at;
    if (const auto unit = days_of(word(at)); unit && word(at).ends_with('s')) {
      // "for weeks"
      days = {1.5 * *unit, (*unit >= 300 ? 60 : 12) * *unit};
      return 1;
    }
    if (word(at) == "a" && amount_of(word(at + 1)) && word(at + 1) != "a") ++at;
    auto amount = amount_of(word(at));
    if (!amount) return 0;
    ++at;
    const bool range = word(at) == "to" || word(at) == "or";
    if (const auto upper = amount_of(word(range ? at + 1 : at));
        upper && upper->high > amount->high) {
      amount->high = upper->high;
      at += range ? 2 : 1;
    }
    if (word(at) == "of") ++at;
    if (word(at) == "a" || word(at) == "an") ++at;  // "half a year"
    if (word(at) == "more") ++at;
    const auto unit = days_of(word(at));
    if (!unit || at >= sentence_.last) return 0;
    days = {amount->low * *unit, amount->high * *unit};
    return at + 1 - begin;
  }

  void add(std::uint32_t first, std::uint32_t last, Duration::Side side, bool needs_onset,
           Amount days) {
    durations_.push_back({first, last, side, needs_onset, days.low, days.high});
  }

  std::uint32_t read_since(std::uint32_t at) {
    const bool since = word(at) == "since";
    const std::string one = word(at + 1);
    const std::string two = one + " " + word(at + 2);
    if (!since) return at;
    for (const auto& [name, days] : since_words) {
      if (name != one && name != two) continue;
      const std::uint32_t last = at + (name == one ? 1 : 2);
      add(at, last, side_of(at), false, days);
      return last + 1;
    }
    return at;
  }

  /// "for the past 3 weeks"
  std::uint32_t read_for(std::uint32_t at) {
    if (!is_in(opening, word(at))) return at;
    std::uint32_t next = at + 1;
    bool more = false;
    while (next < sentence_.last && is_in(between, word(next))) {
      more = more || word(next) == "more" || word(next) == "least" || word(next) == "over";
      ++next;
    }
    Amount days;
    std::uint32_t used = read_span(next, days);
    if (used == 0 && (word(next - 1) == "past" || word(next - 1) == "last"))
      if (const auto unit = days_of(word(next))) {  // "over the past year"
        days = {0.5 * *unit, 1.5 * *unit};
        used = 1;
      }
    if (used == 0) return at;
    if (more) days.high = std::max(days.high * 20, days.high);
    const std::uint32_t behind = next + used;
    // "for 3 minutes at a time", "for an hour each night" say how long an attack lasts.
    for (const char* each : {"at", "each", "every", "per", "after", "before", "until", "then"})
      if (word(behind) == each) return behind;
    add(at, behind - 1, side_of(at), false, days);
    return behind;
  }

  /// "3-day history of", "4 weeks ago"
  std::uint32_t read_amount(std::uint32_t at) {
    Amount days;
    const std::uint32_t used = read_span(at, days);
    if (used == 0) return at;
    std::uint32_t behind = at + used;
    if (word(behind) == "ago") {
      add(at, behind, Duration::Side::before, true, days);
      return behind + 1;
    }
    if (word(behind) == "history" && word(behind + 1) == "of") {
      add(at, behind + 1, Duration::Side::behind, false, days);
      return behind + 2;
    }
    return behind;
  }

  /// "For 3 weeks he has had leg cramps" speaks of what follows.
  Duration::Side side_of(std::uint32_t at) const {
    return at == sentence_.first ? Duration::Side::behind : Duration::Side::before;
  }

  const std::vector<Word>& words_;
  const Sentence& sentence_;
  const std::string_view text_;
  std::vector<Duration>& durations_;
};

}  // namespace

void find_durations(const Prose& prose, const Sentence& sentence, std::string_view text,
                    std::vector<Duration>& durations) {
  durations.clear();
  DurationFinder(prose, sentence, text, durations).run();
}

}  // namespace causa::facts
