// SPDX-License-Identifier: Apache-2.0
//
// What the evidence warns of: numbers that must not be taken for another, and weights that a class
// must not inherit. Through the host as it is shipped, to the ranking and the advice.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <initializer_list>

#include "assess/worker.hpp"
#include "check/case_patient.hpp"
#include "check/case_reader.hpp"
#include "shipped_host.hpp"

BOOST_AUTO_TEST_SUITE(plugin_traps)

namespace {

namespace assess = causa::assess;
using causa::cases::Case;
using causa::cases::Stated;

constexpr std::int64_t as_of_ms = 1'795'392'000'000;

const auto& host() { return causa::tests::shipped_host(); }

Stated present(std::string_view id) {
  Stated stated;
  stated.concept_id = id;
  return stated;
}

Stated started(std::string_view id, double days) {
  Stated stated = present(id);
  stated.started_days = days;
  return stated;
}

Stated measured(std::string_view id, double number, std::string_view unit) {
  Stated stated = present(id);
  stated.number = number;
  stated.unit = unit;
  return stated;
}

assess::Assessment assess_record(const causa::record::Record& record) {
  assess::Worker worker(host(), "");
  std::vector<assess::Assessment> assessments;
  const causa::record::Record* const records[] = {&record};
  worker.assess(records, as_of_ms, as_of_ms, assessments);
  return assessments.front();
}

assess::Assessment assess_one(const Case& patient, std::string_view notes = {}) {
  auto record = causa::cases::make_record(patient, host()->vocabulary, as_of_ms);
  BOOST_REQUIRE_MESSAGE(record.has_value(), to_string(record.error()));
  if (!notes.empty()) {
    causa::record::Item item;
    item.kind = causa::record::Kind::observation;
    item.value_kind = causa::record::ValueKind::text;
    item.flags = causa::record::Flag::running_text;
    item.value_text = record->keep(notes);
    item.time = {as_of_ms, as_of_ms};
    record->items.push_back(item);
  }
  return assess_record(*record);
}

assess::Assessment assess_woman_of_70(std::initializer_list<Stated> given) {
  Case patient;
  patient.given = given;
  patient.age_years = 70;
  patient.sex = causa::record::Sex::female;
  return assess_one(patient);
}

const assess::CauseResult* find(const assess::Assessment& assessment, std::string_view id) {
  for (const auto& cause : assessment.causes)
    if (cause.id == id) return &cause;
  return nullptr;
}

/// X, or 0 if the cause isn't listed.
double accounts_for(const assess::Assessment& assessment, std::string_view id) {
  const auto* cause = find(assessment, id);
  return cause ? cause->accounts_for.p : 0;
}

double explains(const assess::Assessment& assessment, std::string_view id) {
  const auto* cause = find(assessment, id);
  return cause ? cause->explains.p : 0;
}

std::int32_t weight(const assess::Assessment& assessment, std::string_view cause_id,
                    std::string_view rule) {
  const auto* cause = find(assessment, cause_id);
  if (!cause) return 0;
  for (const auto& evidence : cause->evidence)
    if (evidence.rule == rule) return evidence.weight_millibans;
  return 0;
}

const assess::GivenAdvice* advice(const assess::Assessment& assessment, std::string_view id) {
  for (const auto& given : assessment.advice)
    if (given.id == id) return &given;
  return nullptr;
}

const Stated cramp = started("symptom.cramp.leg", 10);

}  // namespace

// (ratio - 1) / ratio, formula attrib_exposed of the evidence.
BOOST_AUTO_TEST_CASE(a_ratio_becomes_the_fraction_of_the_exposed) {
  const auto tolerance = boost::test_tools::tolerance(0.01);
  const auto laba = assess_woman_of_70({present("drug.vilanterol"), present("symptom.cramp.leg")});
  BOOST_TEST(accounts_for(laba, "medication.laba") == 0.587, tolerance);
  const auto statin = assess_woman_of_70({present("drug.simvastatin"), present("symptom.cramp")});
  BOOST_TEST(accounts_for(statin, "medication.statin") == 0.138, tolerance);
  // 14 of 15 muscle complaints in the first year are not the statin's.
  const auto aching =
      assess_woman_of_70({started("drug.simvastatin", 300), present("symptom.myalgia")});
  BOOST_TEST(accounts_for(aching, "medication.statin") == 0.065, tolerance);
}

