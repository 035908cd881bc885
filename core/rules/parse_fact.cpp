// SPDX-License-Identifier: Apache-2.0
//
// The tests of a condition: what is asked of one fact, of age or of sex.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "rules/parser.hpp"

namespace causa::rules {
namespace {

struct TimeUnit {
  std::string_view name;
  double days;
};

/// As in base/time.hpp: a month has 30 days, a year 365.
constexpr TimeUnit time_units[] = {
    {"hour", 1.0 / 24}, {"day", 1}, {"week", 7}, {"month", 30}, {"year", 365}};

/// No record is older, and all spans up to it can be counted in milliseconds.
constexpr double longest_years = 200;
constexpr double longest_days = longest_years * 365;

const knowledge::Definition* find_definition(const Terms& terms, std::string_view id) {
  for (const auto& one : terms.definitions)
    if (one.id == id) return &one;
  return nullptr;
}

bool is_score(const Terms& terms, std::string_view id) {
  return std::any_of(terms.scores.begin(), terms.scores.end(),
                     [&](const auto& one) { return one.id == id; });
}

std::optional<Operation> event_of(const Token& token) {
  if (token.is("started")) return Operation::started;
  if (token.is("recorded")) return Operation::recorded;
  if (token.is("stopped")) return Operation::stopped;
  return std::nullopt;
}

}  // namespace

bool Parser::test() {
  if (now_.kind == TokenKind::number) return range();
  if (now_.kind == TokenKind::word && !is_keyword(now_.text))
    if (const auto* named = find_definition(terms_, now_.text)) return definition(*named);
  Node node;
  node.leaf.first = now_.offset;
  if (!subject(node)) return false;
  if (now_.kind == TokenKind::compare) {
    const Token sign = now_;
    advance();
    return comparison(node, sign);
  }
  if (now_.is("is")) return state(node);
  if (now_.is("rose") || now_.is("fell")) return change(node);
  if (const auto event = event_of(now_)) return time(node, *event);
  if (now_.is("daily") || now_.is("dose"))
    return fail(now_.offset, "doses can't be asked for: causa doesn't read them from records yet",
                fmt::format("ask whether {} is present, or when it started", id_of(node)));
  return bare(node);
}

bool Parser::subject(Node& node) {
  taking(node);
  if (now_.kind != TokenKind::word ||
      (is_keyword(now_.text) && now_.text != "age" && now_.text != "sex"))
    return fail_here("a fact");
  node.name = {now_.offset, now_.end()};
  if (now_.is("age")) {
    node.subject = Subject::age;
    node.measured = true;
  } else if (now_.is("sex")) {
    node.subject = Subject::sex;
  } else if (is_score(terms_, now_.text)) {
    node.subject = Subject::score;
    node.measured = true;
  } else if (!find_concept(node)) {
    return false;
  }
  if (node.own_take && (node.subject != Subject::fact || !node.measured))
    return fail(node.leaf.first, fmt::format("{} has no values to choose from", id_of(node)),
                "lowest, highest, earliest and latest are of measurements");
  advance();
  return true;
}

/// "lowest lab.potassium": of several values another one than the module takes.
void Parser::taking(Node& node) {
  static constexpr std::pair<std::string_view, knowledge::Take> takes[] = {
      {"lowest", knowledge::Take::lowest},
      {"highest", knowledge::Take::highest},
      {"earliest", knowledge::Take::earliest},
      {"latest", knowledge::Take::latest}};
  for (const auto& [word, take] : takes) {
    if (!now_.is(word)) continue;
    node.take = take;
    node.own_take = true;
    advance();
  }
}

bool Parser::find_concept(Node& node) {
  const auto found_concept = vocabulary_.find(now_.text);
  if (!found_concept) return unknown_name(now_.text);
  const auto& definition = vocabulary_[*found_concept].definition;
  node.concept_id = *found_concept;
  node.measured = definition.kind == terminology::ConceptKind::number;
  node.window_ms = definition.window_ms;
  for (const auto& wish : terms_.facts) {
    if (wish.id != now_.text) continue;
    if (wish.within_ms >= 0) node.window_ms = wish.within_ms;
    // All values are for libraries; a condition asks the latest of them.
    if (!node.own_take)
      node.take = wish.take == knowledge::Take::all ? knowledge::Take::latest : wish.take;
  }
  return true;
}

bool Parser::unknown_name(std::string_view name) {
  const std::string id(name);
  const std::string suffix = fmt::format(".{}", id);
  std::string hint;
  for (terminology::ConceptId i = 0; i < vocabulary_.size() && hint.empty(); ++i)
    if (vocabulary_[i].definition.id.ends_with(suffix))
      hint = fmt::format("did you mean {}?", vocabulary_[i].definition.id);
  std::vector<std::string> own;
  for (const auto& one : terms_.definitions) own.push_back(one.id);
  for (const auto& one : terms_.scores) own.push_back(one.id);
  if (hint.empty()) hint = did_you_mean(id, own);
  if (hint.empty()) hint = vocabulary_.suggest(id);
  if (hint.empty()) hint = did_you_mean(id, {"age", "sex", "not", "at"});
  return fail(now_.offset, fmt::format("no concept '{}'", id), std::move(hint));
}

bool Parser::state(Node node) {
  advance();
  std::vector<std::string> states =
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
    if (node.subject == Subject::score) return score_is_known(node);
    finish_test(node);
    return true;
  }
  if (const auto* banded = bands_of(node))
    for (const auto& one : banded->bands) {
      if (now_.is(one.name)) return band(node, one);
      states.push_back(one.name);
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
    const std::string unit = node.subject == Subject::age ? "years"
                             : node.subject == Subject::score
                                 ? "points"
                                 : vocabulary_[node.concept_id].definition.unit;
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
  if (!has_time(node, now_, operation)) return false;
  advance();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (now_.is("after") || now_.is("before"))
    return between(node, operation, std::nextafter(0.0, 1.0), infinity);
  const bool over = now_.is("over");
  if (!over && !now_.is("within"))
    return fail(now_.offset,
                fmt::format("expected 'within', 'over', 'before' or 'after', found {}", found()),
                did_you_mean(now_.text, {"within", "over", "before", "after"}));
  advance();
  double days = 0;
  if (!duration(days)) return false;
  const double low = over ? std::nextafter(days, infinity) : 0;
  const double high = over ? infinity : days;
  if (now_.is("after") || now_.is("before")) return between(node, operation, low, high);
  if (over && !now_.is("ago")) return fail_here("'ago', 'before' or 'after' after 'over ...'");
  if (over) advance();
  node.operation = operation;
  node.low = low;
  node.high = high;
  node.leaf.last = last_end_;
  if (now_.is("or") && token_at(text_, now_.end()).is("unknown")) {
    node.or_unknown = true;
    advance();
    advance();
  }
  add(node);
  return true;
}

/// What happened to a fact at a time that can be known.
bool Parser::has_time(const Node& node, const Token& verb, Operation operation) {
  if (node.subject != Subject::fact) return fail_here("a comparison or 'is'");
  if (vocabulary_[node.concept_id].derived)
    return fail(
        verb.offset,
        fmt::format("{} is derived and has no time, so this is always unknown", id_of(node)),
        "ask for the time of what it is derived from");
  if (operation == Operation::recorded || !node.measured) return true;
  return fail(verb.offset,
              fmt::format("{} is a number, which has no {}", id_of(node),
                          operation == Operation::started ? "start" : "end"),
              "write 'recorded'");
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
    if (days > longest_days)
      return fail(count.token.offset,
                  fmt::format("a span of time is at most {} years", longest_years));
    advance();
    return true;
  }
  return fail(now_.offset, fmt::format("expected {}, found {}", alternatives(names), found()),
              did_you_mean(now_.text, names));
}

/// "within 14 days" behind a comparison.
bool Parser::own_window(Node& node) {
  if (!now_.is("within")) return true;
  if (node.subject != Subject::fact)
    return fail(now_.offset, fmt::format("{} has no time", id_of(node)));
  advance();
  double days = 0;
  if (!duration(days)) return false;
  node.window_ms = static_cast<std::int64_t>(days * static_cast<double>(ms_per_day));
  node.own_window = true;
  return true;
}

void Parser::finish_test(Node node) {
  node.leaf.last = last_end_;
  add(node);
}

void Parser::add(Node node) {
  node.text = text_index_;
  nodes_.push_back(node);
}

std::string Parser::id_of(const Node& node) const { return std::string(node.name.of(text_)); }

}  // namespace causa::rules
