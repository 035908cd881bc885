// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/story.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace causa::intake::hl7v2 {

namespace {

constexpr std::string_view replaced = "replaced by a later message";

bool overlap(const TimeSpan& a, const TimeSpan& b) {
  return a.earliest_ms <= b.latest_ms && b.earliest_ms <= a.latest_ms;
}

/// Two results that share a key may still be of two tests, which one laboratory code or one LOINC
/// code stands for: then the other codes differ within one system. Primary codes that agree decide.
bool is_same_test(const Statement& a, const Statement& b) {
  if (a.codes.empty() || b.codes.empty() || a.codes.front() == b.codes.front()) return true;
  return std::none_of(a.codes.begin(), a.codes.end(), [&](const auto& own) {
    const std::string& system = own.first;
    const auto is_of_system = [&](const auto& code) { return code.first == system; };
    const auto is_shared = [&](const auto& code) {
      return is_of_system(code) && std::find(b.codes.begin(), b.codes.end(), code) != b.codes.end();
    };
    return !system.empty() && std::any_of(b.codes.begin(), b.codes.end(), is_of_system) &&
           std::none_of(a.codes.begin(), a.codes.end(), is_shared);
  });
}

/// A list that ADT sends whole.
bool is_listed(std::string_view kind) { return kind == "DG1" || kind == "AL1" || kind == "PR1"; }

class Settler {
 public:
  explicit Settler(Story& story) : story_(story), draft_(story.draft) {}

  record::Record run() {
    order_by_time(story_.tellings);
    for (Telling& telling : story_.tellings) {
      describe(telling.demographics);
      if (telling.full_update) replace_lists(telling);
      for (Statement& statement : telling.statements) take(telling, statement);
    }
    return finish();
  }

 private:
  struct Live {
    const Telling* telling;
    const Statement* statement;
    bool dropped = false;
    const Statement* meant_by = nullptr;  ///< the last that was found to mean it
  };

  void describe(const Demographics& told) {
    if (told.sex) {
      if (draft_.sex != record::Sex::unknown && *told.sex != record::Sex::unknown &&
          draft_.sex != *told.sex)
        note("PID.8", "messages of this patient differ in sex: the latest counts");
      draft_.sex = *told.sex;
    }
    if (told.birth) {
      if (draft_.birth.known() && told.birth->known() && !overlap(draft_.birth, *told.birth))
        note("PID.7", "messages of this patient differ in the date of birth: the latest counts");
      draft_.birth = *told.birth;
    }
    if (told.deceased) draft_.deceased = *told.deceased;
    for (const std::string_view field : told.notes)
      note(field, "not understood, or more than is read");
  }

  /// Once, whoever told it before.
  void note(std::string_view field, std::string_view reason) {
    for (; told_before_ < draft_.ignored.size(); ++told_before_) {
      const record::Ignored& entry = draft_.ignored[told_before_];
      told_.emplace(entry.source, entry.reason);
    }
    if (told_.emplace(field, reason).second) draft_.ignore(field, reason, {}, false);
  }

  void replace_lists(const Telling& telling) {
    for (Live& live : live_) {
      const std::string_view kind = live.statement->kind;
      if (live.dropped || !is_listed(kind) || live.telling->sender != telling.sender) continue;
      if (!live.telling->visit.empty() && !telling.visit.empty() &&
          live.telling->visit != telling.visit)
        continue;
      const bool given = std::any_of(
          telling.statements.begin(), telling.statements.end(),
          [&](const Statement& one) { return one.kind == kind && one.takes_back.empty(); });
      if (given) drop(live, replaced, true);
    }
  }

  void take(const Telling& telling, const Statement& statement) {
    const bool changes = statement.corrects || !statement.takes_back.empty();
    if (changes || statement.identified) {
      const std::vector<std::uint32_t> able = may_mean(telling, statement);
      const std::vector<std::uint32_t> meant = which_one(able, statement);
      for (const std::uint32_t index : meant) {
        const Statement& standing = *live_[index].statement;
        if (statement.unread && !standing.unread)
          note("OBX.5", "a value that can't be used came after one that can: that one stands");
        else if (!changes && statement.preliminary && !standing.preliminary)
          stand_beside(standing, statement);
        else
          drop(live_[index], statement.takes_back.empty() ? replaced : statement.takes_back,
               statement.takes_back.empty());
      }
      const bool should = statement.numbered || !statement.when.known() || !able.empty();
      if (changes && meant.empty() && should) tell_unmet(telling, statement);
    }
    if (!statement.takes_back.empty()) return;
    const auto index = static_cast<std::uint32_t>(live_.size());
    for (const std::string& key : statement.keys) {
      Keyed& keyed = by_key_.try_emplace(key, Keyed{index, {}, {}}).first->second;
      keyed.by_time[minute_of(statement.when)].push_back(index);
      keyed.by_collection[minute_of(statement.collected)].push_back(index);
    }
    live_.push_back({&telling, &statement});
  }

