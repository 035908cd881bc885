// SPDX-License-Identifier: Apache-2.0
//
// OBX: types of values, where the code stands, what a status means.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "intake/hl7v2_reading.hpp"
#include "record/unread.hpp"

BOOST_AUTO_TEST_SUITE(intake_hl7v2_observation)

using namespace causa::record;
using namespace hl7v2_test;
namespace data_of = boost::unit_test::data;

namespace {

Record with_status(std::string_view status) {
  return read_one(oru(obx("NM", "2.9", "mmol/L|||||" + std::string(status))));
}

/// Why the only item has no value.
std::string why_unread(const Record& record) {
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(adds_up(record));
  return std::string(causa::record::why_unread(record.items[0]));
}

}  // namespace

BOOST_AUTO_TEST_CASE(potassium_as_it_was_written) {
  const Record record = read_one(oru(obx("NM", "2.9", "mmol/L^mmol/L^UCUM|3.5-5.1|L|||F")));
  BOOST_REQUIRE(record.items.size() == 1u);
  const Item& item = record.items.front();
  BOOST_TEST(item.number == 2.9);
  BOOST_TEST(item.unit == "mmol/L");
  BOOST_TEST(item.unit_code == "mmol/L");
  BOOST_TEST(item.reference_low == 3.5);
  BOOST_TEST(item.reference_high == 5.1);
  BOOST_TEST(item.interpretation == "L");
  BOOST_TEST(record.begin_of(item.codes)->system == "LN");
  BOOST_TEST(record.begin_of(item.codes)->code == "2823-3");
  BOOST_TEST(item.text == "Potassium");
  BOOST_TEST(item.source == "OBX/M1#1");
  BOOST_TEST((item.time == causa::parse_time("2026-01-10T07:30:00Z").value()));
  BOOST_TEST(item.flags == 0);
  BOOST_TEST(adds_up(record));
}

const std::vector<std::string> used{"F", "C", "U", "V", "A", "B", "P", "R", "S", ""};
BOOST_DATA_TEST_CASE(status_that_counts, data_of::make(used), status) {
  const Record record = with_status(status);
  BOOST_REQUIRE(record.items.size() == 1u);
  const bool flagged = status == "P" || status == "R" || status == "S" || status.empty();
  BOOST_TEST(record.items[0].flags == (flagged ? provisional : 0));
  BOOST_TEST(adds_up(record));
}

const std::vector<std::string> unused{"D", "W", "O"};
BOOST_DATA_TEST_CASE(status_that_does_not_count_is_ignored_with_its_reason, data_of::make(unused),
                     status) {
  const Record record = with_status(status);
  BOOST_TEST(record.items.empty());
  BOOST_TEST(record.codings.empty());
  BOOST_TEST(ignored(record, "OBX").starts_with("status "));
  BOOST_TEST(adds_up(record));
}

const std::vector<std::string> denied{"X", "N", "I"};
BOOST_DATA_TEST_CASE(a_number_beside_a_status_without_one_is_told, data_of::make(denied), status) {
  const Record record = with_status(status);
  BOOST_TEST(why_unread(record).starts_with("status " + status));
  BOOST_TEST(record.items[0].number == 2.9);
  // Words say the same as the status does.
  for (const char* words : {"", "test not performed", "24 hours not collected", "\"\""}) {
    const Record none = read_one(oru(obx("ST", words, "|||||" + status)));
    BOOST_TEST(none.items.empty());
    BOOST_TEST(none.codings.empty());
    BOOST_TEST(ignored(none, "OBX").starts_with("status "));
  }
}

