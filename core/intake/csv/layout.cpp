// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/layout.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "intake/written/amount.hpp"
#include "intake/written/faults.hpp"

namespace causa::intake::csv {

namespace {

using written::Meaning;
using written::shown;
using written::Sort;

constexpr std::size_t most_columns = 4096;
constexpr std::string_view mapping_cure =
    "say what it means in a mapping (--mapping FILE, see docs/csv.md)";

/// "mmol/L" of "Potassium [mmol/L]", which becomes "Potassium".
std::string take_unit(std::string_view& name) {
  name = written::trimmed(name);
  const std::size_t open = name.find('[');
  if (open == std::string_view::npos || open == 0 || !name.ends_with(']')) return {};
  const std::string unit(written::trimmed(name.substr(open + 1, name.size() - open - 2)));
  name = written::trimmed(name.substr(0, open));
  return unit;
}

/// A number, a date or an identifier of digits: nobody names a column so.
bool is_value(std::string_view name) {
  const bool has_digit = name.find_first_of("0123456789") != std::string_view::npos;
  return has_digit && name.find_first_not_of("0123456789.,:-+/<> ") == std::string_view::npos;
}

class LayoutMaker {
 public:
  LayoutMaker(const Row& header, const Mapping& mapping, const written::Words& words,
              const std::string& place)
      : header_(header), mapping_(mapping), words_(words), place_(place) {}

  Result<Layout> make() {
    if (header_.cells.size() > most_columns)
      return input_error(place_, fmt::format("more than {} columns", most_columns),
                         "split the file, or check its delimiter");
    for (const std::string& name : header_.cells) layout_.columns.emplace_back().name = name;
    if (mapping_.columns.empty())
      by_names();
    else
      by_mapping();
    if (!faults_.empty()) return first_fault();
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) settle(i);
    check_roles();
    if (!faults_.empty()) return first_fault();
    return std::move(layout_);
  }

 private:
  struct Fault {
    std::string message, cure;
  };

  void wrong(std::string message, std::string cure) {
    faults_.push_back({std::move(message), std::move(cure)});
  }

  Error first_fault() const {
    std::string message = faults_.front().message;
    if (faults_.size() > 1) {
      const std::size_t others = faults_.size() - 1;
      message += fmt::format(" (and {} more {})", others, others == 1 ? "fault" : "faults");
    }
    return input_error(place_, std::move(message), faults_.front().cure);
  }

  void by_names() {
    const auto has = [&](Role role) {
      return std::any_of(header_.cells.begin(), header_.cells.end(),
                         [&](const std::string& name) { return role_of(name) == role; });
    };
    const bool is_long = has(Role::code) || (has(Role::value) && has(Role::name));
    layout_.form = mapping_.form != Form::unstated ? mapping_.form
                   : is_long                       ? Form::long_form
                                                   : Form::wide;
    std::vector<std::size_t> unknown;
    for (std::size_t i = 0; i < layout_.columns.size(); ++i)
      if (!understand(layout_.columns[i])) unknown.push_back(i);
    if (unknown.size() == layout_.columns.size())
      return wrong("the first line names no column that causa knows",
                   "the first line must hold the names of the columns; what they mean can be said "
                   "in a mapping (--mapping FILE, see docs/csv.md)");
    for (const std::size_t i : unknown)
      if (is_value(layout_.columns[i].name))
        return wrong(fmt::format("the first line holds values (column {})", i + 1),
                     "put a line before it that holds the names of the columns");
    for (const std::size_t i : unknown) told_unknown(i);
  }

  bool understand(LayoutColumn& column) {
    if (const auto role = role_of(column.name)) {
      const bool for_long = *role == Role::code || *role == Role::system || *role == Role::name ||
                            *role == Role::value || *role == Role::unit ||
                            *role == Role::reference_low || *role == Role::reference_high ||
                            *role == Role::start || *role == Role::end || *role == Role::status;
      if (layout_.form == Form::long_form || !for_long) {
        column.role = *role;
        return true;
      }
    }
    if (layout_.form == Form::long_form) return false;
    std::string_view name = column.name;
    column.unit = take_unit(name);
    const auto found = is_like_loinc(name) ? words_.find(fmt::format("LOINC {}", name), Sort::any)
                                           : words_.find(name, Sort::any, column.unit);
    if (found.has_error() || !found->known()) return false;
    column.role = Role::finding;
    column.meaning = *found;
    return true;
  }

  /// A line of a patient's has findings and words, too, but none of these names.
  [[nodiscard]] bool holds_names() const {
    return std::any_of(header_.cells.begin(), header_.cells.end(), [&](const std::string& name) {
      return role_of(name).has_value() || mapping_.columns.contains(name);
    });
  }

  void told_unknown(std::size_t i) {
    std::string_view name = layout_.columns[i].name;
    if (!holds_names())
      return wrong(fmt::format("column {} means nothing to causa", i + 1),
                   fmt::format("the first line must hold the names of the columns; if it does, {}",
                               mapping_cure));
    const std::string message =
        fmt::format("column {} (\"{}\") means nothing to causa", i + 1, shown(name));
    if (!faults_.empty()) return wrong(message, {});  // only the first is told whole
    take_unit(name);
    static const std::vector<std::string> roles = {"patient", "age",   "birth date", "sex",
                                                   "time",    "code",  "name",       "value",
                                                   "unit",    "start", "end",        "status"};
    std::string near = nearest(name, roles);
    if (near.empty() && layout_.form == Form::wide) {
      const auto found = words_.find(name, Sort::any);
      if (found.has_error())
        return wrong(message + ": " + found.error().message, found.error().cure);
      near = words_.nearest_to(name, Sort::any);
    }
    wrong(message, near.empty() ? std::string(mapping_cure)
                                : fmt::format("did you mean \"{}\"? Or {}", near, mapping_cure));
  }

