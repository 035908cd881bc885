// SPDX-License-Identifier: Apache-2.0
//
// The tests of a condition: what is asked of one fact, of age or of sex.
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

#include "rules/parser.hpp"

namespace causa::rules {
namespace {

bool is_keyword(std::string_view word) {
  for (const std::string_view keyword :
       {"and", "or", "not", "at", "least", "of", "is", "present", "absent", "known", "unknown",
        "started", "recorded", "stopped", "within", "over", "ago"})
    if (word == keyword) return true;
  return false;
}

struct TimeUnit {
  std::string_view name;
  double days;
};

/// As in base/time.hpp: a month has 30 days, a year 365.
constexpr TimeUnit time_units[] = {
    {"hour", 1.0 / 24}, {"day", 1}, {"week", 7}, {"month", 30}, {"year", 365}};

}  // namespace

bool Parser::test() {
  if (now_.kind == TokenKind::number) return range();
  Node node;
  node.leaf.first = now_.offset;
  if (!subject(node)) return false;
  if (now_.kind == TokenKind::compare) {
    const Token sign = now_;
    advance();
    return comparison(node, sign);
  }
  if (now_.is("is")) return state(node);
  if (now_.is("started")) return time(node, Operation::started);
  if (now_.is("recorded")) return time(node, Operation::recorded);
  if (now_.is("stopped")) return time(node, Operation::stopped);
  return bare(node);
}

bool Parser::subject(Node& node) {
  if (now_.kind != TokenKind::word || is_keyword(now_.text)) return fail_here("a fact");
  node.name = {now_.offset, now_.end()};
  if (now_.is("age")) {
    node.subject = Subject::age;
    node.measured = true;
  } else if (now_.is("sex")) {
    node.subject = Subject::sex;
  } else if (!find_concept(node)) {
    return false;
  }
  advance();
  return true;
}

bool Parser::find_concept(Node& node) {
  const auto found_concept = vocabulary_.find(now_.text);
  if (!found_concept) {
    const std::string id(now_.text);
    const std::string suffix = fmt::format(".{}", id);
    std::string hint;
    for (terminology::ConceptId i = 0; i < vocabulary_.size() && hint.empty(); ++i)
      if (vocabulary_[i].definition.id.ends_with(suffix))
        hint = fmt::format("did you mean {}?", vocabulary_[i].definition.id);
    if (hint.empty()) hint = vocabulary_.suggest(id);
    if (hint.empty()) hint = did_you_mean(id, {"age", "sex", "not", "at"});
    return fail(now_.offset, fmt::format("no concept '{}'", id), std::move(hint));
  }
  const auto& definition = vocabulary_[*found_concept].definition;
  node.concept_id = *found_concept;
  node.measured = definition.kind == terminology::ConceptKind::number;
  node.window_ms = definition.window_ms;
  for (const auto& wish : wanted_) {
    if (wish.id != now_.text) continue;
    if (wish.within_ms >= 0) node.window_ms = wish.within_ms;
    // All values are for libraries; a condition asks the latest of them.
    node.take = wish.take == knowledge::Take::all ? knowledge::Take::latest : wish.take;
  }
  return true;
}

bool Parser::state(Node node) {
  advance();
  const std::vector<std::string> states =
      node.subject == Subject::sex ? std::vector<std::string>{"female", "male", "known", "unknown"}
      : node.measured              ? std::vector<std::string>{"known", "unknown"}
                      : std::vector<std::string>{"present", "absent", "known", "unknown"};
  if (now_.is("not"))
    return fail(now_.offset, "'is not' is not part of the language",
                fmt::format("write 'not {} is ...'", id_of(node)));
  if (node.measured && (now_.is("present") || now_.is("absent")))
    return fail(now_.offset, fmt::format("{} is a number, never present or absent", id_of(node)),
                "compare it, or write 'is known' or 'is unknown'");
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (!now_.is(states[i])) continue;
    node.asked = static_cast<Asked>(i + (node.measured ? 3 : 1));
    node.operation = Operation::state;
    advance();
    finish_test(node);
    return true;
  }
  return fail(now_.offset, fmt::format("expected {}, found {}", alternatives(states), found()),
              did_you_mean(now_.text, states));
}

bool Parser::bare(const Node& node) {
  const std::string id = id_of(node);
  if (node.subject == Subject::sex)
    return fail(now_.offset, fmt::format("expected 'is' after sex, found {}", found()),
                "write 'sex is female'");
  if (node.measured) {
    const std::string unit =
        node.subject == Subject::age ? "years" : vocabulary_[node.concept_id].definition.unit;
    std::string hint = other_spelling(now_.text);
    if (hint.empty()) hint = fmt::format("write '{0} < ... {1}' or '{0} is known'", id, unit);
    return fail(now_.offset,
                fmt::format("{} is a number; expected a comparison, found {}", id, found()),
                std::move(hint));
  }
  Node test = node;
  finish_test(test);
  return true;
}

bool Parser::time(Node node, Operation operation) {
  const Token verb = now_;
  if (node.subject != Subject::fact) return fail_here("a comparison or 'is'");
  if (operation != Operation::recorded && node.measured)
    return fail(verb.offset,
                fmt::format("{} is a number, which has no {}", id_of(node),
                            operation == Operation::started ? "start" : "end"),
                "write 'recorded within'");
  advance();
  const bool over = now_.is("over");
  if (!over && !now_.is("within"))
    return fail(now_.offset, fmt::format("expected 'within' or 'over', found {}", found()),
                did_you_mean(now_.text, {"within", "over"}));
  advance();
  double days = 0;
  if (!duration(days)) return false;
  if (over && !now_.is("ago")) return fail_here("'ago' after 'over ...'");
  if (over) advance();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  node.operation = operation;
  node.low = over ? std::nextafter(days, infinity) : 0;
  node.high = over ? infinity : days;
  node.leaf.last = last_end_;
  if (now_.is("or") && token_at(text_, now_.end()).is("unknown")) {
    node.or_unknown = true;
    advance();
    advance();
  }
  nodes_.push_back(node);
  return true;
}

bool Parser::duration(double& days) {
  Number count;
  if (!number(count)) return false;
  if (count.value <= 0) return fail(count.token.offset, "a span of time is more than 0");
  std::vector<std::string> names;
  for (const TimeUnit& unit : time_units) {
    const std::string plural = fmt::format("{}s", unit.name);
    names.push_back(plural);
    if (!now_.is(unit.name) && !now_.is(plural)) continue;
    days = count.value * unit.days;
    advance();
    return true;
  }
  return fail(now_.offset, fmt::format("expected {}, found {}", alternatives(names), found()),
              did_you_mean(now_.text, names));
}

void Parser::finish_test(Node node) {
  node.leaf.last = last_end_;
  nodes_.push_back(node);
}

std::string Parser::id_of(const Node& node) const { return std::string(node.name.of(text_)); }

}  // namespace causa::rules
