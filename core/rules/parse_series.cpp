// SPDX-License-Identifier: Apache-2.0
//
// Tests of what several facts say together: changes, what came before what, how many there are.
#include <fmt/core.h>

#include <algorithm>

#include <cmath>
#include <limits>
#include <tuple>

#include "rules/parser.hpp"

namespace causa::rules {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// 1.3 less 1.0 is a little under 0.3 in a computer, and must count as 0.3.
constexpr double rounding = 1e-9;

/// A closed bound that differences which should equal it fall on the right side of.
double from(double value, std::string_view sign) {
  const double width = rounding * std::abs(value);
  return sign == ">=" ? value - width : value + width;
}
double up_to(double value, std::string_view sign) {
  const double width = rounding * std::abs(value);
  return sign == "<=" ? value + width : value - width;
}

}  // namespace

bool Parser::change(Node node) {
  const bool rises = now_.is("rose");
  const std::string verb(now_.text);
  if (node.subject != Subject::fact || !node.measured)
    return fail(now_.offset, fmt::format("{} is no measurement, it can't have {}", id_of(node),
                                         rises ? "risen" : "fallen"));
  if (vocabulary_[node.concept_id].derived)
    return fail(now_.offset, fmt::format("{} is derived and has one value only", id_of(node)),
                "ask for the change of what it is derived from");
  if (node.own_take)
    return fail(node.leaf.first, fmt::format("'{}' is of the latest value", verb),
                fmt::format("write '{} {} ...'", id_of(node), verb));
  advance();
  node.operation = Operation::change;
  node.take = knowledge::Take::latest;
  node.aspect = rises ? facts::Aspect::rise : facts::Aspect::fall;
  node.low = std::nextafter(0.0, 1.0);
  if (now_.is("by") ? !change_by(node, rises) : now_.is("to") && !change_to(node, rises))
    return false;
  if (!now_.is("within"))
    return fail(now_.offset, fmt::format("expected 'within' and a time, found {}", found()),
                fmt::format("say in what time, as in '{} {} within 48 hours'", id_of(node), verb));
  advance();
  double days = 0;
  if (!duration(days)) return false;
  node.span_ms = static_cast<std::int64_t>(days * static_cast<double>(ms_per_day));
  const std::size_t first = nodes_.size();
  finish_test(node);
  possible(first);
  return true;
}

/// "by >= 0.3 mg/dL", "by > 50 %"
bool Parser::change_by(Node& node, bool rises) {
  advance();
  const Token sign = now_;
  if (sign.kind != TokenKind::compare || (sign.text != ">=" && sign.text != ">"))
    return fail(now_.offset, fmt::format("expected '>=' or '>' after 'by', found {}", found()),
                "a smaller change is 'not ... by >= ...'");
  advance();
  Number number;
  if (!this->number(number)) return false;
  if (number.value <= 0) return fail(number.token.offset, "a change is more than 0");
  const Token written = unit_at(text_, last_end_);
  const std::string& unit_of_fact = vocabulary_[node.concept_id].definition.unit;
  if (written.text == "%" && unit_of_fact == "%")
    return fail(written.offset,
                fmt::format("'%' could be points of {} or a part of its value", id_of(node)),
                fmt::format("write 'by {} {} points', or 'to {} ... times'", sign.text,
                            number.token.text, rises ? ">=" : "<="));
  if (written.text == "%") {
    if (!rises && number.value > 100)
      return fail(number.token.offset, "nothing falls by more than 100 %");
    advance_to(written.end());
    node.aspect = rises ? facts::Aspect::rise_ratio : facts::Aspect::fall_ratio;
    const double part = number.value / 100;
    if (rises)
      node.low = from(1 + part, sign.text);
    else
      std::tie(node.low, node.high) =
          std::pair(-infinity, up_to(1 - part, sign.text == ">=" ? "<=" : "<"));
    return true;
  }
  terminology::Conversion conversion;
  if (written.is("points") && unit_of_fact == "%")
    advance_to(written.end());
  else if (!unit(node, conversion))
    return false;
  // Of a difference only the factor counts: 1 degree Fahrenheit is 5/9 degree Celsius.
  node.low = from(number.value * conversion.factor, sign.text);
  return true;
}

