// SPDX-License-Identifier: Apache-2.0

#include "store/statement.hpp"

#include <cstring>
#include <limits>

namespace causa::store {

Statement::~Statement() { sqlite3_finalize(statement_); }

bool Statement::prepare() {
  return sqlite3_prepare_v3(database_, sql_, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) ==
         SQLITE_OK;
}

bool Statement::run_values(std::span<const Value> values) {
  if (statement_ == nullptr && !prepare()) return false;
  int index = 0;
  for (const Value& value : values) {
    ++index;
    bool bound = false;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      bound = bind_integer(index, *integer);
    } else if (const auto* real = std::get_if<double>(&value)) {
      bound = bind(index, *real);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      bound = bind(index, *text);
    } else {
      bound = bind(index, nullptr);
    }
    if (!bound) return false;
  }
  return finish();
}

/// How many were bound; 0: that failed.
int Statement::bind_rest(Cursor& row) {
  if (statement_ == nullptr && !prepare()) return 0;
  sqlite3_stmt* from = row.row();
  const int end = sqlite3_data_count(from);
  int index = 0;
  for (int& column = row.column_; column < end; ++column)
    if (sqlite3_bind_value(statement_, ++index, sqlite3_column_value(from, column)) != SQLITE_OK)
      return 0;
  return index;
}

bool Statement::finish() {
  const int code = sqlite3_step(statement_);
  // reset() repeats the error of a failed step, so that the connection still knows it.
  return sqlite3_reset(statement_) == SQLITE_OK && code == SQLITE_DONE;
}

bool Statement::bind(int index, std::nullptr_t) {
  return sqlite3_bind_null(statement_, index) == SQLITE_OK;
}

bool Statement::bind(int index, double value) {
  return sqlite3_bind_double(statement_, index, value) == SQLITE_OK;
}

bool Statement::bind(int index, std::string_view value) {
  // A null pointer would bind NULL instead of an empty text.
  const char* text = value.data() == nullptr ? "" : value.data();
  return sqlite3_bind_text64(statement_, index, text, value.size(), SQLITE_STATIC, SQLITE_UTF8) ==
         SQLITE_OK;
}

bool Statement::bind(int index, std::span<const std::byte> value) {
  if (value.empty()) return sqlite3_bind_zeroblob(statement_, index, 0) == SQLITE_OK;
  return sqlite3_bind_blob64(statement_, index, value.data(), value.size(), SQLITE_STATIC) ==
         SQLITE_OK;
}

bool Statement::bind(int index, Instant value) {
  return value.ms == unknown_time ? bind(index, nullptr) : bind_integer(index, value.ms);
}

bool Statement::bind(int index, TextOrNull value) {
  return value.null ? bind(index, nullptr) : bind(index, value.text);
}

bool Statement::bind(int index, TextList value) { return bind_list(index, value.list); }

bool Statement::bind(int index, const std::vector<SharedText>& value) {
  return bind_list(index, value);
}

template <class Texts>
bool Statement::bind_list(int index, const Texts& texts) {
  if (texts.empty()) return bind(index, nullptr);
  std::string text;
  append_list(text, texts);
  return sqlite3_bind_text64(statement_, index, text.data(), text.size(), SQLITE_TRANSIENT,
                             SQLITE_UTF8) == SQLITE_OK;
}

bool Statement::bind_integer(int index, std::int64_t value) {
  return sqlite3_bind_int64(statement_, index, value) == SQLITE_OK;
}

Cursor::~Cursor() { sqlite3_reset(statement_.statement_); }

bool Cursor::next() {
  if (failed_) return false;
  const int code = sqlite3_step(statement_.statement_);
  failed_ = code != SQLITE_ROW && code != SQLITE_DONE;
  return code == SQLITE_ROW;
}

void Cursor::get(double& field) {
  field = null_here() ? std::numeric_limits<double>::quiet_NaN()
                      : sqlite3_column_double(statement_.statement_, column_);
  ++column_;
}

void Cursor::get(std::string& field) {
  // column_blob: the bytes as they are, with any zero among them.
  const void* bytes = sqlite3_column_blob(statement_.statement_, column_);
  const int size = sqlite3_column_bytes(statement_.statement_, column_);
  field.assign(static_cast<const char*>(bytes),
               bytes == nullptr ? 0 : static_cast<std::size_t>(size));
  ++column_;
}

void Cursor::get(SharedText& field) {
  const void* bytes = sqlite3_column_blob(statement_.statement_, column_);
  const int size = sqlite3_column_bytes(statement_.statement_, column_);
  field = bytes == nullptr
              ? std::string_view()
              : std::string_view(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  ++column_;
}

void Cursor::get(Digest& field) {
  const void* bytes = sqlite3_column_blob(statement_.statement_, column_);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.statement_, column_));
  if (size == field.size()) {
    std::memcpy(field.data(), bytes, size);
  } else {
    field = {};
    strange_ = true;
  }
  ++column_;
}

void Cursor::get(bool& field) {
  const std::int64_t value = integer();
  field = value != 0;
  strange_ = strange_ || (value != 0 && value != 1);
}

void Cursor::get(InstantTo field) {
  if (null_here()) {
    field.ms = unknown_time;
    ++column_;
  } else {
    field.ms = integer();
  }
}

std::int64_t Cursor::integer() { return sqlite3_column_int64(statement_.statement_, column_++); }

bool Cursor::null_here() {
  return sqlite3_column_type(statement_.statement_, column_) == SQLITE_NULL;
}

}  // namespace causa::store
