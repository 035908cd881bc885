// SPDX-License-Identifier: Apache-2.0
//
// Histories, deletions, copies of Medications and what moved from one patient to another: what was
// taken back must not speak, and what counts must not be lost because it stands twice.

#include <boost/test/unit_test.hpp>

#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_fhir_history)

using namespace causa::record;
using namespace intake_test;

namespace {

std::string value(int number, std::string_view meta = "{}", std::string_view subject = "p") {
  return R"({"resourceType":"Observation","id":"k","status":"final","meta":)" + std::string(meta) +
         R"(,"code":{"text":"K"},"valueInteger":)" + std::to_string(number) +
         R"(,"subject":{"reference":"Patient/)" + std::string(subject) + "\"}}";
}

std::string put(const std::string& resource) { return R"({"resource":)" + resource + "}"; }

std::string deletion(std::string_view url, std::string_view more = {}) {
  return R"({"request":{"method":"DELETE","url":")" + std::string(url) + "\"}" + std::string(more) +
         "}";
}

std::string numbered(int number) { return R"({"versionId":")" + std::to_string(number) + "\"}"; }

std::string whole(const std::vector<std::string>& entries, std::string_view type = "history") {
  std::string json = R"({"resourceType":"Bundle","type":")" + std::string(type) +
                     R"(","entry":[{"resource":{"resourceType":"Patient","id":"p"}})";
  for (const std::string& entry : entries) json += "," + entry;
  return json + "]}";
}

/// The values that count, and what is told by name.
std::string outcome(const std::string& json) {
  const Record record = read_one(json);
  BOOST_TEST(adds_up(record));
  std::string all;
  for (const Item& item : record.items) all += std::to_string(static_cast<int>(item.number)) + " ";
  for (const Ignored& entry : record.ignored)
    if (!entry.grouped) all += entry.source + " ";
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(deletions_in_every_form) {
  for (const char* url : {"Observation/k", "/Observation/k", "Observation/k/_history/2",
                          "http://a.example/fhir/Observation/k", "Observation/k?_cascade=delete"})
    BOOST_TEST(outcome(whole({deletion(url), put(value(1))})) == "", url);
  const std::string named = R"(,"fullUrl":"http://a.example/fhir/Observation/k")";
  for (const char* url : {"", "Observation?code=1"})
    BOOST_TEST(outcome(whole({deletion(url, named), put(value(1))})) == "", url);
  const std::string uuid = R"(,"fullUrl":"urn:uuid:1")";
  std::string known = put(value(1));
  known.insert(known.size() - 1, uuid);
  BOOST_TEST(outcome(whole({deletion("", uuid), known})) == "");
  BOOST_TEST(outcome(whole({deletion("Observation/other"), put(value(1))})) == "1 ");
  BOOST_TEST(outcome(whole({deletion("Xyz/k"), put(value(1))})) == "1 Bundle.entry[1].request ");
  BOOST_TEST(outcome(whole({deletion("Observation/k", R"(,"resource":)" + value(1))})) == "");
}

BOOST_AUTO_TEST_CASE(a_deletion_counts_by_its_number_and_time) {
  const std::string old =
      put(value(1, R"({"versionId":"1","lastUpdated":"2026-11-01T08:00:00Z"})"));
  for (const std::string& later :
       {deletion("Observation/k/_history/2"),
        deletion("Observation/k", R"(,"response":{"etag":"W/\"2\""})"),
        deletion("Observation/k", R"(,"response":{"lastModified":"2026-11-01T09:00:00Z"})")}) {
    BOOST_TEST(outcome(whole({later, old})) == "");
    BOOST_TEST(outcome(whole({old, later})) == "Bundle.entry ");
  }
  BOOST_TEST(outcome(whole({deletion("Observation/k/_history/2"), put(value(3, numbered(3)))})) ==
             "3 Bundle.entry ");
  BOOST_TEST(outcome(whole({put(value(3)), deletion("Observation/k")})) == "3 Bundle.entry ");
  BOOST_TEST(outcome(whole({put(value(1, numbered(1))), put(value(2, numbered(2))),
                            deletion("Observation/k")})) == "Bundle.entry ");
}

BOOST_AUTO_TEST_CASE(of_a_patient_too_the_newest_version_counts) {
  const auto version = [](int number, std::string_view gender) {
    return put(R"({"resourceType":"Patient","id":"q","gender":")" + std::string(gender) +
               R"(","meta":)" + numbered(number) + "}");
  };
  const Record record = read_one(R"({"resourceType":"Bundle","type":"history","entry":[)" +
                                 version(1, "female") + "," + version(2, "male") + "]}");
  BOOST_TEST((record.sex == Sex::male));
  for (const Ignored& entry : record.ignored) BOOST_TEST(entry.examples.empty());
}

BOOST_AUTO_TEST_CASE(a_deletion_elsewhere_is_told_once) {
  for (const char* type : {"transaction", "collection", ""})
    BOOST_TEST(outcome(whole({deletion("Observation/k"), put(value(1)), deletion("x")}, type)) ==
               "1 Bundle.entry[1].request ");
}