/// "to >= 1.5 times"
bool Parser::change_to(Node& node, bool rises) {
  advance();
  const Token sign = now_;
  const std::string_view strict = rises ? ">" : "<";
  if (sign.kind != TokenKind::compare || !sign.text.starts_with(strict))
    return fail(now_.offset,
                fmt::format("expected '{0}=' or '{0}' after 'to', found {1}", strict, found()));
  advance();
  Number times;
  if (!number(times)) return false;
  if (!now_.is("times")) return fail_here("'times'");
  if (rises ? times.value <= 1 : times.value >= 1 || times.value <= 0)
    return fail(times.token.offset, rises ? "what rose is more than 1 times what it was"
                                          : "what fell is between 0 and 1 times what it was");
  advance();
  node.aspect = rises ? facts::Aspect::rise_ratio : facts::Aspect::fall_ratio;
  node.low = rises ? from(times.value, sign.text) : -infinity;
  node.high = rises ? infinity : up_to(times.value, sign.text);
  return true;
}

bool Parser::between(Node node, Operation event, double low, double high) {
  const bool after = now_.is("after");
  advance();
  Node other;
  other.leaf.first = now_.offset;
  if (!subject(other)) return false;
  const Token verb = now_;
  const Operation other_event = verb.is("started")    ? Operation::started
                                : verb.is("recorded") ? Operation::recorded
                                : verb.is("stopped")  ? Operation::stopped
                                                      : Operation::all;
  if (other_event == Operation::all)
    return fail(now_.offset,
                fmt::format("expected 'started', 'recorded' or 'stopped' after {}, found {}",
                            id_of(other), found()),
                did_you_mean(now_.text, {"started", "recorded", "stopped"}));
  if (!has_time(other, verb, other_event)) return false;
  advance();
  node.operation = Operation::between;
  node.event = event;
  node.other_event = other_event;
  node.other_id = other.concept_id;
  node.other_measured = other.measured;
  node.other_window_ms = other.window_ms;
  node.other_name = other.name;
  // Days by which the first is later; before is later by less than nothing.
  node.low = after ? low : -high;
  node.high = after ? high : -low;
  node.leaf.last = last_end_;
  if (now_.is("or") && token_at(text_, now_.end()).is("unknown")) {
    node.or_unknown = true;
    advance();
    advance();
  }
  add(node);
  return true;
}

bool Parser::values(std::uint32_t needed) {
  const std::size_t first = nodes_.size();
  Node node;
  node.leaf.first = now_.offset;
  advance();
  if (!now_.is("of")) return fail_here("'of' after 'values'");
  advance();
  if (!subject(node)) return false;
  if (node.subject != Subject::fact || !node.measured || node.own_take)
    return fail(node.name.first,
                fmt::format("{} is no measurement of which there are several", id_of(node)),
                "write 'kinds of' for the members of a class");
  if (vocabulary_[node.concept_id].derived)
    return fail(node.name.first, fmt::format("{} is derived and has one value only", id_of(node)));
  node.operation = Operation::values;
  node.aspect = facts::Aspect::values;
  node.needed = needed;
  if (now_.kind == TokenKind::compare) {
    const Token sign = now_;
    advance();
    Number value;
    terminology::Conversion conversion;
    if (!number(value) || !unit(node, conversion)) return false;
    if (!bound(node, sign, false, value, conversion)) return false;
  }
  if (!now_.is("within"))
    return fail(now_.offset, fmt::format("expected 'within' and a time, found {}", found()),
                fmt::format("say in what time, as in 'at least {} values of {} within 90 days'",
                            needed, id_of(node)));
  if (!own_window(node)) return false;
  finish_test(node);
  possible(first);
  return true;
}

bool Parser::kinds(std::uint32_t needed) {
  const std::size_t first = nodes_.size();
  Node node;
  node.leaf.first = now_.offset;
  advance();
  if (!now_.is("of")) return fail_here("'of' after 'kinds'");
  advance();
  if (!subject(node)) return false;
  const auto is_broader_than = [&](terminology::ConceptId id) {
    const auto& broader = vocabulary_[id].ancestors;
    return std::find(broader.begin(), broader.end(), node.concept_id) != broader.end();
  };
  bool has_narrower = false;
  if (node.subject == Subject::fact && !node.measured)
    for (terminology::ConceptId id = 0; id < vocabulary_.size() && !has_narrower; ++id)
      has_narrower = is_broader_than(id);
  if (!has_narrower)
    return fail(node.name.first, fmt::format("{} is no class that others belong to", id_of(node)));
  node.operation = Operation::values;
  node.aspect = facts::Aspect::kinds;
  node.needed = needed;
  node.window_ms = 0;
  finish_test(node);
  possible(first);
  return true;
}

}  // namespace causa::rules
