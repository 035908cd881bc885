// SPDX-License-Identifier: Apache-2.0
//
// What modules say of everybody, once: rows of a table *_stated, found by the digest of their
// content. Ids that were found are remembered, so that a patient who adds nothing new costs one
// look-up in memory a row. Belongs to its connection's thread.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "base/hash.hpp"
#include "store/statement.hpp"

namespace causa::store {

/// What belongs to a row but not to its content: that of the first patient (rule_stated).
struct Wording {
  std::string text, missing;
};

class Dictionary {
 public:
  struct Row {
    std::int64_t id = 0;
    Wording wording;
  };

  /// `find` takes a digest and returns id, text, missing; `insert` takes the digest, the content
  /// and, if it is `worded`, text and missing.
  Dictionary(sqlite3* database, const char* find, const char* insert)
      : database_(database), find_(database, find), insert_(database, insert) {}

  /// Id of the row with this content, added if it is new; 0 if that failed.
  template <class... Values>
  std::int64_t id_of(const Values&... content) {
    const Row* row = known(content...);
    if (row == nullptr && !failed_) row = add({}, insert_.run(digest_, content...));
    return row == nullptr ? 0 : row->id;
  }

  /// The row with this content, added with `wording` if it is new; null if that failed.
  template <class... Values>
  const Row* row_of(std::string_view text, std::string_view missing, const Values&... content) {
    const Row* row = known(content...);
    if (row == nullptr && !failed_)
      row = add({std::string(text), std::string(missing)},
                insert_.run(digest_, content..., text, missing));
    return row;
  }

  /// After a rollback: rows that were added are gone.
  void forget() { rows_.clear(); }

  /// Between transactions: bounds the memory. A text with a patient's number in a published ratio
  /// can make as many rows as patients.
  void trim() {
    if (rows_.size() > most_remembered) rows_.clear();
  }

 private:
  static constexpr std::size_t most_remembered = 65'536;
  static constexpr std::size_t number_bytes = 9;  ///< in a key: the mark and eight bytes

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };

  template <class... Values>
  const Row* known(const Values&... content) {
    failed_ = false;
    key_.clear();
    (append(content), ...);
    if (const auto found = rows_.find(key_); found != rows_.end()) return &found->second;
    return find();
  }

  const Row* find();
  const Row* add(Wording wording, bool inserted);

  // Each value with a mark of its kind and, for text, its length: no two contents have one key.
  void append(std::string_view text) {
    append_number('t', text.size());
    key_ += text;
  }
  void append(const std::string& text) { append(std::string_view(text)); }
  /// The same as its text, which isn't made.
  void append(TextList value) {
    if (value.list.empty()) {
      key_ += 'n';
      return;
    }
    const std::size_t at = key_.size();
    append_number('t', 0);
    append_list(key_, value.list);
    write_number(at + 1, key_.size() - at - number_bytes);
  }
  void append(double value) { append_number('d', std::bit_cast<std::uint64_t>(value)); }
  template <class Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>)
  void append(Number value) {
    append_number('i', static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
  }
  template <class Value>
  void append(const std::optional<Value>& value) {
    if (value) {
      append(*value);
    } else {
      key_ += 'n';
    }
  }
  void append_number(char kind, std::uint64_t bits) {
    const std::size_t at = key_.size();
    key_.resize(at + number_bytes);
    key_[at] = kind;
    write_number(at + 1, bits);
  }
  /// Eight bytes, least first.
  void write_number(std::size_t at, std::uint64_t bits) {
    for (std::size_t i = 0; i < 8; ++i, bits >>= 8) key_[at + i] = static_cast<char>(bits & 0xff);
  }

  sqlite3* database_;
  Statement find_, insert_;
  std::unordered_map<std::string, Row, Hash, std::equal_to<>> rows_;
  std::string key_, digest_;
  bool failed_ = false;
};

}  // namespace causa::store
