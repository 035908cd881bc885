// SPDX-License-Identifier: Apache-2.0

#include "store/sharing.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace causa::store {

namespace {

/// In the order in which own_rows_ names them.
enum List : std::size_t {
  modules,
  facts,
  causes,
  advice,
  states,
  must_not_miss,
  ignored,
  findings,
};

}  // namespace

Sharing::Sharing(Connection& connection)
    : find_(connection.handle(),
            "SELECT id, coalesce(base, 0) FROM assessment WHERE uuid = ? AND version = ?"),
      own_rows_(connection.handle(),
                "SELECT 0, position FROM module_used WHERE assessment = ?1 UNION ALL "
                "SELECT 1, position FROM fact WHERE assessment = ?1 UNION ALL "
                "SELECT 2, position FROM cause_result WHERE assessment = ?1 UNION ALL "
                "SELECT 3, position FROM advice WHERE assessment = ?1 UNION ALL "
                "SELECT 4, position FROM state WHERE assessment = ?1 UNION ALL "
                "SELECT 5, position FROM must_not_miss WHERE assessment = ?1 UNION ALL "
                "SELECT 6, position FROM ignored WHERE assessment = ?1 UNION ALL "
                "SELECT 7, position FROM finding WHERE assessment = ?1"),
      evidence_(connection.handle(),
                "SELECT position, evidence_position FROM cause_result_of_version "
                "WHERE version_row = ? AND evidence_row = ?") {}

bool Sharing::find(const assess::Assessment& before, const assess::Assessment& now, Common& it) {
  it = {};
  if (before.id != now.id || before.version + 1 != now.version) return true;
  if (!find_base(before, it)) return false;
  if (it.base == 0) return true;
  compare(before.modules, now.modules, own_[modules], it.rows.modules);
  compare(before.facts, now.facts, own_[facts], it.rows.facts);
  compare(before.causes, now.causes, own_[causes], it.rows.causes);
  compare(before.advice, now.advice, own_[advice], it.rows.advice);
  compare(before.states, now.states, own_[states], it.rows.states);
  compare(before.must_not_miss, now.must_not_miss, own_[must_not_miss], it.rows.must_not_miss);
  compare(before.ignored, now.ignored, own_[ignored], it.rows.ignored);
  compare(before.findings, now.findings, own_[findings], it.rows.findings);
  return find_evidence(before, now, row_, it);
}

template <class List>
void Sharing::compare(const List& before, const List& now, const std::vector<bool>& own,
                      SharedRows& shared) const {
  for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i) {
    if ((i < own.size() && own[i]) || !(before[i] == now[i])) continue;
    shared.below = i + 1;
    shared.own.resize(i, true);
    shared.own.push_back(false);
  }
}

bool Sharing::find_base(const assess::Assessment& before, Common& it) {
  row_ = 0;
  for (auto& own : own_) own.clear();
  {
    Cursor cursor(find_, before.id, before.version);
    if (cursor.next()) cursor.read(row_, it.base);
    if (cursor.failed()) return false;
  }
  if (it.base == 0) {
    it.base = row_;
    return true;
  }
  Cursor cursor(own_rows_, row_);
  while (cursor.next()) {
    std::size_t list = 0, position = 0;
    cursor.read(list, position);
    if (position >= own_[list].size()) own_[list].resize(position + 1);
    own_[list][position] = true;
  }
  return !cursor.failed();
}

/// Of the causes that aren't shared whole.
bool Sharing::find_evidence(const assess::Assessment& before, const assess::Assessment& now,
                            std::int64_t row, Common& it) {
  it.evidence.resize(now.causes.size());
  std::map<std::string_view, std::uint32_t> places;
  for (std::uint32_t i = 0; i < before.causes.size(); ++i)
    if (!before.causes[i].evidence.empty()) places.emplace(before.causes[i].id, i);
  std::map<std::uint32_t, std::uint32_t> in_base;  ///< only if that isn't the version before
  if (it.base != row) {
    Cursor cursor(evidence_, row, it.base);
    while (cursor.next()) {
      std::uint32_t position = 0, there = 0;
      cursor.read(position, there);
      in_base.emplace(position, there);
    }
    if (cursor.failed()) return false;
  }
  for (std::size_t i = 0; i < now.causes.size(); ++i) {
    if (it.rows.causes.contains(i)) continue;
    const assess::CauseResult& cause = now.causes[i];
    const auto known = places.find(cause.id);
    if (known == places.end() || it.rows.causes.contains(known->second)) continue;
    if (before.causes[known->second].evidence != cause.evidence) continue;
    if (it.base == row) {
      it.evidence[i] = known->second;
    } else if (const auto there = in_base.find(known->second); there != in_base.end()) {
      it.evidence[i] = there->second;
    }
    places.erase(known);  // two causes of one id: the second keeps its own
  }
  return true;
}

}  // namespace causa::store
