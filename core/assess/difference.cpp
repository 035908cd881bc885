// SPDX-License-Identifier: Apache-2.0

#include "assess/difference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/time.hpp"
#include "knowledge/urgency_words.hpp"
#include "record/comparator_signs.hpp"

namespace causa::assess {

namespace {

constexpr const char* not_there = "not there";

std::string words_of(const std::string& text) { return text.empty() ? "nothing" : text; }
std::string words_of(double value) { return fmt::format("{}", value); }
std::string words_of(std::int32_t value) { return fmt::format("{}", value); }
std::string words_of(std::uint32_t value) { return fmt::format("{}", value); }
std::string words_of(std::uint64_t value) { return fmt::format("{}", value); }
std::string words_of(bool value) { return value ? "yes" : "no"; }
std::string words_of(const std::vector<std::string>& list) {
  return list.empty() ? "nothing" : fmt::format("{}", fmt::join(list, ", "));
}
std::string words_of(SharedTexts list) { return words_of(list.texts()); }
std::string words_of(const std::vector<SharedText>& list) {
  return words_of(std::vector<std::string>(list.begin(), list.end()));
}
std::string words_of(const Estimate& it) {
  return fmt::format("{} ({} to {})", it.p, it.low, it.high);
}
std::string words_of(const knowledge::Interval& it) {
  return fmt::format("{} to {}", it.low, it.high);
}
std::string words_of(const Chain& it) { return fmt::format("{} by {}", it.because_of, it.f); }

std::string words_of(knowledge::Urgency it) { return knowledge::word_of(it); }
constexpr const char* outcomes[] = {"present", "absent", "unknown"};
std::string words_of(Outcome it) { return outcomes[static_cast<std::size_t>(it) - 1]; }
constexpr const char* ways_to_count[] = {"yes", "grouped", "capped", "zero", "no"};
std::string words_of(Counted it) { return ways_to_count[static_cast<std::size_t>(it) - 1]; }
constexpr const char* rankings[] = {"none", "weak", "sufficient"};
std::string words_of(Sufficiency it) { return rankings[static_cast<std::size_t>(it) - 1]; }
constexpr const char* statuses[] = {"ok", "failed", "refused", "absent"};
std::string words_of(ModuleStatus it) { return statuses[static_cast<std::size_t>(it) - 1]; }
constexpr const char* sexes[] = {"unknown", "female", "male", "other"};
std::string words_of(record::Sex it) { return sexes[static_cast<std::size_t>(it)]; }
constexpr const char* states[] = {"present", "absent", "unknown"};

template <class Value>
std::string words_of(const std::optional<Value>& value) {
  return value ? words_of(*value) : "none";
}

/// All that tells one fact from another, in an order that is the same in both assessments.
std::string words_of(const ShownFact& it) {
  std::string text = it.concept_id + " " + states[static_cast<std::size_t>(it.state) - 1];
  const bool is_bound = it.comparator != record::Comparator::none;
  if (it.value)
    text += fmt::format(" {}{}{} {}", record::sign_of(it.comparator), is_bound ? " " : "",
                        *it.value, it.unit);
  if (it.time_ms != unknown_time) text += " at " + format_time(it.time_ms);
  if (it.start_ms != unknown_time) text += " since " + format_time(it.start_ms);
  if (it.reference_low || it.reference_high)
    text += fmt::format(", reference {} to {}", words_of(it.reference_low),
                        words_of(it.reference_high));
  if (it.original_value)
    text += fmt::format(", written {} {}", *it.original_value, it.original_unit);
  for (const std::string& more : {it.source, it.derived_from.text(), it.original_code,
                                  it.laterality, it.matched_text, it.name.text()})
    if (!more.empty()) text += ", " + more;
  if (it.quality != 0) text += fmt::format(", quality {}", it.quality);
  return text;
}

/// Why a module was refused, without what it says of a name that nobody knows: which other name is
/// near, or what to do if none is, depends on what other modules define (rules/parse_fact.cpp,
/// broader_check.cpp, site_profile.cpp, Vocabulary::suggest), and the module is refused all the
/// same.
std::string without_hint(std::string why) {
  constexpr std::string_view begins[] = {", did you mean ", "; did you mean "};
  for (const std::string_view begin : begins)
    for (auto at = why.find(begin); at != std::string::npos; at = why.find(begin, at)) {
      const auto name = at + begin.size();
      const auto end = why.find_first_of("? ", name);
      if (end != std::string::npos && why[end] == '?')
        why.erase(at, end + 1 - at);
      else
        at = name;
    }
  constexpr std::string_view if_none[] = {"; define it, or take it out",
                                          "; load it or take the line out",
                                          "; load its module or take the line out", "; "};
  for (const std::string_view words : if_none)
    if (why.ends_with(words)) why.erase(why.size() - words.size());
  return why;
}

class Comparing {
 public:
  Comparing(const Assessment& then, const Assessment& now) : then_(then), now_(now) {}

