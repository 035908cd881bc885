// SPDX-License-Identifier: Apache-2.0
//
// Facts of which a condition speaks once can take any of their states independently of the rest, so
// the possible outcomes of each part are a set that is composed from below. Facts of which it
// speaks more than once are tried in all their states: of a number, "unknown", each region between
// the bounds that are asked for, and everything below or above one, as of a value that is only a
// bound.
#include "rules/certain.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "rules/parser.hpp"
#include "rules/tree.hpp"

namespace causa::rules {

namespace {

constexpr std::size_t most_tries = 20'000;

/// Possible outcomes, as bits by rank: no < unknown < yes.
using Outcomes = std::uint8_t;
constexpr unsigned no = 0, unknown = 1, yes = 2;
constexpr Outcomes bit(unsigned rank) { return static_cast<Outcomes>(1u << rank); }
constexpr bool has(Outcomes set, unsigned rank) { return (set >> rank & 1) != 0; }

/// A fact that conditions ask for, with the bounds that its states lie between.
struct Fact {
  std::vector<double> regions;  ///< first value of each; of numbers
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
  std::size_t asked = 0;

  /// Truths have unknown, present, absent.
  [[nodiscard]] std::size_t states() const { return regions.empty() ? 3 : 1 + 3 * regions.size(); }
};

bool has_numbers(const Node& node) {
  return (node.operation == Operation::compare && node.subject != Subject::score) ||
         node.operation == Operation::change ||
         (node.operation == Operation::state && node.measured);
}

std::string key_of(const Node& node, const Condition::Tree& tree) {
  if (node.operation == Operation::change)
    return fmt::format("change/{}/{}/{}/{}", node.concept_id, static_cast<int>(node.aspect),
                       node.window_ms, node.span_ms);
  if (node.operation == Operation::compare || node.operation == Operation::state)
    return fmt::format("{}/{}/{}/{}", static_cast<int>(node.subject), node.concept_id,
                       static_cast<int>(node.take), node.window_ms);
  // A start and a state hang together; taken apart, more seems possible than is.
  return fmt::format("{}|{}|{}", node.leaf.of(tree.text_of(node)), node.or_unknown, node.needed);
}

/// Regions first to last of a state of a number other than unknown.
std::pair<std::size_t, std::size_t> span_of(const Fact& fact, std::size_t state) {
  const std::size_t count = fact.regions.size();
  const std::size_t at = (state - 1) % count;
  if (state - 1 < count) return {at, at};
  return state - 1 < 2 * count ? std::pair{std::size_t{0}, at} : std::pair{at, count - 1};
}

unsigned compare(const Node& node, const Fact& fact, std::size_t state) {
  if (state == 0) return unknown;
  const auto [first, last] = span_of(fact, state);
  bool all = true, any = false;
  for (std::size_t region = first; region <= last; ++region) {
    const bool within = node.low <= fact.regions[region] && fact.regions[region] <= node.high;
    all = all && within;
    any = any || within;
  }
  return all ? yes : any ? unknown : no;
}

unsigned ask(const Node& node, std::size_t state) {
  switch (node.asked) {
    case Asked::known:
      return state == 0 ? no : yes;
    case Asked::unknown:
      return state == 0 ? yes : no;
    case Asked::present:
      return state == 0 ? unknown : state == 1 ? yes : no;
    case Asked::absent:
      break;
  }
  return state == 0 ? unknown : state == 1 ? no : yes;
}

unsigned outcome_of(const Node& node, const Fact& fact, std::size_t state) {
  if (node.operation == Operation::compare || node.operation == Operation::change)
    return compare(node, fact, state);
  if (node.operation == Operation::state) return ask(node, state);
  if (state == 0) return node.or_unknown ? yes : unknown;
  return state == 1 ? yes : no;
}

/// What is fixed of a patient.
struct Given {
  std::span<const terminology::ConceptId> never_known;
  std::span<const terminology::ConceptId> present;
  bool nothing_else = false;  ///< all other facts are unknown