BOOST_AUTO_TEST_CASE(a_thiazide_is_worth_what_was_worked_by_hand) {
  const auto untimed =
      assess_woman_of_70({present("drug.hydrochlorothiazide"), present("symptom.cramp.leg")});
  BOOST_TEST(explains(untimed, "medication.thiazide") == 0.32, boost::test_tools::tolerance(0.03));
  const auto new_one = assess_woman_of_70({started("drug.hydrochlorothiazide", 30), cramp});
  BOOST_TEST(explains(new_one, "medication.thiazide") == 0.58, boost::test_tools::tolerance(0.03));
}

BOOST_AUTO_TEST_CASE(a_class_does_not_inherit_the_ratio_of_one_of_its_members) {
  const auto x = [](std::string_view drug, std::string_view cause) {
    return accounts_for(assess_woman_of_70({present(drug), present("symptom.cramp.leg")}), cause);
  };
  BOOST_TEST(x("drug.nifedipine", "medication.calcium_channel_blocker") > 0.5);
  BOOST_TEST(x("drug.amlodipine", "medication.calcium_channel_blocker") < 0.05);
  BOOST_TEST(x("drug.felodipine", "medication.calcium_channel_blocker") < 0.05);
  BOOST_TEST(x("drug.donepezil", "medication.cholinesterase_inhibitor") > 0.5);
  BOOST_TEST(x("drug.rivastigmine", "medication.cholinesterase_inhibitor") < 0.2);
  BOOST_TEST(x("drug.lisinopril", "medication.ace_inhibitor_arb") == 0);
}

BOOST_AUTO_TEST_CASE(only_pindolol_and_carteolol_are_beta_blockers_that_cramp) {
  for (const std::string_view drug : {"drug.pindolol", "drug.carteolol"})
    BOOST_TEST(accounts_for(assess_woman_of_70({present(drug), present("symptom.cramp.leg")}),
                            "medication.beta_blocker") > 0.7,
               drug);
  for (const std::string_view drug : {"drug.propranolol", "drug.metoprolol", "drug.bisoprolol",
                                      "drug.atenolol", "drug.acebutolol"})
    BOOST_TEST(accounts_for(assess_woman_of_70({present(drug), present("symptom.cramp.leg")}),
                            "medication.beta_blocker") < 0.05,
               drug);
}

// SAMSON: neither timing nor relief on stopping told statin from placebo.
BOOST_AUTO_TEST_CASE(timing_of_a_statin_weighs_less_than_that_of_other_drugs) {
  const auto both = assess_woman_of_70(
      {started("drug.simvastatin", 30), started("drug.hydrochlorothiazide", 30), cramp,
       present("history.drug_stopped_relief"), present("history.statin_stopped.relief_2_weeks")});
  const auto of_statin = weight(both, "medication.statin", "statin_onset_4_weeks");
  BOOST_TEST(of_statin > 0);
  BOOST_TEST(of_statin < weight(both, "medication.thiazide", "thiazide_onset_4_weeks"));
  auto no_longer = started("drug.hydrochlorothiazide", 30);
  no_longer.stopped_days = 10;
  const auto after = assess_woman_of_70({started("drug.simvastatin", 30), no_longer, cramp,
                                         present("history.drug_stopped_relief"),
                                         present("history.statin_stopped.relief_2_weeks")});
  BOOST_TEST(weight(after, "medication.thiazide", "thiazide_relief_when_stopped") > 0);
  for (const auto& evidence : find(both, "medication.statin")->evidence)
    BOOST_TEST((evidence.rule.text().find("relief") == std::string::npos ||
                evidence.weight_millibans <= 0));
}

BOOST_AUTO_TEST_CASE(creatine_kinase_over_the_limit_that_was_sent_is_not_normal) {
  const auto counts = [](const assess::Assessment& assessment, std::string_view rule) {
    const auto* cause = find(assessment, "medication.statin");
    BOOST_REQUIRE(cause);
    return std::any_of(cause->evidence.begin(), cause->evidence.end(), [&](const auto& evidence) {
      return evidence.rule == rule && evidence.counted == assess::Counted::yes;
    });
  };
  const auto of = [](double upper_limit) {
    return assess_woman_of_70({started("drug.simvastatin", 30), cramp,
                               measured("lab.ck", 190, "U/L"),
                               measured("lab.ck.upper_limit", upper_limit, "U/L")});
  };
  BOOST_TEST(counts(of(300), "statin_ck_within_limit"));
  BOOST_TEST(!counts(of(145), "statin_ck_within_limit"));
  BOOST_TEST(!counts(of(145), "statin_ck_normal"));
}