  std::vector<Difference> run() {
    header();
    modules();
    facts();
    alerts();
    causes();
    same_list("state", then_.states, now_.states, &State::id,
              [&](const std::string& name, const State& a, const State& b) {
                same(name, a.present, b.present);
              });
    same_list("must not miss", then_.must_not_miss, now_.must_not_miss, &MustNotMiss::id,
              [&](const std::string& name, const MustNotMiss& a, const MustNotMiss& b) {
                same(name, a.present, b.present);
                same(name + ": action", a.action, b.action);
              });
    advice();
    input();
    return std::move(found_);
  }

 private:
  template <class Value>
  void same(std::string what, const Value& then, const Value& now) {
    if (!(then == now)) found_.push_back({std::move(what), words_of(then), words_of(now)});
  }

  static std::string module_of(const Assessment& it, std::uint32_t index) {
    return index < it.modules.size() ? it.modules[index].id.text() : std::string();
  }

  void header() {
    same("sex", then_.sex, now_.sex);
    // Not a number: unknown.
    same("age", fmt::format("{} to {}", then_.age.low_years, then_.age.high_years),
         fmt::format("{} to {}", now_.age.low_years, now_.age.high_years));
    same("complaint", then_.complaint_present, now_.complaint_present);
    same("complaint: classes", then_.complaint_classes, now_.complaint_classes);
    same("complaint: text", then_.complaint_text, now_.complaint_text);
    same("ranking", then_.ranking, now_.ranking);
    same("ranking: why", then_.ranking_why, now_.ranking_why);
    same("unexplained", then_.unexplained, now_.unexplained);
  }

  /// Those that never were read (left out, refused unread) have no part in the result.
  void modules() {
    for (const ModuleUsed& a : then_.modules) {
      if (a.sha256.empty()) continue;
      const auto b = std::find_if(now_.modules.begin(), now_.modules.end(),
                                  [&](const ModuleUsed& one) { return one.id == a.id; });
      const std::string name = "module " + a.id;
      if (b == now_.modules.end()) {
        found_.push_back({name, a.version, not_there});
        continue;
      }
      same(name + ": version", a.version, b->version);
      same(name + ": sha256", a.sha256, b->sha256);
      same(name + ": status", a.status, b->status);
      const bool refused = a.status == ModuleStatus::refused && b->status == ModuleStatus::refused;
      if (!refused || without_hint(a.why) != without_hint(b->why))
        same(name + ": why", a.why, b->why);
    }
  }

  void facts() {
    std::map<std::string, int> counts;
    for (const ShownFact& fact : then_.facts) ++counts[words_of(fact)];
    for (const ShownFact& fact : now_.facts) --counts[words_of(fact)];
    for (const auto& [words, count] : counts)
      if (count > 0)
        found_.push_back({"fact", words, not_there});
      else if (count < 0)
        found_.push_back({"fact", not_there, words});
  }

  static std::vector<std::string> cited(const Assessment& it,
                                        const std::vector<std::uint32_t>& facts) {
    std::vector<std::string> words;
    for (const std::uint32_t index : facts)
      words.push_back(index < it.facts.size() ? words_of(it.facts[index]) : "?");
    std::sort(words.begin(), words.end());
    return words;
  }

  /// Compares two lists by the ids of their entries: what is in one only, their order, then each.
  template <class Entry, class Id, class Compare>
  void same_list(const std::string& kind, const std::vector<Entry>& then,
                 const std::vector<Entry>& now, const Id& id_of, const Compare& compare) {
    const auto find = [&](const std::vector<Entry>& list, const std::string& id) {
      return std::find_if(list.begin(), list.end(),
                          [&](const Entry& one) { return std::invoke(id_of, one) == id; });
    };
    std::vector<std::string> order_then, order_now;
    for (const Entry& a : then) {
      const std::string id = std::invoke(id_of, a);
      const auto b = find(now, id);
      if (b == now.end()) {
        found_.push_back({kind + ' ' + id, "there", not_there});
        continue;
      }
      order_then.push_back(id);
      compare(kind + ' ' + id, a, *b);
    }
    for (const Entry& b : now) {
      const std::string id = std::invoke(id_of, b);
      if (find(then, id) == then.end())
        found_.push_back({kind + ' ' + id, not_there, "there"});
      else
        order_now.push_back(id);
    }
    same(kind + ": order", order_then, order_now);
  }

