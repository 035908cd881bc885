// SPDX-License-Identifier: Apache-2.0
//
// Lines that were damaged on the way: what is certain is read, and nothing is lost unsaid.

#include "intake/hl7v2/lines.hpp"

#include <boost/test/unit_test.hpp>

#include "intake/hl7v2/message.hpp"
#include "intake/hl7v2_reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_hl7v2_lines)

using namespace causa::record;
using namespace hl7v2_test;
namespace hl7v2 = causa::intake::hl7v2;

namespace {

const std::string result = obx("NM", "2.3", "mmol/L|||||F");
const std::string accepted = "MSA|AA|M1\n";
const std::string doubted = "MSA|AE|M1\nERR||";

std::string second() {
  return msh("ORU^R01^ORU_R01", "M2") + "PID|1||70002^^^HOSP\r" + obx("NM", "6.9");
}

std::string without_end(std::string text) {
  text.pop_back();
  return text;
}

/// What is answered, and how the only patient's record says that something is missing.
struct Read {
  Record record;
  std::string answer;

  explicit Read(std::string_view bytes) {
    Receipts receipts;
    auto found = read_all(bytes, &receipts);
    if (found.size() != 1) throw std::runtime_error(std::to_string(found.size()) + " results");
    for (const std::uint32_t index : found.front()->receipts) receipts.stored({{index}});
    record = std::move(found.front().value().record);
    answer = verdicts(receipts);
    BOOST_TEST(adds_up(record));
  }

  /// The source of the one entry that says so; empty if there is none.
  [[nodiscard]] std::string unreadable() const {
    std::string source;
    for (const Ignored& entry : record.ignored)
      if (!entry.grouped && entry.reason.starts_with("can't be read: ")) source += entry.source;
    return source;
  }

