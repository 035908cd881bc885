// SPDX-License-Identifier: Apache-2.0

#include "knowledge/reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace causa::knowledge {

namespace {

/// Of nearly every mapping.
constexpr std::size_t usual_keys = 16;
/// Of any that a person wrote: each key is looked for among all of them.
constexpr std::size_t most_keys = 1000;

std::string_view kind_name(JsonKind kind) {
  switch (kind) {
    case JsonKind::mapping:
      return "a mapping";
    case JsonKind::list:
      return "a list";
    case JsonKind::text:
      return "a text";
    case JsonKind::truth:
      return "true or false";
    case JsonKind::integer:
    case JsonKind::number:
      return "a number";
    default:
      return "nothing";
  }
}

}  // namespace

std::string expected(std::string_view what, JsonValue value) {
  return fmt::format("must be {}, not {}", what, kind_name(value.kind()));
}

Reader::Reader(JsonValue value, const Place& place, std::vector<Problem>& problems)
    : place_(place), problems_(&problems) {
  known_.reserve(usual_keys);
  if (!value.is_mapping())
    wrong_here(expected("a mapping of keys to values", value));
  else if (value.members().size() > most_keys)
    wrong_here(fmt::format("has more than {} keys", most_keys));
  else
    value_ = value;
}

std::size_t Reader::length(std::string_view key) const {
  const JsonValue value = value_.find(key);
  return value.items().size();
}

JsonValue Reader::find(std::string_view key, Need need) {
  known_.push_back({key});
  if (const JsonValue value = value_.find(key)) return value;
  if (need == Need::required && !value_.is_absent())
    wrong_here(fmt::format("\"{}\" is missing", key));
  return {};
}

std::string_view Reader::text(std::string_view key, Need need) {
  const JsonValue value = find(key, need);
  if (!value) return {};
  if (!value.is_text())
    wrong(key, expected("a text", value),
          value.is_number() || value.is_truth() ? "put it in quotes" : "");
  else if (value.text().empty() && need == Need::required)
    wrong(key, "must not be empty");
  return value.text();
}

std::optional<double> Reader::number(std::string_view key, Need need) {
  const JsonValue value = find(key, need);
  if (!value) return std::nullopt;
  if (value.is_number()) return value.number();
  wrong(key, expected("a number", value));
  return std::nullopt;
}

std::optional<std::int64_t> Reader::integer(std::string_view key, Need need) {
  const auto value = number(key, need);
  if (!value) return std::nullopt;
  if (*value == std::floor(*value) && std::abs(*value) < 1e15)
    return static_cast<std::int64_t>(*value);
  wrong(key, "must be a whole number");
  return std::nullopt;
}

bool Reader::truth(std::string_view key, bool otherwise) {
  const JsonValue value = find(key);
  if (!value) return otherwise;
  if (value.is_truth()) return value.truth();
  wrong(key, expected("true or false", value), "without quotes");
  return otherwise;
}

std::vector<std::string> Reader::texts(std::string_view key, Need need) {
  const JsonValue value = find(key, need);
  if (!value) return {};
  if (value.is_text()) return {std::string(value.text())};
  if (!value.is_list()) {
    wrong(key, expected("a list of texts", value));
    return {};
  }
  std::vector<std::string> texts;
  texts.reserve(value.items().size());
  std::size_t index = 0;
  for (const JsonValue item : value.items()) {
    if (const std::string_view text = item.text(); !text.empty())
      texts.emplace_back(text);
    else
      problems_->push_back({Place(at(key), index).pointer(), 0, expected("a text", item),
                            "put it in quotes", false});
    ++index;
  }
  if (texts.empty() && need == Need::required) wrong(key, "must name at least one");
  return texts;
}

std::optional<Interval> Reader::interval(std::string_view key, Need need) {
  const JsonValue value = find(key, need);
  if (!value) return std::nullopt;
  const auto ends = value.items();
  if (ends.size() != 2 || !ends[0].is_number() || !ends[1].is_number()) {
    wrong(key, "must be two numbers, [low, high]");
    return std::nullopt;
  }
  const Interval interval{ends[0].number(), ends[1].number()};
  if (interval.low <= interval.high) return interval;
  wrong(key, "has its ends the wrong way round", "write [low, high]");
  return std::nullopt;
}

ConditionText Reader::condition(std::string_view key, Need need) {
  ConditionText condition{std::string(text(key, need)), at(key).pointer()};
  const bool is_blank = condition.text.find_first_not_of(" \t\n") == std::string::npos;
  // A key without a value, too: somebody meant to write one.
  if (is_blank && need == Need::optional && !value_.find(key).is_absent())
    wrong(key, "is an empty condition", "leave the key out if it is always true");
  return condition;
}

std::span<const JsonMember> Reader::facts(std::string_view key, Need need) {
  const JsonValue value = find(key, need);
  if (value && !value.is_mapping()) wrong(key, "must be a mapping of facts to values");
  if (!value.is_mapping()) return {};
  Reader facts(value, at(key), *problems_);
  for (const JsonMember& member : facts.members()) facts.known_.push_back({member.key});
  facts.finish();
  return facts.members();
}

void Reader::wrong(std::string_view key, std::string message, std::string hint) {
  problems_->push_back({at(key).pointer(), 0, std::move(message), std::move(hint), false});
}

void Reader::wrong_here(std::string message, std::string hint) {
  problems_->push_back({place_.pointer(), 0, std::move(message), std::move(hint), false});
}

void Reader::wrong_key(std::string_view key, std::string message, std::string hint) {
  problems_->push_back({at(key).pointer(), 0, std::move(message), std::move(hint), true});
}

void Reader::unknown(std::string_view key) {
  std::vector<std::string> names;
  for (const Known& known : known_) names.emplace_back(known.key);
  const std::string near = nearest(key, names);
  wrong_key(key, fmt::format("unknown key \"{}\"", key),
            near.empty() ? fmt::format("known here: {}", fmt::join(names, ", "))
                         : fmt::format("did you mean \"{}\"?", near));
}

void Reader::finish() {
  for (const JsonMember& member : members()) {
    const auto known = std::ranges::find(known_, member.key, &Known::key);
    if (known == known_.end())
      unknown(member.key);
    else if (std::exchange(known->is_met, true))
      wrong_key(member.key, fmt::format("key \"{}\" stands twice", member.key),
                "remove one of them");
  }
}

void Reader::wrong_choice(std::string_view key, JsonValue value,
                          const std::vector<std::string>& names) {
  const std::string near = value.is_text() ? nearest(value.text(), names) : std::string();
  wrong(key, fmt::format("{} is none of {}", value.written().substr(0, 60), fmt::join(names, ", ")),
        near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
}

}  // namespace causa::knowledge
