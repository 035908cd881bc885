// SPDX-License-Identifier: Apache-2.0
//
// What a condition is after parsing: postfix nodes over its text. Private to this room. Immutable
// once the parser is done; any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "rules/condition.hpp"

namespace causa::rules {

/// A part of the condition's text, in bytes.
struct Span {
  std::size_t first = 0;
  std::size_t last = 0;  ///< one beyond

  [[nodiscard]] std::string_view of(std::string_view text) const {
    return text.substr(first, last - first);
  }
};

enum class Operation : std::uint8_t {
  compare = 1,
  state,
  started,
  recorded,
  stopped,
  all,
  any,
  at_least,
  negation
};

enum class Subject : std::uint8_t { fact = 1, age, sex };

/// For sex, `present` is female and `absent` is male.
enum class Asked : std::uint8_t { present = 1, absent, known, unknown };

struct Node {
  Operation operation = Operation::state;

  // Of what stands at the leaves.
  Subject subject = Subject::fact;
  Asked asked = Asked::present;
  bool measured = false;    ///< the concept is a number
  bool or_unknown = false;  ///< started, recorded, stopped: an unknown time counts
  terminology::ConceptId concept_id = terminology::no_concept;
  knowledge::Take take = knowledge::Take::latest;
  std::int64_t window_ms = 0;
  /// Closed bounds in canonical units; an open one is moved to the next number. Of days for
  /// started, recorded and stopped, where low 0 means "within" and everything else "over".
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  Span leaf;  ///< the whole test, without "or unknown"
  Span name;  ///< the concept's id in it

  // Of what joins others.
  std::uint32_t operands = 0;
  std::uint32_t needed = 0;
  std::uint32_t size = 1;  ///< nodes of this subtree, itself included
};

struct Condition::Tree {
  std::string text;
  std::vector<Node> nodes;  ///< postfix; the last one is the root
};

}  // namespace causa::rules
