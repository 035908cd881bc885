// SPDX-License-Identifier: Apache-2.0
//
// What may hide a patient in a Bundle is an error beside the patients of the Bundle, and what
// legitimately holds nothing isn't.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_hiding)

using namespace intake_test;
namespace data_of = boost::unit_test::data;

namespace {

const std::string hidden = R"({"resourceType":"Patient","id":"hidden"})";

/// Two patients with a value each, and what is given between them.
std::string with(std::string_view entry, std::string_view more = {}) {
  std::string json = R"({"resourceType":"Bundle","type":"searchset",)" + std::string(more);
  json += R"("entry":[)";
  for (const char* id : {"a", "b"}) {
    const std::string name(id);
    json += R"({"resource":{"resourceType":"Patient","id":")" + name + R"("}},)";
    json += R"({"resource":{"resourceType":"Observation","id":"o)" + name +
            R"(","status":"final","code":{"text":"K"},"valueInteger":4,"subject":{"reference":)" +
            "\"Patient/" + name + "\"}}}";
    if (name == "a") json += "," + std::string(entry) + (entry.empty() ? "" : ",");
  }
  return json + "]}";
}

/// The error; empty if there is none. Both patients are there in any case.
std::string told(const std::string& json) {
  std::string errors;
  std::size_t values = 0;
  for (const auto& found : read_all(json)) {
    if (found.has_error()) {
      errors += to_string(found.error()) + "\n";
    } else {
      BOOST_TEST(adds_up(found->record));
      values += found->record.items.size();
    }
  }
  BOOST_TEST(values == 2u, json);
  return errors;
}

std::string resource(const std::string& json) { return R"({"resource":)" + json + "}"; }

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_told_with_its_place_and_cure) {
  BOOST_TEST(told(with(resource(R"({"resourceType":"patient","id":"c"})"))) ==
             "x.json: Bundle.entry[2].resource: no resource type of FHIR, so it isn't known "
             "whether a patient is in it; write the resourceType as Patient\n");
  BOOST_TEST(told(with(R"({"Resource":)" + hidden + "}")) ==
             "x.json: Bundle.entry[2]: neither a resource nor a request or response, so a patient "
             "may be missing; write what it holds as resource, or take the entry out\n");
  BOOST_TEST(told(with("", R"("Entry":[)" + resource(hidden) + "],")) ==
             "x.json: Bundle: entries under another name, which isn't read; write the property as "
             "entry\n");
}

const std::vector<std::string> hiding{
    resource(R"({"resourceType":"bundle","entry":[)" + resource(hidden) + "]}"),
    resource(R"({"resourceType":"Parameters","parameter":[{"name":"r","resource":)" + hidden +
             "}]}"),
    resource(R"({"resourceType":"Parameters","parameter":[{"part":[{"resource":)" + hidden +
             "}]}]}"),
    resource(R"({"resourceType":"List","entry":[)" + resource(hidden) + "]}"),
    resource(R"({"resourceType":"Basic","entry":[)" + resource(hidden) + "]}"),
    resource(R"({"resourceType":"Basic","Resource":)" + hidden + "}"),
    R"({"Resource":)" + hidden + R"(,"request":{"method":"POST","url":"Patient"}})",
    R"({"fullUrl":"urn:uuid:1","resources":[)" + hidden + "]}",
    "{}",
    R"({"resource":null})"};
BOOST_DATA_TEST_CASE(it_is_told_and_the_patients_are_there, data_of::make(hiding), entry) {
  const std::string errors = told(with(entry));
  BOOST_TEST(errors.starts_with("x.json: Bundle.entry[2]"), errors);
  BOOST_TEST(errors.find('\n') == errors.size() - 1);
  BOOST_TEST(errors.find("hidden") == std::string::npos);
}

const std::vector<std::string> harmless{
    resource(R"({"resourceType":"Parameters","parameter":[{"name":"n","valueString":"x"}]})"),
    resource(R"({"resourceType":"List","entry":[{"item":{"reference":"Patient/a"}}]})"),
    resource(R"({"resourceType":"CompartmentDefinition","resource":[{"code":"Patient"}]})"),
    resource(R"({"resourceType":"MedicationOrder"})"),
    R"({"request":{"method":"DELETE","url":"Patient/x"}})",
    R"({"response":{"status":"304"}})",
    R"({"fullUrl":"http://a.example/Patient/x","link":[{"relation":"x"}]})"};
BOOST_DATA_TEST_CASE(what_hides_nobody_is_no_error, data_of::make(harmless), entry) {
  BOOST_TEST(told(with(entry)) == "");
}

BOOST_AUTO_TEST_CASE(of_a_kind_one_is_told_with_their_number) {
  std::string many = "{}";
  for (int i = 0; i < 999; ++i) many += ",{}";
  const std::string errors = told(with(many));
  BOOST_TEST(errors.find("(1000 of the kind)") != std::string::npos, errors);
  BOOST_TEST(errors.find('\n') == errors.size() - 1);
}

BOOST_AUTO_TEST_CASE(it_is_told_of_a_bundle_of_one_patient) {
  const auto found = read_all(bundle({R"({"resourceType":"Patent"})"}));
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0].has_error());
  BOOST_TEST(found[1].has_value());
}

BOOST_AUTO_TEST_CASE(what_the_sender_says_that_failed_is_told_to_each_patient) {
  for (const char* severity : {"error", "fatal", "Error", "severe", "warning", "Information"}) {
    const bool is_harmless = severity == std::string("warning") || severity[0] == 'I';
    const std::string outcome = resource(
        R"({"resourceType":"OperationOutcome","issue":[{"severity":"information"},{"severity":")" +
        std::string(severity) + R"(","diagnostics":"Patient/x"}]})");
    const auto found = read_all(with(outcome + "," + outcome));
    BOOST_REQUIRE(found.size() == 2u);
    for (const auto& one : found) {
      std::string all;
      for (const auto& entry : one->record.ignored)
        if (!entry.grouped) all += entry.source + ": " + entry.reason;
      BOOST_TEST(all == (is_harmless ? ""
                                     : "Bundle.entry[2].resource: the sender says that something "
                                       "failed, so resources may be missing"));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
