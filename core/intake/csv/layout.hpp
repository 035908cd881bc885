// SPDX-License-Identifier: Apache-2.0
//
// The first line of a CSV file and the mapping -> what each column holds. Read-only after it is
// made; borrows nothing.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "intake/csv/mapping.hpp"
#include "intake/csv/rows.hpp"
#include "intake/written/words.hpp"

namespace causa::intake::csv {

struct LayoutColumn {
  std::string name;  ///< as in the file
  Role role = Role::ignored;
  written::Meaning meaning;  ///< wide: of a finding
  std::string unit;
  Side side = Side::value;
  std::size_t finding = 0;  ///< wide: the first column that speaks of the same finding
};

struct Layout {
  Form form = Form::wide;
  std::vector<LayoutColumn> columns;

  /// The column of a role that stands once; nothing if there is none.
  [[nodiscard]] std::optional<std::size_t> at(Role role) const;
};

/// Nobody but LOINC numbers like this: digits, a dash, a check digit.
bool is_like_loinc(std::string_view code);

/// Error: a column that means nothing to anybody, or is missing, with the nearest names and the
/// cure; place is that of the header. A name is repeated only if another of the first line says
/// what only the name of a column does (patient, time, value), or stands in the mapping: else the
/// first line may be a patient's.
Result<Layout> make_layout(const Row& header, const Mapping& mapping, const written::Words& words,
                           const std::string& place);

}  // namespace causa::intake::csv
