// SPDX-License-Identifier: Apache-2.0

#include "terminology/synonyms.hpp"

#include <fmt/core.h>

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
    json::monotonic_resource memory;
    const auto document = json::parse({text.data(), text.size()}, &memory);
    for (const auto& entry : document.as_object().at("words").as_array()) {
      Synonyms& synonyms = all.emplace_back();
      synonyms.concept_id = entry.as_object().at("concept").as_string();
      place = synonyms.concept_id;
      for (const auto& [key, list] :
           {std::pair("text", &synonyms.text), std::pair("absent", &synonyms.absent)}) {
        const auto* written = entry.as_object().if_contains(key);
        if (!written) continue;
        for (const auto& phrase : written->as_array()) {
          list->emplace_back(phrase.as_string());
          if (auto good = check_choices(list->back()); !good)
            return wrong(place, good.error().message);
        }
      }
    }
  } catch (const std::exception& exception) {
    return wrong(place, std::string("not a table of synonyms: ") + exception.what());
  }
  return all;
}

}  // namespace causa::terminology
