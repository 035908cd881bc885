// SPDX-License-Identifier: Apache-2.0
//
// Reports, visits and what resources contain: nothing counts twice, nothing of another patient
// counts, and what is void takes its parts with it.

#include <boost/test/unit_test.hpp>

#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_reports)

using namespace causa::record;
using namespace intake_test;

namespace {

std::string report(std::string_view status, std::string_view more) {
  return R"({"resourceType":"DiagnosticReport","id":"r","code":{"text":"Duplex"},)"
         R"("effectiveDateTime":"2026-11-19","status":")" +
         std::string(status) + "\"," + std::string(more) + "}";
}

std::string encounter(std::string_view status, std::string_view more = {}) {
  return R"({"resourceType":"Encounter","id":"e","status":")" + std::string(status) +
         R"(","period":{"start":"2026-11-19","end":"2026-11-20"},)"
         R"("reasonCode":[{"text":"Leg cramps"}])" +
         std::string(more) + "}";
}

/// An observation with more properties, as it stands in "contained".
std::string contained(std::string_view more = {}) {
  return R"("contained":[{"resourceType":"Observation","id":"k","status":"final",)"
         R"("code":{"text":"K"},"valueInteger":4)" +
         std::string(more) + "}]";
}

const std::string conclusion_code =
    R"("conclusionCode":[{"coding":[{"system":"http://snomed.info/sct","code":"128053003"}]}])";

}  // namespace

BOOST_AUTO_TEST_CASE(coded_conclusions_are_answers_of_the_report) {
  const Record record = read_one(bundle({report("final", conclusion_code)}));
  BOOST_REQUIRE(record.items.size() == 1u);
  const Item& item = record.items[0];
  BOOST_TEST((item.kind == Kind::observation && item.value_kind == ValueKind::coded));
  BOOST_TEST(record.begin_of(item.value_codes)->code == "128053003");
  BOOST_TEST((item.time == causa::parse_time("2026-11-19").value()));
  BOOST_TEST(item.source == "DiagnosticReport/r");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_conclusion_in_words_is_running_text) {
  const Record record = read_one(bundle({report("final", R"("conclusion":"No thrombosis.")")}));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST((record.items[0].flags & running_text) != 0);
  BOOST_TEST(record.items[0].value_text == "No thrombosis.");
}

BOOST_AUTO_TEST_CASE(status_of_a_report) {
  for (const char* status : {"final", "amended", "corrected", "appended"}) {
    BOOST_TEST(
        (read_one(bundle({report(status, conclusion_code)})).items.at(0).flags & provisional) == 0);
  }
  for (const char* status : {"preliminary", "partial"}) {
    BOOST_TEST(
        (read_one(bundle({report(status, conclusion_code)})).items.at(0).flags & provisional) != 0);
  }
  for (const char* status : {"registered", "cancelled", "entered-in-error", "unknown"}) {
    const Record record = read_one(bundle({report(status, conclusion_code)}));
    BOOST_TEST(record.items.empty());
    BOOST_TEST(ignored(record, "DiagnosticReport") == "status " + std::string(status) + " x1; ");
  }
}

