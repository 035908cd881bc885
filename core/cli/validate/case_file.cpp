// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/case_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json/stream_parser.hpp>
#include <map>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "knowledge/reader.hpp"

namespace causa::cli::validate {

namespace {

using knowledge::Need;
using knowledge::Place;
using knowledge::Problem;
using Object = knowledge::Reader;

constexpr std::pair<std::string_view, Level> levels[] = {{"none", Level::none},
                                                         {"routine", Level::none},
                                                         {"urgent", Level::urgent},
                                                         {"same-day", Level::urgent},
                                                         {"emergency", Level::emergency}};
constexpr std::string_view sexes[] = {"female", "male", "other", "unknown"};

std::string cure_of(const std::string& word, const std::set<std::string>& known) {
  const std::vector<std::string> names(known.begin(), known.end());
  const std::string near = nearest(word, names);
  if (!near.empty()) return fmt::format("did you mean {}?", near);
  return fmt::format("write one of {}", fmt::join(names, ", "));
}

template <class Value>
void add_once(std::vector<Value>& values, const Value& value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

/// Notes the words that `known` lacks.
void check_words(Object& object, std::string_view key, const std::vector<std::string>& words,
                 const std::set<std::string>& known, std::string_view kind) {
  for (const auto& word : words)
    if (!known.contains(word))
      object.wrong(key, fmt::format("there is no {} {}", kind, word), cure_of(word, known));
}

class CaseReader {
 public:
  CaseReader(Object& object, const std::filesystem::path& folder,
             const std::set<std::string>& families)
      : object_(object), folder_(folder), families_(families) {}

  LabeledCase read() {
    case_.id = object_.text("id", Need::required);
    read_person();
    read_record();
    read_families();
    read_levels();
    case_.expected_cause = object_.text("expected_cause");
    case_.expected_causes = object_.texts("expected_causes");
    case_.expected_alerts = object_.texts("expected_alerts");
    case_.difficulty = object_.text("difficulty");
    if (const auto written = object_.text("diagnosis_certainty"); !written.empty())
      case_.certainty = written;
    return std::move(case_);
  }

 private:
  void read_word(std::string_view key, std::span<const std::string_view> words,
                 std::string& target) {
    const std::string_view word = object_.text(key);
    if (word.empty()) return;
    if (std::find(words.begin(), words.end(), word) == words.end())
      object_.wrong(key, fmt::format("\"{}\" isn't known here", word),
                    fmt::format("write one of {}", fmt::join(words, ", ")));
    target = word;
  }

  void read_person() {
    case_.age_years = object_.number("age");
    read_word("sex", sexes, case_.sex);
    if (const auto written = object_.text("cramp_class"); !written.empty())
      case_.complaint_class = written;
  }

  void read_record() {
    const std::string_view bundle = object_.text("fhir_bundle");
    const std::string_view written = object_.text("case");
    if (bundle.empty() == written.empty())
      object_.wrong_here(bundle.empty() ? "it names no record" : "it names two records",
                         "name one file, relative to this one: fhir_bundle or case");
    case_.file = folder_ / (bundle.empty() ? written : bundle);
    const std::string_view date = object_.text("encounter_date", Need::required);
    if (date.empty()) return;
    const auto span = parse_time(date);
    if (span)
      case_.as_of_ms = span->latest_ms;
    else
      object_.wrong("encounter_date", fmt::format("is {}", span.error().message),
                    span.error().cure);
  }

  void read_families() {
    case_.expected_family = object_.text("expected_family", Need::required);
    if (case_.expected_family.empty()) return;
    check_words(object_, "expected_family", {case_.expected_family}, families_, "family");
    case_.accepted_families = object_.texts("acceptable_families");
    check_words(object_, "acceptable_families", case_.accepted_families, families_, "family");
    add_once(case_.accepted_families, case_.expected_family);
  }

  std::optional<Level> read_level(Object& object, std::string_view key, std::string_view text) {
    for (const auto& [name, level] : levels)
      if (text == name) return level;
    object.wrong(key, fmt::format("\"{}\" is no urgency", text),
                 "write none, routine, urgent, same-day or emergency");
    return std::nullopt;
  }

  void read_levels() {
    const JsonValue value = object_.find("expected_red_flag", Need::required);
    if (!value) return;
    Object flag(value, object_.at("expected_red_flag"), object_.problems());
    const std::string_view text = flag.text("level", Need::required);
    if (text.empty()) return;
    if (const auto level = read_level(flag, "level", text)) case_.expected_level = *level;
    for (const auto& accepted : object_.texts("acceptable_red_flags"))
      if (const auto level = read_level(object_, "acceptable_red_flags", accepted))
        add_once(case_.accepted_levels, *level);
    add_once(case_.accepted_levels, case_.expected_level);
  }

  Object& object_;
  const std::filesystem::path& folder_;
  const std::set<std::string>& families_;
  LabeledCase case_;
};

/// The first fault by its place; the others are counted.
Error error_of(const std::string& file, const std::vector<Problem>& problems) {
  const Problem& first = problems.front();
  std::string message = first.message;
  if (problems.size() > 1) message += fmt::format(" (and {} more faults)", problems.size() - 1);
  return input_error(fmt::format("{}: {}", file, first.pointer), std::move(message),
                     first.hint.empty() ? "docs/validation.md has the format" : first.hint);
}

Error usage_error(const std::string& place, std::string message, std::string cure) {
  return {Fault::usage, place, std::move(message), std::move(cure)};
}

/// Of the first letter that is wrong. simdjson doesn't say, so that a parser is asked that reads
/// letter by letter.
std::size_t line_of_fault(std::string_view text) {
  boost::system::error_code code;
  boost::json::stream_parser parser;
  const std::size_t read = parser.write_some(text.data(), text.size(), code);
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + read, '\n'));
}

/// A list of cases, or a mapping with one.
struct CaseList {
  JsonDocument document;
  bool is_inside = false;

