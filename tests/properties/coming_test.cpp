// SPDX-License-Identifier: Apache-2.0
//
// Each thing that a module which comes later may have to say to somebody whose causes are ranked,
// alone: who is told of it is assessed again, and as if it had been there at once.

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "assess/difference.hpp"
#include "assess/extension.hpp"
#include "paths.hpp"
#include "properties/host.hpp"

BOOST_AUTO_TEST_SUITE(property_extension)

using namespace causa;
using namespace causa::properties;

namespace {

using knowledge::Manifest;

/// Behind the other in the order of ids, so that what both read is nothing new.
constexpr const char* coming_id = "org.example.who_comes";

knowledge::Cause cause(const char* id, double p) {
  knowledge::Cause made;
  made.id = made.name = id;
  made.family = "example";
  made.prior.push_back({{}, p, p / 2, std::min(2 * p, 0.9), "anybody", {}, {}});
  knowledge::Account account;
  account.p = 0.5;
  made.accounts_for.push_back({"leg_cramp", {account}});
  return made;
}

knowledge::Rule rule(const char* id, const char* of_cause, const char* when) {
  knowledge::Rule made;
  made.id = id;
  made.cause = of_cause;
  made.when = {when, id};
  knowledge::Strength strength;
  strength.grade = knowledge::Grade::weak;
  made.holds = strength;
  strength.in_favor = false;
  made.fails = strength;
  return made;
}

knowledge::Advice advice(const char* id, const char* when) {
  knowledge::Advice made;
  made.id = id;
  made.text = "Do this.";
  made.tags = {"walking"};
  made.when = {when, id};
  return made;
}

knowledge::Withhold withhold(const char* when, const char* check) {
  knowledge::Withhold made;
  made.id = "withhold";
  made.reason = "it would harm";
  made.check = check;
  made.tags = {"walking"};
  made.when = {when, "withhold"};
  return made;
}

/// Reads all that the patient tells, so that nothing of it is new to the one that comes.
Manifest there() {
  Manifest made;
  made.id = "org.example.there";
  made.causes.push_back(cause("example.there", 0.05));
  knowledge::Decision decision;
  decision.id = "diagnosis";
  decision.when = {"condition.diabetes", "decision"};
  decision.p = 0.95;
  decision.low = 0.9;
  decision.high = 0.99;
  made.causes[0].decided_by.push_back(decision);
  made.causes[0].leads_to.push_back({"example.state", 3, {}, {}, {}});
  made.rules.push_back(rule("fever", "example.there", "symptom.fever"));
  made.rules.push_back(rule("potassium", "example.there", "lab.potassium < 3 mmol/L"));
  made.advice.push_back(advice("walk", ""));
  return made;
}

std::shared_ptr<const assess::Prepared> prepared_of(std::vector<Manifest> manifests) {
  std::vector<plugin::Module> modules;
  for (Manifest& manifest : manifests) {
    manifest.version = "1.0.0";
    modules.emplace_back().manifest = std::move(manifest);
  }
  auto prepared =
      assess::Prepared::make(plugin::Registry::of(std::move(modules)),
                             terminology::Vocabulary::load(tests::terminology_folder).value(),
                             assess::Constants{}, {}, {coming_id})
          .value();
  for (const auto& fault : prepared->faults) BOOST_ERROR(fault.why);
  return prepared;
}

cases::Stated stated(const char* concept_id) {
  cases::Stated made;
  made.concept_id = concept_id;
  return made;
}

cases::Case somebody() {
  cases::Case made;
  made.age_years = 50;
  made.given = {stated("symptom.cramp.leg"), stated("symptom.fever"), stated("lab.potassium")};
  made.given.back().number = 4;
  made.given.back().unit = "mmol/L";
  return made;
}

bool is_assessed_again(Manifest coming, const cases::Case& patient = somebody()) {
  coming.id = coming_id;
  const record::Record record = record_of(patient).value();
  assess::Worker first(prepared_of({there()}), "");
  assess::Worker both(prepared_of({there(), std::move(coming)}), "");
  const assess::Assessment before = assess_with(first, record);
  BOOST_REQUIRE(before.complaint_present);
  const assess::SaidBefore said = assess::said_before(before);
  const assess::Worker::Known known[] = {
      {&record, before.age, before.sex, before.complaint_present, !before.alerts.empty(), &said}};
  const bool again = !both.concerned(known, as_of_ms, {coming_id}).empty();
  const assess::Worker::Earlier earlier[] = {{&before, &record, false}};
  std::vector<assess::Assessment> later;
  both.extend(earlier, {coming_id}, as_of_ms, later);
  for (const auto& one : assess::differences(assess_with(both, record), later.front()))
    BOOST_ERROR(one.what << ": at once " << one.then << ", later " << one.now);
  return again;
}

}  // namespace

