// SPDX-License-Identifier: Apache-2.0

#include "assess/would_change.hpp"

#include <algorithm>
#include <set>

namespace causa::assess {

namespace {

using terminology::ConceptId;
using Concepts = Worker::Concepts;

constexpr std::size_t largest_set = 3;
constexpr std::size_t batch_rows = 256;
constexpr std::size_t longest_record = 10'000;  // entries; each set takes a copy of their facts
constexpr int most_steps_back = 8;              // from a derived fact to what it is derived from

class Search {
 public:
  Search(Worker& worker, const record::Record& record, const Assessment& assessment)
      : worker_(worker),
        vocabulary_(worker.prepared().vocabulary),
        record_(record),
        it_(assessment) {}

  std::vector<WouldChange> run() {
    if (it_.causes.empty()) return {};
    std::vector<Concepts> sets;
    for (const ConceptId one : known()) sets.push_back({one});
    if (try_all(sets)) return found();
    const Concepts speaking = speaking_for_the_order();
    sets.clear();
    for (const ConceptId one : speaking) sets.push_back({one});
    while (!sets.empty() && sets.front().size() < largest_set) {
      sets = one_more(sets, speaking);
      if (try_all(sets)) return found();
    }
    return {};
  }

 private:
  /// What somebody recorded of the patient, and isn't the complaint.
  Concepts known() const {
    std::set<ConceptId> concepts;
    for (const auto& fact : it_.facts)
      if (fact.derived_from.empty()) add(fact.concept_id, concepts);
    return {concepts.begin(), concepts.end()};
  }

  void add(const std::string& id, std::set<ConceptId>& concepts) const {
    const auto found = vocabulary_.find(id);
    if (found && worker_.prepared().vocabulary[*found].definition.complaint.empty())
      concepts.insert(*found);
  }

  /// What evidence about the first two places cites, or what that is derived from.
  Concepts speaking_for_the_order() const {
    std::set<ConceptId> cited;
    for (std::size_t place = 0; place < std::min<std::size_t>(it_.causes.size(), 2); ++place)
      for (const auto& evidence : it_.causes[place].evidence)
        for (const std::uint32_t fact : evidence.facts) add_origin(it_.facts[fact], cited);
    const Concepts all = known();
    Concepts recorded;
    for (const ConceptId one : all)
      if (cited.contains(one)) recorded.push_back(one);
    return recorded;
  }

  void add_origin(const ShownFact& fact, std::set<ConceptId>& concepts) const {
    if (const auto found = vocabulary_.find(fact.concept_id)) add_origin(*found, concepts, 0);
  }

  void add_origin(ConceptId concept_id, std::set<ConceptId>& concepts, int depth) const {
    concepts.insert(concept_id);
    if (depth > most_steps_back) return;
    const auto& prepared = worker_.prepared();
    for (const auto& step : prepared.steps) {
      const auto& provides = step.provides;
      if (std::find(provides.begin(), provides.end(), concept_id) == provides.end()) continue;
      for (const auto& need : step.needs)
        add_origin(prepared.layout.keys()[need.column].concept_id, concepts, depth + 1);
    }
  }

  /// Each set with each later concept, so that no set comes twice.
  static std::vector<Concepts> one_more(const std::vector<Concepts>& sets,
                                        const Concepts& concepts) {
    std::vector<Concepts> larger;
    for (const auto& set : sets)
      for (const ConceptId one : concepts)
        if (one > set.back()) {
          larger.push_back(set);
          larger.back().push_back(one);
        }
    return larger;
  }

  /// Whether one of them changes the first place; a set without which nothing is ranked doesn't.
  bool try_all(std::span<const Concepts> sets) {
    for (std::size_t begin = 0; begin < sets.size(); begin += batch_rows) {
      const auto batch = sets.subspan(begin, std::min(batch_rows, sets.size() - begin));
      const auto firsts = worker_.first_without(record_, it_.as_of_ms, batch);
      for (std::size_t i = 0; i < batch.size(); ++i)
        if (!firsts[i].empty() && firsts[i] != it_.causes.front().id)
          changes_.push_back(describe(batch[i], firsts[i]));
    }
    return !changes_.empty();
  }

  WouldChange describe(const Concepts& set, const std::string& first) const {
    WouldChange change;
    change.first = first;
    for (const auto& cause : worker_.prepared().causes)
      if (cause.cause->id == first) change.first_name = cause.cause->name;
    for (const ConceptId one : set) {
      change.without.push_back(vocabulary_[one].definition.id);
      change.names.push_back(vocabulary_[one].definition.name);
    }
    return change;
  }

  std::vector<WouldChange> found() {
    std::sort(changes_.begin(), changes_.end(),
              [](const auto& a, const auto& b) { return a.without < b.without; });
    return std::move(changes_);
  }

  Worker& worker_;
  const terminology::Vocabulary& vocabulary_;
  const record::Record& record_;
  const Assessment& it_;
  std::vector<WouldChange> changes_;
};

}  // namespace

std::optional<std::vector<WouldChange>> would_change(Worker& worker, const record::Record& record,
                                                     const Assessment& assessment) {
  if (record.items.size() > longest_record) return std::nullopt;
  // What a module that failed on this patient would do without a fact tells nothing, and each try
  // could take it down again.
  for (const auto& module : assessment.modules)
    if (module.status == ModuleStatus::failed) return std::nullopt;
  return Search(worker, record, assessment).run();
}

}  // namespace causa::assess
