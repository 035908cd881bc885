// SPDX-License-Identifier: Apache-2.0
//
// Whose a resource is, and which medication a request means. A value of another patient must never
// enter a record.

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_references)

using namespace causa::record;
using namespace intake_test;
namespace data_of = boost::unit_test::data;

namespace {

std::string of(std::string_view subject, std::string_view id = "o") {
  return R"({"resourceType":"Observation","id":")" + std::string(id) +
         R"(","status":"final","code":{"text":"K"},"valueInteger":4,"subject":{)" +
         std::string(subject) + "}}";
}

std::string reference(std::string_view text) {
  return R"("reference":")" + std::string(text) + "\"";
}

std::string patient(std::string_view id, std::string_view more = {}) {
  return R"({"resourceType":"Patient","id":")" + std::string(id) + "\"" + std::string(more) + "}";
}

/// Entries as (fullUrl, resource).
std::string entries(std::string_view type,
                    const std::vector<std::pair<std::string, std::string>>& list) {
  std::string json = R"({"resourceType":"Bundle","type":")" + std::string(type) + R"(","entry":[)";
  for (const auto& [url, resource] : list) {
    if (json.back() == '}') json += ",";
    json += "{";
    if (!url.empty()) json += R"("fullUrl":")" + url + "\",";
    json += R"("resource":)" + resource + "}";
  }
  return json + "]}";
}

std::string request(std::string_view medication, std::string_view more = {}) {
  return R"({"resourceType":"MedicationRequest","id":"r","status":"active","intent":"order",)" +
         std::string(more) + R"("medicationReference":{)" + std::string(medication) + "}}";
}

const std::string drug =
    R"({"resourceType":"Medication","id":"m","code":{"coding":[{"code":"5487"}]}})";

}  // namespace

const std::vector<std::string> theirs{"http://a.example/fhir/Patient/1", "Patient/1",
                                      "Patient/1/_history/3",
                                      "http://a.example/fhir/Patient/1/_history/3"};
