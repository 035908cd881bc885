// SPDX-License-Identifier: Apache-2.0

#include "store/outlines.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <string>

#include "store/enumerations.hpp"

namespace causa::store {

namespace {

constexpr auto all_rows = std::numeric_limits<std::int64_t>::max();

// In the order of Outlines::read().
constexpr std::string_view outline_of =
    "SELECT a.id, a.uuid, a.version, a.as_of_ms, a.sex, a.age_low_years, a.age_high_years, "
    "a.complaint_present, EXISTS (SELECT 1 FROM alert WHERE assessment = a.id), "
    "u.content NOTNULL, coalesce(r.bytes, x''), a.config, "
    "coalesce(a.base, 0), coalesce(a.modules_shared, 9223372036854775807) "
    "FROM assessment a LEFT JOIN record r ON r.id = a.record "
    "LEFT JOIN audit u ON u.number = a.audit WHERE ";

std::string sql(std::string_view which) { return std::string(outline_of).append(which); }

}  // namespace

Outlines::Outlines(Connection& connection)
    : connection_(connection),
      find_sql_(sql("a.uuid = ? ORDER BY a.version DESC LIMIT 1")),
      between_sql_(
          sql("a.id > ?1 AND a.id <= ?2 AND NOT EXISTS (SELECT 1 FROM assessment later "
              "WHERE later.uuid = a.uuid AND later.version = a.version + 1) ORDER BY a.id")),
      find_(connection.handle(), find_sql_.c_str()),
      between_(connection.handle(), between_sql_.c_str()),
      overtaken_(connection.handle(),
                 "SELECT a.uuid FROM assessment a JOIN assessment later ON later.uuid = a.uuid AND "
                 "later.version = a.version + 1 WHERE a.id > ? AND a.id <= ? AND later.id > ? "
                 "ORDER BY a.id"),
      modules_(connection.handle(),
               "SELECT assessment, position, module, status FROM module_used "
               "WHERE assessment > ? AND assessment <= ? ORDER BY assessment, position"),
      modules_from_(connection.handle(),
                    "SELECT m.module_id, m.version, m.sha256, u.status, u.approved, "
                    "u.approved_by, u.allowed_because, u.why, u.ran_in, u.microseconds "
                    "FROM module_used_of_version u JOIN module m ON m.id = u.module "
                    "WHERE u.version_row = ? AND u.position >= ? ORDER BY u.position"),
      likely_(connection.handle(),
              "SELECT r.assessment, s.cause FROM cause_result r JOIN cause_stated s "
              "ON s.id = r.cause WHERE r.assessment > ? AND r.assessment <= ? "
              "AND r.present_p >= ? ORDER BY r.assessment"),
      likely_of_version_(connection.handle(),
                         "SELECT r.version_row, s.cause FROM cause_result_of_version r "
                         "JOIN cause_stated s ON s.id = r.cause "
                         "WHERE r.version_row = ? AND r.present_p >= ?"),
      advice_(connection.handle(),
              "SELECT d.assessment, s.advice FROM advice d JOIN advice_stated s "
              "ON s.id = d.advice WHERE d.assessment > ? AND d.assessment <= ? "
              "ORDER BY d.assessment"),
      advice_of_version_(connection.handle(),
                         "SELECT d.version_row, s.advice FROM advice_of_version d "
                         "JOIN advice_stated s ON s.id = d.advice WHERE d.version_row = ?") {}

Result<void> Outlines::find(std::string_view id, Outline& outline) {
  std::vector<Outline> one(1);
  std::vector<Origin> origins(1);
  bool found = false, strange = false;
  {
    Cursor cursor(find_, id);
    found = cursor.next();
    if (cursor.failed()) return connection_.error();
    if (found) read(cursor, one.front(), origins.front());
    strange = cursor.strange();
  }
  if (!found)
    return connection_.error("there is no assessment " + std::string(id),
                             "`causa list` shows what is stored");
  if (strange) return damaged();
  outline = std::move(one.front());
  const std::int64_t before = outline.place - 1;
  if (!note_modules({&outline, 1}, origins, before, outline.place) ||
      !note_said({&outline, 1}, origins, before, outline.place))
    return connection_.error();
  return {};
}

Result<std::vector<Outline>> Outlines::between(std::int64_t after, std::int64_t until) {
  std::vector<Outline> outlines;
  std::vector<Origin> origins;
  {
    Cursor cursor(between_, after, until);
    while (cursor.next()) read(cursor, outlines.emplace_back(), origins.emplace_back());
    if (cursor.failed()) return connection_.error();
    if (cursor.strange()) return damaged();
  }
  if (!note_modules(outlines, origins, after, until) || !note_said(outlines, origins, after, until))
    return connection_.error();
  return outlines;
}

Result<std::vector<std::string>> Outlines::overtaken(std::int64_t after, std::int64_t until,
                                                     std::int64_t newest) {
  std::vector<std::string> ids;
  Cursor cursor(overtaken_, after, until, newest);
  while (cursor.next()) cursor.read(ids.emplace_back());
  if (cursor.failed()) return connection_.error();
  return ids;
}

void Outlines::read(Cursor& cursor, Outline& outline, Origin& origin) {
  cursor.read(outline.place, outline.id, outline.version, outline.as_of_ms, outline.sex,
              outline.age.low_years, outline.age.high_years, outline.complaint_present,
              outline.alerted, outline.repeatable, outline.record, origin.config, origin.base,
              origin.modules_shared);
}

/// `outlines` are in the order of their places, all of which are in (after, until].
bool Outlines::note_modules(std::span<Outline> outlines, std::span<const Origin> origins,
                            std::int64_t after, std::int64_t until) {
  std::vector<Modules> modules(outlines.size());
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    const Origin& origin = origins[i];
    if (origin.base == 0) continue;
    Cursor cursor(modules_, origin.base - 1, origin.base);
    while (cursor.next()) read_module(cursor, origin.modules_shared, modules[i]);
    if (cursor.failed()) return false;
  }
  std::size_t at = 0;
  Cursor cursor(modules_, after, until);
  while (cursor.next()) {
    std::int64_t place = 0;
    cursor.read(place);
    while (at < outlines.size() && outlines[at].place < place) ++at;
    if (at < outlines.size() && outlines[at].place == place)
      read_module(cursor, all_rows, modules[at]);
  }
  for (std::size_t i = 0; i < outlines.size(); ++i)
    describe(origins[i].config, modules[i], outlines[i]);
  return !cursor.failed();
}