BOOST_AUTO_TEST_CASE(a_loop_diuretic_alone_is_no_low_magnesium) {
  const auto loop = assess_woman_of_70({present("drug.furosemide"), present("symptom.cramp.leg")});
  const auto* cause = find(loop, "medication.loop_diuretic");
  BOOST_REQUIRE(cause);
  BOOST_TEST(!cause->chain.has_value());
  const auto* low = find(loop, "electrolytes.hypomagnesemia");
  BOOST_TEST((!low || low->present.p < 0.10));
}

BOOST_AUTO_TEST_CASE(a_proton_pump_inhibitor_needs_months) {
  const auto considered = [](double days) {
    const auto assessment = assess_woman_of_70(
        {started("drug.omeprazole", days), cramp, measured("lab.magnesium", 0.42, "mmol/L")});
    return find(assessment, "medication.proton_pump_inhibitor") != nullptr;
  };
  BOOST_TEST(!considered(60));
  BOOST_TEST(considered(400));
}

BOOST_AUTO_TEST_CASE(h2_blockers_are_not_presented_as_proven_safe) {
  const auto assessment = assess_woman_of_70(
      {started("drug.omeprazole", 900), cramp, measured("lab.magnesium", 0.42, "mmol/L")});
  const auto* review = advice(assessment, "ppi_review");
  BOOST_REQUIRE(review);
  BOOST_TEST(review->text.find("H2 blockers conflict") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_stopped_lately_is_still_considered_and_who_stopped_long_ago_is_not) {
  const auto with_end = [](double days) {
    Stated thiazide = started("drug.indapamide", 300);
    thiazide.stopped_days = days;
    return assess_woman_of_70(
        {thiazide, started("symptom.cramp.leg", 40), present("history.drug_stopped_relief")});
  };
  BOOST_TEST(explains(with_end(10), "medication.thiazide") > 0.4);
  BOOST_TEST(!find(with_end(29), "medication.thiazide"));
}

// Under 6 weeks after birth and in pregnancy: medicines and supplements are for doctor or midwife.
BOOST_AUTO_TEST_CASE(remedies_are_withheld_in_pregnancy_and_after_birth) {
  Case mother;
  mother.age_years = 31;
  mother.sex = causa::record::Sex::female;
  for (const std::string_view state : {"condition.pregnancy", "condition.postpartum"}) {
    mother.given = {present(state), present("drug.hydrochlorothiazide"), cramp};
    const auto assessment = assess_one(mother);
    const auto* review = advice(assessment, "review_medicines_first");
    BOOST_REQUIRE_MESSAGE(review, state);
    BOOST_TEST(!review->withheld.empty(), state);
    BOOST_TEST(!advice(assessment, "thiazide_review")->withheld.empty(), state);
  }
}

BOOST_AUTO_TEST_CASE(compartment_syndrome_is_told_from_notes_alone) {
  const auto alerted = [](std::string_view notes) {
    Case man;
    man.age_years = 30;
    man.sex = causa::record::Sex::male;
    const auto assessment = assess_one(man, notes);
    return std::any_of(assessment.alerts.begin(), assessment.alerts.end(),
                       [](const auto& alert) { return alert.id == "compartment_syndrome"; });
  };
  BOOST_TEST(
      alerted("Tibial fracture yesterday, in a below-knee cast since last night. Pain far out of "
              "proportion, worse on passive stretch of the toes."));
  BOOST_TEST(alerted("In a below-knee cast. Pain far out of proportion."));
  BOOST_TEST(alerted("Tibial fracture yesterday. Leg pain, worse on passive stretch of the toes."));
  // Without pain, and in another limb.
  BOOST_TEST(!alerted("In a below-knee cast. Stiffness worse on passive stretch of the toes."));
  BOOST_TEST(
      !alerted("In a below-knee cast. Forearm pain, worse on passive stretch of the fingers."));
}

/// As the case file `allergies: [...]` puts it into the record.
assess::Assessment assess_with_allergy(std::string_view substance) {
  Case patient;
  patient.given = {present("condition.pad"), present("symptom.leg_pain.exertional")};
  patient.age_years = 70;
  patient.sex = causa::record::Sex::male;
  auto record = causa::cases::make_record(patient, host()->vocabulary, as_of_ms);
  BOOST_REQUIRE_MESSAGE(record.has_value(), to_string(record.error()));
  causa::record::Item item;
  item.kind = causa::record::Kind::allergy;
  item.state = causa::record::State::present;
  item.text = record->keep(substance);
  item.time = {as_of_ms, as_of_ms};
  record->items.push_back(item);
  return assess_record(*record);
}

BOOST_AUTO_TEST_CASE(an_allergy_reaches_the_advice_to_begin_a_medicine) {
  const auto is_withheld = [](const assess::Assessment& assessment, std::string_view id) {
    const auto* given = advice(assessment, id);
    BOOST_REQUIRE_MESSAGE(given, id);
    return !given->withheld.empty();
  };
  BOOST_TEST(!is_withheld(assess_with_allergy("penicillin"), "pad_antiplatelet"));
  BOOST_TEST(!is_withheld(assess_with_allergy("penicillin"), "pad_statin"));
  for (const std::string_view substance : {"aspirin", "clopidogrel"})
    BOOST_TEST(is_withheld(assess_with_allergy(substance), "pad_antiplatelet"), substance);
  for (const std::string_view substance : {"atorvastatin", "statin"})
    BOOST_TEST(is_withheld(assess_with_allergy(substance), "pad_statin"), substance);
  const auto pad = present("condition.pad");
  const auto pain = present("symptom.leg_pain.exertional");
  for (const std::string_view fact :
       {"history.blood_loss", "condition.peptic_ulcer", "history.antiplatelet_reaction"})
    BOOST_TEST(is_withheld(assess_woman_of_70({pad, pain, present(fact)}), "pad_antiplatelet"),
               fact);
  BOOST_TEST(is_withheld(assess_woman_of_70({pad, pain, present("history.statin_muscle_pain")}),
                         "pad_statin"));
}

BOOST_AUTO_TEST_CASE(what_is_taken_already_is_not_begun) {
  const auto taking =
      assess_woman_of_70({present("condition.pad"), present("symptom.leg_pain.exertional"),
                          present("drug.atorvastatin"), present("drug.antiplatelet")});
  BOOST_TEST(!advice(taking, "pad_statin"));
  BOOST_TEST(!advice(taking, "pad_antiplatelet"));
}

BOOST_AUTO_TEST_CASE(nobody_walks_on_a_limb_without_blood) {
  const auto assessment = assess_woman_of_70(
      {present("condition.pad"), present("symptom.leg_pain.exertional"),
       started("sign.skin.pale_or_mottled", 1), started("sign.pulse.reduced", 1)});
  for (const std::string_view id : {"stenosis_care", "pad_statin", "pad_antiplatelet"}) {
    const auto* given = advice(assessment, id);
    BOOST_REQUIRE_MESSAGE(given, id);
    BOOST_TEST(!given->withheld.empty(), id);
  }
}

BOOST_AUTO_TEST_CASE(a_sodium_that_is_low_by_glucose_only_withholds_no_fluid) {
  const auto withheld = [](std::initializer_list<Stated> given) {
    const auto assessment = assess_woman_of_70(given);
    const auto* replace = advice(assessment, "volume_replace");
    BOOST_REQUIRE(replace);
    return !replace->withheld.empty();
  };
  const Stated cramping = present("symptom.cramp.leg");
  BOOST_TEST(!withheld(
      {cramping, measured("lab.sodium", 119, "mmol/L"), measured("lab.glucose", 50, "mmol/L")}));
  BOOST_TEST(withheld(
      {cramping, measured("lab.sodium", 110, "mmol/L"), measured("lab.glucose", 35, "mmol/L")}));
}

BOOST_AUTO_TEST_CASE(beside_lithium_no_inhibitor_takes_the_place_of_a_thiazide) {
  const auto assessment = assess_woman_of_70(
      {present("drug.hydrochlorothiazide"), present("drug.lithium"), present("symptom.cramp.leg")});
  BOOST_TEST(!advice(assessment, "thiazide_review"));
  BOOST_TEST(advice(assessment, "thiazide_with_lithium"));
}

BOOST_AUTO_TEST_SUITE_END()
