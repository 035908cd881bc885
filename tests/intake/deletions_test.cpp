// SPDX-License-Identifier: Apache-2.0
//
// Deletions of an export take the same lines away wherever they stand, and whether the export is
// held in memory or kept on the disk.

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <map>

#include "intake/fhir/deletions.hpp"
#include "intake/files.hpp"
#include "intake/reader.hpp"
#include "record/codec.hpp"

BOOST_AUTO_TEST_SUITE(intake_deletions)

using namespace intake_test;
using causa::intake::Options;
using causa::intake::Reader;
using causa::intake::fhir::may_be_deletions;

namespace {

std::string person(int i) {
  return R"({"resourceType":"Patient","id":"p)" + std::to_string(i) +
         R"(","gender":"female","birthDate":"1950-01-01"})" + "\n";
}

std::string result(int i, int number) {
  const std::string id = std::to_string(i);
  return R"({"resourceType":"Observation","id":"o)" + id + "-" + std::to_string(number) +
         R"(","status":"final","code":{"text":"K"},"valueInteger":)" + std::to_string(number) +
         R"(,"meta":{"lastUpdated":"2026-11-0)" + std::to_string(number) +
         R"(T08:00:00Z"},"subject":{"reference":"Patient/p)" + id + "\"}}\n";
}

std::string deletions(const std::vector<std::string>& names, const std::string& updated = {}) {
  std::string json = R"({"resourceType":"Bundle","type":"transaction",)";
  if (!updated.empty()) json += R"("meta":{"lastUpdated":")" + updated + "\"},";
  json += "\"entry\":[";
  for (const std::string& name : names)
    json += (json.ends_with('[') ? "" : ",") + (R"({"request":{"method":"DELETE","url":")" + name) +
            "\"}}";
  return json + "]}\n";
}

struct All {
  std::map<std::string, std::string> records;  ///< by patient, without their places
  std::string errors, left;
  std::size_t values = 0;
  bool spooled = false;
};

All read(const std::vector<std::string>& contents, Options options) {
  std::vector<std::unique_ptr<Scratch>> files;
  std::vector<std::string> paths;
  for (const std::string& content : contents) {
    files.push_back(std::make_unique<Scratch>(content, std::to_string(files.size()) + ".ndjson"));
    paths.push_back(files.back()->path());
  }
  All all;
  options.tell_spooled = [&](std::uint64_t) { all.spooled = true; };
  auto reader = Reader::open(paths, options).value();
  while (auto patient = reader.next()) {
    if (patient->has_error()) {
      all.errors += to_string(patient->error()) + "\n";
      continue;
    }
    const auto& record = (*patient)->record;
    all.values += record.items.size();
    const std::string id(record.patient_id());
    BOOST_TEST(all.records.emplace(id, causa::record::encode(record)).second, "twice: " << id);
  }
  for (const auto& one : reader.of_no_patient())
    all.left += one.source + "|" + one.reason + "|" + std::to_string(one.count) + "\n";
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(in_memory_and_on_the_disk_in_any_order) {
  constexpr int people = 60;
  std::string patients;
  std::string results;
  std::vector<std::string> names;
  for (int i = 0; i < people; ++i) {
    patients += person(people - 1 - i);
    // One who is deleted has nothing else.
    for (int number = 1; number <= 3 && i != 7; ++number) results += result(i, number);
    if (i % 3 == 0) names.push_back("Observation/o" + std::to_string(i) + "-2");
  }
  names.emplace_back("Patient/p7");
  names.emplace_back("Patient/p8");
  // Later than the first and the second result of each, earlier than the third.
  const std::string deleted =
      deletions(names, "2026-11-02T12:00:00Z") + deletions({"Observation/o1-3"}, "2026-11-01");
  const auto folder =
      std::filesystem::temp_directory_path() / ("causa_deletions_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  Options spooling;
  spooling.temporary_folder = folder.string();
  spooling.held_bytes = 1000;
  const All expected = read({patients, results, deleted}, {});
  BOOST_TEST(expected.records.size() == people - 1u);
  BOOST_TEST(expected.values == (people - 1u) * 3 - people / 3);
  BOOST_TEST(expected.left == "Patient|deleted by a Bundle of deletions in the same input|2\n");
  BOOST_TEST(expected.errors == "");
  for (const auto& contents :
       {std::vector{patients, results, deleted}, std::vector{deleted, patients, results},
        std::vector{results, deleted, patients}})
    for (const Options& options : {Options(), spooling}) {
      const All found = read(contents, options);
      BOOST_TEST(found.spooled == !options.temporary_folder.empty());
      BOOST_TEST((found.records == expected.records));
      BOOST_TEST(found.left == expected.left);
      BOOST_TEST(found.errors == expected.errors);
    }
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(who_is_contained_is_the_same_in_memory_and_on_the_disk) {
  constexpr int people = 60;
  std::string patients;
  std::string results;
  for (int i = 0; i < people; ++i) patients += person(i);
  for (int i = 0; i < people; ++i) results += result(i, 1);
  for (const std::string id : {"in-doubt", "deleted"})
    results += R"({"resourceType":"Observation","id":")" + id +
               R"(","status":"final","code":{"text":"K"},"valueInteger":1,)" +
               (id == "deleted" ? R"("meta":{"lastUpdated":"2026-11-01T08:00:00Z"},)" : "") +
               R"("contained":[{"resourceType":"Patient","id":"in"}],)"
               R"("subject":{"reference":"#in"}})"
               "\n";
  const std::string deleted =
      deletions({"Observation/in-doubt", "Observation/deleted"}, "2026-11-02T12:00:00Z");
  const auto folder =
      std::filesystem::temp_directory_path() / ("causa_contained_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  Options spooling;
  spooling.temporary_folder = folder.string();
  spooling.held_bytes = 1000;
  for (const Options& options : {Options(), spooling}) {
    const All found = read({patients, results, deleted}, options);
    BOOST_TEST(found.spooled == !options.temporary_folder.empty());
    BOOST_TEST(found.records.size() == people + 1u);
    BOOST_TEST(found.values == std::size_t{people});
    BOOST_TEST(found.left == "Observation|deleted by a Bundle of deletions in the same input|1\n");
    BOOST_TEST(found.errors == "");
  }
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(what_holds_resources_is_known_without_reading) {
  BOOST_TEST(may_be_deletions(deletions({"Observation/k"})));
  BOOST_TEST(!may_be_deletions(
      R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}}]})"));
}

BOOST_AUTO_TEST_SUITE_END()