  [[nodiscard]] bool is_present(const Node& node, const terminology::Vocabulary& vocabulary) const {
    return std::any_of(present.begin(), present.end(), [&](terminology::ConceptId id) {
      const auto& broader = vocabulary[id].ancestors;
      return id == node.concept_id ||
             std::find(broader.begin(), broader.end(), node.concept_id) != broader.end();
    });
  }

  /// The outcome of a leaf, if it is fixed.
  [[nodiscard]] std::optional<unsigned> outcome_of(
      const Node& node, const terminology::Vocabulary& vocabulary) const {
    const bool is_fact = node.subject == Subject::fact;
    const bool never = is_fact && std::find(never_known.begin(), never_known.end(),
                                            node.concept_id) != never_known.end();
    if (!never && !nothing_else) return std::nullopt;
    const bool there = is_fact && !never && !node.measured && is_present(node, vocabulary);
    if (node.operation == Operation::state) return ask(node, there ? 1 : 0);
    if (!there) return unknown;
    if (node.operation == Operation::recorded) return node.low == 0 ? yes : no;
    if (node.operation == Operation::stopped) return no;
    return node.or_unknown ? yes : unknown;
  }
};

class Trial {
 public:
  Trial(std::vector<const Condition::Tree*> trees, const terminology::Vocabulary& vocabulary,
        const Given& given = {})
      : trees_(std::move(trees)), vocabulary_(vocabulary), given_(given) {
    for (const auto* tree : trees_)
      for (const Node& node : tree->nodes) add_bounds(node, *tree);
    for (auto& [key, fact] : facts_) {
      std::sort(fact.regions.begin(), fact.regions.end());
      fact.regions.erase(std::unique(fact.regions.begin(), fact.regions.end()), fact.regions.end());
      if (fact.asked > 1) repeated_.push_back(&fact);
    }
  }

  /// Calls `each(outcomes of all trees)` for every state of the repeated facts until it says true;
  /// true too if there are too many to try.
  template <class Each>
  bool any(Each&& each) {
    std::size_t tries = 1;
    for (const Fact* fact : repeated_) {
      tries *= fact->states();
      if (tries > most_tries) return true;
    }
    std::vector<Outcomes> outcomes(trees_.size());
    for (std::size_t number = 0; number < tries; ++number) {
      std::size_t rest = number;
      for (Fact* fact : repeated_) {
        chosen_[fact] = rest % fact->states();
        rest /= fact->states();
      }
      for (std::size_t i = 0; i < trees_.size(); ++i) outcomes[i] = outcomes_of(*trees_[i]);
      if (each(outcomes)) return true;
    }
    return false;
  }