BOOST_AUTO_TEST_CASE(a_report_of_results_only_counts_no_result_twice) {
  const Record record =
      read_one(bundle({report("final", R"("result":[{"reference":"Observation/o"}])"),
                       observation(R"("valueInteger":4)")}));
  BOOST_TEST(record.items.size() == 1u);
  BOOST_TEST(ignored(record, "DiagnosticReport") ==
             "no conclusion; its results are read for themselves x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(contained_results_are_read) {
  const Record record =
      read_one(bundle({report("final", contained() + R"(,"result":[{"reference":"#k"}])")}));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].source == "DiagnosticReport/r#k");
  BOOST_TEST(record.items[0].number == 4.0);
  BOOST_TEST(record.resources_used == 2u);
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(contained_components_are_named) {
  const Record record = read_one(bundle({report(
      "final",
      R"("contained":[{"resourceType":"Observation","id":"bp","status":"final","code":{"text":"BP"},)"
      R"("component":[{"code":{"text":"a"},"valueInteger":1},{"code":{"text":"b"},"valueInteger":2}]}])")}));
  BOOST_REQUIRE(record.items.size() == 2u);
  BOOST_TEST(record.items[1].source == "DiagnosticReport/r#bp.component[1]");
}

BOOST_AUTO_TEST_CASE(a_void_report_takes_its_results_with_it) {
  for (const std::string& more : {contained(), contained() + R"(,"modifierExtension":[{}])"}) {
    const bool is_void = more == contained();
    const Record record = read_one(bundle({report(is_void ? "entered-in-error" : "final", more)}));
    BOOST_TEST(record.items.empty());
    BOOST_TEST(adds_up(record));
  }
}

BOOST_AUTO_TEST_CASE(a_void_result_in_a_good_report_is_told) {
  std::string wrong = contained();
  wrong.replace(wrong.find("final"), 5, "entered-in-error");
  const Record record = read_one(bundle({report("final", wrong + "," + conclusion_code)}));
  BOOST_TEST(record.items.size() == 1u);
  BOOST_TEST(ignored(record, "DiagnosticReport.contained") == "status entered-in-error x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_contained_result_of_another_subject_never_counts) {
  const std::string of_p = R"(,"subject":{"reference":"Patient/p"})";
  const std::string of_q = R"(,"subject":{"reference":"Patient/q"})";
  const auto items = [&](const std::string& part, const std::string& whole) {
    const Record record = read_one(bundle({report("final", contained(part) + whole)}));
    BOOST_TEST(adds_up(record));
    return record.items.size();
  };
  BOOST_TEST(items(of_p, of_p) == 1u);
  BOOST_TEST(items("", of_p) == 1u);
  BOOST_TEST(items(of_q, of_p) == 0u);
  BOOST_TEST(items(of_q, "") == 0u);
  const Record record = read_one(bundle({report("final", contained(of_q) + of_p)}));
  BOOST_TEST(ignored(record, "DiagnosticReport.contained") ==
             "of another subject than the resource that contains it x1; ");
}

BOOST_AUTO_TEST_CASE(members_of_a_group_may_be_contained) {
  const Record record = read_one(bundle(
      {R"({"resourceType":"Observation","id":"panel","status":"final","code":{"text":"BP"},)" +
       contained() + R"(,"hasMember":[{"reference":"#k"}]})"}));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].source == "Observation/panel#k");
}

BOOST_AUTO_TEST_CASE(a_group_without_a_value_is_named_as_such) {
  const Record record = read_one(
      bundle({R"({"resourceType":"Observation","id":"panel","status":"final","code":{"text":"BP"},)"
              R"("hasMember":[{"reference":"Observation/o"}]})",
              observation(R"("valueInteger":4)")}));
  BOOST_TEST(record.items.size() == 1u);
  BOOST_TEST(ignored(record, "Observation") ==
             "a group of observations, which are read for themselves x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(why_a_visit_takes_place) {
  for (const char* status : {"arrived", "triaged", "in-progress", "onleave"}) {
    const Item item = read_one(bundle({encounter(status)})).items.at(0);
    BOOST_TEST((item.kind == Kind::condition && item.flags == open_visit));
    BOOST_TEST((item.time == causa::parse_time("2026-11-19").value()));
  }
  const Record record = read_one(bundle({encounter("finished")}));
  BOOST_TEST(record.items.at(0).flags == of_visit);
  BOOST_TEST((record.items.at(0).time == causa::parse_time("2026-11-20").value()));
  for (const char* status : {"planned", "cancelled", "entered-in-error", "unknown"}) {
    const Record none = read_one(bundle({encounter(status)}));
    BOOST_TEST(none.items.empty());
    BOOST_TEST(ignored(none, "Encounter") == "status " + std::string(status) + " x1; ");
    BOOST_TEST(adds_up(none));
  }
}

BOOST_AUTO_TEST_CASE(a_visit_without_a_reason_is_counted) {
  const Record record =
      read_one(bundle({R"({"resourceType":"Encounter","id":"e","status":"finished"})"}));
  BOOST_TEST(ignored(record, "Encounter") == "no reason coded x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_resource_without_id_is_named_by_its_type) {
  const std::string nameless =
      R"({"resourceType":"Observation","status":"final","code":{"text":"K"},"valueInteger":4})";
  const std::string entry = R"({"resourceType":"Bundle","type":"collection","entry":[)"
                            R"({"resource":{"resourceType":"Patient","id":"p"}},{)";
  const auto source = [&](const std::string& url) {
    return std::string(
        read_one(entry + url + R"("resource":)" + nameless + "}]}").items.at(0).source);
  };
  BOOST_TEST(source("") == "Observation/entry[1]");
  BOOST_TEST(source(R"("fullUrl":"urn:uuid:u1",)") == "Observation/u1");
  BOOST_TEST(source(R"("fullUrl":"http://a.example/fhir/Observation/7",)") == "Observation/7");
}

BOOST_AUTO_TEST_CASE(an_entry_that_an_extension_changes_is_not_used) {
  const Record record =
      read_one(R"({"resourceType":"Bundle","type":"collection","entry":[)"
               R"({"resource":{"resourceType":"Patient","id":"p"}},{"modifierExtension":[{}],)"
               R"("resource":)" +
               observation(R"("valueInteger":4)") + "}]}");
  BOOST_TEST(record.items.empty());
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_search_for_an_identifier_names_the_patient) {
  const auto with = [](std::string_view query) {
    return R"({"resourceType":"Bundle","type":"transaction","entry":[)"
           R"({"resource":{"resourceType":"Patient","id":"p",)"
           R"("identifier":[{"system":"s","value":"7"}]}},{"resource":)" +
           observation(R"("valueInteger":4,"subject":{"reference":")" + std::string(query) +
                       "\"}") +
           "}]}";
  };
  BOOST_TEST(read_one(with("Patient?identifier=s|7")).items.size() == 1u);
  for (const char* query : {"Patient?identifier=s|8", "Patient?identifier=7",
                            "Patient?identifier=s|7&active=true", "Patient?identifier=s|7,s|8"}) {
    BOOST_TEST(!error_of(with(query)).empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
