// SPDX-License-Identifier: Apache-2.0
//
// Whose a message is, how messages of one patient become one record, and how later ones correct
// earlier ones.

#include <boost/test/unit_test.hpp>

#include "intake/hl7v2_reading.hpp"
#include "record/unread.hpp"
#include "sanitized.hpp"

BOOST_AUTO_TEST_SUITE(intake_hl7v2_patients)

using namespace causa::record;
using namespace hl7v2_test;

namespace {

std::string of(std::string_view identifiers, std::string_view id, std::string_view value = "2.9",
               std::string_view sender = "LAB|HOSP") {
  return "MSH|^~\\&|" + std::string(sender) + "|||20260110080000||ORU^R01|" + std::string(id) +
         "|P|2.5.1\rPID|1||" + std::string(identifiers) + "||DOE||1950|F\r" + "OBR|1||F" +
         std::string(id) + "^LAB|x|||202601100730\r" + obx("NM", value);
}

std::size_t patients(const std::string& bytes) { return read_all(bytes).size(); }

std::string adt(std::string_view event, std::string_view id, std::string_view time,
                std::string_view segments) {
  return msh("ADT^" + std::string(event), id, time) + pid() + with_cr(std::string(segments));
}

}  // namespace

BOOST_AUTO_TEST_CASE(messages_of_one_patient_are_one_record) {
  const Record record = read_one(
      oru(obx("NM", "2.9")) + adt("A04", "M2", "20260110", "DG1|1||I10^Hypertension^I10C|||F\n"));
  BOOST_TEST(record.items.size() == 2u);
  BOOST_TEST(record.patient_id() == "70001^^^HOSP");
  BOOST_TEST((record.sex == Sex::female));
  BOOST_TEST((record.birth == causa::parse_time("1950-02-13").value()));
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(the_same_number_of_another_authority_is_another_patient) {
  BOOST_TEST(patients(of("1^^^A", "M1") + of("1^^^A", "M2")) == 1u);
  BOOST_TEST(patients(of("1^^^A", "M1") + of("1^^^B", "M2")) == 2u);
  BOOST_TEST(patients(of("1^^^A&1.2.3&ISO", "M1") + of("1^^^B&1.2.3&ISO", "M2")) == 1u);
  BOOST_TEST(patients(of("1^^^A&1.2.3&ISO", "M1") + of("1^^^A&9.9.9&ISO", "M2")) == 2u);
  BOOST_TEST(patients(of("1^^^A", "M1") + of("1", "M2")) == 2u);
}

BOOST_AUTO_TEST_CASE(without_an_authority_it_is_the_senders) {
  BOOST_TEST(patients(of("1", "M1") + of("1", "M2")) == 1u);
  BOOST_TEST(patients(of("1", "M1") + of("1", "M2", "2.9", "OTHER|HOSP")) == 2u);
}

BOOST_AUTO_TEST_CASE(any_identifier_in_common_joins) {
  BOOST_TEST(patients(of("1^^^A^MR~9^^^B^PI", "M1") + of("9^^^B^PI", "M2")) == 1u);
}

BOOST_AUTO_TEST_CASE(two_patients_with_one_number_in_common_are_kept_apart_and_this_is_told) {
  const auto found = read_all(of("1^^^A^MR~999^^^US^SS", "M1") + of("2^^^A^MR~999^^^US^SS", "M2"));
  BOOST_REQUIRE(found.size() == 2u);
  for (const auto& one : found) BOOST_TEST(!ignored(one->record, "PID.3").empty());
}

BOOST_AUTO_TEST_CASE(several_patients_of_one_message_are_told_apart) {
  const auto found =
      read_all(oru(obx("NM", "2.9")) + "PID|2||70002^^^HOSP\rOBR|1||F2\r" + obx("NM", "6.9"));
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0]->record.items.at(0).number == 2.9);
  BOOST_TEST(found[1]->record.items.at(0).number == 6.9);
}

