// SPDX-License-Identifier: Apache-2.0

#include "intake/csv/mapping.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/charset.hpp"
#include "base/text.hpp"
#include "intake/csv/date_pattern.hpp"
#include "intake/written/moment.hpp"
#include "intake/written/node.hpp"
#include "intake/written/words.hpp"
#include "terminology/written_systems.hpp"

namespace causa::intake::csv {

namespace {

using record::Sex;
using record::State;
using written::DecimalSign;
using written::Faults;
using written::Node;
using written::shown;

struct RoleName {
  std::string_view folded;
  Role role;
};
constexpr RoleName role_names[] = {
    {"patient", Role::patient},
    {"patient id", Role::patient},
    {"patientid", Role::patient},
    {"id", Role::patient},
    {"pid", Role::patient},
    {"age", Role::age},
    {"birth date", Role::birth_date},
    {"birthdate", Role::birth_date},
    {"date of birth", Role::birth_date},
    {"dob", Role::birth_date},
    {"sex", Role::sex},
    {"gender", Role::sex},
    {"time", Role::time},
    {"date", Role::time},
    {"datetime", Role::time},
    {"date time", Role::time},
    {"code", Role::code},
    {"system", Role::system},
    {"code system", Role::system},
    {"name", Role::name},
    {"test", Role::name},
    {"analyte", Role::name},
    {"finding", Role::name},
    {"concept", Role::name},
    {"value", Role::value},
    {"result", Role::value},
    {"unit", Role::unit},
    {"units", Role::unit},
    {"start", Role::start},
    {"onset", Role::start},
    {"end", Role::end},
    {"stop", Role::end},
    {"status", Role::status},
    {"reference low", Role::reference_low},
    {"reference high", Role::reference_high},
    {"ignore", Role::ignored},
};

class MappingReader {
 public:
  MappingReader(Faults& faults, const terminology::Vocabulary* vocabulary)
      : faults_(faults), words_(vocabulary) {}

  Mapping read(const Node& root) {
    if (!root.is_map()) {
      wrong(root, "not a mapping", "see the examples in docs/csv.md");
      return {};
    }
    written::check_keys(root, faults_);
    for (const auto& [key, value] : root.entries)
      if (key.is_text()) read_key(key, value);
    return std::move(mapping_);
  }

 private:
  void wrong(const Node& node, std::string message, std::string cure) {
    faults_.add(node.at, std::move(message), std::move(cure));
  }

  void read_key(const Node& key, const Node& value) {
    const std::string folded = fold(key.text);
    if (folded == "form") return read_form(value);
    if (folded == "delimiter") return read_delimiter(value);
    if (folded == "quote") return read_quote(value);
    if (folded == "decimal") return read_decimal(value);
    if (folded == "encoding") return read_encoding(value);
    if (folded == "dates") return read_dates(value);
    if (folded == "date") return read_date(value);
    if (folded == "system") return read_system(value);
    if (folded == "missing")
      return each_text(value, [&](const Node& node) { mapping_.missing.push_back(node.text); });
    if (folded == "yes") return read_answers(value, State::present);
    if (folded == "no") return read_answers(value, State::absent);
    if (folded == "unknown") return read_answers(value, State::unknown);
    if (folded == "female") return read_sexes(value, Sex::female);
    if (folded == "male") return read_sexes(value, Sex::male);
    if (folded == "other") return read_sexes(value, Sex::other);
    if (folded == "columns") return read_columns(value, mapping_.columns, true);
    if (folded == "names") return read_columns(value, mapping_.names, false);
    const std::string known[] = {"form",   "delimiter", "quote",   "decimal", "encoding", "dates",
                                 "date",   "system",    "missing", "yes",     "no",       "unknown",
                                 "female", "male",      "other",   "columns", "names"};
    const std::string near = nearest(folded, known);
    wrong(key, fmt::format("no key is called \"{}\"", shown(key.text)),
          near.empty() ? fmt::format("write one of: {}", fmt::join(known, ", "))
                       : fmt::format("did you mean {}?", near));
  }

  template <class Each>
  void each_text(const Node& value, Each&& each) {
    if (value.is_text()) return each(value);
    if (!value.is_list()) return wrong(value, "must be a text or a list of texts", "");
    for (const Node& item : value.items) {
      if (item.is_text())
        each(item);
      else
        wrong(item, "must be a text", "put it in quotes");
    }
  }

  void read_form(const Node& value) {
    if (value.text == "long")
      mapping_.form = Form::long_form;
    else if (value.text == "wide")
      mapping_.form = Form::wide;
    else
      wrong(value, "a form that isn't known", "write long (one line a finding) or wide");
  }

  void read_delimiter(const Node& value) {
    static constexpr std::pair<std::string_view, char> names[] = {
        {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"bar", '|'}};
    for (const auto& [name, sign] : names)
      if (value.text == name || value.text == std::string_view(&sign, 1)) {
        mapping_.delimiter = sign;
        return;
      }
    wrong(value, "a delimiter that isn't known", "write comma, semicolon, tab or bar");
  }

