// SPDX-License-Identifier: Apache-2.0
//
// What the columns and words of somebody's CSV mean: a small YAML file that an integrator writes
// once (docs/csv.md). Plain data; read-only after parsing, any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "intake/written/amount.hpp"
#include "record/record.hpp"

namespace causa::terminology {
class Vocabulary;
}

namespace causa::intake::csv {

enum class Form : std::uint8_t {
  unstated,   ///< long if there is a column of values beside one of codes or names
  long_form,  ///< one line a finding
  wide,       ///< one line a patient (or a visit), one column a finding
};

/// What stands in a column.
enum class Role : std::uint8_t {
  patient,
  age,
  birth_date,
  sex,
  time,
  code,
  system,
  name,
  value,
  unit,
  start,
  end,
  status,
  reference_low,
  reference_high,
  ignored,
  finding,  ///< wide: `term` is what the cells say something of
};

/// Which side of a finding a column of the wide form holds.
enum class Side : std::uint8_t { value, start, end };

struct Column {
  Role role = Role::ignored;
  std::string term;  ///< words, a concept's id, or a code with its system
  std::string unit;  ///< of its cells, if they don't state one
  Side side = Side::value;
};

struct Mapping {
  Form form = Form::unstated;
  char delimiter = 0;  ///< 0: found in the first line
  char quote = '"';    ///< 0: none
  written::DecimalSign decimal = written::DecimalSign::unstated;
  std::string encoding;  ///< empty: UTF-8
  std::string dates;     ///< "DD.MM.YYYY"; empty: as in ISO 8601
  TimeSpan date;         ///< of whatever has no time of its own
  std::string system;    ///< of codes without one
  std::vector<std::string> missing;
  std::vector<std::pair<std::string, record::State>> answers;
  std::vector<std::pair<std::string, record::Sex>> sexes;
  std::map<std::string, Column, std::less<>> columns;  ///< by their names, as in the file
  std::map<std::string, Column, std::less<>> names;    ///< long: local names and codes
};

/// Reads the file's text. `place` is its name. Error: the first fault at line and column, and how
/// many others there are; terms are looked up in the vocabulary if there is one.
Result<Mapping> parse_mapping(std::string_view text, const std::string& place,
                              const terminology::Vocabulary* vocabulary);

/// The role that a column's name says by itself ("patient id", "sex", "unit").
std::optional<Role> role_of(std::string_view name);

}  // namespace causa::intake::csv