BOOST_AUTO_TEST_CASE(a_message_of_nobody_is_an_error) {
  BOOST_TEST(error_of(msh() + obx("NM", "2.9")) ==
             "x.hl7: PID[1]: the message names no patient; send it with a PID segment");
  BOOST_TEST(error_of(msh() + "PID|1||^^^HOSP||DOE\r" + obx("NM", "2.9")) ==
             "x.hl7: PID[1]-3: the patient has no identifier; give PID-3 an identifier with its "
             "authority");
  BOOST_TEST(error_of(msh() + "PID|1||\"\"\r").starts_with("x.hl7: PID[1]-3"));
}

BOOST_AUTO_TEST_CASE(old_senders_put_the_number_elsewhere) {
  BOOST_TEST(read_one(msh() + "PID|1|55|\r").patient_id() == "55");
}

BOOST_AUTO_TEST_CASE(a_broken_message_does_not_stop_the_others) {
  const auto found = read_all(msh("ORU^R01", "M0") + oru(obx("NM", "2.9")) + "MSH|\r");
  BOOST_REQUIRE(found.size() == 3u);
  BOOST_TEST(found[0].error().place == "x.hl7: message 1: PID[1]");
  BOOST_TEST(found[1].has_error());
  BOOST_TEST(found[2].has_value());
}

BOOST_AUTO_TEST_CASE(demographics_that_are_stated_later_win_and_empty_ones_say_nothing) {
  const Record record =
      read_one(msh("ADT^A08", "M2", "20260111") +
               "PID|1||70001^^^HOSP||||19500301|M||||||||||||||||||||||Y\r" +
               msh("ADT^A01", "M1", "20260110") + "PID|1||70001^^^HOSP||||1949|F\r" +
               msh("ADT^A08", "M3", "20260112") + "PID|1||70001^^^HOSP\r");
  BOOST_TEST((record.sex == Sex::male));
  BOOST_TEST((record.birth == causa::parse_time("1950-03-01").value()));
  BOOST_TEST(record.deceased);
  BOOST_TEST(!ignored(record, "PID.8").empty());
  BOOST_TEST(!ignored(record, "PID.7").empty());
}

BOOST_AUTO_TEST_CASE(two_quotation_marks_delete) {
  const Record record =
      read_one(msh("ADT^A01", "M1", "20260110") + "PID|1||70001^^^HOSP||||1949|F\r" +
               msh("ADT^A08", "M2", "20260111") + "PID|1||70001^^^HOSP||||\"\"|\"\"\r");
  BOOST_TEST((record.sex == Sex::unknown));
  BOOST_TEST(!record.birth.known());
}

BOOST_AUTO_TEST_CASE(a_birth_date_that_is_none_is_told_but_not_repeated) {
  const Record record = read_one(msh() + "PID|1||70001||||31.12.1950|Q\r");
  BOOST_TEST(!record.birth.known());
  BOOST_TEST(ignored(record, "PID.7") == "not understood, or more than is read x1; ");
  BOOST_TEST(ignored(record, "PID.8") == "not understood, or more than is read x1; ");
}

BOOST_AUTO_TEST_CASE(a_correction_replaces_the_result) {
  const Record record = read_one(oru(obx("NM", "6.9"), "M1") + oru(obx("NM", "4.1", "mmol/L|||||C"),
                                                                   "M2", "20260110090000+0000"));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].number == 4.1);
  BOOST_TEST(ignored(record, "OBX") == "replaced by a later message x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(the_order_of_the_file_does_not_matter_but_that_of_sending_does) {
  const Record record =
      read_one(oru(obx("NM", "4.1", "mmol/L|||||C"), "M2", "20260110090000+0000") +
               oru(obx("NM", "6.9"), "M1", "20260110080000+0000"));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].number == 4.1);
}

BOOST_AUTO_TEST_CASE(deleted_wrong_and_unobtainable_results_are_taken_back_and_shown) {
  for (const char* status : {"D", "W", "X"}) {
    const Record record =
        read_one(oru(obx("NM", "6.9"), "M1") +
                 oru(obx("NM", "", "mmol/L|||||" + std::string(status)), "M2", "20260110090000"));
    BOOST_TEST(record.items.empty());
    bool shown = false;
    for (const Ignored& entry : record.ignored)
      shown = shown || (entry.source == "OBX" && !entry.grouped && !entry.examples.empty() &&
                        entry.examples.front() == "OBX/M1#1");
    BOOST_TEST(shown, status);
    BOOST_TEST(adds_up(record));
  }
  const Record deleted =
      read_one(oru(obx("NM", "6.9"), "M1") + oru(obx("NM", "\"\""), "M2", "2027"));
  BOOST_TEST(deleted.items.empty());
}

