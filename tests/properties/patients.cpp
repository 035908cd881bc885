// SPDX-License-Identifier: Apache-2.0

#include "properties/patients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <ostream>

#include "properties/host.hpp"
#include "rules/tree.hpp"

namespace causa::properties {

namespace {

using cases::Case;
using cases::Stated;
using record::State;
using rules::Asked;
using rules::Condition;
using rules::Node;
using rules::Operation;
using rules::Subject;
using terminology::ConceptId;
using terminology::ConceptKind;

constexpr std::size_t usual_patients = 2000;
constexpr std::size_t most_topics = 4;
constexpr std::size_t most_facts_of_a_topic = 5;

/// What there is to choose from.
struct Pool {
  std::vector<ConceptId> concepts;                ///< that a record can state
  std::vector<ConceptId> complaints;              ///< those of them that are a complaint
  std::vector<std::vector<ConceptId>> topics;     ///< the concepts of one condition each
  std::map<ConceptId, std::vector<double>> ends;  ///< numbers at which conditions change
};

bool can_be_stated(const Stated& stated) {
  Case alone;
  alone.given = {stated};
  return record_of(alone).has_value();
}

Stated plain(ConceptId id) {
  const auto& definition = host()->vocabulary[id].definition;
  Stated stated;
  stated.concept_id = definition.id;
  if (definition.kind != ConceptKind::number) return stated;
  stated.unit = definition.unit;
  stated.number =
      definition.plausible ? (definition.plausible->first + definition.plausible->second) / 2 : 1;
  return stated;
}

template <class Each>
void for_each_condition(Each&& each) {
  const auto modules = host()->registry.modules();
  for (std::uint32_t module = 0; module < modules.size(); ++module) {
    for (const auto& rule : modules[module].manifest.rules) each(module, rule.when.text);
    for (const auto& alert : modules[module].manifest.alerts) each(module, alert.when.text);
    for (const auto& withhold : modules[module].manifest.withholds)
      each(module, withhold.when.text);
    for (const auto& cause : modules[module].manifest.causes) {
      each(module, cause.requires_condition.text);
      for (const auto& decision : cause.decided_by) each(module, decision.when.text);
    }
  }
}

/// What a step of a module computes is stated by what it is computed from.
void add_needs(Pool& pool, std::map<ConceptId, bool>& known) {
  for (const auto& step : host()->steps) {
    std::vector<ConceptId> topic;
    for (const auto& need : step.definition->needs)
      if (const auto id = host()->vocabulary.find(need); id && !host()->vocabulary[*id].derived)
        if (known.try_emplace(*id, can_be_stated(plain(*id))).first->second) topic.push_back(*id);
    if (!topic.empty()) pool.topics.push_back(std::move(topic));
  }
}

Pool make_pool() {
  Pool pool;
  std::map<ConceptId, bool> known;
  for_each_condition([&](std::uint32_t module, const std::string& text) {
    if (text.empty()) return;
    const Condition condition = condition_of(module, text);
    std::vector<ConceptId> topic;
    for (const ConceptId id : condition.concepts())
      if (known.try_emplace(id, can_be_stated(plain(id))).first->second) topic.push_back(id);
    if (!topic.empty()) pool.topics.push_back(std::move(topic));
    for (const Node& node : condition.tree()->nodes)
      if (node.operation == Operation::compare && node.subject == Subject::fact)
        for (const double end : {node.low, node.high})
          if (std::isfinite(end)) pool.ends[node.concept_id].push_back(end);
  });
  add_needs(pool, known);
  for (const auto& [id, reachable] : known) {
    if (!reachable) continue;
    pool.concepts.push_back(id);
    if (!host()->vocabulary[id].definition.complaint.empty()) pool.complaints.push_back(id);
  }
  return pool;
}

const Pool& pool() {
  static const Pool made = make_pool();
  return made;
}

double number_of(ConceptId id, Dice& dice) {
  const auto& definition = host()->vocabulary[id].definition;
  const auto ends = pool().ends.find(id);
  if (ends != pool().ends.end() && !dice.once_in(3)) {
    const double end = dice.of(ends->second);
    const double aside[] = {end, std::nextafter(end, -1e9), std::nextafter(end, 1e9), end * 0.9,
                            end * 1.1};
    return dice.of(aside);
  }
  const auto range = definition.typical && dice.once_in(2) ? definition.typical
                     : definition.plausible                ? definition.plausible
                                                           : std::pair(0.0, 10.0);
  return range->first + (range->second - range->first) * static_cast<double>(dice.below(101)) / 100;
}

Stated fact_of(ConceptId id, Dice& dice) {
  Stated stated = plain(id);
  if (stated.number) {
    stated.number = number_of(id, dice);
    if (dice.once_in(8))
      stated.comparator = dice.once_in(2) ? record::Comparator::less : record::Comparator::greater;
    const double ages[] = {0.5, 1, 3, 20, 400};
    if (dice.once_in(3)) stated.measured_days = dice.of(ages);
    return stated;
  }
  if (dice.once_in(4)) stated.state = State::absent;
  const double days[] = {1, 3, 10, 13, 27, 60, 400};
  if (stated.state == State::present && dice.once_in(3)) stated.started_days = dice.of(days);
  if (stated.started_days && stated.concept_id.starts_with("drug.") && dice.once_in(4))
    stated.stopped_days = *stated.started_days / 2;
  return stated;
}

std::string entry_of(const Stated& stated) {
  if (stated.number) {
    static constexpr const char* signs[] = {"", "< ", "<= ", ">= ", "> "};
    const auto value = fmt::format("{}{:.17g} {}", signs[static_cast<int>(stated.comparator)],
                                   *stated.number, stated.unit);
    return stated.measured_days
               ? fmt::format("{{value: \"{}\", measured: {} days}}", value, *stated.measured_days)
               : fmt::format("\"{}\"", value);
  }
  const char* state = stated.state == State::present ? "present" : "absent";
  std::string entry = fmt::format("{{state: {}", state);
  if (stated.started_days) entry += fmt::format(", started: {} days", *stated.started_days);
  if (stated.stopped_days) entry += fmt::format(", stopped: {} days", *stated.stopped_days);
  return entry + "}";
}

std::string case_file(const Case& patient) {
  std::string text = fmt::format("- name: {}\n  given:\n", patient.name);
  std::map<std::string, std::vector<std::string>> by_concept;
  for (const auto& stated : patient.given)
    by_concept[stated.concept_id].push_back(entry_of(stated));
  for (const auto& [id, entries] : by_concept)
    text += entries.size() == 1 ? fmt::format("    {}: {}\n", id, entries.front())
                                : fmt::format("    {}: [{}]\n", id, fmt::join(entries, ", "));
  if (patient.age_years) text += fmt::format("  age: {} years\n", *patient.age_years);
  if (patient.sex != record::Sex::unknown)
    text += fmt::format("  sex: {}\n", patient.sex == record::Sex::female ? "female" : "male");
  return text + "  expect: {}\n";
}

/// Facts that make the node true (or, under `not`, false); false if that can't be done with facts.
class Maker {
 public:
  Maker(std::span<const Node> nodes, std::size_t target, Derived derived)
      : nodes_(nodes), target_(target), derived_(derived) {}

