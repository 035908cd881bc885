// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/root_type.hpp"

#include <cstddef>

namespace causa::intake::fhir {

namespace {

/// Looks at the keys of the outermost object, in order. What isn't plain ends the look.
class Look {
 public:
  explicit Look(std::string_view line) : line_(line) {}

  bool run() {
    if (!take('{')) return false;
    std::string_view key;
    while (take_plain_text(key) && take(':')) {
      if (key == "resourceType") {
        std::string_view type;
        return take_plain_text(type) && type == "Bundle";
      }
      if (!pass_value() || !take(',')) return false;
    }
    return false;
  }

 private:
  void pass_blanks() {
    while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r'))
      ++at_;
  }

  bool take(char wanted) {
    pass_blanks();
    if (at_ == line_.size() || line_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  bool take_plain_text(std::string_view& text) {
    if (!take('"')) return false;
    const std::size_t end = line_.find_first_of("\"\\", at_);
    if (end == std::string_view::npos || line_[end] == '\\') return false;
    text = line_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  /// From behind the opening quote.
  bool pass_text() {
    for (; at_ < line_.size(); ++at_) {
      if (line_[at_] == '\\') {
        ++at_;
      } else if (line_[at_] == '"') {
        ++at_;
        return true;
      }
    }
    return false;
  }

  bool pass_value() {
    std::size_t depth = 0;
    pass_blanks();
    while (at_ < line_.size()) {
      const char c = line_[at_];
      if (depth == 0 && (c == ',' || c == '}')) return true;
      ++at_;
      if (c == '"') {
        if (!pass_text()) return false;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return false;
        --depth;
      }
    }
    return false;
  }

  std::string_view line_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_surely_bundle(std::string_view line) { return Look(line).run(); }

}  // namespace causa::intake::fhir
