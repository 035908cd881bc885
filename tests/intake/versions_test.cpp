// SPDX-License-Identifier: Apache-2.0
//
// Which of several versions of a resource counts, and by what a patient is named. A value that was
// entered in error must not speak beside the version that says so.

#include <boost/test/unit_test.hpp>

#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_versions)

using namespace causa::record;
using namespace intake_test;

namespace {

std::string version(std::string_view meta, int value, std::string_view status = "final") {
  return R"({"resourceType":"Observation","id":"k","status":")" + std::string(status) +
         R"(","meta":)" + std::string(meta) + R"(,"code":{"text":"K"},"valueInteger":)" +
         std::to_string(value) + R"(,"subject":{"reference":"Patient/p"}})";
}

std::string numbered(std::string_view number) {
  return R"({"versionId":")" + std::string(number) + "\"}";
}

std::string updated(std::string_view time) {
  return R"({"lastUpdated":")" + std::string(time) + "\"}";
}

/// The values that count, in order.
std::string counted(const std::vector<std::string>& resources,
                    std::string_view type = "searchset") {
  const Record record = read_one(bundle(resources, type));
  BOOST_TEST(adds_up(record));
  std::string values;
  for (const Item& item : record.items)
    values += std::to_string(static_cast<int>(item.number)) + " ";
  return values;
}

std::string both_orders(const std::string& one, const std::string& other) {
  const std::string values = counted({one, other});
  const std::string turned = counted({other, one});
  return values == turned ? values : values + "/ " + turned;
}

constexpr std::string_view superseded =
    "superseded by a newer version of it in the same input x1; ";

}  // namespace

BOOST_AUTO_TEST_CASE(the_newest_version_counts_whatever_it_says) {
  BOOST_TEST(both_orders(version(numbered("9"), 1), version(numbered("10"), 2)) == "2 ");
  const std::string error = version(numbered("2"), 2, "entered-in-error");
  BOOST_TEST(both_orders(version(numbered("1"), 1), error).empty());
  const Record record = read_one(bundle({version(numbered("1"), 1), error}, "searchset"));
  BOOST_TEST(ignored(record, "Observation") ==
             std::string(superseded) + "status entered-in-error x1; ");
  BOOST_TEST(both_orders(version(updated("2026-11-01T08:00:00Z"), 1),
                         version(updated("2026-11-01T08:30:00+00:15"), 2)) == "2 ");
  // A number tells before a time does.
  BOOST_TEST(both_orders(version(R"({"versionId":"1","lastUpdated":"2026-11-02T08:00:00Z"})", 1),
                         version(R"({"versionId":"2","lastUpdated":"2026-11-01T08:00:00Z"})", 2)) ==
             "2 ");
  BOOST_TEST(both_orders(version(R"({"versionId":"a","lastUpdated":"2026-11-02T08:00:00Z"})", 1),
                         version(R"({"versionId":"2","lastUpdated":"2026-11-01T08:00:00Z"})", 2)) ==
             "1 ");
}

BOOST_AUTO_TEST_CASE(a_drug_that_was_stopped_is_past) {
  const auto request = [](std::string_view number, std::string_view status) {
    return R"({"resourceType":"MedicationRequest","id":"m","status":")" + std::string(status) +
           R"(","medicationCodeableConcept":{"text":"x"},"meta":)" + numbered(number) + "}";
  };
  const Record record = read_one(bundle({request("1", "active"), request("2", "stopped")}));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST((record.items[0].flags & past) != 0);
}

BOOST_AUTO_TEST_CASE(where_nothing_tells_all_are_kept) {
  BOOST_TEST(counted({version("{}", 1), version("{}", 2)}) == "1 2 ");
  BOOST_TEST(counted({version(numbered("1"), 1), version(numbered("1"), 2)}) == "1 2 ");
  BOOST_TEST(counted({version(numbered("a"), 1), version(numbered("b"), 2)}) == "1 2 ");
  BOOST_TEST(counted({version(numbered("1"), 1), version("{}", 2)}) == "1 2 ");
  for (const char* meta : {R"("1")", "null", R"({"versionId":2})", R"({"lastUpdated":"soon"})"})
    BOOST_TEST(counted({version(meta, 1), version(numbered("2"), 2)}) == "1 2 ", meta);
}

BOOST_AUTO_TEST_CASE(one_always_remains) {
  const std::string a = R"({"versionId":"1","lastUpdated":"2026-11-03T08:00:00Z"})";
  const std::string b = updated("2026-11-02T08:00:00Z");
  const std::string c = R"({"versionId":"2","lastUpdated":"2026-11-01T08:00:00Z"})";
  BOOST_TEST(counted({version(a, 1), version(b, 2), version(c, 3)}) == "2 ");
  BOOST_TEST(counted({version(c, 3), version(b, 2), version(a, 1)}) == "2 ");
}

BOOST_AUTO_TEST_CASE(what_lies_on_another_server_or_is_anothers_is_another) {
  const auto at = [](std::string_view server, const std::string& resource) {
    return R"({"fullUrl":")" + std::string(server) + R"(/Observation/k","resource":)" + resource +
           "}";
  };
  const std::string patient = R"({"resource":{"resourceType":"Patient","id":"p"}},)";
  const auto read = [&](const std::string& list) {
    return read_one(R"({"resourceType":"Bundle","type":"collection","entry":[)" + patient + list +
                    "]}");
  };
  const std::string one = version(numbered("1"), 1);
  const std::string two = version(numbered("2"), 2);
  BOOST_TEST(read(at("http://a", one) + "," + at("http://b", two)).items.size() == 2u);
  BOOST_TEST(read(at("http://a", one) + "," + at("http://a", two)).items.size() == 1u);
  std::string other = two;
  other.replace(other.find("Patient/p"), 9, "Patient/q");
  const auto found = read_all(bundle({R"({"resourceType":"Patient","id":"q"})", one, other}));
  BOOST_REQUIRE(found.size() == 2u);
  for (const auto& patient_read : found) BOOST_TEST((*patient_read).record.items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_history_goes_by_its_order_where_nothing_else_tells) {
  BOOST_TEST(counted({version("{}", 1), version("{}", 2)}, "history") == "1 ");
  BOOST_TEST(counted({version(numbered("1"), 1), version("{}", 2)}, "history") == "1 ");
  BOOST_TEST(counted({version(numbered("2"), 1), version(numbered("1"), 2)}, "history") == "1 ");
  BOOST_TEST(counted({version(numbered("1"), 1), version(numbered("2"), 2)}, "history") == "2 ");
  BOOST_TEST(counted({version(updated("2026-11-01T08:00:00Z"), 1),
                      version(updated("2026-11-02T08:00:00Z"), 2)},
                     "history") == "2 ");
}

BOOST_AUTO_TEST_CASE(a_contained_patient_is_named_by_an_identifier_and_never_by_its_local_id) {
  const auto id = [](std::string_view identifiers) {
    const Record record = read_one(
        R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"K"},)"
        R"("valueInteger":4,"subject":{"reference":"#p"},"contained":[{"resourceType":"Patient",)"
        R"("id":"p","birthDate":"1960")" +
        std::string(identifiers) + "}]}");
    BOOST_TEST(record.birth.known());
    return std::string(record.patient_id());
  };
  BOOST_TEST(id(R"(,"identifier":[{"system":"http://mrn","value":"A1"}])") == "http://mrn|A1");
  BOOST_TEST(id("").empty());
}

BOOST_AUTO_TEST_SUITE_END()
