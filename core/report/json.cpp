// SPDX-License-Identifier: Apache-2.0

#include "report/json.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>

#include "report/wording.hpp"

namespace causa::report {

namespace {

namespace json = boost::json;
using assess::Assessment;

json::value probability(double p) { return six_digits(p); }

json::object estimate(const assess::Estimate& it) {
  return {{"p", probability(it.p)}, {"low", probability(it.low)}, {"high", probability(it.high)}};
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value number_or_null(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::value time_or_null(std::int64_t ms) {
  return ms == unknown_time ? json::value(nullptr) : json::value(format_time(ms));
}

template <class T>
json::array list(const std::vector<T>& entries) {
  json::array array;
  for (const auto& entry : entries) array.emplace_back(entry);
  return array;
}

json::object patient(const Assessment& it) {
  json::object object{{"id", it.patient_id}};
  object["age_years"] =
      std::isnan(it.age.low_years) ? json::value(nullptr) : json::value(it.age.low_years);
  object["sex"] = word(it.sex);
  return object;
}

json::object alert(const Assessment& all, const assess::RaisedAlert& it) {
  return {{"id", it.id},
          {"urgency", word(it.urgency)},
          {"plugin", module_of(all, it.module)},
          {"cause", text_or_null(it.cause)},
          {"title", it.title},
          {"action", it.action},
          {"repeat_now", it.repeat_now},
          {"value", it.value},
          {"threshold", it.threshold},
          {"age_hours",
           it.age_hours ? json::value(std::round(*it.age_hours * 10) / 10) : json::value(nullptr)},
          {"from_text", it.from_text},
          {"facts", list(it.facts)},
          {"sources", list(it.sources)}};
}

json::object evidence(const Assessment& all, const assess::Evidence& it) {
  json::value ci(nullptr);
  if (it.ci) ci = {it.ci->low, it.ci->high};
  json::object object{{"rule", it.rule},
                      {"plugin", module_of(all, it.module)},
                      {"about", it.about == knowledge::About::present ? "present" : "explains"},
                      {"holds", word(it.outcome)},
                      {"counted", word(it.counted)},
                      {"weight_millibans", it.weight_millibans},
                      {"lr", probability(it.lr)},
                      {"lr_published", number_or_null(it.lr_published)},
                      {"ci", std::move(ci)},
                      {"basis", word(it.basis)},
                      {"grade", text_or_null(it.grade)},
                      {"facts", list(it.facts)},
                      {"text", it.text},
                      {"sources", list(it.sources)}};
  if (!it.missing.empty()) object["missing"] = list(it.missing);
  return object;
}

json::object cause(const Assessment& all, const assess::CauseResult& it) {
  json::value chain(nullptr);
  if (it.chain) chain = {{"because_of", it.chain->because_of}, {"f", probability(it.chain->f)}};
  json::object prior = estimate(it.prior.estimate);
  prior["population"] = it.prior.population;
  prior["basis"] = word(it.prior.basis);
  const bool by_rule = is_placed_by_rule(it);
  json::array shown;
  for (const auto& entry : it.evidence) shown.push_back(evidence(all, entry));
  return {{"id", it.id},
          {"family", it.family},
          {"role", word(it.role)},
          {"name", it.name},
          {"plugin", module_of(all, it.module)},
          {"rank", it.rank},
          // An idiopathic cause is placed by rule, not by numbers.
          {"explains", by_rule ? json::value(nullptr) : estimate(it.explains)},
          {"present", by_rule ? json::value(nullptr) : estimate(it.present)},
          {"accounts_for", by_rule ? json::value(nullptr) : estimate(it.accounts_for)},
          {"complaint_class", text_or_null(it.complaint_class)},
          {"prior", std::move(prior)},
          {"decided_by", text_or_null(it.decided_by)},
          {"chain", std::move(chain)},
          {"shown_with", text_or_null(it.chain_head)},
          {"judgement_only", it.judgement_only},
          {"about_equal_to", list(it.about_equal_to)},
          {"evidence", std::move(shown)}};
}

json::object fact(const assess::ShownFact& it) {
  json::value range(nullptr);
  if (it.reference_low || it.reference_high)
    range = {number_or_null(it.reference_low), number_or_null(it.reference_high)};
  json::value comparator(nullptr);
  if (it.comparator != record::Comparator::none) comparator = sign(it.comparator);
  json::value original(nullptr);
  if (!it.original_code.empty() || it.original_value)
    original = {{"value", number_or_null(it.original_value)},
                {"unit", text_or_null(it.original_unit)},
                {"code", text_or_null(it.original_code)}};
  return {{"concept", it.concept_id},
          {"name", it.name},
          {"state", word(it.state)},
          {"comparator", std::move(comparator)},
          {"value", number_or_null(it.value)},
          {"unit", text_or_null(it.unit)},
          {"time", time_or_null(it.time_ms)},
          {"start", time_or_null(it.start_ms)},
          {"age_days",
           it.age_days ? json::value(std::round(*it.age_days * 100) / 100) : json::value(nullptr)},
          {"reference_range", std::move(range)},
          {"laterality", text_or_null(it.laterality)},
          {"source", text_or_null(it.source)},
          {"matched_text", text_or_null(it.matched_text)},
          {"derived_from", text_or_null(it.derived_from)},
          {"original", std::move(original)}};
}

json::object advice(const Assessment& all, const assess::GivenAdvice& it) {
  json::value withheld(nullptr);
  if (!it.withheld.empty())
    withheld = {{"reason", it.withheld}, {"plugin", module_of(all, it.withheld_by)}};
  return {{"kind", word(it.kind)},
          {"for", it.for_cause},
          {"id", it.id},
          {"plugin", module_of(all, it.module)},
          {"text", it.text},
          {"sources", list(it.sources)},
          {"withheld", std::move(withheld)},
          {"only_after_checking", list(it.check)}};
}

json::object question(const assess::Question& it) {
  return {{"concept", it.concept_id},
          {"kind", word(it.kind)},
          {"bits", it.bits},
          {"could_alert", it.could_alert},
          {"text", question_words(it)}};
}

json::object ignored(const record::Ignored& it) {
  return {{"source", it.source},
          {"reason", it.reason},
          {"count", it.count},
          {"examples", list(it.examples)}};
}

json::object module_used(const assess::ModuleUsed& it) {
  return {{"id", it.id},
          {"version", text_or_null(it.version)},
          {"sha256", text_or_null(it.sha256)},
          {"status", word(it.status)},
          {"approved", it.approved},
          {"approved_by", text_or_null(it.approved_by)},
          {"allowed_because", text_or_null(it.allowed_because)},
          {"why", text_or_null(it.why)},
          {"microseconds", it.microseconds}};
}

template <class T, class Write>
json::array each(const std::vector<T>& entries, Write write) {
  json::array array;
  for (const auto& entry : entries) array.push_back(write(entry));
  return array;
}

void write(const json::value& value, std::string& out) {
  switch (value.kind()) {
    case json::kind::double_: {
      const double number = value.get_double();
      out += std::isfinite(number) ? fmt::format("{}", number) : "null";
      return;
    }
    case json::kind::array: {
      out += '[';
      bool first = true;
      for (const auto& entry : value.get_array()) {
        if (!first) out += ", ";
        first = false;
        write(entry, out);
      }
      out += ']';
      return;
    }
    case json::kind::object: {
      out += '{';
      bool first = true;
      for (const auto& [key, entry] : value.get_object()) {
        if (!first) out += ", ";
        first = false;
        out += json::serialize(json::string_view(key));
        out += ": ";
        write(entry, out);
      }
      out += '}';
      return;
    }
    default:
      out += json::serialize(value);
  }
}

/// The first of the smallest sets; empty: none is small. would_change_to has them all.
json::value would_change(const Context& context) {
  if (!context.would_change) return nullptr;
  return context.would_change->empty() ? json::value(json::array{})
                                       : json::value(list(context.would_change->front().without));
}

json::value would_change_to(const Context& context) {
  if (!context.would_change) return nullptr;
  return each(*context.would_change, [](const assess::WouldChange& change) {
    return json::object{{"without", list(change.without)}, {"first", change.first}};
  });
}

}  // namespace

json::object finding_json(const lint::Finding& it) {
  return {{"id", it.id},           {"severity", word(it.severity)},
          {"safety", it.safety},   {"place", text_or_null(it.place)},
          {"message", it.message}, {"cure", text_or_null(it.cure)}};
}

std::string write_json(const json::value& value) {
  std::string out;
  write(value, out);
  return out;
}

std::string to_json(const Assessment& it, const Context& context) {
  const auto with = [&](auto function) {
    return [&it, function](const auto& entry) { return function(it, entry); };
  };
  const json::object object{
      {"schema", "causa.assessment/1"},
      {"id", it.id},
      {"version", it.version},
      {"created", format_time(it.created_ms)},
      {"as_of", format_time(it.as_of_ms)},
      {"config_sha256", it.config_sha256},
      {"patient", patient(it)},
      {"complaint",
       {{"present", it.complaint_present},
        {"classes", list(it.complaint_classes)},
        {"text", text_or_null(it.complaint_text)}}},
      {"ranking", word(it.ranking)},
      {"ranking_why", text_or_null(it.ranking_why)},
      {"alerts", each(it.alerts, with(alert))},
      {"causes", each(it.causes, with(cause))},
      {"states", each(it.states,
                      [](const assess::State& state) {
                        return json::object{{"id", state.id},
                                            {"name", state.name},
                                            {"present", estimate(state.present)}};
                      })},
      {"must_not_miss", each(it.must_not_miss,
                             [](const assess::MustNotMiss& cause) {
                               return json::object{{"id", cause.id},
                                                   {"name", cause.name},
                                                   {"action", text_or_null(cause.action)},
                                                   {"present", estimate(cause.present)}};
                             })},
      {"unexplained", {{"p", probability(it.unexplained)}}},
      {"would_change", would_change(context)},
      {"would_change_to", would_change_to(context)},
      {"ask_next",
       context.ask_next ? json::value(each(*context.ask_next, question)) : json::value(nullptr)},
      {"advice", each(it.advice, with(advice))},
      {"facts", each(it.facts, fact)},
      {"ignored", each(it.ignored, ignored)},
      {"not_understood", list(it.not_understood)},
      {"findings", each(it.findings, finding_json)},
      {"resources", {{"read", it.resources_read}, {"used", it.resources_used}}},
      {"plugins", each(it.modules, module_used)}};
  return write_json(object);
}

}  // namespace causa::report
