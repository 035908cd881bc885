// SPDX-License-Identifier: Apache-2.0

#include "terminology/vocabulary.hpp"
#include "paths.hpp"
#include "terminology/written_systems.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

namespace causa::terminology {

BOOST_AUTO_TEST_SUITE(terminology_vocabulary)

namespace {

const Vocabulary& vocabulary() {
  static const Vocabulary loaded = [] {
    Vocabulary made = Vocabulary::load(causa::tests::terminology_folder).value();
    made.finish().value();
    return made;
  }();
  return loaded;
}

std::vector<std::string> ids(std::string_view system, std::string_view code) {
  std::vector<CodeMatch> matches;
  vocabulary().lookup(system, code, matches);
  std::vector<std::string> found;
  for (const auto& match : matches) found.push_back(vocabulary()[match.concept_id].definition.id);
  std::sort(found.begin(), found.end());
  return found;
}

using Ids = std::vector<std::string>;

double converted(std::string_view loinc, double value, std::string_view unit) {
  std::vector<CodeMatch> matches;
  vocabulary().lookup("http://loinc.org", loinc, matches);
  return vocabulary().to_canonical(matches.at(0), value, unit, {}).value().value;
}

BOOST_AUTO_TEST_CASE(blood_and_serum_codes_name_the_same_concept) {
  BOOST_TEST(ids("http://loinc.org", "2823-3") == Ids{"lab.potassium"});
  BOOST_TEST(ids("http://loinc.org", "6298-4") == Ids{"lab.potassium"});
  BOOST_TEST(ids("urn:oid:2.16.840.1.113883.6.1", "6298-4") == Ids{"lab.potassium"});
  BOOST_TEST(ids("LN", "2823-3") == Ids{"lab.potassium"});
}

BOOST_AUTO_TEST_CASE(icd_matches_by_its_longest_category_and_leaves_may_be_new) {
  BOOST_TEST(ids("http://hl7.org/fhir/sid/icd-10-cm", "E87.6") == Ids{"condition.hypokalemia"});
  BOOST_TEST(ids("http://hl7.org/fhir/sid/icd-10-cm", "E11.9") == Ids{"condition.diabetes.type_2"});
  BOOST_TEST(ids("http://hl7.org/fhir/sid/icd-10-cm", "E11.42") ==
             Ids{"condition.diabetic_neuropathy"});
  BOOST_TEST(ids("http://hl7.org/fhir/sid/icd-10-cm", "G20.A1") == Ids{"condition.parkinson"});
  BOOST_TEST(ids("http://hl7.org/fhir/sid/icd-10-cm", "Q99.9").empty());
}

BOOST_AUTO_TEST_CASE(a_code_system_is_known_by_the_names_that_people_write) {
  for (const char* name :
       {"LOINC", "loinc", "LN", "http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"})
    BOOST_TEST(written_system_uri(name) == "http://loinc.org", name);
  for (const char* name : {"SNOMED CT", "SnomedCT", "sct"})
    BOOST_TEST(written_system_uri(name) == "http://snomed.info/sct", name);
  BOOST_TEST(written_system_uri("ICD-10-CM") == "http://hl7.org/fhir/sid/icd-10-cm");
  BOOST_TEST(written_system_uri("ICD-10") == "http://hl7.org/fhir/sid/icd-10");
  BOOST_TEST(written_system_uri("RxNorm") == "http://www.nlm.nih.gov/research/umls/rxnorm");
  BOOST_TEST(written_system_uri("fever").empty());
}

BOOST_AUTO_TEST_CASE(atc_prefixes_name_the_class) {
  BOOST_TEST(ids("http://www.whocc.no/atc", "C03AA03") == Ids{"drug.thiazide"});
  BOOST_TEST(ids("http://www.whocc.no/atc", "C08CA01") == Ids{"drug.dihydropyridine"});
}

BOOST_AUTO_TEST_CASE(an_ingredient_is_of_its_class) {
  const auto id = vocabulary().find("drug.hydrochlorothiazide").value();
  const auto thiazide = vocabulary().find("drug.thiazide").value();
  const auto& ancestors = vocabulary()[id].ancestors;
  BOOST_TEST(std::count(ancestors.begin(), ancestors.end(), thiazide) == 1);
}

// Public tables hold these codes under the wrong names.
BOOST_AUTO_TEST_CASE(drug_codes_that_public_tables_confuse_name_the_right_drug) {
  BOOST_TEST(ids("http://www.nlm.nih.gov/research/umls/rxnorm", "9997") ==
             Ids{"drug.spironolactone"});
  BOOST_TEST(ids("http://www.nlm.nih.gov/research/umls/rxnorm", "5487") ==
             Ids{"drug.hydrochlorothiazide"});
  BOOST_TEST(ids("http://www.nlm.nih.gov/research/umls/rxnorm", "4603") == Ids{"drug.furosemide"});
}

// Pairs as published by laboratories; the factors are those of the analytes' molar masses.
BOOST_AUTO_TEST_CASE(mass_and_molar_units_agree_with_published_pairs) {
  const auto near = boost::test_tools::tolerance(0.005);
  BOOST_TEST(converted("2823-3", 4.0, "mEq/L") == 4.0, near);
  BOOST_TEST(converted("2160-0", 1.0, "mg/dL") == 88.4, near);
  BOOST_TEST(converted("17861-6", 10.0, "mg/dL") == 2.495, near);
  BOOST_TEST(converted("19123-9", 2.0, "mg/dL") == 0.823, near);
  BOOST_TEST(converted("2601-3", 2.0, "meq/L") == 1.0, near);
  BOOST_TEST(converted("2345-7", 100, "mg/dL") == 5.55, near);
  BOOST_TEST(converted("1751-7", 4.0, "g/dL") == 40.0, near);
  BOOST_TEST(converted("2777-1", 3.1, "mg/dL") == 1.0, near);
  BOOST_TEST(converted("59261-8", 53, "mmol/mol") == 7.0, near);
  BOOST_TEST(converted("8310-5", 98.6, "degF") == 37.0, near);
  BOOST_TEST(converted("14118-4", 18, "mg/dL") == 2.0, near);
  BOOST_TEST(converted("3024-7", 1.0, "ng/dL") == 12.87, near);
}

// 28 mg/dL of urea nitrogen are 10 mmol/L; 60 mg/dL of urea are the same 10 mmol/L.
BOOST_AUTO_TEST_CASE(urea_and_urea_nitrogen_differ_by_their_code) {
  const auto near = boost::test_tools::tolerance(0.005);
  BOOST_TEST(converted("3094-0", 28, "mg/dL") == 9.995, near);
  BOOST_TEST(converted("3091-6", 60, "mg/dL") == 9.99, near);
}

BOOST_AUTO_TEST_CASE(a_unit_that_does_not_fit_is_refused_and_says_which_would) {
  std::vector<CodeMatch> matches;
  vocabulary().lookup("http://loinc.org", "2823-3", matches);
  const auto refused = vocabulary().to_canonical(matches.at(0), 4, "mg/mL", {});
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message == "Potassium in mg/mL, a unit that doesn't fit");
  BOOST_TEST(refused.error().cure == "use mmol/L, meq/L, mg/dL");
}

// Of a unit that fits some codes only it was said that it "looks like" itself.
BOOST_AUTO_TEST_CASE(a_unit_that_only_a_code_explains_says_what_it_could_count) {
  const CodeMatch urea{vocabulary().find("lab.urea").value(), nullptr};
  const auto refused = vocabulary().to_canonical(urea, 60, "mg/dL", {});
  BOOST_REQUIRE(!refused);
  BOOST_TEST(
      refused.error().message ==
      "Urea (BUN family) in mg/dL, a unit that doesn't fit without a word of what it counts");
  BOOST_TEST(refused.error().cure ==
             "say by name or code that it is Urea nitrogen (LOINC 3094-0) or Urea (LOINC 3091-6), "
             "or use mmol/L");
}

BOOST_AUTO_TEST_CASE(a_concept_may_be_named_by_its_id_unless_it_is_derived) {
  Vocabulary made = Vocabulary::load(causa::tests::terminology_folder).value();
  ConceptDefinition score;
  score.id = "score.of_a_module";
  made.add(score, "org.clinic.x", true).value();
  made.finish().value();
  std::vector<CodeMatch> matches;
  made.lookup("urn:causa:concept", "lab.potassium", matches);
  BOOST_REQUIRE(matches.size() == 1u);
  BOOST_TEST((matches[0].concept_id == made.find("lab.potassium")));
  matches.clear();
  made.lookup("urn:causa:concept", "score.of_a_module", matches);
  made.lookup("urn:causa:concept", "lab.potassiu", matches);
  BOOST_TEST(matches.empty());
}

BOOST_AUTO_TEST_CASE(a_missing_unit_is_assumed_only_from_the_code_and_marked) {
  std::vector<CodeMatch> matches;
  vocabulary().lookup("http://loinc.org", "2823-3", matches);
  const auto assumed = vocabulary().to_canonical(matches.at(0), 4.1, "", "");
  BOOST_REQUIRE(assumed);
  BOOST_TEST(assumed->assumed);
  BOOST_TEST(assumed->value == 4.1);
  const CodeMatch by_words{matches.at(0).concept_id, nullptr};
  BOOST_TEST(!vocabulary().to_canonical(by_words, 4.1, "", ""));
}

BOOST_AUTO_TEST_CASE(product_names_give_their_ingredients) {
  std::vector<ConceptId> found;
  vocabulary().find_drug_words("Hydrochlorothiazide 25 MG Oral Tablet", found);
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(vocabulary()[found[0]].definition.id == "drug.hydrochlorothiazide");
  found.clear();
  vocabulary().find_drug_words("amLODIPine 5 MG / atorvastatin 10 MG", found);
  BOOST_TEST(found.size() == 2u);
  found.clear();
  vocabulary().find_drug_words("Water for injection", found);
  BOOST_TEST(found.empty());
}

BOOST_AUTO_TEST_CASE(two_modules_may_join_a_concept_but_not_contradict_its_unit) {
  Vocabulary made = Vocabulary::load(causa::tests::terminology_folder).value();
  ConceptDefinition other;
  other.id = "lab.potassium";
  other.kind = ConceptKind::number;
  other.unit = "mg/dL";
  const auto refused = made.add(other, "org.clinic.x");
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().place == "org.clinic.x");
  other.unit = "mmol/L";
  other.text = {"kalium"};
  BOOST_TEST(made.add(other, "org.clinic.x").has_value());
  made.finish().value();
  BOOST_TEST((made.find_text("Kalium") == made.find("lab.potassium")));
}

BOOST_AUTO_TEST_CASE(an_unknown_broader_concept_is_named_with_a_hint) {
  Vocabulary made = Vocabulary::load(causa::tests::terminology_folder).value();
  ConceptDefinition definition;
  definition.id = "symptom.cramp.toe";
  definition.is_a = {"symptom.cramp.legs"};
  made.add(definition, "org.clinic.x").value();
  const auto refused = made.finish();
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().cure == "did you mean symptom.cramp.leg?");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::terminology