  void alerts() {
    // The names of modules are the same in both, where an entry is.
    const auto named = [](const Assessment& it) {
      std::vector<std::pair<std::string, const RaisedAlert*>> list;
      for (const RaisedAlert& alert : it.alerts)
        list.emplace_back(module_of(it, alert.module) + '/' + alert.id, &alert);
      return list;
    };
    using Named = std::pair<std::string, const RaisedAlert*>;
    same_list("alert", named(then_), named(now_), &Named::first,
              [&](const std::string& name, const Named& first, const Named& second) {
                const RaisedAlert &a = *first.second, &b = *second.second;
                same(name + ": urgency", a.urgency, b.urgency);
                same(name + ": title", a.title, b.title);
                same(name + ": action", a.action, b.action);
                same(name + ": cause", a.cause, b.cause);
                same(name + ": repeat now", a.repeat_now, b.repeat_now);
                same(name + ": value", a.value, b.value);
                same(name + ": threshold", a.threshold, b.threshold);
                same(name + ": age in hours", a.age_hours, b.age_hours);
                same(name + ": from text", a.from_text, b.from_text);
                same(name + ": facts", cited(then_, a.facts), cited(now_, b.facts));
                same(name + ": sources", a.sources, b.sources);
              });
  }

  void causes() {
    same_list("cause", then_.causes, now_.causes, &CauseResult::id,
              [&](const std::string& name, const CauseResult& a, const CauseResult& b) {
                same(name + ": rank", a.rank, b.rank);
                same(name + ": explains", a.explains, b.explains);
                same(name + ": present", a.present, b.present);
                same(name + ": accounts for", a.accounts_for, b.accounts_for);
                same(name + ": class of complaint", a.complaint_class, b.complaint_class);
                same(name + ": prior", a.prior.estimate, b.prior.estimate);
                same(name + ": prior's population", a.prior.population, b.prior.population);
                same(name + ": decided by", a.decided_by, b.decided_by);
                same(name + ": chain", a.chain, b.chain);
                same(name + ": head of its chain", a.chain_head, b.chain_head);
                same(name + ": judgement only", a.judgement_only, b.judgement_only);
                same(name + ": about as likely", a.about_equal_to, b.about_equal_to);
                same(name + ": action", a.action, b.action);
                evidence(name, a, b);
              });
  }

  void evidence(const std::string& cause, const CauseResult& then, const CauseResult& now) {
    using Named = std::pair<std::string, const Evidence*>;
    const auto named = [](const Assessment& it, const CauseResult& of) {
      std::vector<Named> list;
      for (const Evidence& one : of.evidence)
        list.emplace_back(module_of(it, one.module) + '/' + one.rule, &one);
      return list;
    };
    same_list(cause + ": evidence", named(then_, then), named(now_, now), &Named::first,
              [&](const std::string& name, const Named& first, const Named& second) {
                const Evidence &a = *first.second, &b = *second.second;
                same(name + ": holds", a.outcome, b.outcome);
                same(name + ": counted", a.counted, b.counted);
                same(name + ": weight in millibans", a.weight_millibans, b.weight_millibans);
                same(name + ": ratio", a.lr, b.lr);
                same(name + ": published ratio", a.lr_published, b.lr_published);
                same(name + ": published interval", a.ci, b.ci);
                same(name + ": text", a.text, b.text);
                same(name + ": missing", a.missing, b.missing);
                same(name + ": facts", cited(then_, a.facts), cited(now_, b.facts));
                same(name + ": sources", a.sources, b.sources);
              });
  }

  void advice() {
    using Named = std::pair<std::string, const GivenAdvice*>;
    const auto named = [](const Assessment& it) {
      std::vector<Named> list;
      for (const GivenAdvice& one : it.advice)
        list.emplace_back(module_of(it, one.module) + '/' + one.id, &one);
      return list;
    };
    same_list("advice", named(then_), named(now_), &Named::first,
              [&](const std::string& name, const Named& first, const Named& second) {
                const GivenAdvice &a = *first.second, &b = *second.second;
                same(name + ": text", a.text, b.text);
                same(name + ": for", a.for_cause, b.for_cause);
                same(name + ": withheld", a.withheld, b.withheld);
                if (!a.withheld.empty() && !b.withheld.empty())
                  same(name + ": withheld by", module_of(then_, a.withheld_by),
                       module_of(now_, b.withheld_by));
                same(name + ": only after checking", a.check, b.check);
                same(name + ": sources", a.sources, b.sources);
              });
  }

  void input() {
    same("not understood", then_.not_understood, now_.not_understood);
    same("resources read", then_.resources_read, now_.resources_read);
    same("resources used", then_.resources_used, now_.resources_used);
    const auto ignored = [](const Assessment& it) {
      std::vector<std::string> words;
      for (const auto& one : it.ignored)
        words.push_back(fmt::format("{} {}: {} ({})", one.count, one.source, one.reason,
                                    fmt::join(one.examples, ", ")));
      return words;
    };
    same("ignored", ignored(then_), ignored(now_));
    const auto findings = [](const Assessment& it) {
      std::vector<std::string> words;
      for (const auto& one : it.findings)
        words.push_back(fmt::format("{} at {}: {}; {}", one.id, one.place, one.message, one.cure));
      return words;
    };
    same("findings", findings(then_), findings(now_));
  }

  const Assessment &then_, &now_;
  std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> differences(const Assessment& then, const Assessment& now) {
  return Comparing(then, now).run();
}

}  // namespace causa::assess
