// SPDX-License-Identifier: Apache-2.0

#include "terminology/narratives.hpp"

#include <boost/json.hpp>
#include <optional>

namespace causa::terminology {

namespace {

namespace json = boost::json;

template <class T>
struct Named {
  std::string_view name;
  T value;
};

constexpr Named<Cue> cue_names[] = {
    {"denial", Cue::denial},
    {"no_history", Cue::no_history},
    {"no", Cue::no},
    {"not", Cue::not_},
    {"behind", Cue::behind},
    {"either", Cue::either},
    {"open", Cue::open},
    {"except", Cue::except},
    {"turn", Cue::turn},
    {"doubt", Cue::doubt},
    {"person", Cue::person},
    {"past", Cue::past},
    {"history", Cue::history},
    {"ago", Cue::ago},
    {"ended", Cue::ended},
    {"today", Cue::today},
    {"harmless", Cue::harmless},
};

using enum WordRole::Bit;

constexpr Named<WordRole::Bit> role_names[] = {
    {"article", article},
    {"filler", filler},
    {"side", side},
    {"part", part},
    {"quality", quality},
    {"linking", linking},
    {"verb", verb},
    {"after_denial", after_denial},
    {"after_absent_thing", after_absent_thing},
    {"reporting", reporting},
    {"turns_before", turns_before},
    {"turns_after", turns_after},
    {"elsewhere", elsewhere},
    {"place", place},
    {"pronoun", pronoun},
    {"onset", onset},
    {"or", or_word},
    {"and", and_word},
    {"short_time", short_time},
    {"week", week},
    {"one_or_two", one_or_two},
    {"abbreviation", abbreviation},
    {"describes", describes},
    {"narrows", narrows},
    {"measuring", measuring},
    {"after_number", after_number},
    {"specimen", specimen},
    {"sudden", sudden},
    {"predicative", predicative},
    {"todays", todays},
};

template <class T, std::size_t Size>
std::optional<T> value_of(const Named<T> (&names)[Size], std::string_view name) {
  for (const auto& entry : names)
    if (entry.name == name) return entry.value;
  return std::nullopt;
}

Error wrong(std::string place, std::string message) {
  return Error{Fault::usage, std::move(place), std::move(message),
               "reinstall the terminology or mend the file"};
}

/// Lists under names that mean a T, as pairs of meaning and words.
template <class T, std::size_t Size>
Result<void> read_lists(const json::object& lists, const Named<T> (&names)[Size],
                        std::vector<std::pair<T, std::string>>& into) {
  for (const auto& [key, words] : lists) {
    const auto value = value_of(names, key);
    if (!value) return wrong(std::string(key), "a list of words that nobody knows");
    for (const auto& word : words.as_array())
      into.emplace_back(*value, std::string(word.as_string()));
  }
  return {};
}

std::vector<std::string> texts_of(const json::value& list) {
  std::vector<std::string> texts;
  for (const auto& entry : list.as_array()) texts.emplace_back(entry.as_string());
  return texts;
}

Measured measured_of(const json::object& object) {
  Measured measured;
  measured.concepts = texts_of(object.at("concepts"));
  measured.names = texts_of(object.at("names"));
  if (const auto* code = object.if_contains("as_code")) measured.as_code = code->as_string();
  const auto* lacks = object.if_contains("unit_may_lack");
  measured.unit_may_lack = lacks != nullptr && lacks->as_bool();
  return measured;
}

}  // namespace

Result<NarrativeTable> parse_narratives(std::string_view text) {
  NarrativeTable table;
  try {
    json::monotonic_resource memory;
    const auto document = json::parse({text.data(), text.size()}, &memory);
    const auto& object = document.as_object();
    for (const auto& entry : object.at("codes").as_array())
      table.codes.push_back({std::string(entry.as_object().at("system").as_string()),
                             std::string(entry.as_object().at("code").as_string())});
    if (auto read = read_lists(object.at("words").as_object(), role_names, table.words); !read)
      return read.error();
    if (auto read = read_lists(object.at("cues").as_object(), cue_names, table.cues); !read)
      return read.error();
    table.passed_over = texts_of(object.at("passed_over"));
    if (const auto* lasting = object.if_contains("lasting")) table.lasting = texts_of(*lasting);
    if (const auto* numbers = object.if_contains("numbers"))
      for (const auto& entry : numbers->as_array())
        table.numbers.push_back(measured_of(entry.as_object()));
  } catch (const std::exception& exception) {
    return wrong({}, std::string("not a table of narratives: ") + exception.what());
  }
  return table;
}

}  // namespace causa::terminology
