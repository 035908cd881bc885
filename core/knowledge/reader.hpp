// SPDX-License-Identifier: Apache-2.0
//
// Reads one JSON object of a manifest field by field and notes every fault with its JSON pointer:
// wrong types, missing keys, unknown keys with the nearest known one. A view of the JSON value and
// of the list of problems; both outlive it. One thread.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/parse.hpp"

namespace causa::knowledge {

enum class Need : bool { optional, required };

/// One part of a JSON pointer, escaped and with its slash.
std::string pointer_part(std::string_view key);

template <class E>
using Choices = std::span<const std::pair<std::string_view, E>>;

class Reader {
 public:
  /// If `value` isn't an object that is noted, and every key counts as missing without a word.
  Reader(const boost::json::value& value, std::string pointer, std::vector<Problem>& problems);

  /// The value of a key, or nullptr if it isn't there or is null. Whoever asks makes it known; keys
  /// outlive the reader.
  const boost::json::value* find(std::string_view key, Need need = Need::optional);

  std::string text(std::string_view key, Need need = Need::optional);
  std::optional<double> number(std::string_view key, Need need = Need::optional);
  std::optional<std::int64_t> integer(std::string_view key, Need need = Need::optional);
  bool truth(std::string_view key, bool otherwise);

  /// A list of texts; one text stands for a list of one.
  std::vector<std::string> texts(std::string_view key, Need need = Need::optional);

  /// [low, high], low <= high.
  std::optional<Interval> interval(std::string_view key, Need need = Need::optional);

  ConditionText condition(std::string_view key, Need need = Need::optional);

  template <class E>
  E choice(std::string_view key, Choices<E> choices, E otherwise, Need need = Need::optional) {
    const boost::json::value* value = find(key, need);
    if (value == nullptr) return otherwise;
    if (value->is_string())
      for (const auto& [name, meaning] : choices)
        if (std::string_view(value->get_string()) == name) return meaning;
    std::vector<std::string> names;
    for (const auto& [name, meaning] : choices) names.emplace_back(name);
    wrong_choice(key, *value, names);
    return otherwise;
  }

  /// Calls `each(Reader&)` for each object of a list and then notes its unknown keys.
  template <class Each>
  void list(std::string_view key, Need need, Each&& each) {
    const boost::json::value* value = find(key, need);
    if (value == nullptr) return;
    if (!expect_list(key, *value)) return;
    const std::string pointer = at(key) + '/';
    std::size_t index = 0;
    for (const boost::json::value& item : value->get_array()) {
      Reader reader(item, pointer + std::to_string(index++), *problems_);
      each(reader);
      reader.finish();
    }
  }

  /// Notes a fault of a key's value.
  void wrong(std::string_view key, std::string message, std::string hint = {});
  /// Notes a fault of the whole object.
  void wrong_here(std::string message, std::string hint = {});

  /// Notes the keys that nobody asked for.
  void finish();

  [[nodiscard]] bool has(std::string_view key) const;
  /// Entries of a list; 0 if it isn't one.
  [[nodiscard]] std::size_t length(std::string_view key) const;
  [[nodiscard]] const std::string& pointer() const { return pointer_; }
  [[nodiscard]] std::string at(std::string_view key) const { return pointer_ + pointer_part(key); }
  [[nodiscard]] std::vector<Problem>& problems() const { return *problems_; }

 private:
  void wrong_choice(std::string_view key, const boost::json::value& value,
                    const std::vector<std::string>& names);
  bool expect_list(std::string_view key, const boost::json::value& value);

  const boost::json::object* object_;  ///< nullptr: not an object
  std::string pointer_;
  std::vector<Problem>* problems_;
  std::vector<std::string_view> known_;
};

}  // namespace causa::knowledge
