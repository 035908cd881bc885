// SPDX-License-Identifier: Apache-2.0
//
// A small vocabulary and patients for the tests of conditions.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rules/condition.hpp"

namespace causa::rules::testing {

inline constexpr std::int64_t now = 1'795'392'000'000;

inline std::int64_t days_ago(double days) {
  return now - static_cast<std::int64_t>(days * static_cast<double>(ms_per_day));
}

inline terminology::ConceptDefinition truth_concept(std::string id, std::string name,
                                                    std::vector<std::string> is_a = {}) {
  terminology::ConceptDefinition definition;
  definition.id = std::move(id);
  definition.name = std::move(name);
  definition.is_a = std::move(is_a);
  return definition;
}

inline terminology::ConceptDefinition number_concept(
    std::string id, std::string name, std::string unit,
    std::vector<terminology::Conversion> conversions = {}, int window_days = 0) {
  terminology::ConceptDefinition definition;
  definition.id = std::move(id);
  definition.name = std::move(name);
  definition.kind = terminology::ConceptKind::number;
  definition.unit = std::move(unit);
  definition.conversions = std::move(conversions);
  definition.window_ms = window_days * ms_per_day;
  return definition;
}

inline terminology::Vocabulary make_vocabulary() {
  terminology::Vocabulary vocabulary;
  for (auto& definition : std::vector<terminology::ConceptDefinition>{
           number_concept("lab.potassium", "Potassium", "mmol/L",
                          {{"mmol/L", 1, 0}, {"meq/L", 1, 0}, {"mg/dL", 0.2558, 0}}, 14),
           number_concept("lab.sodium", "Sodium", "mmol/L", {{"mmol/L", 1, 0}}, 14),
           number_concept("lab.platelets", "Platelets", "10*3/uL", {{"10*9/L", 1, 0}}, 14),
           number_concept("lab.egfr", "eGFR", "mL/min/{1.73_m2}"),
           number_concept("lab.ph", "Arterial pH", "[pH]", {}, 1),
           number_concept("vital.spo2", "SpO2", "%"),
           number_concept("vital.temperature", "Body temperature", "Cel",
                          {{"Cel", 1, 0}, {"[degF]", 5.0 / 9, -160.0 / 9}}),
           number_concept("score.wells", "Wells score", "{score}"),
           truth_concept("drug.thiazide", "Thiazide"),
           truth_concept("drug.hydrochlorothiazide", "Hydrochlorothiazide", {"drug.thiazide"}),
           truth_concept("drug.indapamide", "Indapamide", {"drug.thiazide"}),
           truth_concept("drug.statin", "Statin"), truth_concept("symptom.leg_pain", "Leg pain"),
           truth_concept("symptom.leg_pain.exertional", "Claudication", {"symptom.leg_pain"}),
           truth_concept("sign.pulse.normal", "Normal pulse"),
           truth_concept("sign.pulse.reduced", "Pulse reduced or absent"),
           truth_concept("sign.chvostek", "Chvostek sign"),
           truth_concept("symptom.thirst", "Thirst")})
    BOOST_REQUIRE(vocabulary.add(std::move(definition), "test").has_value());
  BOOST_REQUIRE(vocabulary.finish().has_value());
  return vocabulary;
}

inline const terminology::Vocabulary& vocabulary() {
  static const terminology::Vocabulary made = make_vocabulary();
  return made;
}

inline terminology::ConceptId id_of(std::string_view id) { return vocabulary().find(id).value(); }

inline Condition condition(std::string_view text, const Terms& terms = {}) {
  auto parsed = Condition::parse(text, vocabulary(), terms);
  if (const auto* error = std::get_if<ConditionError>(&parsed))
    BOOST_FAIL(std::string(text) + ": " + describe(*error, text));
  return std::get<Condition>(parsed);
}

/// One patient; each call adds a fact.
struct Patient {
  facts::PatientFacts facts;

  Patient& number(std::string_view id, double value, double measured_days_ago = 1,
                  record::Comparator comparator = record::Comparator::none) {
    facts::Fact& fact = add(id, record::State::present, measured_days_ago);
    fact.value = value;
    fact.comparator = comparator;
    return *this;
  }
  Patient& truth(std::string_view id, record::State state, double recorded_days_ago = 1) {
    add(id, state, recorded_days_ago);
    return *this;
  }
  Patient& present(std::string_view id) { return truth(id, record::State::present); }
  Patient& absent(std::string_view id) { return truth(id, record::State::absent); }
  /// Of the fact added last.
  Patient& started(double earliest_days_ago, double latest_days_ago) {
    facts.facts.back().start = {days_ago(earliest_days_ago), days_ago(latest_days_ago)};
    return *this;
  }
  Patient& started(double start_days_ago) { return started(start_days_ago, start_days_ago); }
  Patient& stopped(double end_days_ago) {
    facts.facts.back().past = true;
    facts.facts.back().end = {days_ago(end_days_ago), days_ago(end_days_ago)};
    return *this;
  }
  Patient& past() {
    facts.facts.back().past = true;
    return *this;
  }
  Patient& age(double low, double high) {
    facts.age = {low, high};
    return *this;
  }
  Patient& sex(record::Sex sex) {
    facts.sex = sex;
    return *this;
  }

 private:
  facts::Fact& add(std::string_view id, record::State state, double recorded_days_ago) {
    facts::Fact fact;
    fact.concept_id = id_of(id);
    fact.state = state;
    fact.time = {days_ago(recorded_days_ago), days_ago(recorded_days_ago)};
    return facts.facts.emplace_back(fact);
  }
};

inline Truth ask(const Condition& condition, const Patient& patient, Ties ties = Ties::must_agree,
                 Windows windows = Windows::apply) {
  facts::Layout layout;
  const Program program(condition, layout, vocabulary(), ties, windows);
  facts::Batch batch(layout);
  batch.reset(1, now);
  batch.fill(0, patient.facts, vocabulary());
  Program::Scratch scratch;
  Mask mask;
  program.evaluate(batch, scratch, mask);
  return mask.at(0);
}

inline Truth ask(std::string_view text, const Patient& patient, Ties ties = Ties::must_agree,
                 Windows windows = Windows::apply) {
  return ask(condition(text), patient, ties, windows);
}

inline std::ostream& print(std::ostream& out, Truth truth) {
  return out << (truth == Truth::yes ? "yes" : truth == Truth::no ? "no" : "unknown");
}

}  // namespace causa::rules::testing

namespace causa::rules {
inline std::ostream& operator<<(std::ostream& out, Truth truth) {
  return testing::print(out, truth);
}
}  // namespace causa::rules