BOOST_DATA_TEST_CASE(forms_that_mean_the_patient, data_of::make(theirs), form) {
  const std::string json =
      entries("transaction",
              {{"http://a.example/fhir/Patient/1", patient("1")}, {"", of(reference(form))}});
  BOOST_TEST(read_one(json).items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(uuid_and_identifier_mean_the_patient) {
  const std::string uuid = "urn:uuid:0b1e1a2c-0000-4000-8000-00000000000a";
  BOOST_TEST(read_one(entries("transaction", {{uuid, patient("x")}, {"", of(reference(uuid))}}))
                 .items.size() == 1u);
  const std::string known =
      patient("x", R"(,"identifier":[{"system":"s","value":"1"},{"system":"s","value":"2"}])");
  const auto by = [](std::string_view value) {
    return of(R"("identifier":{"system":"s","value":")" + std::string(value) + "\"}");
  };
  BOOST_TEST(read_one(entries("collection", {{"", known}, {"", by("2")}})).items.size() == 1u);
  BOOST_TEST(!error_of(entries("collection", {{"", known}, {"", by("3")}})).empty());
}

const std::vector<std::string> foreign{"http://b.example/fhir/Patient/1", "Patient/2", "#p",
                                       "urn:uuid:0b1e1a2c-0000-4000-8000-00000000000b",
                                       "Patient?identifier=1"};
BOOST_DATA_TEST_CASE(another_patient_in_a_bundle_of_one_is_an_error, data_of::make(foreign), form) {
  for (const char* type : {"transaction", "collection"}) {
    const std::string json = entries(type, {{"http://a.example/fhir/Patient/1", patient("1")},
                                            {"", of(reference("Patient/1"))},
                                            {"", of(reference(form))}});
    const std::string error = error_of(json);
    BOOST_TEST(error.starts_with("x.json: Bundle.entry[2].resource.subject: two patients"), error);
  }
}

BOOST_AUTO_TEST_CASE(errors_do_not_quote_identifiers) {
  const std::string json =
      entries("collection", {{"", patient("secret-1")}, {"", of(reference("Patient/secret-2"))}});
  BOOST_TEST(error_of(json).find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(not_about_a_patient_is_ignored) {
  const Record record = read_one(entries(
      "collection",
      {{"", patient("1")}, {"", of(reference("Group/herd"))}, {"", of(reference("Patient/1"))}}));
  BOOST_TEST(record.items.size() == 1u);
  BOOST_TEST(ignored(record, "Observation") == "its subject is not a patient x1; ");
  BOOST_TEST(adds_up(record));
}

const std::vector<std::string> devices{R"("type":"Device","display":"analyzer QC")",
                                       R"("type":"Device")",
                                       R"("type":"Device","identifier":{"system":"s","value":"7"})",
                                       R"("type":"http://hl7.org/fhir/StructureDefinition/Device")",
                                       R"("type":"Device","reference":"Patient/1")"};
BOOST_DATA_TEST_CASE(what_says_that_it_is_of_something_else_is_not_the_patients,
                     data_of::make(devices), subject) {
  const std::string known = patient("1", R"(,"identifier":[{"system":"s","value":"7"}])");
  const std::pair<std::string, std::string> who("", known);
  const std::pair<std::string, std::string> mine("", of(reference("Patient/1"), "mine"));
  const std::vector<std::vector<std::pair<std::string, std::string>>> lists{
      {who}, {who, mine}, {mine}};
  for (const auto& list : lists) {
    auto with_device = list;
    with_device.emplace_back("", of(subject, "device"));
    const Record record = read_one(entries("collection", with_device));
    BOOST_TEST(!item_of(record, "Observation/device"));
    BOOST_TEST(record.items.size() == list.size() - (list.front().second == known ? 1 : 0));
    const bool contradicts = subject.find("Patient/1") != std::string::npos;
    const auto entry =
        std::find_if(record.ignored.begin(), record.ignored.end(),
                     [](const auto& one) { return one.reason == "its subject is not a patient"; });
    BOOST_REQUIRE((entry != record.ignored.end()));
    BOOST_TEST(entry->grouped == !contradicts);
    BOOST_TEST(adds_up(record));
  }
  // Beside other patients it is nobody's.
  const auto two =
      read_all(entries("searchset", {{"", known}, {"", patient("2")}, {"", of(subject)}}));
  BOOST_REQUIRE(two.size() == 2u);
  for (const auto& found : two) BOOST_TEST(found->record.items.empty());
}

BOOST_AUTO_TEST_CASE(a_patient_may_be_called_one) {
  for (const char* type : {"Patient", "http://hl7.org/fhir/StructureDefinition/Patient", ""}) {
    const std::string named = R"("type":")" + std::string(type) + R"(",)" + reference("Patient/1");
    BOOST_TEST(
        read_one(entries("collection", {{"", patient("1")}, {"", of(named)}})).items.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(a_collection_of_two_is_split_by_subject) {
  const std::string json =
      entries("collection",
              {{"", of(reference("Patient/2"), "b")},
               {"", patient("1", R"(,"gender":"male")")},
               {"", patient("2", R"(,"gender":"female")")},
               {"", of(reference("Patient/1"), "a")},
               {"", R"({"resourceType":"Claim","id":"c","patient":{"reference":"Patient/2"}})"},
               {"", R"({"resourceType":"Organization","id":"o"})"}});
  const auto found = read_all(json);
  BOOST_REQUIRE(found.size() == 2u);
  const Record& first = found[0].value().record;
  const Record& second = found[1].value().record;
  BOOST_TEST(first.patient_id() == "1");
  BOOST_TEST((first.sex == Sex::male));
  BOOST_TEST(item_of(first, "Observation/a"));
  BOOST_TEST(!item_of(first, "Observation/b"));
  BOOST_TEST(item_of(second, "Observation/b"));
  BOOST_TEST(second.resources_read == 3u);
  BOOST_TEST(ignored(second, "Claim") == "resources of this type are not used x1; ");
  BOOST_TEST(ignored(first, "Claim").empty());
  BOOST_TEST((adds_up(first) && adds_up(second)));
  BOOST_TEST(found[1].value().place == "x.json: Bundle.entry[2].resource");
}

BOOST_AUTO_TEST_CASE(several_patients_elsewhere_are_an_error) {
  for (const char* type : {"transaction", "document", "message", "history", ""}) {
    const std::string error = error_of(entries(type, {{"", patient("1")}, {"", patient("2")}}));
    BOOST_TEST(error.starts_with("x.json: Bundle.entry[1].resource: two patients"), error);
  }
}

BOOST_AUTO_TEST_CASE(no_subject_and_two_patients_is_an_error) {
  const std::string json =
      entries("searchset",
              {{"", patient("1")}, {"", patient("2")}, {"", observation(R"("valueInteger":1)")}});
  BOOST_TEST(error_of(json).starts_with("x.json: Bundle.entry[2].resource.subject: no subject"));
}

BOOST_AUTO_TEST_CASE(same_id_on_two_servers_is_ambiguous) {
  const std::string json = entries("searchset", {{"http://a.example/Patient/1", patient("1")},
                                                 {"http://b.example/Patient/1", patient("1")},
                                                 {"", of(reference("Patient/1"))}});
  BOOST_TEST(error_of(json).find("can mean several") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_patient_twice_is_one) {
  const Record record = read_one(entries(
      "searchset", {{"", patient("1")}, {"", patient("1")}, {"", of(reference("Patient/1"))}}));
  BOOST_TEST(record.resources_read == 3u);
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(copies_of_a_patient_who_cannot_be_one_are_told_by_name) {
  const auto told = [](std::string_view first, std::string_view second, std::string_view third) {
    const auto found = read_all(entries("searchset", {{"", patient("1", first)},
                                                      {"", patient("1", second)},
                                                      {"", patient("1", third)},
                                                      {"", patient("2")},
                                                      {"", of(reference("Patient/1"))}}));
    BOOST_REQUIRE(found.size() == 2u);
    BOOST_TEST(found[1]->record.ignored.empty());
    const Record& record = found[0]->record;
    BOOST_TEST(record.items.size() == 1u);
    BOOST_TEST(adds_up(record));
    std::string all;
    for (const Ignored& entry : record.ignored)
      if (!entry.grouped) all += entry.source + " ";
    return all;
  };
  const char* woman = R"(,"gender":"female","birthDate":"1950-02-13")";
  const char* man = R"(,"gender":"male","birthDate":"1981-07-02")";
  BOOST_TEST(told(woman, man, "") == "Patient.gender Patient.birthDate ");
  BOOST_TEST(told(woman, man, man) == "Patient.gender Patient.birthDate ");
  BOOST_TEST(told("", woman, man) == "Patient.gender Patient.birthDate ");
  BOOST_TEST(told(woman, R"(,"gender":"female","birthDate":"1950-03")", "") ==
             "Patient.birthDate ");
  // What may be one, or isn't stated, differs in nothing.
  BOOST_TEST(told(woman, R"(,"gender":"unknown","birthDate":"1950")", "") == "");
  BOOST_TEST(told(woman, woman, woman) == "");
}

BOOST_AUTO_TEST_CASE(without_a_patient_one_subject_is_the_patient) {
  const Record record =
      read_one(entries("searchset", {{"", of(reference("Patient/7"))},
                                     {"", of(reference("http://a.example/Patient/7"))}}));
  BOOST_TEST(record.patient_id() == "7");
  BOOST_TEST(!record.birth.known());
  BOOST_TEST(record.items.size() == 2u);
  BOOST_TEST(adds_up(record));
  const std::string two =
      entries("searchset", {{"", of(reference("Patient/7"))}, {"", of(reference("Patient/8"))}});
  BOOST_TEST(error_of(two).starts_with("x.json: Bundle.entry[1].resource.subject: two patients"));
}

BOOST_AUTO_TEST_CASE(one_number_of_two_systems_is_two_people) {
  const auto by = [](std::string_view system) {
    return of(R"("identifier":{"system":")" + std::string(system) + R"(","value":"1"})");
  };
  BOOST_TEST(read_one(entries("searchset", {{"", by("a")}, {"", by("a")}})).patient_id() == "1");
  const std::string two = entries("searchset", {{"", by("a")}, {"", by("b")}});
  BOOST_TEST(error_of(two).starts_with("x.json: Bundle.entry[1].resource.subject: two patients"));
}

BOOST_AUTO_TEST_CASE(no_patient_at_all_is_an_error) {
  BOOST_TEST(error_of(R"({"resourceType":"Bundle"})").starts_with("x.json: no patient"));
  BOOST_TEST(error_of(observation(R"("valueInteger":1)")).starts_with("x.json: no patient"));
  BOOST_TEST(error_of(R"({"resourceType":"Claim","item":[1]})").starts_with("x.json: no patient"));
}

BOOST_AUTO_TEST_CASE(contained_patient) {
  const std::string json =
      R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"K"},"valueInteger":4,)"
      R"("subject":{"reference":"#p"},"contained":[{"resourceType":"Patient","id":"p","birthDate":"1960"}]})";
  const Record record = read_one(json);
  BOOST_TEST(record.birth.known());
  BOOST_TEST(record.resources_read == 1u);
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(patient_id_falls_back_to_an_identifier) {
  const auto id = [](const char* identifier) {
    return std::string(
        read_one(R"({"resourceType":"Patient","identifier":[)" + std::string(identifier) + "]}")
            .patient_id());
  };
  BOOST_TEST(id(R"({"value":"A9"})") == "|A9");
  BOOST_TEST(id(R"({"system":"urn:oid:1.2.3","value":"A9"},{"value":"7"})") == "urn:oid:1.2.3|A9");
}

BOOST_AUTO_TEST_CASE(newest_version_of_a_history_counts) {
  const auto version = [](std::string_view id, int value) {
    return R"({"resourceType":"Observation","id":")" + std::string(id) +
           R"(","status":"final","code":{"text":"K"},"valueInteger":)" + std::to_string(value) +
           "}";
  };
  const std::string json =
      R"({"resourceType":"Bundle","type":"history","entry":[{"request":{"method":"DELETE","url":"Observation/gone"}},)"
      R"({"resource":)" +
      patient("1", R"(,"birthDate":"1950")") + R"(},{"resource":)" + version("k", 4) +
      R"(},{"resource":)" + version("k", 7) + R"(},{"resource":)" + version("gone", 9) +
      R"(},{"resource":)" + patient("1", R"(,"birthDate":"1905")") + "}]}";
  const Record record = read_one(json);
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].number == 4);
  BOOST_TEST((record.birth == causa::parse_time("1950").value()));
  BOOST_TEST(ignored(record, "Observation") == "an older version x1; deleted later x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(bundle_in_a_bundle) {
  const std::string inner = entries("searchset", {{"", of(reference("Patient/1"))}});
  const std::string json = entries("batch-response", {{"", patient("1")}, {"", inner}});
  BOOST_TEST(read_one(json).items.size() == 1u);
  const auto with = [](const std::string& resource) {
    return entries("batch-response",
                   {{"", patient("1")}, {"", entries("searchset", {{"", resource}})}});
  };
  BOOST_TEST(error_of(with(patient("1", R"(,"birthDate":5)")))
                 .starts_with("x.json: Bundle.entry[1].resource.entry[0].resource.birthDate"));
  const Record left_out = read_one(with(of(R"("reference":5)")));
  BOOST_TEST(left_out.items.empty());
  BOOST_TEST(left_out.ignored.at(0).reason.starts_with("can't be read: subject.reference: "));
}

BOOST_AUTO_TEST_CASE(medication_by_every_form_of_reference) {
  const std::string contained = R"("contained":[)" + drug + "],";
  const std::string url = "http://a.example/fhir/Medication/m";
  for (const auto& [json, what] : std::vector<std::pair<std::string, std::string>>{
           {entries("collection", {{"", patient("1")}, {"", request(reference("#m"), contained)}}),
            "contained"},
           {entries("collection",
                    {{"", request(reference("Medication/m"))}, {"", patient("1")}, {"", drug}}),
            "relative"},
           {entries("collection", {{"", patient("1")}, {url, drug}, {"", request(reference(url))}}),
            "absolute"},
           {entries(
                "collection",
                {{"", patient("1")}, {"urn:uuid:1", drug}, {"", request(reference("urn:uuid:1"))}}),
            "uuid"}}) {
    const Record record = read_one(json);
    BOOST_TEST_CONTEXT(what) {
      BOOST_REQUIRE(record.items.size() == 1u);
      BOOST_REQUIRE(record.items[0].codes.count == 1u);
      BOOST_TEST(record.begin_of(record.items[0].codes)->code == "5487");
      BOOST_TEST(adds_up(record));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_inactive_ingredient_is_no_drug) {
  const std::string combination =
      R"({"resourceType":"Medication","id":"m","ingredient":[)"
      R"({"itemCodeableConcept":{"coding":[{"code":"5487"}]},"isActive":true},)"
      R"({"itemCodeableConcept":{"coding":[{"code":"lactose"}]},"isActive":false}]})";
  const Record record = read_one(bundle({combination, request(reference("Medication/m"))}));
  BOOST_REQUIRE(record.items.at(0).codes.count == 1u);
  BOOST_TEST(record.begin_of(record.items[0].codes)->code == "5487");
}

BOOST_AUTO_TEST_CASE(medication_that_leads_nowhere) {
  const Record named =
      read_one(bundle({request(R"("reference":"Medication/9","display":"Furosemide 40 mg")")}));
  BOOST_TEST(named.items.at(0).text == "Furosemide 40 mg");
  const Record nameless = read_one(bundle({request(reference("Medication/9"))}));
  BOOST_TEST(nameless.items.empty());
  BOOST_TEST(!nameless.ignored.at(0).grouped);
  BOOST_TEST(adds_up(nameless));
}

BOOST_AUTO_TEST_CASE(a_part_of_the_answer_that_failed_is_told) {
  const auto answered = [](std::string_view status) {
    return R"({"response":{"status":")" + std::string(status) +
           R"(","outcome":{"resourceType":"OperationOutcome","issue":[{"diagnostics":"Patient/1"}]}}})";
  };
  const auto told = [](const std::string& parts, std::string_view resources) {
    std::string all;
    const auto found = read_all(R"({"resourceType":"Bundle","type":"batch-response","entry":[)" +
                                parts + "," + std::string(resources) + "]}");
    for (const auto& one : found)
      for (const Ignored& entry : one.value().record.ignored)
        all += entry.source + ": " + entry.reason + (entry.grouped ? " (grouped)\n" : "\n");
    return all;
  };
  const std::string one = R"({"resource":)" + patient("1") + R"(,"response":{"status":"200 OK"}})";
  const std::string two = one + R"(,{"resource":)" + patient("2") + "}";
  const std::string failed =
      "Bundle.entry[0].response: a part of the answer failed (status 500), "
      "so this is missing\n";
  BOOST_TEST(told(answered("500 Internal Server Error"), one) == failed);
  BOOST_TEST(told(answered("500"), two) == failed + failed);
  BOOST_TEST(told(answered("500") + "," + answered("404 Patient/1") + "," + answered("500"), one) ==
             failed +
                 "Bundle.entry[1].response: a part of the answer failed (status 404), so this "
                 "is missing\n");
  BOOST_TEST(told(answered("failed"), one).find("(status unknown)") != std::string::npos);
  BOOST_TEST(told(answered("201 Created"), one) == "");
}

BOOST_AUTO_TEST_CASE(more_pages_are_told) {
  const Record record = read_one(
      R"({"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"x"}],"entry":[{"resource":)" +
      patient("1") + "}]}");
  BOOST_TEST(!ignored(record, "Bundle.link").empty());
}

BOOST_AUTO_TEST_SUITE_END()