  /// Statements with one key, by the minute that each is of, and by that of its order. So one among
  /// thousands of a series is found without looking at the others.
  using ByMinute = std::map<std::int64_t, std::vector<std::uint32_t>>;
  struct Keyed {
    std::uint32_t first;  ///< of all
    ByMinute by_time, by_collection;
  };

  /// `unknown_time` if it isn't known to the minute.
  static std::int64_t minute_of(const TimeSpan& when) {
    constexpr std::int64_t minute_ms = 60'000;
    if (!when.known() || when.latest_ms - when.earliest_ms >= minute_ms) return unknown_time;
    return when.earliest_ms / minute_ms;
  }

  static bool may_be_same_time(const TimeSpan& a, const TimeSpan& b) {
    return !a.known() || !b.known() || overlap(a, b);
  }

  /// A result may be dated by its order here and by itself there.
  static bool may_be_of_one_time(const Statement& a, const Statement& b) {
    if (!a.numbered && (!a.when.known() || !b.when.known())) return false;
    if (may_be_same_time(a.when, b.when)) return true;
    return !(a.dated && b.dated) && a.collected.known() && b.collected.known() &&
           overlap(a.collected, b.collected);
  }

  /// Calls each(indices) for what may be of the statement's time.
  template <class Each>
  static void each_minute(Keyed& keyed, const Statement& statement, Each&& each) {
    const std::int64_t own = minute_of(statement.when);
    const std::int64_t collected = minute_of(statement.collected);
    if (own == unknown_time) {
      for (auto& [minute, indices] : keyed.by_time) each(indices);
      return;
    }
    const auto at = [&](ByMinute& minutes, std::int64_t minute) {
      if (const auto found = minutes.find(minute); found != minutes.end()) each(found->second);
    };
    at(keyed.by_time, unknown_time);
    at(keyed.by_time, own);
    if (collected == unknown_time) return;
    if (!statement.dated)
      at(keyed.by_collection, collected);
    else if (collected != own)
      at(keyed.by_time, collected);
  }

  /// Those that a statement may speak of, each once, whatever keys it shares. Of its own message
  /// only a correction means one.
  std::vector<std::uint32_t> may_mean(const Telling& telling, const Statement& statement) {
    std::vector<std::uint32_t> found;
    const bool changes = statement.corrects || !statement.takes_back.empty();
    for (const std::string& key : statement.keys) {
      const auto with_key = by_key_.find(key);
      if (with_key == by_key_.end()) continue;
      each_minute(with_key->second, statement, [&](std::vector<std::uint32_t>& indices) {
        // What was dropped is met once and then taken out: one result may be sent again and again.
        std::size_t kept = 0, at = 0;
        for (; at < indices.size(); ++at) {
          const std::uint32_t index = indices[at];
          Live& live = live_[index];
          if (live.dropped) continue;
          if (!changes && live.telling == &telling) break;  // so are those that follow
          indices[kept++] = index;
          if (live.meant_by == &statement || !is_same_test(*live.statement, statement) ||
              !may_be_of_one_time(*live.statement, statement))
            continue;
          live.meant_by = &statement;
          found.push_back(index);
        }
        using Offset = std::vector<std::uint32_t>::difference_type;
        if (kept < at)
          indices.erase(indices.begin() + static_cast<Offset>(kept),
                        indices.begin() + static_cast<Offset>(at));
      });
    }
    return found;
  }

  /// Of those that it may mean, the ones of its minute; if there are none, those whose time its own
  /// doesn't contradict, and so on. If they are several results, since their times contradict each
  /// other or nothing but a vague time is known, nothing says which is meant: none is.
  std::vector<std::uint32_t> which_one(const std::vector<std::uint32_t>& able,
                                       const Statement& statement) const {
    const std::int64_t own = minute_of(statement.when);
    const auto when = [&](std::uint32_t index) { return live_[index].statement->when; };
    std::vector<std::uint32_t> same_minute, overlapping;
    for (const std::uint32_t index : able) {
      if (!statement.when.known() || !when(index).known() || !overlap(when(index), statement.when))
        continue;
      overlapping.push_back(index);
      if (own != unknown_time && minute_of(when(index)) == own) same_minute.push_back(index);
    }
    if (!same_minute.empty()) return same_minute;
    const std::vector<std::uint32_t>& meant = overlapping.empty() ? able : overlapping;
    if (!statement.numbered && meant.size() > 1) return {};
    TimeSpan common;
    for (const std::uint32_t index : meant) {
      const TimeSpan each = when(index);
      if (!each.known()) continue;
      if (!common.known()) common = each;
      if (!overlap(common, each)) return {};
      common.earliest_ms = std::max(common.earliest_ms, each.earliest_ms);
      common.latest_ms = std::min(common.latest_ms, each.latest_ms);
    }
    return meant;
  }

