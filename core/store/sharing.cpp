// SPDX-License-Identifier: Apache-2.0

#include "store/sharing.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace causa::store {

namespace {

/// How many are the same, from the first one on.
template <class List>
std::uint64_t common(const List& before, const List& now, std::uint64_t limit) {
  const auto end = std::mismatch(before.begin(), before.end(), now.begin(), now.end()).first;
  return std::min(limit, static_cast<std::uint64_t>(end - before.begin()));
}

}  // namespace

Sharing::Sharing(Connection& connection)
    : find_(connection.handle(),
            "SELECT id, coalesce(base, 0) FROM assessment WHERE uuid = ? AND version = ?"),
      own_rows_(connection.handle(),
                "SELECT (SELECT count(*) FROM module_used WHERE assessment = ?1), "
                "(SELECT count(*) FROM fact WHERE assessment = ?1), "
                "(SELECT count(*) FROM cause_result WHERE assessment = ?1), "
                "(SELECT count(*) FROM advice WHERE assessment = ?1), "
                "(SELECT count(*) FROM state WHERE assessment = ?1), "
                "(SELECT count(*) FROM must_not_miss WHERE assessment = ?1), "
                "(SELECT count(*) FROM ignored WHERE assessment = ?1), "
                "(SELECT count(*) FROM finding WHERE assessment = ?1)"),
      evidence_(connection.handle(),
                "SELECT position, evidence_position FROM cause_result_of_version "
                "WHERE version_row = ? AND evidence_row = ?") {}

bool Sharing::find(const assess::Assessment& before, const assess::Assessment& now, Common& it) {
  it = {};
  SharedRows limits;
  if (before.id != now.id || before.version + 1 != now.version) return true;
  if (!find_base(before, it, limits)) return false;
  if (it.base == 0) return true;
  it.rows.modules = common(before.modules, now.modules, limits.modules);
  it.rows.facts = common(before.facts, now.facts, limits.facts);
  it.rows.causes = common(before.causes, now.causes, limits.causes);
  it.rows.advice = common(before.advice, now.advice, limits.advice);
  it.rows.states = common(before.states, now.states, limits.states);
  it.rows.must_not_miss = common(before.must_not_miss, now.must_not_miss, limits.must_not_miss);
  it.rows.ignored = common(before.ignored, now.ignored, limits.ignored);
  it.rows.findings = common(before.findings, now.findings, limits.findings);
  return find_evidence(before, now, row_, it);
}

bool Sharing::find_base(const assess::Assessment& before, Common& it, SharedRows& limits) {
  row_ = 0;
  {
    Cursor cursor(find_, before.id, before.version);
    if (cursor.next()) cursor.read(row_, it.base);
    if (cursor.failed()) return false;
  }
  limits = {before.modules.size(), before.facts.size(),   before.causes.size(),
            before.advice.size(),  before.states.size(),  before.must_not_miss.size(),
            before.ignored.size(), before.findings.size()};
  if (it.base == 0) {
    it.base = row_;
    return true;
  }
  // Its own rows follow after those of the base.
  SharedRows own;
  Cursor cursor(own_rows_, row_);
  if (cursor.next())
    cursor.read(own.modules, own.facts, own.causes, own.advice, own.states, own.must_not_miss,
                own.ignored, own.findings);
  if (cursor.failed()) return false;
  const auto less = [](std::uint64_t all, std::uint64_t some) { return all - std::min(all, some); };
  limits = {less(limits.modules, own.modules), less(limits.facts, own.facts),
            less(limits.causes, own.causes),   less(limits.advice, own.advice),
            less(limits.states, own.states),   less(limits.must_not_miss, own.must_not_miss),
            less(limits.ignored, own.ignored), less(limits.findings, own.findings)};
  return true;
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
  for (std::size_t i = it.rows.causes; i < now.causes.size(); ++i) {
    const assess::CauseResult& cause = now.causes[i];
    const auto known = places.find(cause.id);
    if (known == places.end() || known->second < it.rows.causes) continue;
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
