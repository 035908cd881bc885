// SPDX-License-Identifier: Apache-2.0
//
// What modules say of everybody, for reading: rows of the tables *_stated, and of `module`, by
// their ids. Many assessments point at the same ones, so what was met is remembered, with its lists
// taken apart; what a program has in memory of them is bounded. Belongs to its connection's thread.
//
// Ids of rows that are gone are given again: who rolls back or finds that another program has
// forgotten patients (table `forgotten`) must call forget().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "assess/assessment.hpp"
#include "store/statement.hpp"

namespace causa::store {

struct ModuleKept {
  SharedText id, version, sha256;
  bool read(Cursor& cursor);
};

struct ConceptStated {
  SharedText concept_id, name, unit, derived_from;
  std::string original_unit, original_code;
  bool read(Cursor& cursor);
};

struct CauseStated {
  SharedText id, family, name, action;
  knowledge::Role role = knowledge::Role::cause;
  assess::PriorUsed prior;
  bool read(Cursor& cursor);
};

struct RuleStated {
  SharedText rule;
  knowledge::About about = knowledge::About::present;
  assess::Outcome outcome = assess::Outcome::unknown;
  std::optional<double> lr_published;
  std::optional<knowledge::Interval> ci;
  knowledge::Basis basis = knowledge::Basis::expert;
  SharedText grade;
  std::string text;
  std::vector<std::string> missing;
  SharedTexts sources;
  bool read(Cursor& cursor);
};

struct AlertStated {
  SharedText id, cause, title, action, threshold;
  SharedTexts sources;
  bool read(Cursor& cursor);
};

struct AdviceStated {
  SharedText id, for_cause, withheld;
  std::string text;
  knowledge::AdviceKind kind = knowledge::AdviceKind::self_care;
  SharedTexts sources;
  std::vector<SharedText> check;
  bool read(Cursor& cursor);
};

struct NameStated {
  SharedText cause, name, action;
  bool read(Cursor& cursor);
};

struct FindingStated {
  std::string id, cure;
  lint::Severity severity = lint::Severity::note;
  bool safety = false;
  bool read(Cursor& cursor);
};

/// The rows of one table.
template <class Row>
class StatedRows {
 public:
  /// `sql` takes an id and gives what Row::read() reads.
  StatedRows(sqlite3* database, const char* sql) : statement_(database, sql) {}

  /// Good until the next call. Null: there is no such row, or the file failed, which is noted.
  const Row* find(std::int64_t id, bool& failed, bool& strange) {
    auto at = rows_.find(id);
    if (at == rows_.end()) {
      if (rows_.size() >= most_remembered) rows_.clear();
      Cursor cursor(statement_, id);
      const bool there = cursor.next();
      failed = failed || cursor.failed();
      if (!there) return nullptr;
      at = rows_.try_emplace(id).first;
      const bool sound = at->second.row.read(cursor);
      at->second.strange = !sound || cursor.strange();
    }
    strange = strange || at->second.strange;
    return &at->second.row;
  }

  void forget() { rows_.clear(); }

 private:
  static constexpr std::size_t most_remembered = 8192;

  struct Known {
    Row row;
    bool strange = false;  ///< holds what no version of causa writes
  };

  Statement statement_;
  std::unordered_map<std::int64_t, Known> rows_;
};

struct Stated {
  explicit Stated(sqlite3* database);

  void forget();

  StatedRows<ModuleKept> modules;
  StatedRows<ConceptStated> concepts;
  StatedRows<CauseStated> causes;
  StatedRows<RuleStated> rules;
  StatedRows<AlertStated> alerts;
  StatedRows<AdviceStated> advice;
  StatedRows<NameStated> names;
  StatedRows<FindingStated> findings;
};

}  // namespace causa::store
