// SPDX-License-Identifier: Apache-2.0

#include "intake/first_lines.hpp"

#include "intake/json_lines.hpp"

namespace causa::intake {

namespace {
/// How much of a line tells whether it begins as an object.
constexpr std::size_t seen_of_line = 64;
}  // namespace

std::optional<std::string_view> FirstLines::at(std::size_t index) {
  while (found_.size() <= index && !at_end_) {
    const Line line = next();
    if (!trimmed(buffer_.held().substr(line.start, line.size)).empty()) found_.push_back(line);
  }
  if (index >= found_.size()) return std::nullopt;
  return buffer_.held().substr(found_[index].start, found_[index].size);
}

FirstLines::Line FirstLines::next() {
  const std::size_t start = from_;
  std::size_t searched = start;
  std::size_t end = buffer_.held().find('\n', searched);
  while (end == std::string_view::npos && may_read_on(start)) {
    searched = buffer_.held().size();
    if (!buffer_.read_more(most_)) break;
    end = buffer_.held().find('\n', searched);
  }
  at_end_ = end == std::string_view::npos;
  if (at_end_) return {start, buffer_.held().size() - start, buffer_.at_end()};
  from_ = end + 1;
  return {start, end - start, true};
}

bool FirstLines::may_read_on(std::size_t start) const {
  const std::string_view held = buffer_.held();
  if (held.size() > most_ || buffer_.at_end()) return false;
  if (!in_parts_ || held.size() < start + seen_of_line) return true;
  return trimmed(held.substr(start, seen_of_line)).starts_with('{');
}

}  // namespace causa::intake
