// SPDX-License-Identifier: Apache-2.0
//
// What modules say of everybody, once: rows of a table *_stated, found by the digest of their
// content. Ids that were found are remembered, so that a patient who adds nothing new costs one
// look-up in memory a row. Belongs to its connection's thread.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "base/hash.hpp"
#include "base/shared_text.hpp"
#include "record/text_table.hpp"
#include "store/content_key.hpp"
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

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return record::mix(key); }
  };

  template <class... Values>
  const Row* known(const Values&... content) {
    failed_ = false;
    key_.clear();
    (append_to_key(content), ...);
    if (const auto found = rows_.find(key_.written()); found != rows_.end()) return &found->second;
    content_.clear();
    (append(content_, content), ...);
    return find();
  }

  const Row* find();
  const Row* add(Wording wording, bool inserted);

  // In a key that stays in memory a shared text is its identity.
  void append_to_key(SharedText text) { append_identity('s', text.identity()); }
  void append_to_key(SharedTexts texts) { append_identity('l', texts.identity()); }
  void append_to_key(const std::vector<SharedText>& texts) {
    append_to_key(texts.size());
    for (const SharedText text : texts) append_to_key(text);
  }
  template <class Value>
  void append_to_key(const Value& value) {
    append(key_, value);
  }
  void append_identity(char kind, const void* identity) {
    key_.number(kind, std::bit_cast<std::uintptr_t>(identity));
  }

  static void append(ContentKey& out, std::string_view text) { out.text(text); }
  static void append(ContentKey& out, const std::string& text) { out.text(text); }
  static void append(ContentKey& out, SharedText text) { out.text(text.text()); }
  /// Lists: the same as the text that is stored.
  static void append(ContentKey& out, SharedTexts texts) { append(out, list_text(texts)); }
  static void append(ContentKey& out, const std::vector<SharedText>& texts) {
    append(out, list_text(texts));
  }
  static void append(ContentKey& out, double value) { out.real(value); }
  template <class Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>)
  static void append(ContentKey& out, Number value) {
    out.integer(static_cast<std::int64_t>(value));
  }
  static void append(ContentKey& out, const std::optional<double>& value) {
    if (value && !std::isnan(*value)) {
      out.real(*value);
    } else {
      out.none();
    }
  }
  template <class Value>
  static void append(ContentKey& out, const std::optional<Value>& value) {
    if (value) {
      append(out, *value);
    } else {
      out.none();
    }
  }

  sqlite3* database_;
  Statement find_, insert_;
  std::unordered_map<std::string, Row, Hash, std::equal_to<>> rows_;
  ContentKey key_, content_;
  std::string digest_;
  bool failed_ = false;
};

}  // namespace causa::store