 private:
  void add_bounds(const Node& node, const Condition::Tree& tree) {
    if (node.operation >= Operation::all || given_.outcome_of(node, vocabulary_)) return;
    Fact& fact = facts_[key_of(node, tree)];
    ++fact.asked;
    if (!has_numbers(node)) return;
    if (node.subject == Subject::fact && node.operation != Operation::change) {
      const auto& entry = vocabulary_[node.concept_id];
      // What is outside of the plausible range has no weight, so conditions never see it.
      if (entry.definition.plausible && !entry.derived)
        std::tie(fact.lowest, fact.highest) = *entry.definition.plausible;
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    fact.regions.push_back(fact.lowest);
    for (const double first : {node.low, std::nextafter(node.high, infinity)})
      if (node.operation != Operation::state && fact.lowest < first && first <= fact.highest &&
          std::isfinite(first))
        fact.regions.push_back(first);
  }

  Outcomes leaf(const Node& node, const Condition::Tree& tree) {
    if (const auto fixed = given_.outcome_of(node, vocabulary_)) return bit(*fixed);
    Fact& fact = facts_.find(key_of(node, tree))->second;
    if (const auto chosen = chosen_.find(&fact); chosen != chosen_.end())
      return bit(outcome_of(node, fact, chosen->second));
    Outcomes possible = 0;
    for (std::size_t state = 0; state < fact.states(); ++state)
      possible |= bit(outcome_of(node, fact, state));
    return possible;
  }

  /// Of all operands the least (all) or the greatest (any) outcome.
  static Outcomes joined(std::span<const Outcomes> operands, bool least) {
    Outcomes result = operands.front();
    for (const Outcomes operand : operands.subspan(1)) {
      Outcomes next = 0;
      for (unsigned a = no; a <= yes; ++a)
        for (unsigned b = no; b <= yes; ++b)
          if (has(result, a) && has(operand, b))
            next |= bit(least ? std::min(a, b) : std::max(a, b));
      result = next;
    }
    return result;
  }

  static Outcomes at_least(std::span<const Outcomes> operands, std::uint32_t needed) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> counts{{0, 0}};  // yes, unknown
    for (const Outcomes operand : operands) {
      std::set<std::pair<std::uint32_t, std::uint32_t>> next;
      for (const auto& [holding, open] : counts) {
        if (has(operand, no)) next.insert({holding, open});
        if (has(operand, unknown)) next.insert({holding, open + 1});
        if (has(operand, yes)) next.insert({holding + 1, open});
      }
      counts = std::move(next);
    }
    Outcomes result = 0;
    for (const auto& [holding, open] : counts)
      result |= bit(holding >= needed ? yes : holding + open >= needed ? unknown : no);
    return result;
  }

  static Outcomes opposite(Outcomes set) {
    Outcomes result = 0;
    for (unsigned rank = no; rank <= yes; ++rank)
      if (has(set, rank)) result |= bit(yes - rank);
    return result;
  }

  static Outcomes known(Outcomes set) {
    Outcomes result = has(set, unknown) ? bit(no) : 0;
    if (has(set, yes) || has(set, no)) result |= bit(yes);
    return result;
  }

  static Outcomes possible(Outcomes set) {
    Outcomes result = has(set, no) ? bit(no) : 0;
    if (has(set, yes) || has(set, unknown)) result |= bit(yes);
    return result;
  }

  /// All pairs of lowest and highest sum that the outcomes allow; too many: anything may be.
  static Outcomes score(std::span<const Outcomes> operands, const Node& node,
                        const std::int32_t* points) {
    constexpr std::size_t most_sums = 5'000;
    constexpr Outcomes anything = bit(no) | bit(unknown) | bit(yes);
    std::set<std::pair<std::int64_t, std::int64_t>> sums{{0, 0}};
    for (std::size_t i = 0; i < operands.size(); ++i) {
      std::set<std::pair<std::int64_t, std::int64_t>> next;
      for (const auto& [lowest, highest] : sums) {
        if (has(operands[i], no)) next.insert({lowest, highest});
        if (has(operands[i], yes)) next.insert({lowest + points[i], highest + points[i]});
        if (has(operands[i], unknown))
          next.insert({lowest + std::min(0, points[i]), highest + std::max(0, points[i])});
      }
      if (next.size() > most_sums) return anything;
      sums = std::move(next);
    }
    Outcomes result = 0;
    for (const auto& [lowest, highest] : sums) {
      const auto low = static_cast<double>(lowest);
      const auto high = static_cast<double>(highest);
      const bool within = low >= node.low && high <= node.high;
      result |= bit(within ? yes : high < node.low || low > node.high ? no : unknown);
    }
    return result;
  }

  static Outcomes joined_by(const Node& node, std::span<const Outcomes> operands,
                            const Condition::Tree& tree) {
    switch (node.operation) {
      case Operation::negation:
        return opposite(operands.front());
      case Operation::knowing:
        return known(operands.front());
      case Operation::possible:
        return possible(operands.front());
      case Operation::at_least:
        return at_least(operands, node.needed);
      case Operation::score:
        return score(operands, node, tree.points.data() + node.points);
      default:
        return joined(operands, node.operation == Operation::all);
    }
  }