BOOST_AUTO_TEST_CASE(copies_and_versions_of_a_medication) {
  const auto drug = [](std::string_view text, std::string_view meta = "{}") {
    return R"({"resourceType":"Medication","id":"m","code":{"text":")" + std::string(text) +
           R"("},"meta":)" + std::string(meta) + "}";
  };
  const auto taken = [](std::vector<std::string> resources, std::string_view type = "collection",
                        std::string_view more = {}) {
    resources.push_back(
        R"({"resourceType":"MedicationRequest","id":"r","status":"active","medicationReference":)"
        R"({"reference":"Medication/m")" +
        std::string(more) + "}}");
    const Record record = read_one(bundle(resources, type));
    BOOST_TEST(adds_up(record));
    if (record.items.empty()) return record.ignored.at(0).reason;
    return std::string(record.items[0].text);
  };
  BOOST_TEST(taken({drug("a"), drug("a")}) == "a");
  BOOST_TEST(taken({drug("a", numbered(1)), drug("b", numbered(2))}) == "b");
  BOOST_TEST(taken({drug("b", numbered(2)), drug("a", numbered(1)), drug("a")}) != "b");
  BOOST_TEST(taken({drug("b"), drug("a")}, "history") == "b");
  const std::string told = "several Medications of the id that it names differ";
  BOOST_TEST(taken({drug("a"), drug("b")}) == told);
  BOOST_TEST(taken({drug("a"), drug("b")}, "collection", R"(,"display":"c")") == "c");
  std::string withdrawn = drug("a", numbered(2));
  withdrawn.insert(withdrawn.size() - 1, R"(,"status":"entered-in-error")");
  BOOST_TEST(taken({drug("a", numbered(1)), withdrawn}).starts_with("its Medication: status"));
}

BOOST_AUTO_TEST_CASE(copies_of_a_medication_are_found_by_each_address) {
  const auto entry = [](std::string_view url, std::string_view text) {
    return R"({"fullUrl":")" + std::string(url) +
           R"(","resource":{"resourceType":"Medication","id":"m","code":{"text":")" +
           std::string(text) + "\"}}}";
  };
  const auto taken = [&](const std::vector<std::string>& drugs, std::string_view reference) {
    std::vector<std::string> entries = drugs;
    entries.push_back(put(R"({"resourceType":"MedicationRequest","id":"r","status":"active",)"
                          R"("medicationReference":{"reference":")" +
                          std::string(reference) + "\"}}"));
    const Record record = read_one(whole(entries, "collection"));
    return record.items.empty() ? std::string() : std::string(record.items[0].text);
  };
  const std::string here = "http://a.example/Medication/m";
  const std::string there = "http://b.example/Medication/m";
  BOOST_TEST(taken({entry(here, "a"), entry(here, "a")}, here) == "a");
  BOOST_TEST(taken({entry("", "a"), entry(here, "a"), entry(there, "b")}, here) == "a");
  BOOST_TEST(taken({entry("", "a"), entry(here, "a"), entry(there, "b")}, there) == "b");
  BOOST_TEST(taken({entry(here, "a"), entry(there, "b")}, "Medication/m") == "");
}

BOOST_AUTO_TEST_CASE(an_older_version_that_counts_beside_a_newer_one_of_another_is_told) {
  const auto told = [](const std::string& one, const std::string& other) {
    std::string all;
    const auto found =
        read_all(bundle({R"({"resourceType":"Patient","id":"q"})", one, other}, "searchset"));
    for (const auto& patient : found) {
      for (const Ignored& entry : patient.value().record.ignored)
        if (!entry.grouped) all += entry.source + " of " + entry.examples.at(0) + " ";
      all += "; ";
    }
    return all;
  };
  const std::string first = value(1, numbered(1));
  const std::string second = value(2, numbered(2), "q");
  BOOST_TEST(told(first, second) == "Observation.subject of Observation/k ; ; ");
  BOOST_TEST(told(second, first) == "Observation.subject of Observation/k ; ; ");
  std::string nobodys = value(2, numbered(2));
  nobodys.replace(nobodys.find("final"), 5, "entered-in-error");
  nobodys.replace(nobodys.find(R"("subject")"), 9, R"("x")");
  BOOST_TEST(told(first, nobodys) == "Observation.subject of Observation/k ; ; ");
  BOOST_TEST(told(value(1), second) == "; ; ");
  BOOST_TEST(told(value(1, numbered(2)), second) == "; ; ");
}

BOOST_AUTO_TEST_CASE(a_subject_that_fhir_does_not_know_is_told) {
  for (const char* subject : {"PATIENT/p", "Patients/p", "http://h/fhir/Patients/p", "Xyz/p", "p",
                              "patient/p", "http://h/fhir/patient/p", "fhir/Patient/p"}) {
    const std::string wrong =
        observation(R"("valueInteger":1,"subject":{"reference":")" + std::string(subject) + "\"}");
    const std::string told = "can't be read: subject: its subject is neither";
    const Record record = read_one(bundle({wrong, value(4)}));
    BOOST_REQUIRE_MESSAGE(record.items.size() == 1u, subject);
    BOOST_TEST(record.items[0].number == 4);
    BOOST_TEST(ignored(record, "Observation").starts_with(told), subject);
    BOOST_TEST(adds_up(record));
    const auto two = read_all(bundle({R"({"resourceType":"Patient","id":"q"})", wrong}));
    BOOST_REQUIRE(two.size() == 2u);
    for (const auto& patient : two)
      BOOST_TEST(patient->record.ignored.at(0).reason.starts_with(told), subject);
    BOOST_TEST(error_of(wrong).find("its subject is neither an address") != std::string::npos,
               error_of(wrong));
  }
}

BOOST_AUTO_TEST_SUITE_END()
