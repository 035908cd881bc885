// SPDX-License-Identifier: Apache-2.0
//
// Reads one mapping of a JSON document key by key and notes every fault with its JSON pointer:
// wrong types, missing keys, keys that stand twice, unknown keys with the nearest known one. A view
// of the document, of its place there and of the list of problems; all outlive it. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "knowledge/parse.hpp"
#include "knowledge/place.hpp"

namespace causa::knowledge {

enum class Need : bool { optional, required };

template <class E>
using Choices = std::span<const std::pair<std::string_view, E>>;

/// "must be a text, not a list"
std::string expected(std::string_view what, JsonValue value);

class Reader {
 public:
  /// If `value` isn't a mapping that is noted, and every key counts as missing without a word.
  Reader(JsonValue value, const Place& place, std::vector<Problem>& problems);
  /// What is read inside has its place in here.
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// The value of a key; absent if it isn't there or is null. Whoever asks makes it known; keys
  /// outlive the reader.
  JsonValue find(std::string_view key, Need need = Need::optional);

  /// As long as the document.
  std::string_view text(std::string_view key, Need need = Need::optional);
  std::optional<double> number(std::string_view key, Need need = Need::optional);
  std::optional<std::int64_t> integer(std::string_view key, Need need = Need::optional);
  bool truth(std::string_view key, bool otherwise);

  /// A list of texts; one text stands for a list of one.
  std::vector<std::string> texts(std::string_view key, Need need = Need::optional);

  /// [low, high], low <= high.
  std::optional<Interval> interval(std::string_view key, Need need = Need::optional);

  ConditionText condition(std::string_view key, Need need = Need::optional);

  /// The members of a mapping whose keys are those of facts.
  std::span<const JsonMember> facts(std::string_view key, Need need = Need::optional);

  template <class E>
  E choice(std::string_view key, Choices<E> choices, E otherwise, Need need = Need::optional) {
    const JsonValue value = find(key, need);
    if (!value) return otherwise;
    if (value.is_text())
      for (const auto& [name, meaning] : choices)
        if (value.text() == name) return meaning;
    std::vector<std::string> names;
    for (const auto& [name, meaning] : choices) names.emplace_back(name);
    wrong_choice(key, value, names);
    return otherwise;
  }

  /// Of the mapping itself, if its keys aren't known beforehand.
  [[nodiscard]] std::span<const JsonMember> members() const { return value_.members(); }

  /// Calls `each(Reader&)` for each mapping of a list and then notes its unknown keys.
  template <class Each>
  void list(std::string_view key, Need need, Each&& each);

  /// Notes a fault of a key's value.
  void wrong(std::string_view key, std::string message, std::string hint = {});
  /// Notes a fault of the whole mapping.
  void wrong_here(std::string message, std::string hint = {});

  /// Notes the keys that nobody asked for, and those that stand twice.
  void finish();

  [[nodiscard]] bool has(std::string_view key) const { return bool(value_.find(key)); }
  /// Entries of a list; 0 if it isn't one.
  [[nodiscard]] std::size_t length(std::string_view key) const;
  [[nodiscard]] const Place& place() const { return place_; }
  [[nodiscard]] Place at(std::string_view key) const { return {place_, key}; }
  [[nodiscard]] std::vector<Problem>& problems() const { return *problems_; }

 private:
  void wrong_choice(std::string_view key, JsonValue value, const std::vector<std::string>& names);
  void wrong_key(std::string_view key, std::string message, std::string hint);
  void unknown(std::string_view key);

  JsonValue value_;  ///< absent: not a mapping that can be read
  Place place_;
  std::vector<Problem>* problems_;
  struct Known {
    std::string_view key;
    bool is_met = false;
  };
  std::vector<Known> known_;
};

/// Calls `each(Reader&)` for each mapping of a list and then notes its unknown keys; notes what is
/// no list.
template <class Each>
void read_list(JsonValue list, const Place& place, std::vector<Problem>& problems, Each&& each) {
  if (!list.is_list())
    problems.push_back({place.pointer(), 0, expected("a list", list), "", false});
  std::size_t index = 0;
  for (const JsonValue item : list.items()) {
    Reader reader(item, Place(place, index++), problems);
    each(reader);
    reader.finish();
  }
}

template <class Each>
void Reader::list(std::string_view key, Need need, Each&& each) {
  if (const JsonValue value = find(key, need)) read_list(value, at(key), *problems_, each);
}

}  // namespace causa::knowledge
