// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include "intake/hl7v2_reading.hpp"

#include <algorithm>

BOOST_AUTO_TEST_SUITE(intake_hl7v2_acknowledgment)

using namespace hl7v2_test;

namespace {

/// What is answered if everything that was read is stored.
std::string told(const std::string& bytes, bool store = true) {
  Receipts receipts;
  for (const auto& patient : read_all(bytes, &receipts))
    if (patient.has_value() && store) receipts.stored(patient->receipts);
  return verdicts(receipts);
}

std::string header(std::string_view type, std::string_view rest) {
  return "MSH|^~\\&|LAB|HOSP|CAUSA|CLINIC|20260110||" + std::string(type) + "|" +
         std::string(rest) + "\r" + pid();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_stored_message_is_accepted_and_sender_and_receiver_swap) {
  Receipts receipts;
  for (const auto& patient : read_all(oru(obx("NM", "2.9")), &receipts))
    receipts.stored(patient->receipts);
  const std::string text = answers(receipts);
  BOOST_TEST(text.starts_with("MSH|^~\\&|CAUSA|CLINIC|LAB|HOSP|19700101000000+0000||ACK^R01^ACK|"));
  BOOST_TEST(text.find("|P|2.5.1||||||UNICODE UTF-8\nMSA|AA|M1\n") != std::string::npos);
  BOOST_TEST(text.find("ERR") == std::string::npos);
  BOOST_TEST(receipts.acknowledgments(0).find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_not_stored_is_not_accepted) {
  BOOST_TEST(told(oru(obx("NM", "2.9")), false) ==
             "MSA|AE|M1\nERR|||207^Application internal error^HL70357|E||||what the message "
             "carries was not stored; send it again\n");
}

BOOST_AUTO_TEST_CASE(a_message_is_accepted_once_all_its_patients_are_stored) {
  Receipts receipts;
  const auto found =
      read_all(oru(obx("NM", "2.9")) + "PID|2||70002^^^HOSP\r" + obx("NM", "6.9"), &receipts);
  BOOST_REQUIRE(found.size() == 2u);
  receipts.stored(found[0]->receipts);
  BOOST_TEST(verdicts(receipts).starts_with("MSA|AE|M1\n"));
  receipts.stored(found[1]->receipts);
  BOOST_TEST(verdicts(receipts) == "MSA|AA|M1\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_read_is_rejected_with_its_code) {
  BOOST_TEST(told(header("SIU^S12", "7|P|2.5.1"))
                 .starts_with("MSA|AR|7\nERR||MSH^1^9^1^1|200^Unsupported message "
                              "type^HL70357|E||||messages of type "));
  BOOST_TEST(told(header("ADT^Z99", "7|P|2.5.1"))
                 .starts_with("MSA|AR|7\nERR||MSH^1^9^1^2|201^Unsupported event code^HL70357|E|"));
  BOOST_TEST(
      told(header("ADT^A08", "7|Q|2.5.1"))
          .starts_with("MSA|AR|7\nERR||MSH^1^11^1^1|202^Unsupported processing id^HL70357|E|"));
  BOOST_TEST(told(header("ADT^A08", "7|P|3.0"))
                 .starts_with("MSA|AR|7\nERR||MSH^1^12^1^1|203^Unsupported version id^HL70357|E|"));
  BOOST_TEST(told(header("", "7|P|2.5.1")).starts_with("MSA|AR|7\nERR||MSH^1^9"));
}

BOOST_AUTO_TEST_CASE(a_merge_is_answered_not_done) {
  BOOST_TEST(told(header("ADT^A40", "7|P|2.5.1") + "MRG|8\r")
                 .starts_with("MSA|AE|7\nERR||MSH^1^9^1^2|201^Unsupported event "
                              "code^HL70357|E||||merging, moving and "
                              "linking of patients (A40) is not done"));
  BOOST_TEST(error_of(header("ADT^A40", "7|P|2.5.1"))
                 .starts_with("x.hl7: MSH-9: merging, moving and linking"));
}

BOOST_AUTO_TEST_CASE(a_missing_field_is_named_with_its_place) {
  BOOST_TEST(told(msh() + "PID|1||^^^HOSP||DOE^JOHN\r") ==
             "MSA|AE|M1\nERR||PID^1^3|101^Required field missing^HL70357|E||||the patient has no "
             "identifier; give PID-3 an identifier with its authority\n");
  BOOST_TEST(told(msh()).starts_with("MSA|AE|M1\nERR||PID^1^|100^Segment sequence error"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_parsed_is_rejected) {
  BOOST_TEST(told("MSH\r").starts_with("MSA|AR|\nERR||MSH^1^2|102^Data type error^HL70357|E|"));
}

BOOST_AUTO_TEST_CASE(versions_before_2_5_find_the_place_where_they_look_for_it) {
  BOOST_TEST(
      told(header("SIU^S12", "7|P|2.3"))
          .starts_with("MSA|AR|7\nERR|MSH^1^9^200&Unsupported message type|MSH^1^9^1^1|200^"));
}

BOOST_AUTO_TEST_CASE(enhanced_mode_is_answered_as_it_asks) {
  const auto asked = [](std::string_view type, std::string_view accept,
                        std::string_view application) {
    std::string text;
    const std::string all =
        told(header(type, "7|P|2.5.1|||" + std::string(accept) + "|" + std::string(application)));
    for (std::size_t at = all.find("MSA|"); at != std::string::npos; at = all.find("MSA|", at + 1))
      text += all.substr(at + 4, 2) + " ";
    return text;
  };
  BOOST_TEST(asked("ADT^A08", "AL", "NE") == "CA ");
  BOOST_TEST(asked("ADT^A08", "NE", "AL") == "AA ");
  BOOST_TEST(asked("ADT^A08", "AL", "AL") == "CA AA ");
  BOOST_TEST(asked("ADT^A08", "NE", "NE") == "");
  BOOST_TEST(asked("ADT^A08", "ER", "SU") == "AA ");
  BOOST_TEST(asked("ADT^A40", "AL", "ER") == "CE AE ");
  BOOST_TEST(asked("SIU^S12", "ER", "SU") == "CR ");
}

BOOST_AUTO_TEST_CASE(the_same_message_twice_is_answered_alike) {
  const std::string message = oru(obx("NM", "2.9"));
  BOOST_TEST(told(message + message) == "MSA|AA|M1\nMSA|AA|M1\n");
  Receipts receipts;
  for (const auto& patient : read_all(message + message, &receipts))
    receipts.stored(patient->receipts);
  const std::string text = receipts.acknowledgments(0);
  BOOST_TEST(text.substr(0, text.size() / 2) == text.substr(text.size() / 2));
}

BOOST_AUTO_TEST_CASE(a_control_id_of_two_messages_or_of_none_is_a_warning) {
  BOOST_TEST(
      told(oru(obx("NM", "2.9")) + oru(obx("NM", "3.9", "|||||F", "2"))) ==
      "MSA|AA|M1\nMSA|AA|M1\nERR||MSH^1^10|205^Duplicate key identifier^HL70357|W||||another "
      "message had this control id; both were used; give each message a control id of its "
      "own\n");
  BOOST_TEST(told(oru(obx("NM", "2.9"), ""))
                 .starts_with("MSA|AA|\nERR||MSH^1^10|101^Required field missing^HL70357|W|"));
}

BOOST_AUTO_TEST_CASE(an_acknowledgment_is_never_acknowledged) {
  BOOST_TEST(told(header("ACK^R01^ACK", "7|P|2.5.1") + "MSA|AA|5\r") == "");
}

BOOST_AUTO_TEST_CASE(the_answer_is_in_the_delimiters_of_the_message_and_nothing_gets_out_of_them) {
  Receipts receipts;
  read_all("MSH$*_/%$LA*B$H$C$D$20260110$$X%/F/*Z/X0D/1$7$P$2.5.1\rPID$1$$5\r", &receipts);
  const std::string text = answers(receipts);
  BOOST_TEST(text.starts_with("MSH$*_/%$C$D$LA*B$H$"));
  BOOST_TEST(text.find("MSA$AR$7\nERR$$MSH*1*9*1*1$200*") != std::string::npos);
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 3);
}

BOOST_AUTO_TEST_CASE(what_has_not_the_shape_of_its_field_is_not_repeated) {
  const auto text_of = [](std::string_view rest) {
    Receipts receipts;
    std::string text =
        error_of("MSH|^~\\&|LAB|HOSP|||20260110||" + std::string(rest) + "\r" + pid());
    read_all("MSH|^~\\&|LAB|HOSP|||20260110||" + std::string(rest) + "\r" + pid(), &receipts);
    return text + "\n" + answers(receipts);
  };
  for (const char* rest :
       {"ORU^DOE4711|7|P|2.5.1", "DOE4711^R01|7|P|2.5.1", "ORU^R01|7|DOE4711|2.5.1",
        "ORU^R01|7|P|DOE4711", "ORU^R01|7|P|19500213"}) {
    BOOST_TEST(text_of(rest).find("DOE") == std::string::npos, rest);
    BOOST_TEST(text_of(rest).find("1950") == std::string::npos, rest);
    BOOST_TEST(text_of(rest).find("MSA|AR|7\n") != std::string::npos, rest);
  }
  BOOST_TEST(text_of("ORU^R99|7|P|2.5.1").find("event \"R99\" of ORU") != std::string::npos);
  BOOST_TEST(text_of("ORU^R01|7|P|3.0").find("version \"3.0\" is") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