BOOST_AUTO_TEST_CASE(a_result_is_known_by_any_of_its_codes) {
  const auto result = [](std::string_view codes, std::string_view value, std::string_view status,
                         std::string_view time = "") {
    return "OBX|1|NM|" + std::string(codes) + "|1|" + std::string(value) + "|mmol/L|||||" +
           std::string(status) + "|||" + std::string(time) + "\n";
  };
  const std::string later = "20260110090000+0000";
  const std::string first = oru(result("2823-3^Potassium^LN^K^Kalium^L", "2.4", "F"), "M1");
  for (const char* codes :
       {"K^Kalium^L^2823-3^Potassium^LN", "K^Kalium^L", "2823-3^Potassium^LN",
        "X1^Kalium^99X^2823-3^Potassium^LN", "X1^Kalium^99X^Y^Kalium^99Y^^^^K^Kalium^L"}) {
    for (const char* status : {"W", "D"})
      BOOST_TEST(read_one(first + oru(result(codes, "2.4", status), "M2", later)).items.empty(),
                 codes);
    // The number that stands beside the status is told, and is no result.
    const Record unobtained = read_one(first + oru(result(codes, "2.4", "X"), "M2", later));
    BOOST_REQUIRE_MESSAGE(unobtained.items.size() == 1u, codes);
    BOOST_TEST(!causa::record::why_unread(unobtained.items[0]).empty());
    for (const char* status : {"C", "F"}) {
      const Record record = read_one(first + oru(result(codes, "4.1", status), "M2", later));
      BOOST_REQUIRE_MESSAGE(record.items.size() == 1u, codes);
      BOOST_TEST(record.items[0].number == 4.1);
      BOOST_TEST(adds_up(record));
    }
  }
  // One laboratory code for two tests: what LOINC tells apart stays apart.
  const Record two = read_one(first + oru(result("K^Kalium^L^6298-4^Potassium^LN", "", "W"), "M2"));
  BOOST_TEST(two.items.size() == 1u);
  // Of a series only the one whose time it has goes, though its codes are those of the others.
  const Record series = read_one(
      oru(result("2823-3^Potassium^LN^K^Kalium^L", "2.4", "F", "202601100600+0000") +
              result("2823-3^Potassium^LN^K^Kalium^L", "4.0", "F", "202601101200+0000"),
          "M1") +
      oru(result("K^Kalium^L^2823-3^Potassium^LN", "", "W", "202601100600+0000"), "M2", later));
  BOOST_REQUIRE(series.items.size() == 1u);
  BOOST_TEST(series.items[0].number == 4.0);
}

BOOST_AUTO_TEST_CASE(a_pending_result_takes_nothing_back) {
  const Record record = read_one(oru(obx("NM", "2.4"), "M1") +
                                 oru(obx("NM", "", "mmol/L|||||I"), "M2", "20260110090000+0000"));
  BOOST_TEST(record.items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_preliminary_result_gives_way_to_the_final_one) {
  const Record record = read_one(oru(obx("NM", "2.4", "|||||P"), "M1") +
                                 oru(obx("NM", "2.5", "|||||F"), "M2", "20260110090000+0000"));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].number == 2.5);
  BOOST_TEST(record.items[0].flags == 0);
}

