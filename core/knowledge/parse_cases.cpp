// SPDX-License-Identifier: Apache-2.0
//
// `cases`: what is given of a patient, and what must come of it.

#include <fmt/core.h>

#include <array>
#include <charconv>

#include "base/file.hpp"
#include "knowledge/parts.hpp"
#include "knowledge/yaml.hpp"

namespace causa::knowledge {

namespace {

using record::Comparator;
using record::State;

constexpr double one_percent = 0.01;

struct Amount {
  Comparator comparator = Comparator::none;
  double number = 0;
  std::string unit;
};

std::string_view without_spaces_before(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// "> 100000 U/L"
std::optional<Amount> amount_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Comparator>, 4> comparators{
      {{"<=", Comparator::less_equal},
       {">=", Comparator::greater_equal},
       {"<", Comparator::less},
       {">", Comparator::greater}}};
  Amount amount;
  for (const auto& [sign, comparator] : comparators)
    if (text.starts_with(sign)) {
      amount.comparator = comparator;
      text = without_spaces_before(text.substr(sign.size()));
      break;
    }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount.number);
  if (error != std::errc()) return std::nullopt;
  amount.unit = without_spaces_before(text.substr(static_cast<std::size_t>(end - text.data())));
  return amount;
}

std::optional<State> state_of(JsonValue value) {
  if (value.text() == "present") return State::present;
  if (value.text() == "absent") return State::absent;
  return std::nullopt;
}

struct CountUnit {
  std::string_view name;
  double worth;
};
constexpr CountUnit day_units[] = {
    {"days", 1},  {"day", 1}, {"hours", 1.0 / 24}, {"hour", 1.0 / 24}, {"minutes", 1.0 / 1440},
    {"weeks", 7}, {"week", 7}};
constexpr CountUnit year_units[] = {{"years", 1}, {"year", 1}};

/// "4 days", "68 years"; a plain number is in the first unit.
std::optional<double> count_of(JsonValue value, std::span<const CountUnit> units) {
  if (value.is_number()) return value.number();
  const auto amount = amount_of(value.text());
  if (!amount || amount->comparator != Comparator::none) return std::nullopt;
  for (const CountUnit& unit : units)
    if (amount->unit == unit.name) return amount->number * unit.worth;
  return std::nullopt;
}

/// What stands below one concept of `given` or `facts`.
class StatedReader {
 public:
  StatedReader(const Place& place, std::vector<Problem>& problems)
      : place_(place), problems_(problems) {}

  std::optional<Stated> read(JsonValue value) {
    Stated stated;
    if (value.is_mapping()) {
      const bool good =
          value.find("value").is_absent() ? truth(value, stated) : measured(value, stated);
      return good ? std::optional(std::move(stated)) : std::nullopt;
    }
    if (const auto state = state_of(value)) {
      stated.state = *state;
      return stated;
    }
    if (amount(value, stated)) return stated;
    return unreadable(value), std::nullopt;
  }

 private:
  static bool amount(JsonValue value, Stated& stated) {
    if (value.is_number()) {
      stated.number = value.number();
      return true;
    }
    const auto amount = amount_of(value.text());
    if (!amount) return false;
    stated.number = amount->number;
    stated.comparator = amount->comparator;
    stated.unit = amount->unit;
    return true;
  }

  bool measured(JsonValue value, Stated& stated) {
    Reader part(value, place_, problems_);
    const JsonValue written = part.find("value");
    stated.measured_days = days(part, "measured");
    part.finish();
    if (amount(written, stated)) return true;
    part.wrong("value", "is no number with its unit", "write value: 3.1 mmol/L");
    return false;
  }

  bool truth(JsonValue value, Stated& stated) {
    Reader part(value, place_, problems_);
    const auto state = state_of(part.find("state"));
    stated.started_days = days(part, "started");
    stated.stopped_days = days(part, "stopped");
    part.finish();
    if (state) stated.state = *state;
    if (!state) unreadable(value);
    return state.has_value();
  }

  std::optional<double> days(Reader& part, std::string_view key) {
    const JsonValue value = part.find(key);
    if (!value) return std::nullopt;
    const auto count = count_of(value, day_units);
    if (!count) part.wrong(key, "is no span of time", "write 4 days, or 36 hours");
    return count;
  }

  void unreadable(JsonValue value) {
    problems_.push_back(
        {place_.pointer(), 0, fmt::format("{} can't be read", value.written().substr(0, 60)),
         "write present, absent, {state: present, started: 4 days}, 3.1 mmol/L or {value: 3.1 "
         "mmol/L, measured: 2 days}",
         false});
  }

