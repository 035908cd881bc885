// SPDX-License-Identifier: Apache-2.0
//
// Where messages and segments begin and end.

#include "intake/hl7v2/message.hpp"

#include <boost/test/unit_test.hpp>

#include "intake/hl7v2_reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_hl7v2_message)

using namespace causa::intake::hl7v2;
using namespace hl7v2_test;

namespace {

std::string with_ends(std::string text, std::string_view end) {
  std::string changed;
  for (const char c : text)
    if (c == '\r')
      changed += end;
    else
      changed += c;
  return changed;
}

const std::string message = oru(obx("NM", "2.9"));

}  // namespace

BOOST_AUTO_TEST_CASE(segments_may_end_with_cr_lf_or_both) {
  for (const char* end : {"\r", "\n", "\r\n", "\r\r", "\n\n", "\r\n\r\n"}) {
    const Record record = read_one(with_ends(message, end));
    BOOST_TEST(record.items.size() == 1u);
    BOOST_TEST(record.items.at(0).number == 2.9);
    BOOST_TEST(record.resources_read == 3u);
  }
}

BOOST_AUTO_TEST_CASE(a_line_feed_within_a_field_is_text_if_segments_end_with_cr) {
  const Record record = read_one(oru("OBX|1|TX|8251-1^Note^LN||first\x01second||||||F\n"));
  std::string bytes = oru("OBX|1|TX|8251-1^Note^LN||first@second||||||F\n");
  bytes[bytes.find('@')] = '\n';
  BOOST_TEST(read_one(bytes).items.at(0).value_text == "first\nsecond");
}

BOOST_AUTO_TEST_CASE(a_line_feed_within_a_field_is_text_though_segments_end_with_it) {
  const std::string bytes =
      with_ends(oru("OBX|1|TX|8251-1^Note^LN||first@second line||||||F\nNTE|1||x\n"), "\n");
  std::string broken = bytes;
  broken[broken.find('@')] = '\n';
  const Record record = read_one(broken);
  BOOST_TEST(record.items.at(0).value_text == "first\nsecond line");
  BOOST_TEST(record.resources_read == 4u);
}

BOOST_AUTO_TEST_CASE(text_of_a_patient_cannot_begin_a_message_or_a_segment) {
  std::string bytes = oru("OBX|1|TX|8251-1^Note^LN||said:@MSH|^~\\&|||||||ADT^A01|2||||||F\n");
  bytes[bytes.find('@')] = '\n';
  BOOST_TEST(error_of(bytes) ==
             "x.hl7: OBX: some segments end with CR and some with LF; end all segments with CR, "
             "and write a line break in a text as \\.br\\");
}

BOOST_AUTO_TEST_CASE(messages_of_both_kinds_one_after_the_other_are_refused_not_mixed) {
  const std::string second =
      msh("ORU^R01^ORU_R01", "M2") + "PID|1||70002^^^HOSP\r" + obx("NM", "6.9");
  const auto found = read_all(with_ends(message, "\n") + second);
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found.front().has_error());
}

