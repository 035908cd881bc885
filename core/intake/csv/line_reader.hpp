// SPDX-License-Identifier: Apache-2.0
//
// One row of a CSV file -> what it says of its patient. What was refused for the patient's safety
// (a unit, a number that can't be read) is told one by one; what is merely not known is counted by
// column and reason. Wide: each cell counts as one; long: each line counts as one, and the cells
// of columns that aren't used as parts of it. Borrows all it is given; one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "intake/csv/cells.hpp"
#include "intake/csv/layout.hpp"
#include "intake/csv/patients.hpp"
#include "intake/written/statement.hpp"

namespace causa::intake::csv {

class LineReader {
 public:
  LineReader(const Layout& layout, const Mapping& mapping, const written::Words& words,
             written::DecimalSign decimal);

  /// The row has as many cells as the layout has columns.
  void read(const Row& row, CsvPatient& patient);

 private:
  /// What the columns of one finding say together.
  struct Finding {
    written::Statement statement;
    bool started = false;
    bool ended = false;
    bool answered = false;
    bool refused = false;
    std::uint64_t cells = 0;
  };

  [[nodiscard]] std::string_view cell(Role role) const;
  [[nodiscard]] bool has(Role role) const;  ///< a cell that isn't missing
  [[nodiscard]] std::string source(std::string_view what) const;
  /// "age" of the row -> the patient. Error: why it can't be.
  Result<void> read_person(Role role, std::string_view text);
  Result<written::Amount> read_amount(std::string_view text, std::string_view unit,
                                      const written::Meaning& meaning) const;
  void end(written::Statement& statement, const TimeSpan& end) const;
  void use(std::uint64_t count = 1);
  void ignore(std::string_view reason, std::string_view what, bool grouped);
  void refuse_status(const std::string& why, const std::string& label);

  void read_wide();
  void read_wide_cell(const LayoutColumn& column, std::string_view text, Finding& finding);
  void read_wide_value(const LayoutColumn& column, std::string_view text, Finding& finding);
  void put_wide(Finding& finding, const LayoutColumn& column);

  void read_long();
  void read_parts();
  Result<written::Meaning> find_named(std::string_view label, std::string_view unit);
  void put_long(const std::string& label, written::Meaning meaning, std::string_view unit);
  [[nodiscard]] written::Sort sort_of(const written::Meaning& meaning) const;
  [[nodiscard]] bool is_measured(written::Sort sort) const;
  Result<bool> read_status(written::Statement& statement, bool measured) const;
  Result<void> read_times(written::Statement& statement) const;
  Result<void> read_bounds(written::Statement& statement) const;
  bool answer_long(const std::string& label, written::Statement& statement, written::Sort sort,
                   std::string_view unit);
  void hint(const std::string& label);

  const Layout& layout_;
  const Mapping& mapping_;
  const written::Words& words_;
  Cells cells_;
  std::string_view kind_;  ///< what counts as one: "cell" or "line"
  const Row* row_ = nullptr;
  CsvPatient* patient_ = nullptr;
  TimeSpan time_;
  std::vector<Finding> findings_;
  std::map<std::string, std::string, std::less<>> near_;  ///< of names that nobody knows
};

}  // namespace causa::intake::csv