  const Place& place_;
  std::vector<Problem>& problems_;
};

void add_stated(std::string_view concept_id, JsonValue value, const Place& place,
                std::vector<Problem>& problems, std::vector<Stated>& all) {
  auto stated = StatedReader(place, problems).read(value);
  if (!stated) return;
  stated->concept_id = concept_id;
  all.push_back(std::move(*stated));
}

std::vector<Stated> read_all(Reader& part, std::string_view key, Need need) {
  std::vector<Stated> all;
  const Place facts = part.at(key);
  for (const auto& [concept_id, value] : part.facts(key, need)) {
    const Place place(facts, concept_id);
    std::size_t index = 0;
    for (const JsonValue one : value.items())
      add_stated(concept_id, one, {place, index++}, part.problems(), all);
    if (!value.is_list()) add_stated(concept_id, value, place, part.problems(), all);
  }
  return all;
}

/// Of an example, whose values were kept as JSON.
void add_written(std::string_view concept_id, std::string_view json_text,
                 std::vector<Problem>& problems, std::vector<Stated>& all) {
  const Place top;
  if (const auto document = JsonDocument::parse(json_text))
    add_stated(concept_id, document->root(), {top, concept_id}, problems, all);
}

void read_case(Reader& part, Case& read) {
  static constexpr std::array<std::pair<std::string_view, record::Sex>, 2> sexes{
      {{"female", record::Sex::female}, {"male", record::Sex::male}}};
  read.name = part.text("name", Need::required);
  read.relative_tolerance = one_percent;
  read.given = read_all(part, "given", Need::required);
  if (const JsonValue age = part.find("age")) {
    read.age_years = count_of(age, year_units);
    if (!read.age_years) part.wrong("age", "is no age", "write 68 years");
  }
  read.sex = part.choice<record::Sex>("sex", sexes, record::Sex::unknown);
  const JsonValue value = part.find("expect", Need::required);
  if (!value) return;
  Reader expect(value, part.at("expect"), part.problems());
  read.rules = expect.texts("rules");
  read.alerts = expect.texts("alerts");
  read.facts = read_all(expect, "facts", Need::optional);
  expect.finish();
}

/// The first problem as an error; nothing if there is none.
std::optional<Error> error_of(const std::vector<Problem>& problems, const std::string& place) {
  if (problems.empty()) return std::nullopt;
  const Problem& first = problems.front();
  const char* joint = place.empty() || first.pointer.empty() ? "" : ": ";
  return input_error(fmt::format("{}{}{}", place, joint, first.pointer), first.message, first.hint);
}

/// A list stands here where a manifest has a key.
std::vector<Case> read_case_list(std::string_view json_text, std::vector<Problem>& problems) {
  const auto document = JsonDocument::parse(json_text);
  if (!document) {
    problems.push_back({"", 0, "is not JSON: " + document.error().message, "", false});
    return {};
  }
  std::vector<Case> cases;
  read_list(document->root(), Place(), problems,
            [&](Reader& part) { read_case(part, cases.emplace_back()); });
  return cases;
}

}  // namespace

void read_cases(Reader& top, Manifest& manifest) {
  top.list("cases", Need::optional,
           [&](Reader& part) { read_case(part, manifest.cases.emplace_back()); });
}

Result<std::vector<Case>> read_cases(std::string_view json_text, std::string_view place) {
  std::vector<Problem> problems;
  auto cases = read_case_list(json_text, problems);
  if (auto error = error_of(problems, std::string(place))) return *std::move(error);
  return cases;
}

Result<std::vector<Case>> read_case_file(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return text.error();
  const auto yaml = YamlDocument::parse(*text);
  if (!yaml) {
    Error error = yaml.error();
    error.place = fmt::format("{}:{}", path, error.place);
    return error;
  }
  std::vector<Problem> problems;
  auto cases = read_case_list(yaml->json(), problems);
  if (problems.empty()) return cases;
  const auto& first = problems.front();
  const Position at = first.at_key ? yaml->key(first.pointer) : yaml->value(first.pointer);
  return *error_of(problems, fmt::format("{}:{}:{}", path, at.line, at.column));
}

Result<Case> example_case(const DeriveStep& step, std::size_t example) {
  const DeriveExample& written = step.examples[example];
  Case read;
  read.name = fmt::format("derives {} example {}", step.id, example + 1);
  read.tolerance = written.tolerance;
  read.facts_only = true;
  std::vector<Problem> problems;
  std::vector<Stated> given;
  for (const auto& [concept_id, value] : written.given)
    add_written(concept_id, value, problems, given);
  for (auto& stated : given) {
    if (stated.concept_id == "patient.age")
      read.age_years = stated.number;
    else if (stated.concept_id == "patient.female")
      read.sex = stated.state == State::present ? record::Sex::female : record::Sex::male;
    else
      read.given.push_back(std::move(stated));
  }
  for (const auto& [concept_id, value] : written.expect)
    add_written(concept_id, value, problems, read.facts);
  if (auto error = error_of(problems, "")) return *std::move(error);
  return read;
}

}  // namespace causa::knowledge
