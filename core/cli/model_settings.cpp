// SPDX-License-Identifier: Apache-2.0

#include "cli/model_settings.hpp"

#include <fmt/core.h>

#include <boost/json.hpp>

#include <map>
#include <vector>

#include "base/text.hpp"
#include "cli/file_error.hpp"

namespace causa::cli {

namespace {

using assess::Constants;
using assess::Estimate;

struct Number {
  double* value;
  double low, high;
};

/// Every constant under the name that it has in the file; grades are [middle, low, high].
struct Names {
  std::map<std::string, Number> numbers;
  std::map<std::string, int*> integers;
  std::map<std::string, Estimate*> grades;
};

Names names_of(Constants& c) {
  return {{{"expert_lr_strong", {&c.expert_lr_strong, 1, 100}},
           {"expert_lr_moderate", {&c.expert_lr_moderate, 1, 100}},
           {"expert_lr_weak", {&c.expert_lr_weak, 1, 100}},
           {"expert_lr_minimal", {&c.expert_lr_minimal, 1, 100}},
           {"expert_range_factor", {&c.expert_range_factor, 1, 100}},
           {"shrinkage_t", {&c.shrinkage_t, 0.01, 10}},
           {"unpublished_se", {&c.unpublished_se, 0.01, 2}},
           {"unpublished_se_small", {&c.unpublished_se_small, 0.01, 2}},
           {"chain_fraction_cap", {&c.chain_fraction_cap, 0, 1}},
           {"judgement_only_cap", {&c.judgement_only_cap, 0, 1}},
           {"accounts_for_cap", {&c.accounts_for_cap, 0, 1}},
           {"sufficient_explanation", {&c.sufficient_explanation, 0, 1}},
           {"ask_false_positive_symptom", {&c.ask_false_positive_symptom, 0.001, 0.999}},
           {"ask_false_positive_other", {&c.ask_false_positive_other, 0.001, 0.999}},
           {"ask_most_sensitive", {&c.ask_most_sensitive, 0.5, 0.999}},
           {"must_not_miss", {&c.must_not_miss, 0, 1}},
           {"advice_threshold", {&c.advice_threshold, 0, 1}}},
          {{"small_study", &c.small_study},
           {"shift_cap_millibans", &c.shift_cap_millibans},
           {"leading_causes", &c.leading_causes}},
          {{"grade_strong", &c.strong},
           {"grade_moderate", &c.moderate},
           {"grade_weak", &c.weak},
           {"grade_minimal", &c.minimal}}};
}

}  // namespace

Result<void> read_model(const toml::table& section, const std::filesystem::path& file,
                        Constants& constants) {
  const Names names = names_of(constants);
  for (const auto& [key, node] : section) {
    const std::string name(key.str());
    if (const auto found = names.numbers.find(name); found != names.numbers.end()) {
      const auto value = node.value<double>();
      const auto& [target, low, high] = found->second;
      if (!value || !(*value >= low && *value <= high))  // not a number fails too
        return file_error(file, node.source(), fmt::format("model.{} is out of range", name),
                          fmt::format("write a number from {} to {}", low, high));
      *target = *value;
    } else if (const auto integer = names.integers.find(name); integer != names.integers.end()) {
      const auto value = node.value<std::int64_t>();
      if (!value || *value < 0 || *value > 1'000'000)
        return file_error(file, node.source(), fmt::format("model.{} is out of range", name),
                          "write an integer of at least 0");
      *integer->second = static_cast<int>(*value);
    } else if (const auto grade = names.grades.find(name); grade != names.grades.end()) {
      const auto* list = node.as_array();
      std::vector<double> parts;
      if (list)
        for (const auto& entry : *list)
          if (const auto part = entry.value<double>()) parts.push_back(*part);
      if (parts.size() != 3 ||
          !(0 < parts[1] && parts[1] <= parts[0] && parts[0] <= parts[2] && parts[2] < 1))
        return file_error(file, node.source(), fmt::format("model.{} isn't a grade", name),
                          "write [middle, low, high], each between 0 and 1");
      *grade->second = {parts[0], parts[1], parts[2]};
    } else {
      std::vector<std::string> known;
      known.reserve(names.numbers.size() + names.integers.size() + names.grades.size());
      for (const auto& [entry, value] : names.numbers) known.push_back(entry);
      for (const auto& [entry, value] : names.integers) known.push_back(entry);
      for (const auto& [entry, value] : names.grades) known.push_back(entry);
      const std::string near = nearest(name, known);
      return file_error(
          file, node.source(), fmt::format("the model has no constant {}", name),
          near.empty() ? "see configs/causa.toml" : fmt::format("did you mean {}?", near));
    }
  }
  return {};
}

std::string model_text(const Constants& constants) {
  Constants copy = constants;
  const Names names = names_of(copy);
  std::map<std::string, std::string> texts;
  for (const auto& [name, number] : names.numbers) texts[name] = fmt::format("{}", *number.value);
  for (const auto& [name, number] : names.integers) texts[name] = fmt::format("{}", *number);
  for (const auto& [name, grade] : names.grades)
    texts[name] = fmt::format("[{}, {}, {}]", grade->p, grade->low, grade->high);
  std::string json = "{\"model\": {";
  for (const auto& [name, text] : texts)
    json += fmt::format("{}\"{}\": {}", name == texts.begin()->first ? "" : ", ", name, text);
  return json + "}}";
}

assess::Constants model_of(std::string_view text) {
  Constants constants;
  boost::system::error_code code;
  const auto json = boost::json::parse(text, code);
  const auto* whole = code ? nullptr : json.if_object();
  const auto* section = whole ? whole->if_contains("model") : nullptr;
  const auto* model = section ? section->if_object() : nullptr;
  if (!model) return constants;
  const Names names = names_of(constants);
  const auto read = [](const boost::json::value& value, double usual) {
    const auto number = boost::json::try_value_to<double>(value);
    return number ? *number : usual;
  };
  for (const auto& [key, value] : *model) {
    const std::string name(key);
    if (const auto found = names.numbers.find(name); found != names.numbers.end())
      *found->second.value = read(value, *found->second.value);
    else if (const auto integer = names.integers.find(name); integer != names.integers.end())
      *integer->second = static_cast<int>(read(value, *integer->second));
    else if (const auto grade = names.grades.find(name);
             grade != names.grades.end() && value.is_array() && value.get_array().size() == 3)
      *grade->second = {read(value.at(0), grade->second->p), read(value.at(1), grade->second->low),
                        read(value.at(2), grade->second->high)};
  }
  return constants;
}

}  // namespace causa::cli
