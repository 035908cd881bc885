// SPDX-License-Identifier: Apache-2.0
//
// What a condition is after parsing: postfix nodes over its text and over the texts of the
// definitions, bands and scores that it uses. Private to this room. Immutable once the parser is
// done; any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/condition.hpp"

namespace causa::rules {

/// A part of a text, in bytes.
struct Span {
  std::size_t first = 0;
  std::size_t last = 0;  ///< one beyond

  [[nodiscard]] std::string_view of(std::string_view text) const {
    return text.substr(first, last - first);
  }
};

/// Those before `all` ask of facts; the others join or turn what stands before them.
enum class Operation : std::uint8_t {
  compare = 1,
  state,
  started,
  recorded,
  stopped,
  change,   ///< rose, fell
  between,  ///< one thing before or after another
  values,   ///< how many values, or kinds of a class
  all,
  any,
  at_least,
  score,
  negation,
  knowing,   ///< true if its operand is known
  possible,  ///< "or unknown": true unless its operand is false
};

enum class Subject : std::uint8_t { fact = 1, age, sex, score };

/// For sex, `present` is female and `absent` is male.
enum class Asked : std::uint8_t { present = 1, absent, known, unknown };

inline constexpr std::uint32_t no_label = 0xffffffffu;

struct Node {
  Operation operation = Operation::state;

  // Of what stands at the leaves.
  Subject subject = Subject::fact;
  Asked asked = Asked::present;
  bool measured = false;    ///< the concept is a number
  bool or_unknown = false;  ///< of tests of time: an unknown time counts
  bool own_take = false;    ///< the condition's own words say which of several values
  bool own_window = false;  ///< the window is the condition's own words, which nothing lifts
  terminology::ConceptId concept_id = terminology::no_concept;
  knowledge::Take take = knowledge::Take::latest;
  std::int64_t window_ms = 0;
  /// Closed bounds in canonical units; an open one is moved to the next number. Of days for
  /// started, recorded and stopped, where low 0 means "within" and everything else "over". Of a
  /// change the bounds of its aspect; of `between` the days by which the first is later; of a
  /// score tenths of points; of `values` those that count.
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  facts::Aspect aspect = facts::Aspect::value;  ///< of change and values
  std::int64_t span_ms = 0;                     ///< of change
  Span leaf;                                    ///< the whole test, without "or unknown"
  Span name;                                    ///< the concept's id in it

  // Of `between`: what happened to the first, and to the other.
  Operation event = Operation::started;
  Operation other_event = Operation::started;
  terminology::ConceptId other_id = terminology::no_concept;
  bool other_measured = false;
  std::int64_t other_window_ms = 0;
  Span other_name;

  // Of what joins others.
  std::uint32_t operands = 0;
  std::uint32_t needed = 0;  ///< also of `values`
  std::uint32_t size = 1;    ///< nodes of this subtree, itself included
  std::uint32_t points = 0;  ///< of a score: where its points begin in Tree::points

  std::uint32_t text = 0;          ///< which of Tree::texts the spans are in
  std::uint32_t label = no_label;  ///< Tree::labels: what the author calls this subtree
};

struct Condition::Tree {
  std::vector<std::string> texts;  ///< the condition's own first
  std::vector<std::string> labels;
  std::vector<std::int32_t> points;  ///< tenths
  std::vector<Node> nodes;           ///< postfix; the last one is the root

  [[nodiscard]] std::string_view text_of(const Node& node) const { return texts[node.text]; }
};

struct Meaning;

/// Of the subtree whose root is node `at`: meaning_of() of rules/certain.hpp.
Meaning meaning_of(std::span<const Node> nodes, std::span<const std::int32_t> points,
                   std::size_t at);

/// The last of `count` operands has its root at `last`; as for_operands().
template <class Entries, class Visit>
void for_operands_up_to(const Entries& entries, std::size_t last, std::uint32_t count,
                        const Visit& visit) {
  if (count == 0) return;
  for_operands_up_to(entries, last - entries[last].size, count - 1, visit);
  visit(last);
}

/// Operands of nodes or steps that stand in postfix order, in the order of the text: calls
/// `visit(index of the operand's root)`.
template <class Entries, class Visit>
void for_operands(const Entries& entries, std::size_t at, const Visit& visit) {
  for_operands_up_to(entries, at - 1, entries[at].operands, visit);
}

}  // namespace causa::rules
