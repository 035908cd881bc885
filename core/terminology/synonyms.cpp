// SPDX-License-Identifier: Apache-2.0

#include "terminology/synonyms.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "terminology/table_parts.hpp"

namespace causa::terminology {

namespace {

constexpr std::size_t most_phrases = 400;

Error wrong(std::string_view place, std::string message) {
  return Error{Fault::usage, std::string(place), std::move(message),
               "reinstall the terminology or mend the file"};
}

/// Error: brackets that don't pair, or too many phrases.
Result<void> check_choices(std::string_view with_choices) {
  std::size_t phrases = 1;
  for (std::string_view rest = with_choices;;) {
    const auto bracket =
        std::find_if(rest.begin(), rest.end(), [](char c) { return c == '(' || c == ')'; });
    if (bracket == rest.end()) return {};
    rest.remove_prefix(static_cast<std::size_t>(bracket - rest.begin()));
    const std::size_t close = rest.find(')');
    const std::size_t inner = rest.find('(', 1);
    if (rest.front() == ')' || close == std::string_view::npos || inner < close)
      return wrong({}, fmt::format("the brackets of \"{}\" don't pair", with_choices));
    const std::string_view choices = rest.substr(1, close - 1);
    phrases *= 1 + static_cast<std::size_t>(std::count(choices.begin(), choices.end(), '|'));
    if (phrases > most_phrases)
      return wrong(
          {}, fmt::format("\"{}\" stands for more than {} phrases", with_choices, most_phrases));
    rest.remove_prefix(close + 1);
  }
}

}  // namespace

Result<std::vector<std::string>> phrases_of(std::string_view with_choices) {
  if (auto good = check_choices(with_choices); !good) return good.error();
  std::vector<std::string> phrases;
  for_phrases(with_choices, [&](std::string_view phrase) { phrases.emplace_back(phrase); });
  return phrases;
}

Result<std::vector<Synonyms>> parse_synonyms(std::string_view text) {
  std::vector<Synonyms> all;
  std::string place;
  try {
    const JsonDocument document = open_table(text);
    for (const JsonValue entry : items_of(document.root(), "words")) {
      Synonyms& synonyms = all.emplace_back();
      place = synonyms.concept_id = text_of(entry, "concept");
      if (const JsonValue words = entry.find("text")) synonyms.text = texts_of(words);
      if (const JsonValue words = entry.find("absent")) synonyms.absent = texts_of(words);
      for (const auto* list : {&synonyms.text, &synonyms.absent})
        for (const std::string& phrase : *list)
          if (auto good = check_choices(phrase); !good) return wrong(place, good.error().message);
    }
  } catch (const WrongTable& fault) {
    return wrong(place, std::string("not a table of synonyms: ") + fault.what());
  }
  return all;
}

}  // namespace causa::terminology
