// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/case_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "knowledge/reader.hpp"

namespace causa::cli::validate {

namespace {

namespace json = boost::json;
using knowledge::Need;
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
    if (const std::string written = object_.text("diagnosis_certainty"); !written.empty())
      case_.certainty = written;
    return std::move(case_);
  }

 private:
  void read_word(std::string_view key, std::span<const std::string_view> words,
                 std::string& target) {
    const std::string word = object_.text(key);
    if (word.empty()) return;
    if (std::find(words.begin(), words.end(), word) == words.end())
      object_.wrong(key, fmt::format("\"{}\" isn't known here", word),
                    fmt::format("write one of {}", fmt::join(words, ", ")));
    target = word;
  }

  void read_person() {
    case_.age_years = object_.number("age");
    read_word("sex", sexes, case_.sex);
    if (const std::string written = object_.text("cramp_class"); !written.empty())
      case_.complaint_class = written;
  }

  void read_record() {
    const std::string bundle = object_.text("fhir_bundle");
    const std::string written = object_.text("case");
    if (bundle.empty() == written.empty())
      object_.wrong_here(bundle.empty() ? "it names no record" : "it names two records",
                         "name one file, relative to this one: fhir_bundle or case");
    case_.file = folder_ / (bundle.empty() ? written : bundle);
    const std::string date = object_.text("encounter_date", Need::required);
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

  std::optional<Level> read_level(Object& object, std::string_view key, const std::string& text) {
    for (const auto& [name, level] : levels)
      if (text == name) return level;
    object.wrong(key, fmt::format("\"{}\" is no urgency", text),
                 "write none, routine, urgent, same-day or emergency");
    return std::nullopt;
  }

  void read_levels() {
    const json::value* value = object_.find("expected_red_flag", Need::required);
    if (value == nullptr) return;
    Object flag(*value, object_.at("expected_red_flag"), object_.problems());
    const std::string text = flag.text("level", Need::required);
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

struct Document {
  json::value value;
  const json::array* cases = nullptr;
  std::string pointer;  ///< of the list
};

/// A list of cases, or an object with one.
Result<void> open(const std::filesystem::path& file, Document& document) {
  const auto text = read_file(file);
  if (!text)
    return usage_error(text.error().place, text.error().message, "name the file of the cases");
  boost::system::error_code code;
  json::stream_parser parser;
  const std::size_t read = parser.write_some(*text, code);
  if (!code) parser.finish(code);
  if (code || text->find_first_not_of(" \t\r\n", read) != std::string::npos) {
    const auto line =
        1 + std::count(text->begin(), text->begin() + static_cast<std::ptrdiff_t>(read), '\n');
    return usage_error(fmt::format("{}:{}", file.string(), line), "isn't JSON",
                       "docs/validation.md has the format");
  }
  document.value = parser.release();
  document.cases = document.value.if_array();
  if (document.cases == nullptr && document.value.is_object()) {
    document.pointer = "/cases";
    if (const auto* list = document.value.get_object().if_contains("cases"))
      document.cases = list->if_array();
  }
  if (document.cases == nullptr)
    return usage_error(fmt::format("{}: /cases", file.string()), "there is no list of cases",
                       "docs/validation.md has the format");
  return {};
}

}  // namespace

Result<LabeledCases> read_cases(const std::filesystem::path& file,
                                const std::set<std::string>& families) {
  Document document;
  if (auto opened = open(file, document); !opened) return opened.error();
  LabeledCases found;
  std::map<std::string, std::string> places;  // by id
  const std::filesystem::path folder = file.parent_path();
  for (std::size_t i = 0; i < document.cases->size(); ++i) {
    std::vector<Problem> problems;
    Object object((*document.cases)[i], fmt::format("{}/{}", document.pointer, i), problems);
    LabeledCase read = CaseReader(object, folder, families).read();
    read.place = fmt::format("{}: {}", file.string(), object.pointer());
    if (problems.empty()) {
      const auto [first, is_new] = places.try_emplace(read.id, object.pointer());
      if (!is_new)
        object.wrong("id", fmt::format("stands at {} already", first->second),
                     "give each case an id of its own");
    }
    if (problems.empty())
      found.cases.push_back(std::move(read));
    else
      found.broken.push_back(error_of(file.string(), problems));
  }
  return found;
}

Result<void> add_labels(const std::filesystem::path& file, std::vector<LabeledCase>& cases) {
  Document document;
  if (auto opened = open(file, document); !opened) return opened.error();
  std::map<std::string, LabeledCase*> by_id;
  for (auto& labeled : cases) by_id[labeled.id] = &labeled;
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < document.cases->size(); ++i) {
    Object object((*document.cases)[i], fmt::format("{}/{}", document.pointer, i), problems);
    const std::string id = object.text("id", Need::required);
    auto causes = object.texts("expected_causes");
    auto alerts = object.texts("expected_alerts");
    const auto found = by_id.find(id);
    if (found == by_id.end()) continue;  // of another set
    if (found->second->expected_causes.empty()) found->second->expected_causes = std::move(causes);
    if (found->second->expected_alerts.empty()) found->second->expected_alerts = std::move(alerts);
  }
  if (problems.empty()) return {};
  Error error = error_of(file.string(), problems);
  error.fault = Fault::usage;
  return error;
}

}  // namespace causa::cli::validate