BOOST_AUTO_TEST_CASE(a_preliminary_result_never_replaces_a_final_one) {
  for (const char* before : {"F", "C", "U"})
    for (const char* after : {"P", "R", "S", ""}) {
      const Record record = read_one(
          oru(obx("NM", "7.1", "mmol/L|||||" + std::string(before)), "M1") +
          oru(obx("NM", "4.1", "mmol/L|||||" + std::string(after)), "M2", "20260110090000+0000"));
      BOOST_REQUIRE_MESSAGE(record.items.size() == 2u, before << " then " << after);
      BOOST_TEST(record.items[0].number == 7.1);
      BOOST_TEST(record.items[1].flags == provisional);
      BOOST_TEST(!ignored(record, "OBX.11").empty());
      BOOST_TEST(adds_up(record));
    }
  // One that is preliminary, too, is replaced.
  const Record record = read_one(oru(obx("NM", "7.1", "|||||F"), "M1") +
                                 oru(obx("NM", "4.1", "|||||P"), "M2", "20260110090000+0000") +
                                 oru(obx("NM", "4.2", "|||||P"), "M3", "20260110100000+0000"));
  BOOST_REQUIRE(record.items.size() == 2u);
  BOOST_TEST(record.items[1].number == 4.2);
}

BOOST_AUTO_TEST_CASE(what_is_final_replaces_all_that_came_before_it) {
  const std::string before = oru(obx("NM", "7.1", "|||||F"), "M1") +
                             oru(obx("NM", "4.1", "|||||P"), "M2", "20260110090000+0000");
  for (const char* status : {"F", "C"}) {
    const Record record = read_one(
        before + oru(obx("NM", "4.3", "|||||" + std::string(status)), "M3", "20260110100000+0000"));
    BOOST_REQUIRE(record.items.size() == 1u);
    BOOST_TEST(record.items[0].number == 4.3);
  }
  for (const char* status : {"D", "X", "W"})
    BOOST_TEST(read_one(before + oru(obx("NM", "", "|||||" + std::string(status)), "M3",
                                     "20260110100000+0000"))
                   .items.empty());
}

/// Sent later, it need not be of a later sample.
BOOST_AUTO_TEST_CASE(a_preliminary_result_without_a_time_may_be_as_old_as_the_final_one) {
  const auto plain = [](std::string_view id, std::string_view value, std::string_view status,
                        std::string_view time) {
    return msh("ORU^R01", id, time) + pid() + "OBR|1||F1^LAB|x\r" +
           obx("NM", value, "mmol/L|||||" + std::string(status));
  };
  const Record record = read_one(plain("M1", "7.1", "F", "20260110080000+0000") +
                                 plain("M2", "4.1", "P", "20260110090000+0000"));
  BOOST_REQUIRE(record.items.size() == 2u);
  BOOST_TEST(record.items[1].time.earliest_ms == record.items[0].time.earliest_ms);
  BOOST_TEST(record.items[1].time.latest_ms > record.items[0].time.latest_ms);
}

BOOST_AUTO_TEST_CASE(a_series_under_one_order_is_no_correction) {
  const Record record =
      read_one(oru(obx("NM", "2.4", "|||||F|||202601100600"), "M1") +
               oru(obx("NM", "4.0", "|||||F|||202601101200"), "M2", "20260110130000+0000"));
  BOOST_TEST(record.items.size() == 2u);
}

BOOST_AUTO_TEST_CASE(without_an_order_number_two_results_of_a_day_both_stay) {
  const auto plain = [](std::string_view id, std::string_view value) {
    return msh("ORU^R01", id) + pid() + obx("NM", value, "mmol/L|||||F|||20260110");
  };
  BOOST_TEST(read_one(plain("M1", "2.4") + plain("M2", "4.0")).items.size() == 2u);
}

BOOST_AUTO_TEST_CASE(long_series_and_many_repetitions_are_read_in_time) {
  constexpr int count = causa::tests::sanitized ? 4'000 : 20'000;
  const auto two = [](int number) { return std::to_string(100 + number).substr(1); };
  std::string same_time = msh() + pid() + "OBR|1||F1^LAB|x\r";
  std::string series = msh("ORU^R01", "M2") + pid() + "OBR|1||F2^LAB|x\r";
  for (int i = 0; i < count; ++i) {
    same_time += obx("NM", "2.4");
    series +=
        obx("NM", "2.4", "|||||F|||202601" + two(1 + i / 1440) + two(i / 60 % 24) + two(i % 60));
  }
  const std::string again = msh("ORU^R01", "M3", "20260301") + series.substr(series.find('\r') + 1);
  const Record record = read_one(same_time + series + again);
  BOOST_TEST(record.items.size() == 2u * count);
  BOOST_TEST(adds_up(record));
  std::string many = "1^^^A";
  for (int i = 0; i < count; ++i) many += "~" + std::to_string(i) + "^^^A";
  BOOST_TEST(!ignored(read_one(of(many, "M1")), "PID.3").empty());
}

