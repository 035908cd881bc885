// SPDX-License-Identifier: Apache-2.0
//
// Bulk data: lone resources, one a line, in files of one type each and in any order. Each goes to
// its own patient and to no other; what can't be given to anyone is told.

#include <boost/test/unit_test.hpp>

#include "intake/files.hpp"

#include <algorithm>
#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_bulk)

using namespace intake_test;
using causa::intake::Reader;
using causa::record::Record;
using causa::record::Sex;

namespace {

std::string patient(std::string_view id, std::string_view more = {}) {
  return R"({"resourceType":"Patient","id":")" + std::string(id) + "\"" + std::string(more) + "}\n";
}

std::string of(std::string_view subject, std::string_view id, std::string_view more = {}) {
  return R"({"resourceType":"Observation","id":")" + std::string(id) +
         R"(","status":"final","code":{"text":"K"},"valueInteger":4,"subject":{"reference":")" +
         std::string(subject) + "\"}" + std::string(more) + "}\n";
}

struct Outcome {
  std::vector<Record> records;
  std::vector<std::string> places;
  std::string errors;
  std::vector<causa::record::Ignored> left;
};

Outcome read_files(const std::vector<std::string>& contents) {
  std::vector<std::unique_ptr<Scratch>> files;
  std::vector<std::string> inputs;
  for (const std::string& content : contents) {
    files.push_back(std::make_unique<Scratch>(content, std::to_string(files.size()) + ".ndjson"));
    inputs.push_back(files.back()->path());
  }
  Outcome outcome;
  auto reader = Reader::open(inputs).value();
  while (auto found = reader.next()) {
    if (found->has_error()) {
      outcome.errors += to_string(found->error()) + "\n";
      continue;
    }
    BOOST_TEST(adds_up((*found)->record));
    outcome.places.push_back((*found)->place.substr((*found)->place.rfind('.')));
    outcome.records.push_back(std::move((*found)->record));
  }
  outcome.left = reader.of_no_patient();
  return outcome;
}

}  // namespace

BOOST_AUTO_TEST_CASE(files_in_any_order_are_joined_by_patient) {
  const Outcome found =
      read_files({of("Patient/b", "1") + of("Patient/a", "2") + of("Patient/b", "3"),
                  patient("a", R"(,"gender":"female")") + patient("b", R"(,"gender":"male")")});
  BOOST_REQUIRE(found.records.size() == 2u);
  const Record& a = found.records[0];
  const Record& b = found.records[1];
  BOOST_TEST((a.patient_id() == "a" && a.sex == Sex::female));
  BOOST_TEST((b.patient_id() == "b" && b.sex == Sex::male));
  BOOST_TEST((item_of(a, "Observation/2") && !item_of(a, "Observation/1")));
  BOOST_TEST((item_of(b, "Observation/1") && item_of(b, "Observation/3")));
  BOOST_TEST((a.resources_read == 2u && b.resources_read == 3u));
  BOOST_TEST((found.places == Found{".ndjson:1", ".ndjson:2"}));
  BOOST_TEST(found.errors.empty());
}

BOOST_AUTO_TEST_CASE(a_broken_line_is_one_error_and_the_others_go_on) {
  const Outcome found =
      read_files({patient("a") + "{\"resourceType\":\"Observation\",\n" + of("Patient/a", "1"),
                  of("Patient/a", "2", R"(,"valueString":"x")") + of("Patient/a", "3")});
  BOOST_REQUIRE(found.records.size() == 1u);
  BOOST_TEST(found.records[0].items.size() == 2u);
  BOOST_TEST(found.records[0].resources_read == 3u);
  BOOST_TEST(found.errors.find("0.ndjson:2: ") != std::string::npos, found.errors);
  BOOST_TEST(found.errors.find("1.ndjson:1: Observation.valueString: a second value") !=
             std::string::npos);
  BOOST_TEST(std::count(found.errors.begin(), found.errors.end(), '\n') == 2);
}