  Outcomes outcomes_of(const Condition::Tree& tree) {
    std::vector<Outcomes> stack;
    for (const Node& node : tree.nodes) {
      if (node.operation < Operation::all) {
        stack.push_back(leaf(node, tree));
        continue;
      }
      const std::size_t first = stack.size() - node.operands;
      const Outcomes result = joined_by(node, {stack.data() + first, node.operands}, tree);
      stack.resize(first);
      stack.push_back(result);
    }
    return stack.back();
  }

  std::vector<const Condition::Tree*> trees_;
  const terminology::Vocabulary& vocabulary_;
  Given given_;
  std::map<std::string, Fact> facts_;
  std::vector<Fact*> repeated_;
  std::map<const Fact*, std::size_t> chosen_;
};

}  // namespace

std::optional<Studied> study(std::string_view text, const terminology::Vocabulary& vocabulary,
                             const Terms& terms) {
  if (text.empty()) return Studied{};
  auto parsed = parse_tree(text, vocabulary, terms);
  if (auto* tree = std::get_if<Condition::Tree>(&parsed))
    return Studied{std::make_shared<const Condition::Tree>(std::move(*tree))};
  return std::nullopt;
}

std::vector<terminology::ConceptId> concepts_of(const Studied& condition) {
  std::vector<terminology::ConceptId> ids;
  if (condition.tree == nullptr) return ids;
  for (const Node& node : condition.tree->nodes)
    for (const auto id : {node.concept_id, node.other_id})
      if (id != terminology::no_concept && std::find(ids.begin(), ids.end(), id) == ids.end())
        ids.push_back(id);
  return ids;
}

Outlook outlook_of(const Studied& condition, const terminology::Vocabulary& vocabulary,
                   std::span<const terminology::ConceptId> never_known) {
  const Condition::Tree* tree = condition.tree.get();
  if (tree == nullptr) return {true, false};
  Trial trial({tree}, vocabulary, {never_known, {}, false});
  return {trial.any([](const auto& outcomes) { return has(outcomes[0], yes); }),
          trial.any([](const auto& outcomes) { return has(outcomes[0], no); })};
}

Truth truth_if_only(const Studied& condition, const terminology::Vocabulary& vocabulary,
                    std::span<const terminology::ConceptId> present) {
  const Condition::Tree* tree = condition.tree.get();
  if (tree == nullptr) return Truth::yes;
  Trial trial({tree}, vocabulary, {{}, present, true});
  Outcomes outcome = 0;
  trial.any([&](const auto& outcomes) {
    outcome = outcomes[0];
    return true;
  });
  return outcome == bit(yes) ? Truth::yes : outcome == bit(no) ? Truth::no : Truth::unknown;
}

bool never_reached(const Studied& condition, std::span<const Studied> earlier,
                   const terminology::Vocabulary& vocabulary) {
  std::vector<const Condition::Tree*> trees;
  for (const Studied& one : earlier) {
    if (one.tree == nullptr) return true;
    trees.push_back(one.tree.get());
  }
  if (condition.tree == nullptr || trees.empty()) return false;
  trees.push_back(condition.tree.get());
  return !Trial(trees, vocabulary).any([](const std::vector<Outcomes>& outcomes) {
    const auto others = std::span(outcomes).first(outcomes.size() - 1);
    return has(outcomes.back(), yes) &&
           std::none_of(others.begin(), others.end(), [](Outcomes set) { return set == bit(yes); });
  });
}

std::optional<Band> band_of(const Studied& condition) {
  const Condition::Tree* tree = condition.tree.get();
  if (tree == nullptr || tree->nodes.size() != 1) return std::nullopt;
  const Node& node = tree->nodes.front();
  if (node.operation != Operation::compare || node.subject != Subject::fact) return std::nullopt;
  // A band of the lowest value, or of the last days alone, is no band of the value.
  if (node.own_take || node.own_window) return std::nullopt;
  return Band{node.concept_id, node.low, node.high};
}

}  // namespace causa::rules
