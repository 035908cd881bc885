// SPDX-License-Identifier: Apache-2.0
//
// The ORU that an assessment becomes: it must be read again by our own reader, whatever a patient
// wrote.

#include "report/hl7v2.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <set>

#include "base/text.hpp"
#include "intake/hl7v2/message.hpp"
#include "intake/hl7v2_reading.hpp"

BOOST_AUTO_TEST_SUITE(report_hl7v2)

using namespace causa;
namespace hl7v2 = intake::hl7v2;

namespace {

assess::Assessment example() {
  assess::Assessment it;
  it.id = "2f1c0000-0000-4000-8000-000000000001";
  it.created_ms = it.as_of_ms = 1'768'000'000'000;
  it.patient_id = "70001^^^HOSP&1.2.3&ISO";
  it.sex = record::Sex::female;
  it.complaint_present = true;
  it.complaint_text = "cramp in lower leg";
  it.ranking = assess::Sufficiency::sufficient;
  assess::RaisedAlert alert;
  alert.id = "potassium_low";
  alert.title = "Potassium critically low";
  alert.action = "Give potassium now.";
  alert.urgency = knowledge::Urgency::emergency;
  alert.value = "2.3 mmol/L";
  it.alerts.push_back(alert);
  assess::CauseResult cause;
  cause.id = "electrolytes.hypokalemia";
  cause.name = "Hypokalemia";
  cause.rank = 1;
  cause.explains = {0.42, 0.2, 0.66};
  cause.present = {0.97, 0.9, 0.99};
  it.causes.push_back(cause);
  it.advice.push_back(
      {0, "a", knowledge::AdviceKind::workup, "any", "Measure magnesium.", {}, {}, 0, {}});
  it.ignored.push_back({"OBX", "status W: result of the wrong patient", 1, {"OBX/M1#2"}, false});
  it.modules.push_back({"org.causa.electrolytes",
                        "1.0.0",
                        "",
                        assess::ModuleStatus::ok,
                        true,
                        {},
                        {},
                        {},
                        assess::RanIn::program,
                        0});
  return it;
}

/// The OBX with this code; fails if there is none.
const hl7v2::Segment& with_code(const hl7v2::Message& message, std::string_view code) {
  for (const auto& segment : message.segments)
    if (segment.id() == "OBX" && hl7v2::part(segment.field(3), '^', 1) == code) return segment;
  throw std::runtime_error("no such OBX");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_message_that_our_own_reader_reads) {
  const std::string text = report::to_hl7v2(example());
  const record::Record record = hl7v2_test::read_one(text);
  BOOST_TEST(record.patient_id() == "70001^^^HOSP&1.2.3&ISO");
  BOOST_TEST((record.sex == record::Sex::female));
  BOOST_TEST(hl7v2_test::adds_up(record));
  BOOST_TEST(record.items.size() > 8u);
  BOOST_TEST(text.find('\n') == std::string::npos);
  BOOST_TEST(text == report::to_hl7v2(example()));
}

BOOST_AUTO_TEST_CASE(alerts_come_first_and_are_flagged) {
  const auto message = hl7v2::Message::parse(report::to_hl7v2(example()));
  BOOST_REQUIRE(message.has_value());
  const auto& first = message->segments.at(3);
  BOOST_TEST(first.field(3) == "ALERT^Alert^99CAUSA");
  BOOST_TEST(first.field(5) == "potassium_low^Potassium critically low^99CAUSA");
  BOOST_TEST(first.field(8) == "AA");
  BOOST_TEST(with_code(*message, "ALERT-ACTION").field(5) == "Give potassium now.");
}

BOOST_AUTO_TEST_CASE(what_an_alert_goes_by_is_dated_by_its_value) {
  assess::Assessment it = example();
  const auto time_of = [&](std::string_view code) {
    const auto message = hl7v2::Message::parse(report::to_hl7v2(it));
    return std::string(with_code(*message, code).field(14));
  };
  const std::string assessed = time_of("ALERT");
  BOOST_TEST(assessed == "20260109230640+0000");
  BOOST_TEST(time_of("ALERT-BECAUSE") == "");
  it.alerts.front().age_hours = 49.5;
  BOOST_TEST(time_of("ALERT-BECAUSE") == "20260107213640+0000");
  BOOST_TEST(time_of("ALERT") == assessed);
}

BOOST_AUTO_TEST_CASE(a_cause_is_a_group_with_its_probability_and_range) {
  const auto message = hl7v2::Message::parse(report::to_hl7v2(example()));
  const auto& cause = with_code(*message, "CAUSE");
  BOOST_TEST(cause.field(4) == "C1");
  BOOST_TEST(cause.field(5) == "electrolytes.hypokalemia^Hypokalemia^99CAUSA");
  BOOST_TEST(cause.field(9) == "0.42");
  BOOST_TEST(with_code(*message, "CAUSE-EXPLAINS").field(5) == "42");
  BOOST_TEST(with_code(*message, "CAUSE-EXPLAINS").field(6) == "%^percent^UCUM");
  BOOST_TEST(with_code(*message, "CAUSE-EXPLAINS-RANGE").field(5) == "^20^-^66");
  BOOST_TEST(with_code(*message, "CAUSE-PRESENT").field(4) == "C1");
  BOOST_TEST(with_code(*message, "NOT-USED").field(5) ==
             "OBX/M1#2: status W: result of the wrong patient");
}

BOOST_AUTO_TEST_CASE(a_finding_of_the_linter_is_an_observation) {
  assess::Assessment it = example();
  it.findings = {{"unit.in_doubt", lint::Severity::error, true, "OBX/M1#3",
                  "the range fits another unit", "check the unit"},
                 {"patient.no_id", lint::Severity::note, false, "", "no id", "give one"}};
  const std::string text = report::to_hl7v2(it);
  BOOST_TEST(text.find("|TX|CHECK-INPUT^Input to check^99CAUSA|1|OBX/M1#3: the range fits another "
                       "unit; check the unit|") != std::string::npos);
  BOOST_TEST(text.find("no id") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_two_observations_have_one_code_and_sub_identifier) {
  assess::Assessment it = example();
  for (const char* name : {"Old age", "Pregnancy"}) it.states.push_back({"s", name, {0.9, 0.8, 1}});
  it.advice.push_back(it.advice.front());
  it.alerts.push_back(it.alerts.front());
  it.causes.push_back(it.causes.front());
  it.must_not_miss = {{"a", "A", "", {}}, {"b", "B", "", {}}};
  it.ignored.push_back(it.ignored.front());
  it.not_understood = {"a", "b"};
  it.modules.push_back(it.modules.front());
  for (const char* place : {"a", "b"})
    it.findings.push_back({"unit.in_doubt", lint::Severity::error, true, place, "x", "y"});
  const auto message = hl7v2::Message::parse(report::to_hl7v2(it));
  std::set<std::string> keys;
  std::size_t count = 0;
  for (const auto& segment : message->segments) {
    if (segment.id() != "OBX") continue;
    ++count;
    keys.insert(std::string(segment.field(3)) + "|" + std::string(segment.field(4)));
  }
  BOOST_TEST(keys.size() == count);
  BOOST_TEST(with_code(*message, "STATE").field(4) == "1");
}

BOOST_AUTO_TEST_CASE(the_control_id_follows_from_the_assessment) {
  const auto id = [](const assess::Assessment& it) {
    return std::string(hl7v2::Message::parse(report::to_hl7v2(it))->segments.front().field(10));
  };
  assess::Assessment other = example();
  other.version = 2;
  BOOST_TEST(id(example()).size() == 20u);
  BOOST_TEST(id(example()) == id(example()));
  BOOST_TEST(id(other) != id(example()));
}

BOOST_AUTO_TEST_CASE(hostile_text_stays_text) {
  const std::string hostile =
      "x\rOBX|99|NM|2823-3^Potassium^LN||9.9|mmol/L|||||F\r\nPID|1||1~2&3^4 \\F\\ \x0b\x1c\x01 end";
  assess::Assessment it = example();
  it.patient_id = hostile;
  it.complaint_text = hostile;
  it.alerts.front().title = hostile;
  it.not_understood = {hostile};
  it.causes.front().name = hostile;
  const std::string clean = report::to_hl7v2(example());
  const std::string text = report::to_hl7v2(it);
  const auto lines = [](const std::string& all) {
    return std::count(all.begin(), all.end(), '\r');
  };
  BOOST_TEST(lines(text) == lines(clean) + 1);  // one more finding that wasn't understood
  BOOST_TEST(is_utf8(text));
  const record::Record record = hl7v2_test::read_one(text);
  for (const auto& item : record.items)
    for (std::uint32_t i = 0; i < item.codes.count; ++i)
      BOOST_TEST(record.begin_of(item.codes)[i].system == "99CAUSA");
  bool whole = false;
  for (const auto& item : record.items)
    whole = whole || item.value_text ==
                         "x\nOBX|99|NM|2823-3^Potassium^LN||9.9|mmol/L|||||F\nPID|1||1~2&3^4 "
                         "\\F\\     end";
  BOOST_TEST(whole);
}

BOOST_AUTO_TEST_CASE(an_id_is_escaped_but_for_its_authority) {
  assess::Assessment it = example();
  for (const auto& [id, field] : {std::pair<const char*, const char*>{"7|1", "7\\F\\1"},
                                  {"a^b", "a\\S\\b"},
                                  {"7^^^", "7\\S\\\\S\\\\S\\"},
                                  {"7^^^H&1.2", "7^^^H&1.2"},
                                  {"|7", "7"},
                                  {"urn:oid:1.2.3|7", "7^^^&1.2.3&ISO"},
                                  {"https://a.example/mrn|7", "7^^^&https://a.example/mrn&URI"},
                                  {"7^^^H^MR", "7\\S\\\\S\\\\S\\H\\S\\MR"}}) {
    it.patient_id = id;
    const auto message = hl7v2::Message::parse(report::to_hl7v2(it));
    BOOST_TEST(message->segments.at(1).field(3) == field);
  }
}

BOOST_AUTO_TEST_SUITE_END()
