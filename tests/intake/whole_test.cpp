// SPDX-License-Identifier: Apache-2.0
//
// One patient with one resource of every kind and state: what is used, what is ignored and why, and
// that the counts add up.

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_whole)

using namespace causa::record;
using namespace intake_test;

BOOST_AUTO_TEST_CASE(patient_with_partial_birth_date) {
  const Record record = read_one(file("whole.json"));
  BOOST_TEST(record.patient_id() == "p1");
  BOOST_TEST((record.sex == Sex::female));
  BOOST_TEST((record.birth == causa::parse_time("1950-02").value()));
  BOOST_TEST(!record.deceased);
}

BOOST_AUTO_TEST_CASE(counts_add_up) {
  const Record record = read_one(file("whole.json"));
  BOOST_TEST(record.resources_read == 27u);
  BOOST_TEST(record.resources_used == 18u);
  BOOST_TEST(adds_up(record));
  BOOST_TEST(ignored(record, "Claim") == "resources of this type are not used x4; ");
  BOOST_TEST(ignored(record, "Encounter") == "no reason coded x1; ");
  BOOST_TEST(ignored(record, "Observation") ==
             "status cancelled x1; a group of observations, which are read for themselves x1; ");
  BOOST_TEST(ignored(record, "Condition") == "status entered-in-error x1; ");
  for (const Ignored& entry : record.ignored) BOOST_TEST(entry.examples.size() <= 3u);
}

BOOST_AUTO_TEST_CASE(potassium_as_it_was_written) {
  const Record record = read_one(file("whole.json"));
  const Item* item = item_of(record, "Observation/k1");
  BOOST_REQUIRE(item);
  BOOST_TEST(item->number == 2.9);
  BOOST_TEST(item->unit == "mmol/L");
  BOOST_TEST(item->unit_code == "mmol/L");
  BOOST_TEST(item->reference_low == 3.5);
  BOOST_TEST(item->reference_high == 5.1);
  BOOST_TEST(item->interpretation == "L");
  BOOST_TEST((item->state == State::present));
  BOOST_REQUIRE(item->codes.count == 1u);
  BOOST_TEST(record.begin_of(item->codes)->system == "http://loinc.org");
  BOOST_TEST(record.begin_of(item->codes)->code == "2823-3");
  BOOST_TEST((item->time == causa::parse_time("2026-01-10T07:30:00Z").value()));
}

BOOST_AUTO_TEST_CASE(bound_stays_a_bound) {
  const Record record = read_one(file("whole.json"));
  const Item* item = item_of(record, "Observation/tsh");
  BOOST_REQUIRE(item);
  BOOST_TEST((item->comparator == Comparator::less));
}

BOOST_AUTO_TEST_CASE(components_are_items_and_a_missing_one_is_unknown) {
  const Record record = read_one(file("whole.json"));
  const Item* systolic = item_of(record, "Observation/bp.component[0]");
  const Item* diastolic = item_of(record, "Observation/bp.component[1]");
  BOOST_REQUIRE((systolic && diastolic));
  BOOST_TEST(systolic->number == 142);
  BOOST_TEST(systolic->time.known());
  BOOST_TEST((diastolic->state == State::unknown));
  BOOST_TEST((diastolic->value_kind == ValueKind::none));
  BOOST_TEST(item_of(record, "Observation/bp") == nullptr);
}

BOOST_AUTO_TEST_CASE(absent_value_is_unknown_never_negative) {
  const Record record = read_one(file("whole.json"));
  BOOST_TEST((item_of(record, "Observation/absent")->state == State::unknown));
  BOOST_TEST((item_of(record, "Observation/cramp")->state == State::absent));
  BOOST_TEST((item_of(record, "Observation/cramp")->value_kind == ValueKind::truth));
}

BOOST_AUTO_TEST_CASE(preliminary_and_issued_are_flagged) {
  const Record record = read_one(file("whole.json"));
  const Item* preliminary = item_of(record, "Observation/pre");
  BOOST_TEST(preliminary->flags == provisional);
  BOOST_TEST(preliminary->unit == "mEq/L");
  BOOST_TEST(preliminary->unit_code == "");
  BOOST_TEST(item_of(record, "Observation/story")->flags == time_is_issued);
}

BOOST_AUTO_TEST_CASE(text_is_unescaped) {
  const Record record = read_one(file("whole.json"));
  BOOST_TEST(item_of(record, "Observation/story")->value_text ==
             "Calf cramps \"most nights\" \u2013 for a month");
}

