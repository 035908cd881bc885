// SPDX-License-Identifier: Apache-2.0

#include "check/case_reader.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <set>
#include <string_view>

#include "base/file.hpp"
#include "knowledge/yaml.hpp"

namespace causa::cases {

namespace {

namespace json = boost::json;
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
std::optional<Amount> read_amount(std::string_view text) {
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

std::optional<State> read_state(const json::value& value) {
  if (!value.is_string()) return std::nullopt;
  if (value.get_string() == "present") return State::present;
  if (value.get_string() == "absent") return State::absent;
  return std::nullopt;
}

/// "4 days", "68 years"; a plain number is in that unit.
std::optional<double> read_count(const json::value& value, std::string_view unit) {
  if (value.is_number()) return value.to_number<double>();
  if (!value.is_string()) return std::nullopt;
  const auto amount = read_amount(value.get_string());
  if (!amount || amount->comparator != Comparator::none || amount->unit != unit)
    return std::nullopt;
  return amount->number;
}

Error unreadable(std::string_view key, const json::value& value) {
  return input_error(std::string(key), fmt::format("{} can't be read", json::serialize(value)),
                     "write present, absent, {state: ..., started: N days} or a number with unit");
}

Result<Stated> read_stated(std::string_view concept_id, const json::value& value) {
  Stated stated;
  stated.concept_id = concept_id;
  if (value.is_number()) {
    stated.number = value.to_number<double>();
  } else if (const auto state = read_state(value)) {
    stated.state = *state;
  } else if (const auto* object = value.if_object(); object && object->contains("value")) {
    const auto days =
        object->contains("measured") ? read_count(object->at("measured"), "days") : std::nullopt;
    if (!days || object->size() != 2 || object->at("value").is_object())
      return unreadable(concept_id, value);
    Result<Stated> measured = read_stated(concept_id, object->at("value"));
    if (measured) measured->measured_days = days;
    return measured;
  } else if (object) {
    const json::value* written = object->if_contains("state");
    const json::value* started = object->if_contains("started");
    const auto known = written ? read_state(*written) : std::nullopt;
    const json::value* stopped = object->if_contains("stopped");
    if (started) stated.started_days = read_count(*started, "days");
    if (stopped) stated.stopped_days = read_count(*stopped, "days");
    const std::size_t keys = 1U + (started ? 1U : 0U) + (stopped ? 1U : 0U);
    if (!known || object->size() != keys || (started && !stated.started_days) ||
        (stopped && !stated.stopped_days))
      return unreadable(concept_id, value);
    stated.state = *known;
  } else {
    const auto amount = value.is_string() ? read_amount(value.get_string()) : std::nullopt;
    if (!amount) return unreadable(concept_id, value);
    stated.number = amount->number;
    stated.comparator = amount->comparator;
    stated.unit = amount->unit;
  }
  return stated;
}

Result<std::vector<Stated>> read_all(const json::object& values) {
  std::vector<Stated> all;
  const auto add = [&](std::string_view key, const json::value& value) -> Result<void> {
    auto stated = read_stated(key, value);
    if (!stated) return stated.error();
    all.push_back(std::move(*stated));
    return {};
  };
  for (const auto& [key, value] : values) {
    if (const auto* several = value.if_array()) {
      for (const auto& one : *several)
        if (auto added = add(key, one); !added) return added.error();
    } else if (auto added = add(key, value); !added) {
      return added.error();
    }
  }
  return all;
}

std::vector<std::string> names_of(const json::object& expect, std::string_view key) {
  std::vector<std::string> names;
  if (const auto* list = expect.if_contains(key))
    for (const auto& name : list->as_array()) names.emplace_back(name.as_string());
  return names;
}

/// A key that this reader passes over would be a check that is never made.
void refuse_unknown_keys(const json::object& object, const std::set<std::string_view>& known) {
  for (const auto& member : object)
    if (!known.contains(member.key()))
      throw std::invalid_argument(fmt::format("unknown key {}", std::string_view(member.key())));
}

Result<Case> read_case(const json::object& written) {
  refuse_unknown_keys(written, {"name", "given", "age", "sex", "expect"});
  Case read;
  read.name = written.at("name").as_string();
  read.relative_tolerance = one_percent;
  auto given = read_all(written.at("given").as_object());
  if (!given) return given.error();
  read.given = std::move(*given);
  if (const auto* age = written.if_contains("age")) {
    read.age_years = read_count(*age, "years");
    if (!read.age_years) return unreadable("age", *age);
  }
  if (const auto* sex = written.if_contains("sex")) {
    if (*sex != "female" && *sex != "male") return unreadable("sex", *sex);
    read.sex = *sex == "female" ? record::Sex::female : record::Sex::male;
  }
  const json::object& expect = written.at("expect").as_object();
  refuse_unknown_keys(expect, {"rules", "alerts", "facts"});
  read.rules = names_of(expect, "rules");
  read.alerts = names_of(expect, "alerts");
  if (const auto* facts = expect.if_contains("facts")) {
    auto expected = read_all(facts->as_object());
    if (!expected) return expected.error();
    read.facts = std::move(*expected);
  }
  return read;
}

}  // namespace

Result<std::vector<Case>> read_cases(std::string_view json_text, std::string_view place) {
  std::vector<Case> cases;
  const auto here = [&] { return fmt::format("{}: case {}", place, cases.size() + 1); };
  try {
    const json::value document = json::parse(json_text);
    for (const auto& written : document.as_array()) {
      auto read = read_case(written.as_object());
      if (!read)
        return input_error(fmt::format("{}: {}", here(), read.error().place), read.error().message,
                           read.error().cure);
      cases.push_back(std::move(*read));
    }
  } catch (const std::exception& error) {
    return input_error(here(), error.what(),
                       "a case has name, given, age, sex and expect (rules, alerts, facts)");
  }
  return cases;
}

Result<std::vector<Case>> read_case_file(const std::filesystem::path& path) {
  const auto text = read_file(path);
  if (!text) return text.error();
  const auto yaml = knowledge::YamlDocument::parse(*text);
  if (!yaml)
    return input_error(fmt::format("{}:{}", path.string(), yaml.error().place),
                       yaml.error().message, yaml.error().cure);
  return read_cases(yaml->json(), path.string());
}

Result<Case> read_example(const knowledge::DeriveStep& step, std::size_t example) {
  const knowledge::DeriveExample& written = step.examples[example];
  Case read;
  read.name = fmt::format("derives {} example {}", step.id, example + 1);
  read.facts_only = true;
  read.tolerance = written.tolerance;
  for (const auto& [concept_id, value] : written.given) {
    auto stated = read_stated(concept_id, json::parse(value));
    if (!stated) return stated.error();
    if (concept_id == "patient.age")
      read.age_years = stated->number;
    else if (concept_id == "patient.female")
      read.sex = stated->state == State::present ? record::Sex::female : record::Sex::male;
    else
      read.given.push_back(std::move(*stated));
  }
  for (const auto& [concept_id, value] : written.expect) {
    auto stated = read_stated(concept_id, json::parse(value));
    if (!stated) return stated.error();
    read.facts.push_back(std::move(*stated));
  }
  return read;
}

}  // namespace causa::cases
