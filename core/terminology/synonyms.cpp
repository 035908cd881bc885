// SPDX-License-Identifier: Apache-2.0

#include "terminology/synonyms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

namespace causa::terminology {

namespace {

namespace json = boost::json;

constexpr std::size_t most_phrases = 400;

Error wrong(std::string_view place, std::string message) {
  return Error{Fault::usage, std::string(place), std::move(message),
               "reinstall the terminology or mend the file"};
}

/// "a|b|" -> "a", "b", "".
std::vector<std::string_view> choices_of(std::string_view inside) {
  std::vector<std::string_view> choices;
  for (std::size_t bar; (bar = inside.find('|')) != std::string_view::npos;) {
    choices.push_back(inside.substr(0, bar));
    inside.remove_prefix(bar + 1);
  }
  choices.push_back(inside);
  return choices;
}

}  // namespace

Result<std::vector<std::string>> phrases_of(std::string_view with_choices) {
  std::vector<std::string> phrases{""};
  for (std::string_view rest = with_choices; !rest.empty();) {
    const std::size_t plain = std::min(rest.find_first_of("()"), rest.size());
    for (auto& phrase : phrases) phrase += rest.substr(0, plain);
    rest.remove_prefix(plain);
    if (rest.empty()) break;
    const std::size_t close = rest.find(')');
    const std::size_t inner = rest.find('(', 1);
    if (rest.front() == ')' || close == std::string_view::npos || inner < close)
      return wrong({}, fmt::format("the brackets of \"{}\" don't pair", with_choices));
    std::vector<std::string> longer;
    for (const auto& phrase : phrases)
      for (const auto choice : choices_of(rest.substr(1, close - 1)))
        longer.push_back(phrase + std::string(choice));
    if (longer.size() > most_phrases)
      return wrong(
          {}, fmt::format("\"{}\" stands for more than {} phrases", with_choices, most_phrases));
    phrases = std::move(longer);
    rest.remove_prefix(close + 1);
  }
  return phrases;
}

Result<std::vector<Synonyms>> parse_synonyms(std::string_view text) {
  std::vector<Synonyms> all;
  std::string place;
  try {
    const auto document = json::parse({text.data(), text.size()});
    for (const auto& entry : document.as_object().at("words").as_array()) {
      Synonyms& synonyms = all.emplace_back();
      synonyms.concept_id = entry.as_object().at("concept").as_string();
      place = synonyms.concept_id;
      for (const auto& [key, list] :
           {std::pair("text", &synonyms.text), std::pair("absent", &synonyms.absent)}) {
        const auto* written = entry.as_object().if_contains(key);
        if (!written) continue;
        for (const auto& phrase : written->as_array()) {
          auto phrases = phrases_of(phrase.as_string());
          if (!phrases) return wrong(place, phrases.error().message);
          list->insert(list->end(), phrases->begin(), phrases->end());
        }
      }
    }
  } catch (const std::exception& exception) {
    return wrong(place, std::string("not a table of synonyms: ") + exception.what());
  }
  return all;
}

}  // namespace causa::terminology