  [[nodiscard]] bool has_result() const {
    return record.items.size() == 1 && record.items[0].number == 2.3 && record.items[0].flags == 0;
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_message_may_begin_in_the_line_before_it) {
  for (const std::string& between :
       {std::string(), std::string("\x0c"), std::string("\0", 1), std::string(" "),
        std::string("\r\x0c"), std::string("\r \t"), std::string("\r--- next ---")}) {
    const std::string bytes = without_end(oru(result)) + between + second();
    Receipts receipts;
    const auto found = read_all(bytes, &receipts);
    BOOST_REQUIRE_MESSAGE(found.size() == 2u, between);
    BOOST_TEST(found[0]->record.items.at(0).number == 2.3);
    BOOST_TEST(found[1]->record.items.at(0).number == 6.9);
    BOOST_TEST(found[1]->record.patient_id() == "70002^^^HOSP");
    const std::string answer = verdicts(receipts);
    BOOST_TEST(answer.find("|M1\n") != std::string::npos);
    BOOST_TEST(answer.find("|M2\n") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(that_the_end_of_a_line_is_missing_is_told) {
  Receipts receipts;
  const auto found = read_all(without_end(oru(result)) + second(), &receipts);
  for (const auto& one : found)
    for (const std::uint32_t index : one->receipts) receipts.stored({{index}});
  BOOST_TEST(verdicts(receipts) ==
             "MSA|AA|M1\nERR|||100^Segment sequence error^HL70357|W||||the next message begins in "
             "its last line: its end may be missing; end each segment with CR\nMSA|AA|M2\n");
  BOOST_TEST(ignored(found[0]->record, "OBX.line") ==
             "the next message begins in its line: its end may be missing x1; ");
  BOOST_TEST(ignored(found[1]->record, "OBX.line").empty());
}

BOOST_AUTO_TEST_CASE(words_of_a_patient_begin_no_message) {
  for (const char* words : {"MSH: normal", "MSH $*_/%$ ...", "MSH\\F\\^~\\E\\&", "  MSH: normal"}) {
    std::string bytes = oru("OBX|1|TX|8251-1^Note^LN||first@" + std::string(words) + "||||||F\n");
    bytes[bytes.find('@')] = '\n';
    BOOST_TEST(read_all(bytes).size() == 1u, words);
  }
}

BOOST_AUTO_TEST_CASE(blanks_and_control_characters_around_a_name_are_taken_off) {
  for (const char* name : {" OBX", "\tOBX", "\x02OBX", "  \x0c OBX", "OBX ", " OBX\t"}) {
    const Read read(oru(std::string(name) + result.substr(3)));
    BOOST_TEST(read.has_result(), name);
    BOOST_TEST(read.answer == accepted);
    BOOST_TEST(read.unreadable() == "");
  }
  std::string patient = oru(result);
  patient.insert(patient.find("PID"), " ");
  BOOST_TEST(Read(patient).has_result());
}

BOOST_AUTO_TEST_CASE(control_characters_behind_the_last_segment_are_nothing) {
  for (const std::string& end :
       {std::string("\r\0", 2), std::string("\r\x1a"), std::string("\x1a"), std::string("\0\0", 2),
        std::string("\r\x0c\r"), std::string("\r \r")}) {
    const Read read(without_end(oru(result)) + end);
    BOOST_TEST(read.has_result());
    BOOST_TEST(read.answer == accepted);
    BOOST_TEST(read.unreadable() == "");
  }
}

BOOST_AUTO_TEST_CASE(a_line_that_is_no_segment_takes_no_result_away_and_is_told) {
  for (const char* line :
       {"@@@broken", "1234 internal note", "2", "OB|x|2", "obx|2|NM|x||2|mmol/L"})
    for (const char* end : {"\r", "\n"}) {
      std::string bytes = oru(result + line + "\rNTE|1||x\r");
      if (*end == '\n')
        for (char& c : bytes) c = c == '\r' ? '\n' : c;
      const Read read(bytes);
      BOOST_TEST(read.has_result(), line);
      BOOST_TEST(read.unreadable() == "OBX.line");
      BOOST_TEST(read.answer.starts_with(doubted + "OBX^1^|100^Segment sequence error^HL70357|E|"));
      BOOST_TEST(read.answer.find("broken") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_result_whose_name_is_broken_is_told) {
  for (const char* name : {"obx", "@BX", "BX", "O BX", "\xc2\xa0OBX"}) {
    const Read read(oru(std::string(name) + result.substr(3)));
    BOOST_TEST(read.record.items.empty());
    BOOST_TEST(read.unreadable() == "OBR.line", name);
    BOOST_TEST(read.answer.starts_with(doubted + "OBR^1^|100^"));
  }
  const Read run_on(without_end(oru("")) + result);  // its line end is missing
  BOOST_TEST(run_on.record.items.empty());
  BOOST_TEST(run_on.unreadable() == "OBR.line");
  BOOST_TEST(run_on.answer.starts_with(doubted + "OBR^1^|100^"));
}

BOOST_AUTO_TEST_CASE(a_result_before_the_patient_is_told) {
  const Read read(msh() + "OBR|1||F1|x\r" + result + pid());
  BOOST_TEST(read.record.items.empty());
  BOOST_TEST(read.unreadable() == "OBROBX");
  BOOST_TEST(read.answer.starts_with(doubted + "OBR^1^|100^"));
  const Read other(msh() + "SFT|1\rNTE|1||x\r" + pid() + result);
  BOOST_TEST(other.unreadable() == "");
  BOOST_TEST(other.answer == accepted);
}

BOOST_AUTO_TEST_CASE(a_line_goes_on_where_people_write) {
  for (const char end : {'\r', '\n'}) {
    std::string bytes =
        oru("OBX|1|TX|8251-1^Note^LN||first\nsecond||||||F\n"
            "NTE|1||said\nmore\n");
    const std::size_t address = bytes.find("F\rOBR") + 1;
    bytes.insert(address, "|||Main Street 1\rHometown^^12345");
    for (char& c : bytes) c = c == '\r' ? end : c;
    const Read read(bytes);
    BOOST_TEST(read.record.items.size() == 1u);
    BOOST_TEST(read.record.items[0].value_text ==
               (end == '\r' ? "first\rsecond" : "first\nsecond"));
    BOOST_TEST(read.unreadable() == "");
    BOOST_TEST(read.answer == accepted);
  }
}

BOOST_AUTO_TEST_CASE(a_number_in_two_lines_is_none) {
  const Read read(oru("OBX|1|NM|2157-6^CK^LN||12\n000|U/L|||||F\n"));
  BOOST_REQUIRE(read.record.items.size() == 1u);
  BOOST_TEST((read.record.items[0].value_kind == ValueKind::text));
  BOOST_TEST(read.unreadable() == "OBX.line");
}

BOOST_AUTO_TEST_CASE(who_the_patient_is_must_be_whole) {
  std::string bytes = oru(result);
  bytes.insert(bytes.find("001^^^HOSP"), "\r");
  Receipts receipts;
  const auto found = read_all(bytes, &receipts);
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(
      to_string(found[0].error()) ==
      "x.hl7: PID: a line end stands within what identifies the patient; send it again whole");
  BOOST_TEST(verdicts(receipts).starts_with("MSA|AR|M1\n"));
}

BOOST_AUTO_TEST_CASE(a_status_that_is_not_known_is_told) {
  for (const char* status : {"Z", "f", "Final", "F\x01"}) {
    const Read read(oru(obx("NM", "2.3", "mmol/L|||||" + std::string(status) + "|")));
    BOOST_TEST(read.record.items.empty());
    BOOST_TEST(read.unreadable() == "OBX", status);
    BOOST_TEST(read.answer.starts_with(doubted + "OBX^1^11|103^Table value not found^HL70357|E|"));
    BOOST_TEST(read.answer.find("Final") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_header_in_small_letters_is_no_part_of_the_message_before) {
  std::string other = second();
  other.replace(0, 3, "msh");
  Receipts receipts;
  const auto found = read_all(oru(result) + other, &receipts);
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0].has_error());
  BOOST_TEST(found[1]->record.items.size() == 1u);
  BOOST_TEST(verdicts(receipts).find("MSA|AR|M2\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(parts_of_an_input_end_where_a_message_begins_behind_stray_bytes) {
  const std::string bytes = oru(result) + "\x0c" + second();
  BOOST_TEST(hl7v2::before_last_message(bytes, true) == bytes.rfind("MSH"));
}

BOOST_AUTO_TEST_SUITE_END()
