// SPDX-License-Identifier: Apache-2.0

#include "assess/extension.hpp"

#include <algorithm>
#include <unordered_map>

#include "assess/idle_steps.hpp"
#include "assess/safety.hpp"

namespace causa::assess {

namespace {

/// Places of the modules of one assessment in the list of another, by id.
std::uint32_t place_of(const std::vector<ModuleUsed>& modules, const std::string& id) {
  const auto found = std::find_if(modules.begin(), modules.end(),
                                  [&](const ModuleUsed& module) { return module.id == id; });
  return found == modules.end() ? no_index : static_cast<std::uint32_t>(found - modules.begin());
}

/// Places of facts: each keeps the one that it had; what is new takes those that are free, then
/// goes to the end. So what cites a fact that was there reads the same in both versions.
class FactPlaces {
 public:
  FactPlaces(const std::vector<ShownFact>& before, std::vector<ShownFact> made) {
    std::vector<bool> taken(before.size());
    places_.assign(made.size(), no_index);
    // Nearly always most of them are at their places, which needs no search.
    const auto alike = static_cast<std::uint32_t>(
        std::mismatch(before.begin(), before.end(), made.begin(), made.end()).first -
        before.begin());
    for (std::uint32_t i = 0; i < alike; ++i) {
      places_[i] = i;
      taken[i] = true;
    }
    std::unordered_multimap<std::string, std::uint32_t> known;
    if (alike < made.size())
      for (std::uint32_t i = alike; i < before.size(); ++i) known.emplace(key_of(before[i]), i);
    for (std::size_t i = alike; i < made.size(); ++i) {
      auto [at, end] = known.equal_range(key_of(made[i]));
      std::uint32_t first = no_index;
      for (; at != end; ++at)
        if (!taken[at->second] && at->second < first && before[at->second] == made[i])
          first = at->second;
      if (first == no_index) continue;
      taken[first] = true;
      places_[i] = first;
    }
    place_new_ones(taken);
    close_gaps(made.size());
    if (alike == made.size()) {
      facts_ = std::move(made);
      return;
    }
    facts_.resize(made.size());
    for (std::size_t i = 0; i < made.size(); ++i) facts_[places_[i]] = std::move(made[i]);
  }

  void renumber(std::vector<std::uint32_t>& cited) const {
    for (auto& index : cited) index = places_[index];
  }
  std::vector<ShownFact> take() { return std::move(facts_); }

 private:
  static std::string key_of(const ShownFact& fact) {
    return fact.concept_id.text() + '\0' + fact.source + '\0' + std::to_string(fact.time_ms);
  }

  void place_new_ones(std::vector<bool>& taken) {
    std::uint32_t next = 0;
    for (auto& place : places_) {
      if (place != no_index) continue;
      while (next < taken.size() && taken[next]) ++next;
      if (next == taken.size()) taken.push_back(false);
      taken[next] = true;
      place = next;
    }
  }

  /// Fewer facts than before: those at the end move up.
  void close_gaps(std::size_t size) {
    std::vector<bool> taken(size);
    for (const std::uint32_t place : places_)
      if (place < size) taken[place] = true;
    std::uint32_t next = 0;
    for (auto& place : places_) {
      if (place < size) continue;
      while (taken[next]) ++next;
      taken[next] = true;
      place = next;
    }
  }

  std::vector<std::uint32_t> places_;
  std::vector<ShownFact> facts_;
};

/// The modules of both versions, and where those of the new one stand among them.
class ModulePlaces {
 public:
  ModulePlaces(const std::vector<ModuleUsed>& before, const std::set<std::string>& heard,
               const std::vector<ModuleUsed>& made)
      : modules_(before) {
    for (const ModuleUsed& module : made) {
      std::uint32_t place = place_of(modules_, module.id);
      if (place == no_index) {
        place = static_cast<std::uint32_t>(modules_.size());
        modules_.push_back(module);
      } else if (heard.contains(module.id) || module.status == ModuleStatus::failed) {
        modules_[place] = module;  // it was left out before, or what it said then can't be had now
      }
      places_.push_back(place);
    }
  }

  void renumber(std::uint32_t& module) const { module = places_[module]; }
  std::vector<ModuleUsed> take() { return std::move(modules_); }

