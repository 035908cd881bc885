// SPDX-License-Identifier: Apache-2.0

#include "store/outlines.hpp"

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
      modules_(connection.handle(),
               "SELECT module, status FROM module_used WHERE assessment = ? AND position < ? "
               "ORDER BY position"),
      modules_from_(connection.handle(),
                    "SELECT m.module_id, m.version, m.sha256, u.status, u.approved, "
                    "u.approved_by, u.allowed_because, u.why, u.ran_in, u.microseconds "
                    "FROM module_used_of_version u JOIN module m ON m.id = u.module "
                    "WHERE u.version_row = ? AND u.position >= ? ORDER BY u.position") {}

Result<void> Outlines::find(std::string_view id, Outline& outline) {
  Modules modules;
  bool found = false, strange = false;
  {
    Cursor cursor(find_, id);
    found = cursor.next();
    if (cursor.failed()) return connection_.error();
    if (found) read(cursor, outline, modules);
    strange = cursor.strange();
  }
  if (!found)
    return connection_.error("there is no assessment " + std::string(id),
                             "`causa list` shows what is stored");
  if (strange) return damaged();
  if (!note_modules(outline, modules)) return connection_.error();
  return {};
}

Result<std::vector<Outline>> Outlines::between(std::int64_t after, std::int64_t until) {
  std::vector<Outline> outlines;
  std::vector<Modules> modules;
  {
    Cursor cursor(between_, after, until);
    while (cursor.next()) read(cursor, outlines.emplace_back(), modules.emplace_back());
    if (cursor.failed()) return connection_.error();
    if (cursor.strange()) return damaged();
  }
  for (std::size_t i = 0; i < outlines.size(); ++i)
    if (!note_modules(outlines[i], modules[i])) return connection_.error();
  return outlines;
}

void Outlines::read(Cursor& cursor, Outline& outline, Modules& modules) {
  cursor.read(outline.place, outline.id, outline.version, outline.as_of_ms, outline.sex,
              outline.age.low_years, outline.age.high_years, outline.complaint_present,
              outline.alerted, outline.repeatable, outline.record, modules.config, modules.base,
              modules.shared);
}

bool Outlines::note_modules(Outline& outline, const Modules& modules) {
  outline.made_with = std::to_string(modules.config);
  outline.modules = 0;
  return (modules.base == 0 || note_modules(modules.base, modules.shared, outline)) &&
         note_modules(outline.place, all_rows, outline);
}

bool Outlines::note_modules(std::int64_t row, std::int64_t below, Outline& outline) {
  std::int64_t module = 0;
  std::uint8_t status = 0;
  Cursor cursor(modules_, row, below);
  while (cursor.next()) {
    cursor.read(module, status);
    outline.made_with += ' ';
    outline.made_with += std::to_string(module);
    outline.made_with += '/';
    outline.made_with += std::to_string(status);
    ++outline.modules;
  }
  return !cursor.failed();
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
  return connection_.error("holds a value that no version of causa writes",
                           "restore the last backup; `causa store check` says what is wrong");
}

}  // namespace causa::store
