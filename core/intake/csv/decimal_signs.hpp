// SPDX-License-Identifier: Apache-2.0
//
// Which decimal sign the numbers of a file show, if its mapping states none. "12.000" beside "2,9"
// is twelve thousand, beside "2.9" it is twelve: a factor of a thousand that no cell tells by
// itself, so all rows are looked at before the first is read. One thread.
#pragma once

#include "intake/csv/layout.hpp"
#include "intake/csv/rows.hpp"
#include "intake/written/amount.hpp"

namespace causa::intake::csv {

class DecimalSigns {
 public:
  /// The row has as many cells as the layout has columns.
  void see(const Row& row, const Layout& layout);

  /// What numbers are to be read with. Where no number shows anything, commas between the cells
  /// speak for points within: spreadsheets part cells by semicolons where a comma is the decimal
  /// sign.
  [[nodiscard]] written::DecimalSign settled(written::DecimalSign stated, char delimiter) const;

 private:
  bool point_ = false, comma_ = false;  ///< shown by some number
};

}  // namespace causa::intake::csv