/// As note_modules(); of a version that has no base all rows are its own.
bool Outlines::note_said(std::span<Outline> outlines, std::span<const Origin> origins,
                         std::int64_t after, std::int64_t until) {
  using Ids = std::vector<SharedText> assess::SaidBefore::*;
  const auto note = [&](Statement& statement, Ids ids, bool of_versions, auto... values) {
    Cursor cursor(statement, values...);
    std::size_t at = 0;
    while (cursor.next()) {
      std::int64_t place = 0;
      SharedText id;
      cursor.read(place, id);
      while (at < outlines.size() && outlines[at].place < place) ++at;
      if (at < outlines.size() && outlines[at].place == place &&
          (origins[at].base != 0) == of_versions)
        (outlines[at].said.*ids).push_back(id);
    }
    return !cursor.failed();
  };
  constexpr Ids likely = &assess::SaidBefore::likely, advice = &assess::SaidBefore::advice;
  if (!note(likely_, likely, false, after, until, assess::likely_p) ||
      !note(advice_, advice, false, after, until))
    return false;
  for (std::size_t i = 0; i < outlines.size(); ++i)
    if (origins[i].base != 0 &&
        (!note(likely_of_version_, likely, true, outlines[i].place, assess::likely_p) ||
         !note(advice_of_version_, advice, true, outlines[i].place)))
      return false;
  return true;
}

void Outlines::read_module(Cursor& cursor, std::int64_t below, Modules& modules) {
  std::int64_t place = 0, position = 0;
  Module module;
  cursor.read(place, position, module.row, module.status);
  if (position >= below) return;
  // A row of the version's own stands in the place of that of its base.
  if (position < static_cast<std::int64_t>(modules.size()))
    modules[static_cast<std::size_t>(position)] = module;
  else
    modules.push_back(module);
}

void Outlines::describe(std::int64_t config, const Modules& modules, Outline& outline) {
  const auto append = [&](char mark, std::int64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    outline.made_with += mark;
    outline.made_with.append(digits.data(), end.ptr);
  };
  outline.made_with.clear();
  append('c', config);
  for (const Module& module : modules) {
    append(' ', module.row);
    append('/', module.status);
  }
  outline.modules = static_cast<std::uint32_t>(modules.size());
}

Result<std::vector<assess::ModuleUsed>> Outlines::modules_from(std::int64_t place,
                                                               std::uint32_t first) {
  std::vector<assess::ModuleUsed> modules;
  Cursor cursor(modules_from_, place, first);
  while (cursor.next()) {
    auto& module = modules.emplace_back();
    cursor.read(module.id, module.version, module.sha256, module.status, module.approved,
                module.approved_by, module.allowed_because, module.why, module.ran_in,
                module.microseconds);
  }
  if (cursor.failed()) return connection_.error();
  if (cursor.strange()) return damaged();
  return modules;
}

Error Outlines::damaged() const {
  return connection_.damaged("holds a value that no version of causa writes");
}

}  // namespace causa::store
