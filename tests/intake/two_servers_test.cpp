// SPDX-License-Identifier: Apache-2.0
//
// Two servers may have given one id to two people. What names a patient by an absolute address of
// one of them must never enter the record of the other, whatever comes first.

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "intake/files.hpp"
#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_two_servers)

using namespace intake_test;

namespace {

const std::string who = R"({"resourceType":"Patient","id":"s","gender":"female"})";
const std::string here = "http://a.example/fhir/Patient/s";
const std::string there = "http://b.example/fhir/Patient/s";
const std::string relative = "Patient/s";

std::string of(std::string_view subject, std::string_view status = "final") {
  return R"({"resourceType":"Observation","id":"o","status":")" + std::string(status) +
         R"(","code":{"text":"K"},"valueInteger":4,"subject":{"reference":")" +
         std::string(subject) + "\"}}";
}

struct Outcome {
  std::size_t patients = 0, values = 0, several = 0, errors = 0;

  void add(const Result<PatientInput>& found) {
    if (found.has_value()) {
      ++patients;
      values += found->record.items.size();
      BOOST_TEST(adds_up(found->record));
    } else {
      ++errors;
      several += found.error().message.find("can mean several patients") != std::string::npos;
    }
  }
};

Outcome read_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  const Scratch file(text, "two-servers.ndjson");
  auto reader = causa::intake::Reader::open(std::vector{file.path()}).value();
  Outcome outcome;
  while (const auto found = reader.next()) outcome.add(*found);
  return outcome;
}

Outcome read_searchset(const std::vector<std::string>& entries) {
  std::string json;
  for (const std::string& entry : entries)
    json += std::string(json.empty() ? "" : ",") + R"({"resource":)" + entry + "}";
  Outcome outcome;
  for (const auto& found :
       read_all(R"({"resourceType":"Bundle","type":"searchset","entry":[)" + json + "]}"))
    outcome.add(found);
  return outcome;
}

}  // namespace

BOOST_AUTO_TEST_CASE(whatever_comes_first_no_value_is_given_to_either) {
  std::vector<std::string> lines{who, of(here), of(there), of(relative)};
  std::sort(lines.begin(), lines.end());
  do {
    const Outcome outcome = read_lines(lines);
    BOOST_TEST(outcome.patients == 1u);
    BOOST_TEST(outcome.values == 0u);
    BOOST_TEST(outcome.several == 3u);
    BOOST_TEST(outcome.errors == 3u);
    const Outcome bundle = read_searchset(lines);
    BOOST_TEST(bundle.patients == 0u);
    BOOST_TEST(bundle.several == 1u);
  } while (std::next_permutation(lines.begin(), lines.end()));
}

BOOST_AUTO_TEST_CASE(copies_of_the_patient_make_no_difference) {
  const Outcome outcome = read_lines({who, who, of(there), of(here)});
  BOOST_TEST(outcome.patients == 1u);
  BOOST_TEST(outcome.values == 0u);
  BOOST_TEST(outcome.several == 2u);
}

BOOST_AUTO_TEST_CASE(copies_on_two_servers_are_no_copies) {
  const auto entry = [](const std::string& url, const std::string& resource) {
    return R"({"fullUrl":")" + url + R"(","resource":)" + resource + "},";
  };
  const auto read = [&](const std::string& second) {
    return error_of(R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":)" + who +
                    "}," + entry(here, who) + entry(second, who) + R"({"resource":)" +
                    of(relative) + "}]}");
  };
  BOOST_TEST(read(here) == "");
  BOOST_TEST(read(there).find("can mean several patients") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_a_patient_it_is_the_same) {
  std::vector<std::string> lines{of(here), of(there), of(relative)};
  std::sort(lines.begin(), lines.end());
  do {
    const Outcome outcome = read_lines(lines);
    BOOST_TEST(outcome.patients == 0u);
    BOOST_TEST(outcome.several == 3u);
    BOOST_TEST(read_searchset(lines).errors == 1u);
  } while (std::next_permutation(lines.begin(), lines.end()));
}

BOOST_AUTO_TEST_CASE(one_server_is_no_doubt) {
  for (const std::string& server : {here, here + "/_history/2"}) {
    const std::vector<std::string> lines{of(server), who, of(relative), of(here)};
    for (const Outcome& outcome : {read_lines(lines), read_searchset(lines)}) {
      BOOST_TEST(outcome.patients == 1u);
      BOOST_TEST(outcome.values == 3u);
      BOOST_TEST(outcome.errors == 0u);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_used_takes_nothing_away) {
  const Outcome outcome = read_lines({of(there, "entered-in-error"), who, of(here), of(relative)});
  BOOST_TEST(outcome.patients == 1u);
  BOOST_TEST(outcome.values == 2u);
  BOOST_TEST(outcome.errors == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