  void read_quote(const Node& value) {
    if (value.text == "none")
      mapping_.quote = 0;
    else if (value.text == "\"" || value.text == "'")
      mapping_.quote = value.text.front();
    else
      wrong(value, "a quote that isn't known", "write '\"', \"'\" or none");
  }

  void read_decimal(const Node& value) {
    if (value.text == "." || value.text == "point")
      mapping_.decimal = DecimalSign::point;
    else if (value.text == "," || value.text == "comma")
      mapping_.decimal = DecimalSign::comma;
    else
      wrong(value, "a decimal sign that isn't known", "write point or comma");
  }

  void read_encoding(const Node& value) {
    if (!value.is_text() || !is_charset(value.text))
      return wrong(value, "an encoding that isn't known",
                   "write utf-8, iso-8859-1 or windows-1252");
    mapping_.encoding = value.text;
  }

  void read_dates(const Node& value) {
    if (!value.is_text() || !is_date_pattern(value.text))
      return wrong(value, "a pattern of dates that can't be read",
                   "write it with YYYY, MM, DD, hh, mm and ss, as in DD.MM.YYYY hh:mm");
    mapping_.dates = value.text;
  }

  void read_date(const Node& value) {
    const auto date = value.is_text() ? written::read_moment(value.text, {})
                                      : Result<TimeSpan>(input_error({}, ""));
    if (date.has_error()) return wrong(value, "a date that can't be read", "write YYYY-MM-DD");
    mapping_.date = *date;
  }

  void read_system(const Node& value) {
    const std::string_view uri = terminology::written_system_uri(value.text);
    if (uri.empty())
      return wrong(value, "a code system that isn't known",
                   "write LOINC, SNOMED, ICD-10-CM, ICD-10, RxNorm or ATC");
    mapping_.system = uri;
  }

  void read_answers(const Node& value, State state) {
    each_text(value, [&](const Node& node) { mapping_.answers.emplace_back(node.text, state); });
  }

  void read_sexes(const Node& value, Sex sex) {
    each_text(value, [&](const Node& node) { mapping_.sexes.emplace_back(node.text, sex); });
  }

  void read_columns(const Node& value, std::map<std::string, Column, std::less<>>& columns,
                    bool may_have_role) {
    if (!value.is_map()) return wrong(value, "must hold names and what they mean", "");
    for (const auto& [key, meaning] : value.entries) {
      if (!key.is_text()) continue;
      Column column;
      if (read_column(meaning, column, may_have_role))
        columns[std::string(written::trimmed(key.text))] = std::move(column);
    }
  }

  bool read_column(const Node& meaning, Column& column, bool may_have_role) {
    if (meaning.is_text()) {
      const auto role = role_of(meaning.text);
      if (role && (may_have_role || *role == Role::ignored)) {
        column.role = *role;
        return true;
      }
      return read_term(meaning, column);
    }
    if (!meaning.is_map()) {
      wrong(meaning, "says nothing", "write what it means, or: ignore");
      return false;
    }
    const Node* term = nullptr;
    for (const auto& [key, value] : meaning.entries) {
      const std::string folded = fold(key.text);
      if (folded == "concept" || folded == "code" || folded == "name") {
        term = &value;
      } else if (folded == "unit" && value.is_text()) {
        column.unit = value.text;
      } else if (folded == "is" && (value.text == "start" || value.text == "end")) {
        column.side = value.text == "start" ? Side::start : Side::end;
      } else if (folded != "is" || value.text != "value") {
        wrong(key, fmt::format("\"{}\" can't be read here", shown(key.text)),
              "write concept, unit, and is: start or is: end");
        return false;
      }
    }
    if (term == nullptr || !term->is_text()) {
      wrong(meaning, "no concept", "write {concept: lab.potassium, unit: mmol/L}");
      return false;
    }
    return read_term(*term, column);
  }

  bool read_term(const Node& term, Column& column) {
    column.role = Role::finding;
    column.term = term.text;
    const auto found = words_.find(term.text, written::Sort::any, column.unit);
    if (found.has_error()) {
      faults_.add(term.at, found.error());
      return false;
    }
    if (!words_.vocabulary() || found->known() || !found->codes.empty()) return true;
    const std::string near = words_.nearest_to(term.text, written::Sort::any);
    wrong(term, fmt::format("nobody knows \"{}\"", shown(term.text)),
          near.empty() ? "write a concept's id, its name, a code with its system, or: ignore"
                       : fmt::format("did you mean \"{}\"?", near));
    return false;
  }

  Faults& faults_;
  written::Words words_;
  Mapping mapping_;
};

}  // namespace

std::optional<Role> role_of(std::string_view name) {
  const std::string folded = fold(name);
  for (const RoleName& entry : role_names)
    if (entry.folded == folded) return entry.role;
  return std::nullopt;
}

Result<Mapping> parse_mapping(std::string_view text, const std::string& place,
                              const terminology::Vocabulary* vocabulary) {
  Faults faults;
  const Node root = written::parse_yaml(text, 1, faults);
  Mapping mapping;
  if (faults.empty()) mapping = MappingReader(faults, vocabulary).read(root);
  if (!faults.empty()) {
    Error error = faults.error(place);
    error.fault = Fault::usage;
    return error;
  }
  return mapping;
}

}  // namespace causa::intake::csv