  /// What was to be corrected still stands, and whoever sees it must know.
  void tell_unmet(const Telling& telling, const Statement& statement) {
    if (statement.kind != "OBX") return;
    for (const std::string& key : statement.keys) {
      const auto with_key = by_key_.find(key);
      if (with_key == by_key_.end() || live_[with_key->second.first].telling == &telling) continue;
      for (const auto& [minute, indices] : with_key->second.by_time)
        for (const std::uint32_t index : indices) {
          const Live& live = live_[index];
          if (live.dropped || live.telling == &telling || !is_same_test(*live.statement, statement))
            continue;
          draft_.ignore("OBX.14",
                        "corrects or takes back a result, but the time that it states is of none, "
                        "or may be of several: all of them stand",
                        statement.source, false);
          return;
        }
    }
  }

  /// Nothing says which of the two is right, so neither may hide the other. The time at which the
  /// preliminary one was sent doesn't make it the later result.
  void stand_beside(const Statement& standing, const Statement& preliminary) {
    draft_.ignore("OBX.11", "a preliminary result that came after the final one: both stand", {},
                  true);
    const TimeSpan& since = draft_.items[standing.first_item].time;
    for (std::uint32_t i = 0; i < preliminary.item_count; ++i) {
      record::Item& item = draft_.items[preliminary.first_item + i];
      if ((item.flags & record::time_is_issued) && since.known())
        item.time.earliest_ms = std::min(item.time.earliest_ms, since.earliest_ms);
    }
  }

  /// What a clinician may have seen and that no longer stands is shown one by one.
  void drop(Live& live, std::string_view reason, bool grouped) {
    live.dropped = true;
    const Statement& statement = *live.statement;
    draft_.resources_used -= statement.segments;
    for (std::uint32_t i = 0; i < statement.segments; ++i)
      draft_.ignore(statement.kind, reason, statement.source, grouped);
    carry_start(statement);
  }

  /// Orders of a drug that goes on keep the start that an earlier message gave.
  void carry_start(const Statement& dropped) {
    for (std::uint32_t i = 0; i < dropped.item_count; ++i) {
      const record::Item& item = draft_.items[dropped.first_item + i];
      if (item.kind != record::Kind::medication || !item.start.known()) continue;
      for (const std::string& key : dropped.keys) starts_.try_emplace(key, item.start);
    }
  }

  void complete_start(const Statement& statement, record::Item& item) const {
    if (item.kind != record::Kind::medication || item.start.known()) return;
    for (const std::string& key : statement.keys)
      if (const auto found = starts_.find(key); found != starts_.end()) item.start = found->second;
  }

  record::Record finish() {
    record::Record record;
    record.set_patient_id(story_.patient_id);
    record.sex = draft_.sex;
    record.birth = draft_.birth;
    record.deceased = draft_.deceased;
    record.ignored = std::move(draft_.ignored);
    record.resources_read = draft_.resources_read;
    record.resources_used = draft_.resources_used;
    for (const Live& live : live_) {
      if (live.dropped) continue;
      for (std::uint32_t i = 0; i < live.statement->item_count; ++i) {
        record::Item item = draft_.items[live.statement->first_item + i];
        complete_start(*live.statement, item);
        record.add_copy(draft_, item);
      }
    }
    return record;
  }

  Story& story_;
  record::Record& draft_;
  std::set<std::pair<std::string, std::string>> told_;  ///< of draft_.ignored, for note()
  std::size_t told_before_ = 0;
  std::vector<Live> live_;
  std::unordered_map<std::string, Keyed> by_key_;
  std::unordered_map<std::string, TimeSpan> starts_;
};

}  // namespace

void order_by_time(std::vector<Telling>& tellings) {
  std::int64_t last = unknown_time;
  std::vector<std::pair<std::int64_t, std::size_t>> places;
  for (std::size_t i = 0; i < tellings.size(); ++i) {
    if (tellings[i].time.known()) last = tellings[i].time.earliest_ms;
    places.emplace_back(last, i);
  }
  std::sort(places.begin(), places.end());
  std::vector<Telling> sorted;
  sorted.reserve(tellings.size());
  for (const auto& [time, index] : places) sorted.push_back(std::move(tellings[index]));
  tellings = std::move(sorted);
}

record::Record settle(Story story) { return Settler(story).run(); }

}  // namespace causa::intake::hl7v2
