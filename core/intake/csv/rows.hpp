// SPDX-License-Identifier: Apache-2.0
//
// The rows of a CSV text (RFC 4180): quoted cells may hold delimiters, line ends and doubled
// quotes; lines end in LF, CRLF or CR. A row that can't be read is told with its line, and the rows
// behind it go on. Borrows the text; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace causa::intake::csv {

struct Row {
  std::size_t line = 1;            ///< of its first cell
  std::vector<std::string> cells;  ///< without quotes and the blanks around
  std::string fault;               ///< why it can't be read; empty: it can
};

class RowReader {
 public:
  /// `quote` 0: quotes are letters like others.
  RowReader(std::string_view text, char delimiter, char quote)
      : text_(text), delimiter_(delimiter), quote_(quote) {}

  /// False at the end. Rows in which nothing stands are passed over. Reuses the row's memory.
  bool next(Row& row);

 private:
  bool read_cell(Row& row);
  bool read_quoted(Row& row, std::string& cell);
  void skip_line();
  void end_line();
  [[nodiscard]] bool at_line_end() const {
    return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
  }

  std::string_view text_;
  char delimiter_;
  char quote_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace causa::intake::csv
