// SPDX-License-Identifier: Apache-2.0
//
// The rows of a CSV text (RFC 4180): quoted cells may hold delimiters, line ends and doubled
// quotes; lines end in LF, CRLF or CR. A row that can't be read is told with its line, and the rows
// behind it go on. A text may be a part of a file that ends behind a line; what is left of it
// begins the next one. Borrows the text; one thread.
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
  /// `quote` 0: quotes are letters like others. `line`: the number of the first one. `ends`: the
  /// file does, too.
  RowReader(std::string_view text, char delimiter, char quote, std::size_t line = 1,
            bool ends = true)
      : text_(text), delimiter_(delimiter), quote_(quote), ends_(ends), line_(line) {}

  /// False at the end. Rows in which nothing stands are passed over. Reuses the row's memory.
  bool next(Row& row);

  /// The last row as it is written.
  [[nodiscard]] std::string_view written() const { return text_.substr(start_, at_ - start_); }

  /// After the last row: what goes on in the next part, and its line.
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] std::size_t line() const { return line_; }

 private:
  /// No cell is longer; a quote that is not closed until then swallows no more.
  static constexpr std::size_t longest_row = std::size_t{1} << 20;

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
  bool ends_;
  std::size_t start_ = 0;  ///< of the row
  std::size_t at_ = 0;
  std::size_t line_;
};

}  // namespace causa::intake::csv