BOOST_AUTO_TEST_CASE(byte_order_mark_blanks_and_frames_are_taken_off) {
  BOOST_TEST(read_one("\xef\xbb\xbf" + message).items.size() == 1u);
  BOOST_TEST(read_one("\r\n\r\n" + message + "\r\n\r\n").items.size() == 1u);
  BOOST_TEST(read_one("\x0b" + message + "\x1c\r").items.size() == 1u);
  const std::string second = msh("ORU^R01^ORU_R01", "M2") + "PID|1||70002^^^HOSP\r";
  BOOST_TEST(read_all("\x0b" + message + "\x1c\r\x0b" + second + "\x1c\r").size() == 2u);
  BOOST_TEST(read_all("\x0b" + message + "\x1c\x0b" + second + "\x1c").size() == 2u);
  std::string no_end = message;
  no_end.pop_back();
  BOOST_TEST(read_one(no_end).items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_frame_without_its_end_is_not_used) {
  const std::string second =
      msh("ORU^R01^ORU_R01", "M2") + "PID|1||70002^^^HOSP\r" + obx("NM", "6.9");
  const std::string cut = "\x0b" + message.substr(0, message.find("2.9") + 1);
  const std::string told =
      "the message was cut off: its frame (MLLP) has no end (byte 1C); send it again whole";
  Receipts receipts;
  const auto last = read_all("\x0b" + second + "\x1c\r" + cut, &receipts);
  BOOST_REQUIRE(last.size() == 2u);
  BOOST_TEST(to_string(last[0].error()) == "x.hl7: message 2: " + told);
  BOOST_TEST(last[1]->record.patient_id() == "70002^^^HOSP");
  BOOST_TEST(verdicts(receipts).find("MSA|AR|M1\n") != std::string::npos);
  // Cut by the next one, and in front of any byte.
  const auto first = read_all(cut + "\x0b" + second + "\x1c\r");
  BOOST_REQUIRE(first.size() == 2u);
  BOOST_TEST(to_string(first[0].error()) == "x.hl7: message 1: " + told);
  BOOST_TEST(first[1]->record.patient_id() == "70002^^^HOSP");
  const std::string whole = "\x0b" + message + "\x1c\r";
  for (std::size_t size = 1; size < whole.size() - 1; ++size)
    BOOST_TEST(!error_of(whole.substr(0, size)).empty(), size);
  BOOST_TEST(error_of(whole.substr(0, whole.size() - 1)).empty());
}

BOOST_AUTO_TEST_CASE(a_frame_is_closed_or_not_wherever_parts_end) {
  const std::string second = msh("ORU^R01^ORU_R01", "M2") + "PID|1||70002^^^HOSP\r";
  for (const bool closed : {true, false}) {
    const std::string bytes = "\x0b" + message + "\x1c\r\x0b" + second + message +
                              (closed ? "\x1c\r" : "") + "\x0b" + second + "\x1c\r\x0b" + message;
    const Split whole = split(bytes);
    BOOST_REQUIRE(whole.messages.size() == 5u);
    BOOST_TEST(whole.cut == (closed ? std::vector<std::size_t>{4} : std::vector<std::size_t>{2, 4}),
               boost::test_tools::per_element());
    for (std::size_t at = bytes.find("MSH", 2); at != std::string::npos;
         at = bytes.find("MSH", at + 1)) {
      Splitter splitter;
      const Split before = splitter.take(std::string_view(bytes).substr(0, at), false);
      const Split after = splitter.take(std::string_view(bytes).substr(at), true);
      std::vector<std::size_t> cut = before.cut;
      for (const std::size_t index : after.cut) cut.push_back(index + before.messages.size());
      BOOST_TEST(cut == whole.cut, boost::test_tools::per_element());
      BOOST_TEST(after.faults.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_frame_that_was_opened_for_nothing_is_told) {
  const auto found = read_all("\x0b" + message + "\x1c\r\x0b");
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(to_string(found[0].error()) ==
             "x.hl7: a frame (MLLP) was opened, and no message follows; send it again whole");
}

BOOST_AUTO_TEST_CASE(a_batch_is_its_messages) {
  const std::string second = msh("ORU^R01^ORU_R01", "M2") + "PID|1||70002^^^HOSP\r";
  const std::string batch = "FHS|^~\\&|LAB\rBHS|^~\\&|LAB\r" + message + second + "BTS|2\rFTS|1\r";
  const auto found = read_all(batch);
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0]->record.resources_read == 3u);  // envelopes are not counted
  BOOST_TEST(found[1]->place == "x.hl7: message 2");
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_cut_or_miscounted_is_told_and_what_is_there_is_read) {
  const auto told = [](const std::string& bytes) {
    const auto found = read_all(bytes);
    return found.size() == 2 && found[0].has_error() && found[1].has_value()
               ? to_string(found[0].error())
               : std::to_string(found.size());
  };
  BOOST_TEST(told("BHS|^~\\&|LAB\r" + message) ==
             "x.hl7: BTS: the batch has no end (BTS): messages may be missing; send it again");
  BOOST_TEST(told("BHS|^~\\&|LAB\r" + message + "BTS|2\r") ==
             "x.hl7: BTS-1: not as many messages as this states were found (1); compare with the "
             "sender; what was found is read");
  BOOST_TEST(told("FHS|^~\\&|LAB\r" + message).starts_with("x.hl7: FTS: the file has no end"));
  BOOST_TEST(told("some words\r" + message).starts_with("x.hl7: text that belongs to no message"));
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_cut_by_the_next_one_or_by_the_next_file_is_told) {
  const auto told = [](const std::string& bytes) {
    std::string all;
    for (const auto& fault : split(bytes).faults) all += fault.place + ";";
    return all;
  };
  const std::string file_begins = "FHS|^~\\&|LAB\r";
  const std::string batch_begins = "BHS|^~\\&|LAB\r";
  const std::string batch = batch_begins + message + "BTS|1\r";
  const std::string whole = file_begins + batch + "FTS|1\r";
  BOOST_TEST(told(whole + whole) == "");
  BOOST_TEST(told(batch + batch) == "");
  BOOST_TEST(told(batch_begins + message + batch) == "BTS;");
  BOOST_TEST(told(file_begins + batch_begins + message + whole) == "BTS;");
  BOOST_TEST(told(batch_begins + message + whole) == "BTS;");
  BOOST_TEST(told(file_begins + batch + whole) == "FTS;");
  BOOST_TEST(told(file_begins + batch + file_begins + batch) == "FTS;FTS;");
}

BOOST_AUTO_TEST_CASE(fields_are_counted_as_hl7_does) {
  const Result<Message> read = Message::parse(message);
  BOOST_REQUIRE(read.has_value());
  const Segment& header = read->segments.front();
  BOOST_TEST(header.field(1) == "|");
  BOOST_TEST(header.field(2) == "^~\\&");
  BOOST_TEST(header.field(9) == "ORU^R01^ORU_R01");
  BOOST_TEST(read->segments.at(1).field(3) == "70001^^^HOSP^MR");
  BOOST_TEST(header.field(0) == "");
  BOOST_TEST(header.field(99) == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_a_named_error) {
  BOOST_TEST(error_of("PID|1||5").starts_with("x.hl7: text that belongs to no message"));
  BOOST_TEST(error_of("MSH").starts_with("x.hl7: MSH-2: the delimiters can't be read"));
  BOOST_TEST(error_of(" \r\n").starts_with("x.hl7: no HL7 v2 message"));
  BOOST_TEST(error_of(std::string("MSH|\0\0", 6)).starts_with("x.hl7: MSH-2"));
}

BOOST_AUTO_TEST_CASE(delimiters_of_another_kind_work_throughout) {
  const Record record = read_one(
      "MSH$*_/%$LAB$HOSP$$$20260110$$ORU*R01$M1$P$2.5.1\r"
      "PID$1$$70001***HOSP%1.2.3%ISO$$DOE*J$$19500213$F\r"
      "OBR$1$$F1$panel\rOBX$1$CWE$a*Cramps*L$$x*yes/S/no*L_y*maybe*L$$$$$$F\r");
  BOOST_TEST(record.patient_id() == "70001^^^HOSP&1.2.3&ISO");
  BOOST_REQUIRE(record.items.size() == 2u);
  BOOST_TEST(record.items[0].value_text == "yes*no");
}

BOOST_AUTO_TEST_SUITE_END()