const std::vector<std::string> unknown{"Z", "f"};
BOOST_DATA_TEST_CASE(status_that_is_not_known_may_hide_a_result, data_of::make(unknown), status) {
  const Record record = with_status(status);
  BOOST_TEST(record.items.empty());
  BOOST_TEST(ignored(record, "OBX").starts_with("can't be read: status "));
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(results_of_the_wrong_patient_are_shown_one_by_one) {
  const Record record = read_one(oru(obx("NM", "2.9", "|||||W") + obx("NM", "3", "|||||W")));
  std::size_t shown = 0;
  for (const Ignored& entry : record.ignored)
    if (entry.source == "OBX" && !entry.grouped) ++shown;
  BOOST_TEST(shown == 2u);
}

BOOST_AUTO_TEST_CASE(loinc_may_stand_in_the_alternate_triplet) {
  const Record record =
      read_one(oru("OBX|1|NM|51998^Potassium^LOCAL^2823-3^Potassium SerPl^LN||2.9|mmol/L|||||F\n"));
  BOOST_REQUIRE(record.items.at(0).codes.count == 2u);
  BOOST_TEST(record.begin_of(record.items[0].codes)[1].code == "2823-3");
  BOOST_TEST(record.begin_of(record.items[0].codes)[1].system == "LN");
}

BOOST_AUTO_TEST_CASE(numbers_that_come_as_strings_are_numbers) {
  for (const char* type : {"NM", "ST", "SN", ""}) {
    const Record record = read_one(oru(obx(type, ">=16")));
    BOOST_REQUIRE(record.items.size() == 1u);
    BOOST_TEST(record.items[0].number == 16);
    BOOST_TEST((record.items[0].comparator == Comparator::greater_equal));
  }
  BOOST_TEST(read_one(oru(obx("ST", "8,0"))).items.at(0).number == 8);
  BOOST_TEST(read_one(oru(obx("TX", "2.9"))).items.at(0).number == 2.9);
  BOOST_TEST((read_one(oru(obx("TX", "2.9", "|||||F"))).items.at(0).value_kind == ValueKind::text));
}

BOOST_AUTO_TEST_CASE(structured_numbers) {
  const auto item = [](std::string_view value) { return read_one(oru(obx("SN", value))); };
  BOOST_TEST(item("<^0.3").items.at(0).number == 0.3);
  BOOST_TEST((item("<^0.3").items.at(0).comparator == Comparator::less));
  BOOST_TEST(item("^2.9").items.at(0).number == 2.9);
  BOOST_TEST((item("=^2.9").items.at(0).comparator == Comparator::none));
  BOOST_TEST(item("2.9").items.at(0).number == 2.9);
  BOOST_TEST(item("^2.9^^").items.at(0).number == 2.9);
  for (const char* value : {"^1^-^5", "2.2^-^2.4", "-^1^-^5"})
    BOOST_TEST(why_unread(item(value)) == "value is a range");
  for (const char* value : {"^1^:^128", "1^:^128", "^1^/^2"})
    BOOST_TEST(why_unread(item(value)) == "value is a ratio");
  BOOST_TEST(why_unread(item("^2^+")) == "value is a grade");
  BOOST_TEST(why_unread(item("^2^x^3")) == "value is more than one number");
  for (const char* value : {"<<^2.3", "ca^2.3"}) {
    const Record record = item(value);
    BOOST_TEST(why_unread(record) == "a comparator that isn't understood");
    BOOST_TEST(record.items[0].number == 2.3);
  }
  // As in NM it stays as it was written.
  BOOST_TEST(item("^2.3 L").items.at(0).value_text == "2.3 L");
  BOOST_TEST(item("2.3^L").items.at(0).value_text == "2.3^L");
  BOOST_TEST(item("^2,300").items.at(0).value_text == "2,300");
  BOOST_TEST(ignored(item("~^~"), "OBX") == "no value x1; ");
}

BOOST_AUTO_TEST_CASE(quantities_bring_their_unit) {
  const auto item = [](std::string_view value, std::string_view unit) {
    return read_one(oru(obx("CQ", value, std::string(unit) + "|||||F")));
  };
  const Record own = item("2.9^mmol/L&millimole per liter&UCUM", "");
  BOOST_TEST(own.items.at(0).number == 2.9);
  BOOST_TEST(own.items.at(0).unit == "mmol/L");
  BOOST_TEST(own.items.at(0).unit_code == "mmol/L");
  BOOST_TEST(item("<2.9^mmol/L", "mmol/L").items.at(0).number == 2.9);
  BOOST_TEST(item("2.9", "mmol/L").items.at(0).unit == "mmol/L");
  const Record two = item("2.9^mg/dL", "mmol/L");
  BOOST_TEST(why_unread(two) == "its unit isn't that of OBX-6");
  BOOST_TEST(std::isnan(two.items[0].number));
  BOOST_TEST(item("7^10^3/uL", "").items.at(0).value_text == "7^10^3/uL");
}

BOOST_AUTO_TEST_CASE(a_type_that_hl7_does_not_know_is_told) {
  for (const char* type : {"nm", "N M", "2823-3^Potassium^LN", "NUMERIC"}) {
    Receipts receipts;
    auto found = read_all(oru(obx(type, "2.3")), &receipts);
    BOOST_REQUIRE(found.size() == 1u);
    BOOST_TEST(why_unread(found[0]->record) == "its type (OBX-2) isn't one of HL7");
    BOOST_TEST(verdicts(receipts).starts_with("MSA|AE|M1\nERR||OBX^1^2|103^"));
  }
  // Of HL7, if not read.
  Receipts receipts;
  auto found = read_all(oru(obx("MO", "2.3^USD")), &receipts);
  receipts.stored(found.at(0)->receipts);
  BOOST_TEST(why_unread(found[0]->record) == "a value of a type that isn't read");
  BOOST_TEST(verdicts(receipts) == "MSA|AA|M1\n");
}

BOOST_AUTO_TEST_CASE(a_result_without_a_code_is_told) {
  for (const char* segment : {"OBX|NM|2823-3^Potassium^LN||2.3|mmol/L|3.5-5.1|LL|||F|||20260110\r",
                              "OBX|1|NM|||2.3|mmol/L|||||F\r", "OBX|1|TX|||2.3|mmol/L|||||F\r"}) {
    Receipts receipts;
    auto found = read_all(oru(segment), &receipts);
    BOOST_REQUIRE(found.size() == 1u);
    BOOST_TEST(found[0]->record.items.empty());
    BOOST_TEST(ignored(found[0]->record, "OBX") ==
               "can't be read: a result without a code (OBX-3) x1; ");
    BOOST_TEST(adds_up(found[0]->record));
    BOOST_TEST(verdicts(receipts).starts_with("MSA|AE|M1\nERR||OBX^1^3|101^"));
  }
  // What is no result has none, either.
  for (const char* segment : {"OBX|1|ED|||^application^pdf^Base64^AAAA||||||F\r",
                              "OBX|1|TX|||a line of a letter||||||F\r", "OBX|1|NM|||||||||F\r"}) {
    const Record record = read_one(oru(segment));
    BOOST_TEST(ignored(record, "OBX") == "no code x1; ", segment);
  }
}

BOOST_AUTO_TEST_CASE(coded_values_and_words) {
  const Record coded =
      read_one(oru("OBX|1|CWE|72166-2^Smoking^LN||449868002^Smokes daily^SCT||||||F\n"));
  BOOST_TEST((coded.items.at(0).value_kind == ValueKind::coded));
  BOOST_TEST(coded.begin_of(coded.items[0].value_codes)->code == "449868002");
  BOOST_TEST(coded.items[0].value_text == "Smokes daily");
  const Record word = read_one(oru("OBX|1|CE|a^Homans sign^L||Positive||||||F\n"));
  BOOST_TEST(word.items.at(0).value_text == "Positive");
  const Record no = read_one(oru("OBX|1|CWE|a^Fever^L||N^No^HL70136||||||F\n"));
  BOOST_TEST((no.items.at(0).value_kind == ValueKind::truth));
  BOOST_TEST((no.items.at(0).state == State::absent));
  const Record guessed = read_one(oru("OBX|1||a^Fever^L||260415000^Not detected^SCT||||||F\n"));
  BOOST_TEST((guessed.items.at(0).value_kind == ValueKind::coded));
}

BOOST_AUTO_TEST_CASE(delimiters_that_were_not_escaped_in_text_stay) {
  const Record record =
      read_one(oru("OBX|1|FT|8251-1^Note^LN||cramps & pain ^ worse at night||||||F\n"));
  BOOST_TEST(record.items.at(0).value_text == "cramps & pain ^ worse at night");
}

BOOST_AUTO_TEST_CASE(lines_of_one_text_are_read_as_one) {
  const Record record = read_one(
      oru("OBX|1|TX|8251-1^Note^LN||denies any||||||F\nOBX|2|TX|8251-1^Note^LN||leg cramps~or "
          "swelling||||||F\nOBX|3|TX|10164-2^Story^LN||other||||||F\n"));
  BOOST_REQUIRE(record.items.size() == 2u);
  BOOST_TEST(record.items[0].value_text == "denies any\nleg cramps\nor swelling");
  BOOST_TEST(record.resources_used == 5u);
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(repeated_values_are_all_kept) {
  const Record record = read_one(oru(obx("NM", "2.7~2.5")));
  BOOST_REQUIRE(record.items.size() == 2u);
  BOOST_TEST(record.items[1].number == 2.5);
  BOOST_TEST(record.items[1].source == "OBX/M1#1.component[1]");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_value_of_a_kind_that_is_not_used_is_told) {
  BOOST_TEST(why_unread(read_one(oru(obx("TS", "20260110")))) == "value is a time");
  BOOST_TEST(why_unread(read_one(oru(obx("ED", "^application^pdf^Base64^AAAA")))) ==
             "a value of a type that isn't read");
  const Record part = read_one(oru(obx("SN", "^2.7~^2.2^-^2.4")));
  BOOST_REQUIRE(part.items.size() == 2u);
  BOOST_TEST(part.items[0].number == 2.7);
  BOOST_TEST(causa::record::why_unread(part.items[1]) == "value is a range");
  BOOST_TEST(part.items[1].source == "OBX/M1#1.component[1]");
}

const std::vector<std::string> empty{"NM||", "CWE||^^", "SN||", "SN||^^", "NM||\"\""};
BOOST_DATA_TEST_CASE(value_that_is_none_is_ignored_with_its_reason, data_of::make(empty), value) {
  const std::string type = value.substr(0, value.find("||"));
  const Record record = read_one(oru(obx(type, value.substr(value.find("||") + 2))));
  BOOST_TEST(record.items.empty());
  BOOST_TEST(!ignored(record, "OBX").empty());
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_number_that_cannot_be_read_stays_as_it_was_written) {
  for (const char* value : {"7.1 H", "7.1^H", "7.1^^H", "hemolyzed", "1,200", "> ^ 7"}) {
    for (const char* type : {"NM", "ST"}) {
      const Record record = read_one(oru(obx(type, value)));
      BOOST_REQUIRE_MESSAGE(record.items.size() == 1u, type << " " << value);
      BOOST_TEST((record.items[0].value_kind == ValueKind::text));
      BOOST_TEST(record.items[0].value_text == value);
      BOOST_TEST(record.items[0].flags == 0);
      BOOST_TEST(adds_up(record));
    }
  }
  // What is empty behind it is nothing.
  for (const char* value : {"7.1^", "7.1^^ ^", "7.1^\"\""})
    BOOST_TEST(read_one(oru(obx("NM", value))).items.at(0).number == 7.1);
  const Record second = read_one(oru(obx("NM", "2.7~7.1 H")));
  BOOST_REQUIRE(second.items.size() == 2u);
  BOOST_TEST(second.items[0].number == 2.7);
  BOOST_TEST(second.items[1].value_text == "7.1 H");
}

BOOST_AUTO_TEST_CASE(more_values_than_a_result_can_have_are_refused) {
  std::string values = "2.9";
  for (int i = 1; i < 1000; ++i) values += "~2.9";
  BOOST_TEST(read_one(oru(obx("NM", values))).items.size() == 1000u);
  const Record record = read_one(oru(obx("NM", values + "~2.9")));
  BOOST_TEST(why_unread(record) == "more than 1000 values in one result");
}

BOOST_AUTO_TEST_CASE(fields_behind_the_last_that_is_read_change_nothing) {
  const std::string result = obx("NM", "2.9");
  const Record record =
      read_one(oru(result.substr(0, result.size() - 1) + std::string(5000, '|') + "x\r"));
  BOOST_TEST(record.items.at(0).number == 2.9);
}

BOOST_AUTO_TEST_CASE(units_pass_through_as_written) {
  const auto unit = [](std::string_view written) {
    const Record record = read_one(oru(obx("NM", "1", std::string(written) + "|||||F")));
    return std::string(record.items.at(0).unit) + "|" + std::string(record.items.at(0).unit_code);
  };
  BOOST_TEST(unit("mEq/L") == "mEq/L|");
  BOOST_TEST(unit("mg/dL^^UCUM") == "mg/dL|mg/dL");
  BOOST_TEST(unit("g/l^gram/liter^L^g/L^^UCUM") == "g/l|g/L");
  BOOST_TEST(unit("beats/min^^ISO") == "beats/min|");
  BOOST_TEST(unit("10^3/uL") == "10^3/uL|");
  BOOST_TEST(unit("mL/min/1.73m^2") == "mL/min/1.73m^2|");
  BOOST_TEST(unit("10\\S\\9/L") == "10^9/L|");
  BOOST_TEST(unit("\"\"") == "|");
}

BOOST_AUTO_TEST_CASE(flags_of_two_quotation_marks_are_none) {
  const Record record = read_one(oru(obx("NM", "2.9", "mmol/L||\"\"|||F")));
  BOOST_TEST(record.items.at(0).interpretation == "");
  BOOST_TEST(read_one(oru(obx("NM", "2.9", "||\"\"~LL^^HL70078|||F"))).items.at(0).interpretation ==
             "LL");
}

BOOST_AUTO_TEST_CASE(the_time_is_that_of_the_result_then_of_the_collection) {
  const Record own = read_one(oru(obx("NM", "2.9", "|||||F|||202601091200+0000")));
  BOOST_TEST((own.items.at(0).time == causa::parse_time("2026-01-09T12:00Z").value()));
  const Record sent = read_one(msh() + pid() + obx("NM", "2.9"));
  BOOST_TEST((sent.items.at(0).time == causa::parse_time("2026-01-10T08:00:00Z").value()));
  BOOST_TEST(sent.items[0].flags == time_is_issued);
  const Record broken = read_one(oru(obx("NM", "2.9", "|||||F|||yesterday")));
  BOOST_TEST(ignored(broken, "OBX.14") == "not a time x1; ");
}

BOOST_AUTO_TEST_CASE(hemolysis_is_flagged_wherever_it_is_said) {
  const auto flagged = [](const std::string& segments) {
    const Record record = read_one(oru(segments));
    return (record.items.at(0).flags & hemolyzed) != 0;
  };
  const std::string result = obx("NM", "6.3");
  BOOST_TEST(flagged(result + "NTE|1|L|Specimen moderately hemolyzed\r"));
  BOOST_TEST(flagged("NTE|1|L|HEMOLYSIS 2+\r" + result));
  BOOST_TEST(flagged(result + "SPM|1|||SER||||||||||||||||||||HEM^Hemolyzed^HL70493\r"));
  BOOST_TEST(flagged(obx("NM", "6.3", "||H~hemolyzed|||F")));
  BOOST_TEST(!flagged(result + "NTE|1|L|no hemolysis seen\r"));
  BOOST_TEST(!flagged(result + "SPM|1|||SER\r"));
  // The note belongs to the second result.
  const Record record = read_one(oru(result + obx("NM", "6.4") + "NTE|1|L|hemolyzed\r"));
  BOOST_TEST(record.items.at(0).flags == 0);
  BOOST_TEST(record.items.at(1).flags == hemolyzed);
}

BOOST_AUTO_TEST_CASE(a_note_of_one_order_says_nothing_of_another) {
  const Record record =
      read_one(oru(obx("NM", "6.3") + "OBR|2||F2^LAB|x\rNTE|1|L|hemolyzed\r" + obx("NM", "5.0")));
  BOOST_TEST((record.items.at(0).flags & hemolyzed) == 0);
  BOOST_TEST((record.items.at(1).flags & hemolyzed) != 0);
}

BOOST_AUTO_TEST_CASE(every_segment_is_used_or_counted) {
  const Record record = read_one(msh() + "SFT|x\rEVN|A01\r" + pid() + "PV1|1|I\rZXY|1\r" +
                                 "OBR|1||F1\r" + obx("NM", "2.9") + "OBR|2||F2\rNTE|1||none\r");
  BOOST_TEST(record.resources_read == 9u);
  BOOST_TEST(record.resources_used == 3u);
  BOOST_TEST(adds_up(record));
  BOOST_TEST(ignored(record, "ZXY") == "segments of this kind are not used x1; ");
  BOOST_TEST(ignored(record, "OBR") == "no result that is used stands under it x1; ");
}

BOOST_AUTO_TEST_SUITE_END()