BOOST_AUTO_TEST_CASE(of_two_exports_the_newer_version_counts) {
  const auto version = [](std::string_view subject, int number) {
    return of(subject, "1", R"(,"meta":{"versionId":")" + std::to_string(number) + "\"}");
  };
  const Outcome found = read_files({patient("a") + patient("b") + version("Patient/a", 2),
                                    version("Patient/a", 1) + version("Patient/b", 1)});
  BOOST_REQUIRE(found.records.size() == 2u);
  BOOST_TEST(found.records[0].items.size() == 1u);
  BOOST_TEST(ignored(found.records[0], "Observation") ==
             "superseded by a newer version of it in the same input x1; ");
  // Of another patient it is another resource: ids of two servers may be the same.
  BOOST_TEST(found.records[1].items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(without_a_patient_line_age_and_sex_are_unknown) {
  const Outcome found = read_files({of("Patient/x", "1") + of("http://a.example/Patient/x", "2") +
                                    of("Patient/y", "3") + of("urn:uuid:x", "4")});
  BOOST_REQUIRE(found.records.size() == 2u);
  BOOST_TEST(found.records[0].patient_id() == "x");
  BOOST_TEST(found.records[0].items.size() == 3u);
  BOOST_TEST((found.records[0].sex == Sex::unknown && !found.records[0].birth.known()));
  BOOST_TEST(found.places[1] == ".ndjson:3");
}

BOOST_AUTO_TEST_CASE(one_id_on_two_servers_is_not_one_patient) {
  const Outcome found =
      read_files({of("http://a.example/Patient/x", "1") + of("http://b.example/Patient/x", "2")});
  BOOST_TEST(found.records.empty());
  for (const char* line : {"1", "2"})
    BOOST_TEST(found.errors.find("0.ndjson:" + std::string(line) +
                                 ": Observation.subject: its subject can mean several") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(nobodys_value_is_an_error) {
  const Outcome found = read_files(
      {patient("a") +
       R"({"resourceType":"Observation","status":"final","code":{"text":"K"},"valueInteger":4})"
       "\n" +
       of("#p", "2")});
  BOOST_REQUIRE(found.records.size() == 1u);
  BOOST_TEST(found.records[0].items.empty());
  BOOST_TEST(found.errors.find("0.ndjson:2: Observation: no subject") != std::string::npos);
  BOOST_TEST(found.errors.find("0.ndjson:3: Observation.subject: ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(subject_by_identifier) {
  const std::string by = R"({"resourceType":"Observation","id":"1","status":"final",)"
                         R"("code":{"text":"K"},"valueInteger":4,)"
                         R"("subject":{"identifier":{"system":"s","value":"7"}}})";
  const Outcome found =
      read_files({by + "\n", patient("a", R"(,"identifier":[{"system":"s","value":"7"}])")});
  BOOST_REQUIRE(found.records.size() == 1u);
  BOOST_TEST(found.records[0].items.size() == 1u);
  const Outcome unknown = read_files({by + "\n", patient("a")});
  BOOST_REQUIRE(unknown.records.size() == 2u);
  BOOST_TEST(unknown.records[1].patient_id() == "7");
}

BOOST_AUTO_TEST_CASE(a_medication_in_another_file_names_the_drug) {
  const std::string request =
      R"({"resourceType":"MedicationRequest","id":"r","status":"active","intent":"order",)"
      R"("subject":{"reference":"Patient/a"},"medicationReference":{"reference":"Medication/m"}})";
  const std::string drug =
      R"({"resourceType":"Medication","id":"m","code":{"coding":[{"code":"5487"}]}})";
  const Outcome found = read_files({request + "\n", drug + "\n", patient("a")});
  BOOST_REQUIRE(found.records.size() == 1u);
  const Record& record = found.records[0];
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.begin_of(record.items[0].codes)->code == "5487");
  BOOST_TEST(record.resources_used == 3u);
}

BOOST_AUTO_TEST_CASE(files_of_one_line_are_joined_whatever_their_names_look_like) {
  for (const char* name : {"x.jsonl", "x.NDJSON", "x.ndjson.GZ", "x.JsonL.zst"}) {
    const Scratch who(patient("a", R"(,"gender":"female")"), std::string("1") + name);
    const Scratch what(of("Patient/a", "1"), std::string("2") + name);
    auto reader = Reader::open(std::vector{who.path(), what.path()}).value();
    const auto found = reader.next();
    BOOST_REQUIRE_MESSAGE((found && found->has_value()), name);
    BOOST_TEST(((*found)->record.sex == Sex::female));
    BOOST_TEST((*found)->record.items.size() == 1u);
    BOOST_TEST(!reader.next().has_value());
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_read_is_counted_with_its_patient_or_as_nobodys) {
  const std::string claim = R"({"resourceType":"Claim","id":"c","patient":{"reference":"Patient/)";
  const Outcome found = read_files({claim + "a\"}}\n" + claim + "a\"}}\n" + claim + "z\"}}\n",
                                    R"({"resourceType":"Organization","id":"o"})"
                                    "\n",
                                    patient("a") + patient("a")});
  BOOST_REQUIRE(found.records.size() == 1u);
  BOOST_TEST(ignored(found.records[0], "Claim") == "resources of this type are not used x2; ");
  BOOST_TEST(ignored(found.records[0], "Patient") == "another version or copy of the patient x1; ");
  BOOST_REQUIRE(found.left.size() == 2u);
  BOOST_TEST((found.left[0].source == "Claim" && found.left[0].count == 1u));
  BOOST_TEST((found.left[1].source == "Organization" && found.left[1].count == 1u));
}

BOOST_AUTO_TEST_CASE(a_line_in_which_a_patient_may_hide_is_an_error_and_the_others_go_on) {
  const std::string entry = R"("entry":[{"resource":{"resourceType":"Patient","id":"hidden"}}])";
  const auto error_of_line = [](const std::string& line) {
    const Outcome found = read_files({patient("a") + line + "\n" + patient("b")});
    BOOST_TEST(found.records.size() == 2u, line);
    BOOST_TEST(found.left.empty(), line);
    return found.errors.substr(found.errors.find(".ndjson:") + 8);
  };
  const std::string unknown = "no resource type of FHIR";
  BOOST_TEST(error_of_line(R"({"resourceType":"bundle",)" + entry + "}") ==
             "2: bundle: " + unknown +
                 ", so it isn't known whether a patient is in it; write the resourceType as "
                 "Bundle\n");
  BOOST_TEST(error_of_line(R"({"resourceType":"Bungle"})").starts_with("2: Bungle: " + unknown));
  BOOST_TEST(error_of_line(R"({"resourceType":"Parameters","parameter":[]})")
                 .starts_with("2: Parameters: patients may be wrapped in it"));
  for (const std::string& hidden : {entry, std::string(R"("resource":{"resourceType":"Bundle"})")})
    for (const char* type : {"Claim", "CompartmentDefinition", "List"})
      BOOST_TEST(error_of_line(R"({"resourceType":")" + std::string(type) + "\"," + hidden + "}")
                     .find("holds other resources") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_cannot_hide_a_patient_is_counted_as_before) {
  const Outcome found = read_files(
      {patient("a") + R"({"resourceType":"List","entry":[{"item":{"reference":"Patient/a"}}]})"
                      "\n"
                      R"({"resourceType":"CompartmentDefinition","resource":[{"code":"Patient"}]})"
                      "\n"
                      R"({"resourceType":"VisionPrescription","entry":null})"
                      "\n"
                      R"({"resourceType":"MedicationOrder","patient":{"reference":"Patient/a"}})"
                      "\n"
                      R"({"resourceType":"ReferralRequest"})"
                      "\n"});
  BOOST_TEST(found.errors == "");
  BOOST_TEST(found.records.size() == 1u);
  BOOST_TEST(found.left.size() == 4u);
}

BOOST_AUTO_TEST_CASE(an_export_that_says_that_it_is_incomplete_is_an_error) {
  const auto outcome = [](std::string_view severity) {
    return R"({"resourceType":"OperationOutcome","issue":[{"severity":"information"},)"
           R"({"diagnostics":"Patient/secret","severity":")" +
           std::string(severity) + "\"}]}\n";
  };
  for (const char* severity : {"error", "fatal", "Error", "severe"}) {
    const Outcome found = read_files({patient("a"), outcome(severity)});
    BOOST_TEST(found.records.size() == 1u);
    BOOST_TEST(found.errors.find(".ndjson:1: OperationOutcome.issue: the sender says that "
                                 "something failed") != std::string::npos,
               found.errors);
    BOOST_TEST(found.errors.find("secret") == std::string::npos);
  }
  const Outcome found = read_files({patient("a"), outcome("warning")});
  BOOST_TEST(found.errors == "");
  BOOST_REQUIRE(found.left.size() == 1u);
  BOOST_TEST(found.left[0].source == "OperationOutcome");
}

BOOST_AUTO_TEST_CASE(two_people_of_one_id_are_told_and_the_others_go_on) {
  const Outcome found = read_files(
      {patient("a", R"(,"gender":"female","birthDate":"1950-02-13")") + patient("b") +
       patient("a", R"(,"gender":"male","birthDate":"1981-07-02")") + of("Patient/a", "1")});
  BOOST_REQUIRE(found.records.size() == 2u);
  BOOST_TEST(found.records[0].items.size() == 1u);
  for (const char* source : {"Patient.gender", "Patient.birthDate"})
    BOOST_TEST(
        ignored(found.records[0], source).starts_with("Patient resources of this id differ"));
  BOOST_TEST(found.records[1].ignored.empty());
}

BOOST_AUTO_TEST_CASE(a_value_of_a_device_is_nobodys) {
  std::string device = of("x", "1");
  device.replace(device.find(R"("reference":"x")"), 15, R"("type":"Device")");
  const Outcome found = read_files({patient("a") + device});
  BOOST_REQUIRE(found.records.size() == 1u);
  BOOST_TEST(found.records[0].items.empty());
  BOOST_TEST(found.errors == "");
  BOOST_REQUIRE(found.left.size() == 1u);
  BOOST_TEST(found.left[0].reason == "its subject is not a patient");
}

BOOST_AUTO_TEST_CASE(nothing_but_nobodys_is_an_error) {
  const Outcome found = read_files({R"({"resourceType":"Organization","id":"o"})"
                                    "\n"});
  BOOST_TEST(found.records.empty());
  BOOST_TEST(found.errors.find("0.ndjson: no patient: ") != std::string::npos, found.errors);
}

BOOST_AUTO_TEST_CASE(an_ignored_resource_counts_for_its_patient) {
  std::string wrong = of("Patient/a", "1");
  wrong.replace(wrong.find("final"), 5, "entered-in-error");
  const Outcome found = read_files({wrong, patient("a")});
  BOOST_REQUIRE(found.records.size() == 1u);
  BOOST_TEST(found.records[0].items.empty());
  BOOST_TEST(ignored(found.records[0], "Observation") == "status entered-in-error x1; ");
}

BOOST_AUTO_TEST_CASE(bundles_and_lone_lines_may_stand_in_one_file) {
  const std::string three = file("three.ndjson");
  const Outcome found = read_files({three.substr(0, three.find('\n') + 1) + of("Patient/a", "1") +
                                    three.substr(three.find('\n') + 1) + patient("a")});
  BOOST_REQUIRE(found.records.size() == 4u);
  BOOST_TEST(found.records[0].patient_id() == "n1");
  BOOST_TEST(found.records[3].patient_id() == "a");
  BOOST_TEST(found.records[3].items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(one_line_named_ndjson_is_joined_too) {
  const Outcome found = read_files({patient("a"), of("Patient/a", "1")});
  BOOST_REQUIRE(found.records.size() == 1u);
  BOOST_TEST(found.records[0].items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_contained_patient_is_a_patient) {
  const Outcome found = read_files(
      {of("#p", "1", R"(,"contained":[{"resourceType":"Patient","id":"p","gender":"male"}])") +
       patient("a")});
  BOOST_REQUIRE(found.records.size() == 2u);
  BOOST_TEST((found.records[0].sex == Sex::male && found.records[0].items.size() == 1u));
  BOOST_TEST(found.records[1].items.empty());
}

BOOST_AUTO_TEST_CASE(texts_outlive_their_lines) {
  std::string lines;
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(i);
    lines += of("Patient/p" + number, "o" + number,
                R"(,"bodySite":{"text":"site )" + number + R"(\n."})");
  }
  for (int i = 0; i < 300; ++i)
    lines += patient("p" + std::to_string(i),
                     R"(,"identifier":[{"value":"\u00e9)" + std::to_string(i) + R"("}])");
  const Outcome found = read_files({lines});
  BOOST_REQUIRE(found.records.size() == 300u);
  for (std::size_t i = 0; i < 300; ++i) {
    const Record& record = found.records[i];
    BOOST_TEST(record.patient_id() == "p" + std::to_string(i));
    BOOST_REQUIRE(record.items.size() == 1u);
    BOOST_TEST(record.items[0].source == "Observation/o" + std::to_string(i));
    BOOST_TEST(record.begin_of(record.items[0].body_site)->display ==
               "site " + std::to_string(i) + "\n.");
  }
}

BOOST_AUTO_TEST_SUITE_END()