 private:
  std::vector<ModuleUsed> modules_;
  std::vector<std::uint32_t> places_;
};

std::size_t count_unknown_slots(std::string_view text) {
  std::size_t count = 0;
  for (auto at = text.find(not_recorded); at != std::string_view::npos;
       at = text.find(not_recorded, at + not_recorded.size()))
    ++count;
  return count;
}

/// A text may name what a library computed and no condition reads, so that it wasn't kept: what was
/// said of the same facts then still holds. Only where the record is read as it was then: what else
/// a text names may be another value now.
void keep_texts(const Assessment& before, Assessment& made) {
  const auto keep = [](const std::string& then, std::string& now) {
    if (count_unknown_slots(now) > count_unknown_slots(then)) now = then;
  };
  const auto is_complete = [](const std::string& text) {
    return text.find(not_recorded) == std::string::npos;
  };
  for (auto& cause : made.causes) {
    if (std::all_of(cause.evidence.begin(), cause.evidence.end(),
                    [&](const Evidence& one) { return is_complete(one.text); }))
      continue;
    const auto old = std::find_if(before.causes.begin(), before.causes.end(),
                                  [&](const CauseResult& one) { return one.id == cause.id; });
    if (old == before.causes.end()) continue;
    for (auto& evidence : cause.evidence)
      for (const auto& then : old->evidence)
        if (then.module == evidence.module && then.rule == evidence.rule &&
            then.outcome == evidence.outcome && then.facts == evidence.facts)
          keep(then.text, evidence.text);
  }
  for (auto& advice : made.advice) {
    if (is_complete(advice.text)) continue;
    for (const auto& then : before.advice)
      if (then.module == advice.module && then.id == advice.id) keep(then.text, advice.text);
  }
}

}  // namespace

void recall_derived(const Assessment& before, const Prepared& prepared, facts::Batch& batch,
                    std::uint32_t row, facts::PatientFacts& facts) {
  const auto modules = prepared.registry.modules();
  for (const ShownFact& shown : before.facts) {
    if (shown.derived_from.empty()) continue;
    const std::string& derived_from = shown.derived_from;
    const auto slash = derived_from.find('/');
    const auto id = derived_from.substr(0, slash);
    const auto step_id = derived_from.substr(slash + 1);
    const auto concept_id = prepared.vocabulary.find(shown.concept_id);
    const auto module = std::find_if(modules.begin(), modules.end(),
                                     [&](const auto& one) { return one.manifest.id == id; });
    if (!concept_id || module == modules.end()) continue;
    const auto& derives = module->manifest.derives;
    const auto step = std::find_if(derives.begin(), derives.end(),
                                   [&](const auto& one) { return one.id == step_id; });
    facts::Fact fact;
    fact.module = static_cast<std::uint32_t>(module - modules.begin());
    fact.item = static_cast<std::uint32_t>(step - derives.begin());
    const bool runs = std::any_of(
        prepared.steps.begin(), prepared.steps.end(),
        [&](const auto& one) { return one.module == fact.module && one.step == fact.item; });
    if (step == derives.end() || runs) continue;
    fact.concept_id = *concept_id;
    fact.state = shown.state;
    if (shown.time_ms != unknown_time) fact.time = {shown.time_ms, shown.time_ms};
    const auto index = static_cast<std::uint32_t>(facts.facts.size());
    if (shown.value) {
      fact.value = *shown.value;
      batch.set_derived_number(row, *concept_id, fact.value, index);
    } else {
      batch.set_derived_truth(row, *concept_id, fact.state == record::State::present, index);
    }
    facts.facts.push_back(fact);
  }
}

void keep_alerts(const Assessment& before, Patient& patient) {
  Assessment& out = patient.assessment();
  for (const RaisedAlert& old : before.alerts) {
    const std::uint32_t module = place_of(out.modules, before.modules[old.module].id);
    const auto same = std::find_if(
        out.alerts.begin(), out.alerts.end(),
        [&](const RaisedAlert& alert) { return alert.module == module && alert.id == old.id; });
    if (same != out.alerts.end() && same->urgency >= old.urgency) continue;
    RaisedAlert kept = old;
    kept.module = module;
    for (auto& index : kept.facts) {
      const ShownFact& fact = before.facts[index];
      const auto found = std::find(out.facts.begin(), out.facts.end(), fact);
      index = static_cast<std::uint32_t>(found - out.facts.begin());
      if (found == out.facts.end()) out.facts.push_back(fact);
    }
    if (same == out.alerts.end())
      out.alerts.push_back(std::move(kept));
    else
      *same = std::move(kept);
  }
  sort_alerts(out.alerts);
}

void put_modules(std::span<const ModuleUsed> came, std::vector<ModuleUsed>& modules) {
  for (const ModuleUsed& module : came) {
    const std::uint32_t place = place_of(modules, module.id);
    if (place == no_index)
      modules.push_back(module);
    else
      modules[place] = module;
  }
}

Assessment unchanged_version(const Assessment& before, std::span<const ModuleUsed> modules) {
  Assessment next = before;
  ++next.version;
  put_modules(modules, next.modules);
  return next;
}

std::set<std::string> tried_again(const Assessment& before, const Prepared& prepared) {
  std::set<std::string> ids;
  for (const ModuleUsed& used : before.modules)
    if (used.status == ModuleStatus::failed && all_steps_run(prepared, used.id))
      ids.insert(used.id);
  return ids;
}

Assessment next_version(const Assessment& before, const std::set<std::string>& heard,
                        bool same_facts, Assessment made) {
  ModulePlaces modules(before.modules, heard, made.modules);
  FactPlaces facts(before.facts, std::move(made.facts));
  for (auto& cause : made.causes) {
    modules.renumber(cause.module);
    for (auto& evidence : cause.evidence) {
      modules.renumber(evidence.module);
      facts.renumber(evidence.facts);
    }
  }
  for (auto& alert : made.alerts) {
    modules.renumber(alert.module);
    facts.renumber(alert.facts);
  }
  for (auto& advice : made.advice) {
    modules.renumber(advice.module);
    if (!advice.withheld.empty()) modules.renumber(advice.withheld_by);
  }
  made.modules = modules.take();
  made.facts = facts.take();
  made.id = before.id;
  made.version = before.version + 1;
  if (same_facts) keep_texts(before, made);
  return made;
}

}  // namespace causa::assess
