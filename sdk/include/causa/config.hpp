// SPDX-License-Identifier: Apache-2.0
//
// The settings of a module: one flat JSON object of numbers, texts and truths, made by the host
// from the manifest's `config` and the administrator's file. A view: lives as long as the text it
// was given; read what you need in your constructor. A setting of the wrong type throws
// causa::ConfigError, which plugin.hpp turns into CAUSA_ERROR_CONFIG with these words.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace causa {
inline namespace v1 {

struct ConfigError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

namespace detail {

/// Reads a flat JSON object; only what Config needs. Throws ConfigError on anything else.
class ConfigScanner {
 public:
  explicit ConfigScanner(std::string_view json) : rest_(json) {}

  /// The raw value (quotes kept) of a key, or nothing.
  std::optional<std::string_view> find(std::string_view key) {
    expect('{');
    if (next() == '}') return std::nullopt;
    while (true) {
      const std::string_view name = quoted();
      expect(':');
      const std::string_view value = scalar();
      if (name.substr(1, name.size() - 2) == key) return value;
      if (next() == '}') return std::nullopt;
      expect(',');
    }
  }

  /// The text that a quoted JSON string stands for.
  static std::string unquote(std::string_view quoted) {
    std::string text;
    for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
      if (quoted[i] != '\\') {
        text += quoted[i];
        continue;
      }
      switch (quoted[++i]) {
        case 'n':
          text += '\n';
          break;
        case 't':
          text += '\t';
          break;
        case 'r':
          text += '\r';
          break;
        case 'b':
          text += '\b';
          break;
        case 'f':
          text += '\f';
          break;
        case 'u':
          throw ConfigError("a setting's text has a \\u escape; write the letter itself");
        default:
          text += quoted[i];
      }
    }
    return text;
  }

 private:
  char next() {
    const std::size_t start = rest_.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) throw ConfigError("the settings end too early");
    rest_.remove_prefix(start);
    return rest_.front();
  }

  void expect(char c) {
    if (next() != c) throw ConfigError(std::string("the settings lack a '") + c + "'");
    rest_.remove_prefix(1);
  }

  std::string_view quoted() {
    if (next() != '"') throw ConfigError("the settings must be one flat JSON object");
    std::size_t end = 1;
    while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2u : 1u;
    if (end >= rest_.size()) throw ConfigError("the settings end within a text");
    return take(end + 1);
  }

  std::string_view scalar() {
    if (next() == '"') return quoted();
    const std::size_t end = rest_.find_first_of(",} \t\r\n[{");
    if (end == 0 || end == std::string_view::npos || rest_[end] == '[' || rest_[end] == '{')
      throw ConfigError("a setting must be a number, a text, true or false");
    return take(end);
  }

  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::string_view rest_;
};

}  // namespace detail

class Config {
 public:
  explicit Config(std::string_view json = "{}") : json_(json) {}

  [[nodiscard]] double number(std::string_view name, double otherwise) const {
    return read<double>(name, otherwise, "a number");
  }

  [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t otherwise) const {
    return read<std::int64_t>(name, otherwise, "a whole number");
  }

  [[nodiscard]] bool truth(std::string_view name, bool otherwise) const {
    const auto raw = find(name);
    if (!raw) return otherwise;
    if (*raw != "true" && *raw != "false") fail(name, "true or false", *raw);
    return *raw == "true";
  }

  [[nodiscard]] std::string text(std::string_view name, std::string_view otherwise) const {
    const auto raw = find(name);
    if (!raw) return std::string(otherwise);
    if (raw->front() != '"') fail(name, "a text", *raw);
    return detail::ConfigScanner::unquote(*raw);
  }

 private:
  /// Nothing if the setting isn't there or is null.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const {
    const auto raw = detail::ConfigScanner(json_).find(name);
    return raw && *raw == "null" ? std::nullopt : raw;
  }

  template <class T>
  [[nodiscard]] T read(std::string_view name, T otherwise, const char* expected) const {
    const auto raw = find(name);
    if (!raw) return otherwise;
    T value{};
    const auto [end, error] = std::from_chars(raw->data(), raw->data() + raw->size(), value);
    if (error != std::errc() || end != raw->data() + raw->size()) fail(name, expected, *raw);
    return value;
  }

  [[noreturn]] static void fail(std::string_view name, const char* expected, std::string_view got) {
    throw ConfigError("setting " + std::string(name) + " must be " + expected + ", not " +
                      std::string(got));
  }

  std::string_view json_;
};

}  // namespace v1
}  // namespace causa