BOOST_AUTO_TEST_CASE(a_result_that_is_sent_again_and_again_is_read_in_time) {
  constexpr int count = causa::tests::sanitized ? 4'000 : 20'000;
  for (const char* status : {"F", "C", "P"}) {
    std::string again = oru(obx("NM", "7.1", "mmol/L|||||F"), "A");
    for (int i = 0; i < count; ++i)
      again += oru(obx("NM", "2.4", "mmol/L|||||" + std::string(status)), "M" + std::to_string(i),
                   "20260110090000+0000");
    const Record record = read_one(again);
    BOOST_TEST(record.items.size() == (status[0] == 'P' ? 2u : 1u));
    BOOST_TEST(adds_up(record));
  }
}

BOOST_AUTO_TEST_CASE(sub_identifiers_tell_results_apart) {
  const Record record = read_one(oru(obx("NM", "2.4", "|||||F", "1"), "M1") +
                                 oru(obx("NM", "4.0", "|||||F", "2"), "M2"));
  BOOST_TEST(record.items.size() == 2u);
}

BOOST_AUTO_TEST_CASE(within_a_message_only_what_says_so_corrects) {
  BOOST_TEST(read_one(oru(obx("NM", "2.4") + obx("NM", "2.5"))).items.size() == 2u);
  BOOST_TEST(read_one(oru(obx("NM", "2.4") + obx("NM", "2.5", "|||||C"))).items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_full_update_replaces_the_lists_that_it_gives) {
  const Record record =
      read_one(adt("A01", "M1", "20260110", "AL1|1|DA|1^Penicillin^L\nDG1|1||I10^HT^I10C|||W\n") +
               adt("A08", "M2", "20260111", "DG1|1||E87.6^Hypokalemia^I10C|||F\n"));
  BOOST_REQUIRE(record.items.size() == 2u);  // the allergy stays, since no list of them was given
  BOOST_TEST((record.items[0].kind == Kind::allergy));
  BOOST_TEST(record.begin_of(record.items[1].codes)->code == "E87.6");
  BOOST_TEST(ignored(record, "DG1") == "replaced by a later message x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_full_update_of_another_visit_replaces_nothing) {
  const std::string visit = "PV1|1|I|||||||||||||||||";
  const Record record =
      read_one(adt("A01", "M1", "20260110", visit + "V1\nDG1|1||I10^HT^I10C|||F\n") +
               adt("A08", "M2", "20260111", visit + "V2\nDG1|1||E87.6^Hypokalemia^I10C|||F\n"));
  BOOST_TEST(record.items.size() == 2u);
}

BOOST_AUTO_TEST_CASE(the_same_message_again_is_not_used_twice) {
  const std::string message = oru(obx("NM", "2.9"));
  const std::string again = oru(obx("NM", "2.9"), "M1", "20260110081500+0000");
  const Record record = read_one(message + again);
  BOOST_TEST(record.items.size() == 1u);
  BOOST_TEST(record.resources_read == 3u);
  BOOST_TEST(!ignored(record, "MSH.10").empty());
}

BOOST_AUTO_TEST_CASE(another_message_with_the_same_control_id_is_not_lost) {
  const Record record =
      read_one(oru(obx("NM", "2.9")) + oru("OBX|1|NM|2951-2^Sodium^LN||121|mmol/L|||||F\n"));
  BOOST_TEST(record.items.size() == 2u);
  BOOST_TEST(record.items[1].source == "OBX/M1-2#1");
  BOOST_TEST(!ignored(record, "MSH.10").empty());
}

BOOST_AUTO_TEST_SUITE_END()