BOOST_AUTO_TEST_CASE(conditions) {
  const Record record = read_one(file("whole.json"));
  const Item* hypertension = item_of(record, "Condition/htn");
  BOOST_TEST((hypertension->state == State::present));
  BOOST_TEST(hypertension->flags == 0);
  BOOST_TEST((hypertension->start == causa::parse_time("2011").value()));
  BOOST_TEST((hypertension->time == causa::parse_time("2012-03-04").value()));
  BOOST_TEST(item_of(record, "Condition/sprain")->flags == past);
  BOOST_TEST((item_of(record, "Condition/sprain")->end == causa::parse_time("2019-06-01").value()));
  BOOST_TEST((item_of(record, "Condition/dvt")->state == State::absent));
  BOOST_TEST(record.begin_of(item_of(record, "Condition/dvt")->body_site)->code == "48979004");
  BOOST_TEST(item_of(record, "Condition/maybe")->flags == provisional);
}

BOOST_AUTO_TEST_CASE(medications) {
  const Record record = read_one(file("whole.json"));
  const Item* contained = item_of(record, "MedicationRequest/hctz");
  BOOST_REQUIRE(contained->codes.count == 1u);
  BOOST_TEST(record.begin_of(contained->codes)->code == "5487");
  BOOST_TEST(contained->flags == 0);
  BOOST_TEST((contained->start == causa::parse_time("2025-12-12").value()));
  const Item* combination = item_of(record, "MedicationRequest/combi");
  BOOST_TEST(combination->codes.count == 2u);
  BOOST_TEST(combination->text == "losartan and hydrochlorothiazide");
  BOOST_TEST(combination->flags == past);
  BOOST_TEST((item_of(record, "MedicationStatement/statin")->state == State::absent));
}

BOOST_AUTO_TEST_CASE(an_order_not_to_give_is_no_exposure_and_shown_by_name) {
  const Record record = read_one(file("whole.json"));
  BOOST_TEST(item_of(record, "MedicationRequest/never") == nullptr);
  bool shown = false;
  for (const Ignored& entry : record.ignored) {
    if (entry.source == "MedicationRequest") {
      shown =
          !entry.grouped && entry.examples == std::vector<std::string>{"MedicationRequest/never"};
    }
  }
  BOOST_TEST(shown);
}

BOOST_AUTO_TEST_CASE(allergies_and_procedures) {
  const Record record = read_one(file("whole.json"));
  BOOST_TEST((item_of(record, "AllergyIntolerance/nsaid")->kind == Kind::allergy));
  BOOST_TEST((item_of(record, "Procedure/bypass")->state == State::absent));
}

BOOST_AUTO_TEST_CASE(every_type_of_bundle_is_a_patient) {
  for (const char* type : {"document", "message", "transaction", "transaction-response", "batch",
                           "batch-response", "history", "searchset", "collection", ""}) {
    const Record record = read_one(bundle({observation(R"("valueInteger":4)")}, type));
    BOOST_TEST(record.items.size() == 1u, type);
    BOOST_TEST(adds_up(record));
  }
}

BOOST_AUTO_TEST_CASE(a_patient_summary) {
  const Record record = read_one(file("summary.json"));
  BOOST_TEST(record.patient_id() == "urn:example:mrn|4711");
  BOOST_REQUIRE(record.items.size() == 3u);
  const Item* cramp = item_of(record, "Condition/00000000-0000-4000-8000-000000000003");
  const Item* drug = item_of(record, "MedicationStatement/00000000-0000-4000-8000-000000000005");
  const Item* potassium = item_of(record, "Observation/00000000-0000-4000-8000-000000000007");
  BOOST_REQUIRE((cramp && drug && potassium));
  BOOST_TEST((drug->start == causa::parse_time("2026-03").value()));
  BOOST_TEST(record.begin_of(drug->codes)->code == "5487");
  BOOST_TEST(potassium->number == 3.1);
  BOOST_TEST(ignored(record, "AllergyIntolerance") ==
             "says that nothing of the kind is known x1; ");
  BOOST_TEST(ignored(record, "Composition") == "resources of this type are not used x1; ");
  BOOST_TEST(record.resources_read == 8u);
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(nothing_known_is_no_finding) {
  for (const char* type : {"Condition", "Procedure", "MedicationStatement"}) {
    const std::string name =
        std::string(type) == "MedicationStatement" ? "medicationCodeableConcept" : "code";
    const Record record = read_one(bundle(
        {R"({"resourceType":")" + std::string(type) + R"(","status":"completed",")" + name +
         R"(":{"coding":[{"system":"http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips",)"
         R"("code":"no-information"}]}})"}));
    BOOST_TEST(record.items.empty(), type);
    BOOST_TEST(adds_up(record));
  }
}

BOOST_AUTO_TEST_SUITE_END()
