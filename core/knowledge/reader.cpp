// SPDX-License-Identifier: Apache-2.0

#include "knowledge/reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "base/text.hpp"

namespace causa::knowledge {

namespace {

/// Of nearly every object.
constexpr std::size_t most_keys = 16;

std::string_view kind_name(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::object:
      return "a mapping";
    case boost::json::kind::array:
      return "a list";
    case boost::json::kind::string:
      return "a text";
    case boost::json::kind::bool_:
      return "true or false";
    case boost::json::kind::null:
      return "nothing";
    default:
      return "a number";
  }
}

std::string expected(std::string_view what, const boost::json::value& value) {
  return fmt::format("must be {}, not {}", what, kind_name(value));
}

}  // namespace

std::string pointer_part(std::string_view key) {
  std::string part = "/";
  if (std::none_of(key.begin(), key.end(), [](char c) { return c == '~' || c == '/'; })) {
    part += key;
    return part;
  }
  for (const char c : key) {
    if (c == '~')
      part += "~0";
    else if (c == '/')
      part += "~1";
    else
      part += c;
  }
  return part;
}

Reader::Reader(const boost::json::value& value, std::string pointer, std::vector<Problem>& problems)
    : object_(value.if_object()), pointer_(std::move(pointer)), problems_(&problems) {
  known_.reserve(most_keys);
  if (object_ == nullptr) wrong_here(expected("a mapping of keys to values", value));
}

bool Reader::has(std::string_view key) const {
  const auto* value = object_ == nullptr ? nullptr : object_->if_contains(key);
  return value != nullptr && !value->is_null();
}

std::size_t Reader::length(std::string_view key) const {
  const auto* value = object_ == nullptr ? nullptr : object_->if_contains(key);
  return value != nullptr && value->is_array() ? value->get_array().size() : 0;
}

const boost::json::value* Reader::find(std::string_view key, Need need) {
  known_.push_back(key);
  const auto* value = object_ == nullptr ? nullptr : object_->if_contains(key);
  if (value != nullptr && !value->is_null()) return value;
  if (need == Need::required && object_ != nullptr)
    wrong_here(fmt::format("\"{}\" is missing", key));
  return nullptr;
}

std::string Reader::text(std::string_view key, Need need) {
  const auto* value = find(key, need);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    wrong(key, expected("a text", *value),
          value->is_number() || value->is_bool() ? "put it in quotes" : "");
    return {};
  }
  if (value->get_string().empty() && need == Need::required) wrong(key, "must not be empty");
  return std::string(value->get_string());
}

std::optional<double> Reader::number(std::string_view key, Need need) {
  const auto* value = find(key, need);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    wrong(key, expected("a number", *value));
    return std::nullopt;
  }
  const auto number = value->to_number<double>();
  if (std::isfinite(number)) return number;
  wrong(key, "is too large a number");
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
  const auto* value = find(key);
  if (value == nullptr) return otherwise;
  if (value->is_bool()) return value->get_bool();
  wrong(key, expected("true or false", *value), "without quotes");
  return otherwise;
}

std::vector<std::string> Reader::texts(std::string_view key, Need need) {
  const auto* value = find(key, need);
  if (value == nullptr) return {};
  if (value->is_string()) return {std::string(value->get_string())};
  if (!value->is_array()) {
    wrong(key, expected("a list of texts", *value));
    return {};
  }
  std::vector<std::string> texts;
  for (const auto& item : value->get_array()) {
    if (item.is_string() && !item.get_string().empty())
      texts.emplace_back(item.get_string());
    else
      problems_->push_back({fmt::format("{}/{}", at(key), texts.size()), 0,
                            expected("a text", item), "put it in quotes", false});
  }
  if (texts.empty() && need == Need::required) wrong(key, "must name at least one");
  return texts;
}

std::optional<Interval> Reader::interval(std::string_view key, Need need) {
  const auto* value = find(key, need);
  if (value == nullptr) return std::nullopt;
  const auto* pair = value->if_array();
  if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number()) {
    wrong(key, "must be two numbers, [low, high]");
    return std::nullopt;
  }
  const Interval interval{(*pair)[0].to_number<double>(), (*pair)[1].to_number<double>()};
  if (interval.low <= interval.high) return interval;
  wrong(key, "has its ends the wrong way round", "write [low, high]");
  return std::nullopt;
}

ConditionText Reader::condition(std::string_view key, Need need) {
  ConditionText condition{text(key, need), at(key)};
  // A key without a value, too: somebody meant to write one.
  const bool is_there = object_ != nullptr && object_->contains(key);
  if (is_there && condition.text.find_first_not_of(" \t\n") == std::string::npos &&
      need == Need::optional)
    wrong(key, "is an empty condition", "leave the key out if it is always true");
  return condition;
}

void Reader::wrong(std::string_view key, std::string message, std::string hint) {
  problems_->push_back({at(key), 0, std::move(message), std::move(hint), false});
}

void Reader::wrong_here(std::string message, std::string hint) {
  problems_->push_back({pointer_, 0, std::move(message), std::move(hint), false});
}

void Reader::finish() {
  if (object_ == nullptr) return;
  for (const auto& member : *object_) {
    const std::string_view key = member.key();
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    const std::vector<std::string> known(known_.begin(), known_.end());
    const std::string near = nearest(key, known);
    problems_->push_back({at(key), 0, fmt::format("unknown key \"{}\"", key),
                          near.empty() ? fmt::format("known here: {}", fmt::join(known_, ", "))
                                       : fmt::format("did you mean \"{}\"?", near),
                          true});
  }
}

void Reader::wrong_choice(std::string_view key, const boost::json::value& value,
                          const std::vector<std::string>& names) {
  const std::string got = boost::json::serialize(value);
  const std::string near = value.is_string() ? nearest(value.get_string(), names) : std::string();
  wrong(key, fmt::format("{} is none of {}", got.substr(0, 60), fmt::join(names, ", ")),
        near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
}

bool Reader::expect_list(std::string_view key, const boost::json::value& value) {
  if (value.is_array()) return true;
  wrong(key, expected("a list", value));
  return false;
}

}  // namespace causa::knowledge
