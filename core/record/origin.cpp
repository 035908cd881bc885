// SPDX-License-Identifier: Apache-2.0

#include "record/origin.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace causa::record {

namespace {

/// "line" of "line/potassium (line 7)" and of "line.time".
std::string_view kind_of_source(std::string_view source) {
  return source.substr(0, source.find_first_of("/."));
}

bool is_of_table(std::string_view source) {
  const std::string_view kind = kind_of_source(source);
  return kind == "line" || kind == "cell";
}

/// The sections of a case file (intake/cases/keys.cpp) and its notes.
bool is_of_case(std::string_view source) {
  constexpr std::string_view sections[] = {"complaint", "symptoms",   "signs",     "history",
                                           "absent",    "labs",       "drugs",     "vital signs",
                                           "notes",     "conditions", "allergies", "procedures"};
  return std::ranges::find(sections, kind_of_source(source)) != std::end(sections);
}

Origin origin_of_source(std::string_view source) {
  if (is_of_table(source)) return Origin::table;
  return is_of_case(source) ? Origin::case_file : Origin::messages;
}

}  // namespace

Origin origin_of(const Record& record) {
  // One reader made all of them.
  if (!record.items.empty()) return origin_of_source(record.items.front().source);
  for (const Ignored& entry : record.ignored)
    if (const Origin origin = origin_of_source(entry.source); origin != Origin::messages)
      return origin;
  return Origin::messages;
}

}  // namespace causa::record