  bool make(std::size_t root, bool wanted) {
    const Node& node = nodes_[root];
    switch (node.operation) {
      case Operation::compare:
        return wanted && compare(node);
      case Operation::state:
        return state(node, wanted);
      case Operation::negation:
        return make(root - 1, !wanted);
      case Operation::all:
        return wanted ? some(root, node.operands) : some(root, 1, false);
      case Operation::any:
        return wanted ? some(root, 1) : some(root, node.operands, false);
      case Operation::at_least:
        return wanted && some(root, node.needed);
      case Operation::started:
      case Operation::stopped:
        return wanted && since(node);
      case Operation::recorded:
        if (wanted) recorded.push_back(node.concept_id);  // just now, as all that is measured
        return wanted;
      default:
        return false;
    }
    return false;
  }

  bool is_made(ConceptId id) const {
    const auto& name = host()->vocabulary[id].definition.id;
    return std::any_of(made.begin(), made.end(),
                       [&](const Stated& one) { return one.concept_id == name; });
  }

  std::vector<Stated> made;
  std::vector<ConceptId> recorded;  ///< what must be among them

 private:
  bool compare(const Node& node) {
    if (!can_state(node)) return false;
    Stated stated = plain(node.concept_id);
    stated.number = std::isfinite(node.low) ? node.low : node.high;
    made.push_back(stated);
    return true;
  }

