// SPDX-License-Identifier: Apache-2.0
//
// JSON as text, written as it is said, without a tree of values in between: for an assessment the
// tree cost more than all else of printing. Escapes and numbers as write_json() has them. The
// caller closes what it opens. One thread; nothing can fail.
#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace causa::report {

class JsonText {
 public:
  /// Appends to `out`, which outlives it.
  explicit JsonText(std::string& out) : out_(out) {}

  /// The next value belongs to this key of the object that is open.
  JsonText& key(std::string_view name) {
    comma();
    string(name);
    out_ += ": ";
    after_key_ = true;
    return *this;
  }

  void begin_object() { begin('{'); }
  void end_object() { end('}'); }
  void begin_array() { begin('['); }
  void end_array() { end(']'); }

  void value(std::string_view text) {
    comma();
    string(text);
  }
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool truth) { word(truth ? "true" : "false"); }
  void value(double number);
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  void value(T number) {
    comma();
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
  }
  void null() { word("null"); }

  void text_or_null(std::string_view text) {
    if (text.empty())
      null();
    else
      value(text);
  }
  template <std::ranges::input_range Entries>
  void list(const Entries& entries) {
    begin_array();
    for (const auto& entry : entries) value(entry);
    end_array();
  }

 private:
  void begin(char bracket) {
    comma();
    out_ += bracket;
    first_ = true;
  }
  void end(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void word(std::string_view text) {
    comma();
    out_ += text;
  }
  void comma() {
    if (!first_ && !after_key_) out_ += ", ";
    first_ = after_key_ = false;
  }
  void string(std::string_view text);

  std::string& out_;
  bool first_ = true;  ///< nothing stands before in what is open
  bool after_key_ = false;
};

}  // namespace causa::report
