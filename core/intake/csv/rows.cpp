// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/rows.hpp"

#include <algorithm>

#include "intake/written/amount.hpp"

namespace causa::intake::csv {

bool RowReader::next(Row& row) {
  for (;;) {
    if (at_ == text_.size()) return false;
    row.cells.clear();
    row.fault.clear();
    row.line = line_;
    start_ = at_;
    while (read_cell(row)) {
    }
    if (!row.fault.empty()) {
      // A quote that was never closed must not swallow the rest of the file.
      const bool may_go_on = at_ == text_.size() && at_ - start_ <= longest_row && !ends_;
      at_ = start_;
      line_ = row.line;
      if (may_go_on) return false;
      skip_line();
      return true;
    }
    end_line();
    if (std::any_of(row.cells.begin(), row.cells.end(), [](const auto& c) { return !c.empty(); }))
      return true;
  }
}

/// False after the last cell of the row.
bool RowReader::read_cell(Row& row) {
  std::string& cell = row.cells.emplace_back();
  std::size_t first = at_;
  while (first < text_.size() && text_[first] == ' ' && text_[first] != delimiter_) ++first;
  if (quote_ != 0 && first < text_.size() && text_[first] == quote_) {
    at_ = first + 1;
    if (!read_quoted(row, cell)) return false;
  } else {
    const std::size_t begin = at_;
    while (!at_line_end() && text_[at_] != delimiter_) ++at_;
    cell = written::trimmed(text_.substr(begin, at_ - begin));
  }
  if (at_line_end()) return false;
  ++at_;  // the delimiter
  return true;
}

/// The place is behind the opening quote; afterwards at the delimiter or the line's end.
bool RowReader::read_quoted(Row& row, std::string& cell) {
  for (;;) {
    if (at_ == text_.size() || at_ - start_ > longest_row) {
      row.fault = "a quote that is never closed";
      return false;
    }
    const char c = text_[at_++];
    if (c == '\n') ++line_;
    if (c != quote_) {
      cell += c;
    } else if (at_ < text_.size() && text_[at_] == quote_) {
      cell += c;
      ++at_;
    } else {
      break;
    }
  }
  while (!at_line_end() && text_[at_] == ' ' && text_[at_] != delimiter_) ++at_;
  if (!at_line_end() && text_[at_] != delimiter_) {
    row.fault = "a text behind a closing quote";
    return false;
  }
  return true;
}

void RowReader::skip_line() {
  while (!at_line_end()) ++at_;
  end_line();
}

void RowReader::end_line() {
  if (at_ == text_.size()) return;
  const bool pair = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
  at_ += pair ? 2 : 1;
  ++line_;
}

}  // namespace causa::intake::csv