  bool state(const Node& node, bool wanted) {
    if (!can_state(node)) return false;
    if (node.asked == Asked::unknown) return wanted;
    Stated stated = plain(node.concept_id);
    const bool present = node.asked == Asked::present || node.asked == Asked::known;
    stated.state = present == wanted ? State::present : State::absent;
    if (node.measured && stated.state != State::present) return false;
    made.push_back(stated);
    return true;
  }

  /// On the last day that still counts.
  bool since(const Node& node) {
    if (!can_state(node) || node.low != 0 || !std::isfinite(node.high)) return false;
    Stated stated = plain(node.concept_id);
    if (stated.number) return false;
    (node.operation == Operation::started ? stated.started_days : stated.stopped_days) = node.high;
    made.push_back(stated);
    return true;
  }

  bool can_state(const Node& node) const {
    return node.subject == Subject::fact &&
           (derived_ == Derived::too || !host()->vocabulary[node.concept_id].derived);
  }

  /// Ends of the operands' nodes, from the last to the first; the one with the target before all.
  std::vector<std::size_t> operands(std::size_t root) const {
    std::vector<std::size_t> ends;
    std::size_t at = root - 1;
    for (std::uint32_t i = 0; i < nodes_[root].operands; ++i) {
      ends.push_back(at);
      at -= nodes_[at].size;
    }
    std::stable_partition(ends.begin(), ends.end(), [&](std::size_t end) {
      return target_ <= end && target_ + nodes_[end].size > end;
    });
    return ends;
  }

  bool some(std::size_t root, std::uint32_t needed, bool wanted = true) {
    std::uint32_t done = 0;
    for (const std::size_t end : operands(root)) {
      if (done >= needed) break;
      const std::size_t before = made.size();
      if (make(end, wanted))
        ++done;
      else
        made.resize(before);
    }
    return done >= needed;
  }

  std::span<const Node> nodes_;
  std::size_t target_;
  Derived derived_;
};

}  // namespace

std::size_t patients() {
  const char* wanted = std::getenv("CAUSA_PROPERTY_PATIENTS");
  return wanted ? std::strtoull(wanted, nullptr, 10) : usual_patients;
}

Case patient(std::uint64_t seed) {
  Dice dice(seed);
  Case made;
  made.name = fmt::format("seed {}", seed);
  if (!dice.once_in(50)) made.age_years = static_cast<double>(16 + dice.below(80));
  made.sex = dice.once_in(2) ? record::Sex::female : record::Sex::male;
  if (!dice.once_in(10))
    for (std::size_t i = 1 + dice.below(2); i > 0; --i)
      made.given.push_back(plain(dice.of(pool().complaints)));
  for (std::size_t i = dice.below(most_topics + 1); i > 0; --i) {
    auto topic = dice.of(pool().topics);
    dice.shuffle(topic);
    topic.resize(std::min(topic.size(), most_facts_of_a_topic));
    for (const ConceptId id : topic) made.given.push_back(fact_of(id, dice));
  }
  // Measured or stated more than once, at times that may overlap or contradict each other.
  if (!made.given.empty() && dice.once_in(2))
    for (std::size_t i = 1 + dice.below(3); i > 0; --i) {
      const auto id = host()->vocabulary.find(dice.of(made.given).concept_id);
      made.given.push_back(fact_of(*id, dice));
    }
  return made;
}

Stated any_fact(Dice& dice) { return fact_of(dice.of(pool().concepts), dice); }

std::vector<Stated> facts_for(const Condition& condition, std::size_t target, Derived derived) {
  if (condition.always()) return {};
  const auto& nodes = condition.tree()->nodes;
  Maker maker(nodes, target, derived);
  if (!maker.make(nodes.size() - 1, true)) return {};
  for (const ConceptId id : maker.recorded)
    if (!maker.is_made(id)) return {};
  return std::move(maker.made);
}

Condition condition_of(std::uint32_t module, const std::string& text) {
  return std::get<Condition>(
      Condition::parse(text, host()->vocabulary, host()->registry.modules()[module].manifest));
}

std::ostream& operator<<(std::ostream& out, const Shrunk& shrunk) {
  Case patient = shrunk.patient_;
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (std::size_t i = 0; i < patient.given.size(); ++i) {
      Case fewer = patient;
      fewer.given.erase(fewer.given.begin() + static_cast<std::ptrdiff_t>(i));
      if (!shrunk.fails_(fewer)) continue;
      patient = std::move(fewer);
      smaller = true;
      break;
    }
  }
  return out << "\n" << case_file(patient);
}

}  // namespace causa::properties
