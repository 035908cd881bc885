// SPDX-License-Identifier: Apache-2.0
//
// A prepared statement as values in and fields out. Prepared on its first use, so that a program
// that saves one assessment pays only for what it runs. Belongs to its connection's thread and must
// end before the connection does. Errors: false or Cursor::failed(), then Connection::error().
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/hash.hpp"
#include "base/shared_text.hpp"
#include "base/time.hpp"
#include "store/lists.hpp"

namespace causa::store {

/// NULL instead of unknown_time.
struct Instant {
  std::int64_t ms;
};
struct InstantTo {
  std::int64_t& ms;
};

/// Text that is NULL if there is nothing to say.
struct TextOrNull {
  std::string_view text;
  bool null;
};

/// First and last enumerator, so that a number in a file is one of them (enumerations.hpp).
template <class Enum>
struct Enumerators;

class Cursor;

class Statement {
 public:
  /// `sql` must live as long as the statement.
  Statement(sqlite3* database, const char* sql) : database_(database), sql_(sql) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// A value of a column; `monostate` is NULL.
  using Value = std::variant<std::monostate, std::int64_t, double, std::string_view>;

  /// Binds all and runs to the end. Text and bytes are read in place, not copied.
  template <class... Values>
  [[nodiscard]] bool run(const Values&... values) {
    return start(values...) && finish();
  }
  /// The same with as many values as the statement takes.
  [[nodiscard]] bool run_values(std::span<const Value> values);
  /// The same with the columns of another statement's row that weren't read yet, as they are, and
  /// what comes after them.
  template <class... Values>
  [[nodiscard]] bool run_rest(Cursor& row, const Values&... values);

 private:
  friend class Cursor;

  template <class... Values>
  bool start(const Values&... values) {
    if (statement_ == nullptr && !prepare()) return false;
    int index = 0;
    return (bind(++index, values) && ...);
  }

  bool prepare();
  bool finish();
  int bind_rest(Cursor& row);

  bool bind(int index, std::nullptr_t);
  bool bind(int index, double value);  // NaN becomes NULL
  bool bind(int index, std::string_view value);
  bool bind(int index, std::span<const std::byte> value);
  bool bind(int index, const Digest& value) {
    return bind(index, std::span<const std::byte>(value));
  }
  bool bind(int index, Instant value);
  bool bind(int index, TextOrNull value);
  bool bind(int index, TextList value);
  template <class Texts>
  bool bind_list(int index, const Texts& texts);
  bool bind_integer(int index, std::int64_t value);
  bool bind(int index, const std::string& value) { return bind(index, std::string_view(value)); }
  bool bind(int index, SharedText value) { return bind(index, value.text()); }
  bool bind(int index, SharedTexts value) { return bind(index, TextList{value.texts()}); }
  bool bind(int index, const std::vector<SharedText>& value);

  template <class Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>)
  bool bind(int index, Number value) {
    return bind_integer(index, static_cast<std::int64_t>(value));
  }
  template <class Value>
  bool bind(int index, const std::optional<Value>& value) {
    return value ? bind(index, *value) : bind(index, nullptr);
  }

  sqlite3* database_;
  const char* sql_;
  sqlite3_stmt* statement_ = nullptr;
};

/// The rows of one run of a statement; resets it at the end, which ends its read transaction.
class Cursor {
 public:
  template <class... Values>
  explicit Cursor(Statement& statement, const Values&... values) : statement_(statement) {
    failed_ = !statement.start(values...);
  }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  ~Cursor();

  [[nodiscard]] bool next();
  [[nodiscard]] bool failed() const { return failed_; }

  /// For columns whose kind is known only when they are met.
  [[nodiscard]] sqlite3_stmt* row() const { return statement_.statement_; }

  /// A value was not one that this program can have written.
  [[nodiscard]] bool strange() const { return strange_; }
  /// Of what was read since this was asked last.
  [[nodiscard]] bool take_strange() { return std::exchange(strange_, false); }

  /// Reads the columns of the row from the first one on.
  template <class... Fields>
  void read(Fields&&... fields) {
    column_ = 0;
    (get(fields), ...);
  }

 private:
  friend class Statement;

  void get(double& field);  // NULL becomes NaN
  void get(std::string& field);
  void get(SharedText& field);
  void get(bool& field);
  void get(InstantTo field);
  void get(Digest& field);
  std::int64_t integer();
  bool null_here();

  template <class Number>
    requires std::is_integral_v<Number>
  void get(Number& field) {
    const std::int64_t value = integer();
    field = static_cast<Number>(value);
    // A 64-bit count is kept in the bits of a signed one.
    if constexpr (sizeof(Number) < sizeof(value)) {
      if (static_cast<std::int64_t>(field) != value) strange_ = true;
    }
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void get(Enum& field) {
    const std::int64_t value = integer();
    const bool known = value >= static_cast<std::int64_t>(Enumerators<Enum>::first) &&
                       value <= static_cast<std::int64_t>(Enumerators<Enum>::last);
    strange_ = strange_ || !known;
    field = known ? static_cast<Enum>(value) : Enumerators<Enum>::first;
  }
  template <class Value>
  void get(std::optional<Value>& field) {
    if (null_here()) {
      field.reset();
      ++column_;
    } else {
      get(field.emplace());
    }
  }

  Statement& statement_;
  int column_ = 0;
  bool failed_ = false;
  bool strange_ = false;
};

template <class... Values>
bool Statement::run_rest(Cursor& row, const Values&... values) {
  int index = bind_rest(row);
  return index > 0 && (bind(++index, values) && ...) && finish();
}

}  // namespace causa::store