BOOST_AUTO_TEST_CASE(who_is_told_nothing_is_not_assessed_again) {
  Manifest coming;
  coming.causes.push_back(cause("example.coming", 0.001));
  coming.rules.push_back(rule("thirst", "example.coming", "symptom.thirst"));
  BOOST_TEST(!is_assessed_again(coming));
}

BOOST_AUTO_TEST_CASE(evidence_for_or_against_a_cause_that_comes) {
  for (const char* when : {"symptom.fever", "lab.potassium > 6 mmol/L"}) {
    Manifest coming;
    coming.causes.push_back(cause("example.coming", 0.001));
    coming.rules.push_back(rule("evidence", "example.coming", when));
    BOOST_TEST(is_assessed_again(coming), when);
  }
}

BOOST_AUTO_TEST_CASE(evidence_for_or_against_a_cause_that_was_there) {
  for (const char* when : {"symptom.fever", "lab.potassium > 6 mmol/L"}) {
    Manifest coming;
    coming.rules.push_back(rule("evidence", "example.there", when));
    BOOST_TEST(is_assessed_again(coming), when);
  }
}

BOOST_AUTO_TEST_CASE(a_danger_that_is_frequent) {
  for (const double p : {0.2, 0.00001}) {
    Manifest coming;
    coming.causes.push_back(cause("example.coming", p));
    coming.causes[0].role = knowledge::Role::dangerous;
    BOOST_TEST(is_assessed_again(coming) == (p > 0.1), p);
  }
}

BOOST_AUTO_TEST_CASE(a_state_to_which_a_likely_cause_leads) {
  Manifest coming;
  coming.causes.push_back(cause("example.state", 0.001));
  cases::Case diabetic = somebody();
  diabetic.given.push_back(stated("condition.diabetes"));
  BOOST_TEST(!is_assessed_again(coming));
  BOOST_TEST(is_assessed_again(coming, diabetic));
}

BOOST_AUTO_TEST_CASE(advice_that_comes_or_is_withheld) {
  Manifest coming;
  coming.advice.push_back(advice("rest", "symptom.fever"));
  BOOST_TEST(is_assessed_again(coming));
  coming.advice[0].when.text = "symptom.thirst";
  BOOST_TEST(!is_assessed_again(coming));
  coming.advice.clear();
  coming.withholds = {withhold("symptom.fever", "")};
  BOOST_TEST(is_assessed_again(coming));
  coming.withholds = {withhold("symptom.thirst", "whether there is thirst")};
  BOOST_TEST(is_assessed_again(coming));
  coming.withholds = {withhold("symptom.thirst", "")};
  BOOST_TEST(!is_assessed_again(coming));
}

BOOST_AUTO_TEST_CASE(a_cause_for_which_nothing_else_is_found) {
  Manifest coming;
  coming.causes.push_back(cause("example.coming", 0.001));
  coming.causes[0].family = assess::idiopathic_family;
  BOOST_TEST(is_assessed_again(coming));
}

BOOST_AUTO_TEST_SUITE_END()
