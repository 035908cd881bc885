// SPDX-License-Identifier: Apache-2.0

#include "terminology/narratives.hpp"

#include <optional>

#include "terminology/table_parts.hpp"

namespace causa::terminology {

namespace {

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
Result<void> read_lists(std::span<const JsonMember> lists, const Named<T> (&names)[Size],
                        std::vector<std::pair<T, std::string>>& into) {
  for (const auto& [key, words] : lists) {
    const auto value = value_of(names, key);
    if (!value) return wrong(std::string(key), "a list of words that nobody knows");
    for (std::string& word : texts_of(words)) into.emplace_back(*value, std::move(word));
  }
  return {};
}

Measured measured_of(JsonValue entry) {
  Measured measured;
  measured.concepts = texts_of(entry, "concepts");
  measured.names = texts_of(entry, "names");
  measured.as_code = entry.find("as_code").text();
  measured.unit_may_lack = entry.find("unit_may_lack").truth();
  return measured;
}

}  // namespace

Result<NarrativeTable> parse_narratives(std::string_view text) {
  NarrativeTable read;
  try {
    const JsonDocument document = open_table(text);
    const JsonValue table = document.root();
    for (const JsonValue entry : items_of(table, "codes"))
      read.codes.push_back(
          {std::string(text_of(entry, "system")), std::string(text_of(entry, "code"))});
    if (auto good = read_lists(members_of(table, "words"), role_names, read.words); !good)
      return good.error();
    if (auto good = read_lists(members_of(table, "cues"), cue_names, read.cues); !good)
      return good.error();
    read.passed_over = texts_of(table, "passed_over");
    if (const JsonValue lasting = table.find("lasting")) read.lasting = texts_of(lasting);
    for (const JsonValue entry : table.find("numbers").items())
      read.numbers.push_back(measured_of(entry));
  } catch (const WrongTable& fault) {
    return wrong({}, std::string("not a table of narratives: ") + fault.what());
  }
  return read;
}

}  // namespace causa::terminology