  void by_mapping() {
    bool has_value = false;
    for (const auto& [name, column] : mapping_.columns) {
      has_value = has_value || column.role == Role::value;
      const bool there = std::any_of(header_.cells.begin(), header_.cells.end(),
                                     [&](const std::string& cell) { return cell == name; });
      if (there) continue;
      const std::string near = holds_names() ? nearest(name, header_.cells) : std::string();
      wrong(fmt::format("the mapping speaks of a column \"{}\", which the file doesn't have",
                        shown(name)),
            near.empty() ? "check the mapping and the first line of the file"
                         : fmt::format("did you mean \"{}\"?", shown(near)));
    }
    layout_.form = mapping_.form != Form::unstated ? mapping_.form
                   : has_value                     ? Form::long_form
                                                   : Form::wide;
    for (LayoutColumn& column : layout_.columns) {
      const auto stated = mapping_.columns.find(column.name);
      if (stated == mapping_.columns.end()) continue;
      column.role = stated->second.role;
      column.unit = stated->second.unit;
      column.side = stated->second.side;
      if (column.role != Role::finding) continue;
      auto found = words_.find(stated->second.term, Sort::any, column.unit);
      if (found.has_value()) column.meaning = std::move(*found);
    }
  }

  /// Columns that speak of one finding (its value, its start) are read together; a number is only
  /// joined with itself.
  void settle(std::size_t i) {
    LayoutColumn& column = layout_.columns[i];
    column.finding = i;
    if (column.role != Role::finding || column.meaning.codes.empty()) return;
    for (std::size_t former = 0; former < i; ++former) {
      const LayoutColumn& other = layout_.columns[former];
      const bool same = other.role == Role::finding && !other.meaning.codes.empty() &&
                        other.meaning.codes.front().code == column.meaning.codes.front().code;
      if (!same) continue;
      if (other.side == column.side)
        wrong(fmt::format("columns {} and {} say the same of one finding", former + 1, i + 1),
              "leave one out (ignore), or say which is its start or end");
      column.finding = other.finding;
      return;
    }
  }

  [[nodiscard]] bool is_of_form(Role role) const {
    switch (role) {
      case Role::patient:
      case Role::age:
      case Role::birth_date:
      case Role::sex:
      case Role::time:
      case Role::ignored:
        return true;
      case Role::finding:
        return layout_.form == Form::wide;
      default:
        return layout_.form == Form::long_form;
    }
  }

  void check_roles() {
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
      const Role role = layout_.columns[i].role;
      if (!is_of_form(role)) {
        const bool is_long = layout_.form == Form::long_form;
        wrong(
            fmt::format("column {} has no place in the {} form", i + 1, is_long ? "long" : "wide"),
            is_long ? "in the long form findings are lines: name a column of codes or names"
                    : "in the wide form findings are columns, which state their unit as in "
                      "\"potassium [mmol/L]\"");
        continue;
      }
      if (role == Role::finding || role == Role::ignored) continue;
      if (*layout_.at(role) != i)
        wrong(fmt::format("columns {} and {} hold the same thing", *layout_.at(role) + 1, i + 1),
              "leave one out in a mapping (ignore)");
    }
    const bool has_findings =
        layout_.form == Form::long_form
            ? layout_.at(Role::code).has_value() || layout_.at(Role::name).has_value()
            : std::any_of(layout_.columns.begin(), layout_.columns.end(),
                          [](const LayoutColumn& c) { return c.role == Role::finding; });
    if (!has_findings)
      wrong(layout_.form == Form::long_form ? "no column of codes or names"
                                            : "no column of a finding",
            std::string(mapping_cure));
    if (layout_.form == Form::long_form && !layout_.at(Role::patient))
      wrong("no column of patients", "add one named patient, or name it in a mapping");
    if (!layout_.at(Role::time) && !mapping_.date.known() && needs_time())
      wrong("nothing says when all this was measured",
            "add a column named time, or state `date: YYYY-MM-DD` in a mapping");
  }

  [[nodiscard]] bool needs_time() const {
    if (layout_.form == Form::long_form || layout_.at(Role::age)) return true;
    return std::any_of(layout_.columns.begin(), layout_.columns.end(), [&](const LayoutColumn& c) {
      return c.role == Role::finding && c.meaning.known() && words_.vocabulary() &&
             written::sort_of((*words_.vocabulary())[c.meaning.match.concept_id].definition) ==
                 Sort::number;
    });
  }

  const Row& header_;
  const Mapping& mapping_;
  const written::Words& words_;
  const std::string& place_;
  Layout layout_;
  std::vector<Fault> faults_;
};

}  // namespace

bool is_like_loinc(std::string_view code) {
  const std::size_t dash = code.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash + 2 != code.size()) return false;
  return code.find_first_not_of("0123456789-") == std::string_view::npos &&
         code.find('-', dash + 1) == std::string_view::npos;
}

std::optional<std::size_t> Layout::at(Role role) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].role == role) return i;
  return std::nullopt;
}

Result<Layout> make_layout(const Row& header, const Mapping& mapping, const written::Words& words,
                           const std::string& place) {
  return LayoutMaker(header, mapping, words, place).make();
}

}  // namespace causa::intake::csv
