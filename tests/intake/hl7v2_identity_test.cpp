// SPDX-License-Identifier: Apache-2.0
//
// Whose a message is, if what it names isn't one patient's alone.

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>

#include "intake/hl7v2_reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_hl7v2_identity)

using namespace causa::record;
using namespace hl7v2_test;

namespace {

std::string of(std::string_view identifiers, std::string_view id, std::string_view value = "2.9") {
  return msh("ORU^R01", id) + "PID|1||" + std::string(identifiers) + "||DOE||1950|F\r" +
         "OBR|1||F" + std::string(id) + "^LAB|x|||202601100730\r" + obx("NM", value);
}

const std::string one = of("1^^^HOSP^MR~S9^^^USA^SS", "M1", "4.1");
const std::string two = of("2^^^HOSP^MR~S9^^^USA^SS", "M2", "4.2");
const std::string shared = of("S9^^^USA^SS", "M3", "6.9");

/// Records by the patient's id.
std::map<std::string, Record> records(std::string_view bytes, std::string* errors = nullptr,
                                      Receipts* receipts = nullptr) {
  std::map<std::string, Record> found;
  for (auto& one : read_all(bytes, receipts)) {
    if (one.has_error()) {
      if (errors) *errors += to_string(one.error()) + "\n";
      continue;
    }
    if (receipts)
      for (const std::uint32_t index : one->receipts) receipts->stored({{index}});
    BOOST_TEST(adds_up(one->record));
    const std::string id(one->record.patient_id());
    found.emplace(id, std::move(one->record));
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_number_that_two_patients_share_names_neither) {
  std::vector<std::string> messages{one, two, shared};
  std::sort(messages.begin(), messages.end());
  do {
    std::string errors;
    Receipts receipts;
    const auto found = records(messages[0] + messages[1] + messages[2], &errors, &receipts);
    BOOST_REQUIRE(found.size() == 2u);
    BOOST_REQUIRE(found.contains("1^^^HOSP"));
    BOOST_REQUIRE(found.contains("2^^^HOSP"));
    for (const auto& [id, record] : found) {
      BOOST_TEST(record.items.size() == 1u);
      BOOST_TEST(record.items[0].number < 5);
      BOOST_TEST(ignored(record, "PID.3")
                     .find("a message names only what several patients share, and was refused") !=
                 std::string::npos);
    }
    BOOST_TEST(errors.find("PID-3: several patients of this input have the identifiers that the "
                           "message names: it isn't certain whose it is; send it with an "
                           "identifier that is the patient's alone\n") != std::string::npos);
    const std::string answer = verdicts(receipts);
    BOOST_TEST(answer.find("MSA|AE|M3\nERR||PID^1^3|204^Unknown key identifier^HL70357|E|") !=
               std::string::npos);
    BOOST_TEST(answer.find("MSA|AA|M1\n") != std::string::npos);
    BOOST_TEST(answer.find("MSA|AA|M2\n") != std::string::npos);
  } while (std::next_permutation(messages.begin(), messages.end()));
}

BOOST_AUTO_TEST_CASE(a_number_of_one_patient_names_that_one) {
  const auto found = records(shared + one);
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found.begin()->first == "1^^^HOSP");  // not the number of social security
  BOOST_TEST(found.begin()->second.items.size() == 2u);
  // What is shared doesn't count if something else is named that isn't.
  const auto other = records(one + two + of("S9^^^USA^SS~2^^^HOSP^MR", "M3", "6.9"));
  BOOST_TEST(other.at("2^^^HOSP").items.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_number_of_an_account_or_a_visit_joins_nobody) {
  for (const char* type : {"AN", "VN", "SN", "SID"}) {
    const std::string account = "1^^^HOSP^" + std::string(type);
    std::string errors;
    Receipts receipts;
    const auto found =
        records(of("1^^^HOSP^MR", "M1", "4.1") + of(account, "M2", "6.9"), &errors, &receipts);
    BOOST_REQUIRE(found.size() == 1u);
    BOOST_TEST(found.at("1^^^HOSP").items.size() == 1u);
    BOOST_TEST(errors ==
               "x.hl7: message 2: PID[1]-3: the patient has no identifier but those of an account, "
               "a visit or the like (table 0203); give PID-3 an identifier with its authority\n");
    BOOST_TEST(verdicts(receipts).find("MSA|AE|M2\nERR||PID^1^3|101^") != std::string::npos);
    // Two patients may have one account.
    const auto family =
        records(of(account + "~1^^^HOSP^MR", "M1") + of(account + "~2^^^HOSP^MR", "M2"));
    BOOST_TEST(family.size() == 2u);
    BOOST_TEST(family.contains("1^^^HOSP"));
    for (const auto& [id, record] : family) BOOST_TEST(ignored(record, "PID.3").empty());
  }
  for (const char* type : {"MR", "PI", "", "LOCAL", "NI"})
    BOOST_TEST(
        records(of("1^^^HOSP^MR", "M1") + of("1^^^HOSP^" + std::string(type), "M2")).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_message_that_names_two_patients_is_told_in_both_records) {
  const std::string bridge = of("1^^^HOSP^MR~5^^^X^MR", "M3", "6.9");
  const auto found =
      records(of("1^^^HOSP^MR", "M1") + of("5^^^X^MR", "M2") + bridge + of("5^^^X^MR", "M4"));
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found.at("1^^^HOSP").items.size() == 2u);
  BOOST_TEST(found.at("5^^^X").items.size() == 2u);
  for (const auto& [id, record] : found)
    BOOST_TEST(ignored(record, "PID.3") ==
               "another patient of this input shares an identifier; they were not joined x1; ");
}

namespace {

std::string person(std::string_view birth, std::string_view sex, std::string_view id,
                   std::string_view value, std::string_view hour,
                   std::string_view identifiers = "0^^^HOSP^MR") {
  return msh("ORU^R01", id, "2026011008" + std::string(hour) + "00+0000") + "PID|1||" +
         std::string(identifiers) + "||DOE||" + std::string(birth) + "|" + std::string(sex) +
         "\rOBR|1||F" + std::string(id) + "^LAB|x|||202601100730\r" + obx("NM", value);
}

const std::string woman = person("19590314", "F", "M1", "2.3", "01");
const std::string man = person("19900101", "M", "M2", "4.5", "02");

}  // namespace

BOOST_AUTO_TEST_CASE(two_people_under_one_number_are_not_one_patient) {
  for (const std::string& bytes : {woman + man, man + woman}) {
    std::string errors;
    Receipts receipts;
    const auto found = records(bytes, &errors, &receipts);
    BOOST_REQUIRE(found.size() == 1u);
    const Record& record = found.begin()->second;
    BOOST_REQUIRE(record.items.size() == 1u);
    BOOST_TEST(record.items[0].number == 2.3);
    BOOST_TEST((record.sex == Sex::female));
    BOOST_TEST(ignored(record, "PID.8").empty());
    BOOST_TEST(ignored(record, "PID.3").starts_with("can't be read: a message under"));
    BOOST_TEST(errors.find(": PID-3: by sex and date of birth two people") != std::string::npos);
    BOOST_TEST(errors.find("19") == std::string::npos);
    BOOST_TEST(verdicts(receipts).find("MSA|AE|M2\nERR||PID^1^3|204^") != std::string::npos);
    BOOST_TEST(verdicts(receipts).find("MSA|AA|M1\n") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(where_two_people_have_a_number_only_what_is_certain_counts) {
  const auto values = [](const std::string& bytes) {
    std::vector<double> all;
    for (const auto& [id, record] : records(bytes))
      for (const Item& item : record.items) all.push_back(item.number);
    return all;
  };
  const std::vector<double> first{2.3}, both{2.3, 2.4};
  BOOST_TEST(values(woman + man + person("19590314", "F", "M3", "2.4", "03")) == both);
  BOOST_TEST(values(woman + man + person("", "F", "M3", "2.4", "03")) == both);
  BOOST_TEST(values(woman + man + person("1959", "", "M3", "2.4", "03")) == both);
  for (const char* sex : {"", "M", "U"})
    BOOST_TEST(values(woman + man + person("", sex, "M3", "2.4", "03")) == first, sex);
  // Nobody else: one of both may be corrected, and what says neither is the patient's.
  for (const char* sex : {"", "M", "F"})
    BOOST_TEST(values(woman + person("", sex, "M3", "2.4", "03")) == both, sex);
  BOOST_TEST(values(woman + person("19600314", "F", "M3", "2.4", "03")) == both);
  BOOST_TEST(values(woman + person("19590314", "M", "M3", "2.4", "03")) == both);
}

BOOST_AUTO_TEST_CASE(whoever_was_met_before_is_no_stranger) {
  const auto of = [](std::string_view id, std::string_view person, std::string_view type,
                     std::string_view value) {
    return msh(type, id, "202601" + std::string(id.substr(1))) + "PID|1||70001^^^HOSP||||" +
           std::string(person) + "\r" +
           (value.empty() ? std::string() : obx("NM", std::string(value)));
  };
  const Record record =
      read_one(of("M10", "19000101|M", "ORU^R01", "4.5") + of("M11", "19590314|F", "ADT^A31", "") +
               of("M12", "19000101|M", "ORU^R01", "2.3"));
  BOOST_TEST(record.items.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_patient_is_not_called_by_the_number_of_a_stranger) {
  const auto found =
      records(person("19900101", "M", "M2", "4.5", "02", "9^^^X^MR~0^^^HOSP^MR") + woman);
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found.begin()->first == "0^^^HOSP");
}

BOOST_AUTO_TEST_SUITE_END()