  [[nodiscard]] JsonValue list() const {
    return is_inside ? document.root().find("cases") : document.root();
  }
};

Result<CaseList> open(const std::filesystem::path& file) {
  const auto text = read_file(file);
  if (!text)
    return usage_error(text.error().place, text.error().message, "name the file of the cases");
  auto document = JsonDocument::parse(*text);
  if (!document)
    return usage_error(fmt::format("{}:{}", file.string(), line_of_fault(*text)), "isn't JSON",
                       "docs/validation.md has the format");
  const bool is_inside = document->root().is_mapping();
  CaseList cases{std::move(*document), is_inside};
  if (!cases.list().is_list())
    return usage_error(fmt::format("{}: /cases", file.string()), "there is no list of cases",
                       "docs/validation.md has the format");
  return cases;
}

/// Calls `each(JsonValue, Place)` for each case.
template <class Each>
void for_each(const CaseList& cases, Each&& each) {
  const Place top, inside(top, "cases");
  const Place& list = cases.is_inside ? inside : top;
  std::size_t index = 0;
  for (const JsonValue one : cases.list().items()) each(one, Place(list, index++));
}

}  // namespace

Result<LabeledCases> read_cases(const std::filesystem::path& file,
                                const std::set<std::string>& families) {
  const auto cases = open(file);
  if (!cases) return cases.error();
  LabeledCases found;
  std::map<std::string, std::string> places;  // by id
  const std::filesystem::path folder = file.parent_path();
  for_each(*cases, [&](JsonValue one, const Place& place) {
    std::vector<Problem> problems;
    Object object(one, place, problems);
    LabeledCase read = CaseReader(object, folder, families).read();
    read.place = fmt::format("{}: {}", file.string(), place.pointer());
    if (problems.empty()) {
      const auto [first, is_new] = places.try_emplace(read.id, place.pointer());
      if (!is_new)
        object.wrong("id", fmt::format("stands at {} already", first->second),
                     "give each case an id of its own");
    }
    if (problems.empty())
      found.cases.push_back(std::move(read));
    else
      found.broken.push_back(error_of(file.string(), problems));
  });
  return found;
}

Result<void> add_labels(const std::filesystem::path& file, std::vector<LabeledCase>& cases) {
  const auto listed = open(file);
  if (!listed) return listed.error();
  std::map<std::string, LabeledCase*> by_id;
  for (auto& labeled : cases) by_id[labeled.id] = &labeled;
  std::vector<Problem> problems;
  for_each(*listed, [&](JsonValue one, const Place& place) {
    Object object(one, place, problems);
    const std::string id(object.text("id", Need::required));
    auto causes = object.texts("expected_causes");
    auto alerts = object.texts("expected_alerts");
    const auto found = by_id.find(id);
    if (found == by_id.end()) return;  // of another set
    if (found->second->expected_causes.empty()) found->second->expected_causes = std::move(causes);
    if (found->second->expected_alerts.empty()) found->second->expected_alerts = std::move(alerts);
  });
  if (problems.empty()) return {};
  Error error = error_of(file.string(), problems);
  error.fault = Fault::usage;
  return error;
}

}  // namespace causa::cli::validate
