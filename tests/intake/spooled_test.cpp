// SPDX-License-Identifier: Apache-2.0
//
// Files of messages and rows that don't fit into memory: what is kept in the temporary folder gives
// the same records as what is held, in the same order, and a file that is cut gives none.

#include <fmt/core.h>

#include <boost/test/unit_test.hpp>

#include "intake/files.hpp"
#include "intake/handwritten.hpp"
#include "intake/hl7v2_reading.hpp"
#include "intake/patient_keys.hpp"
#include "intake/patient_spool.hpp"
#include "record/codec.hpp"

BOOST_AUTO_TEST_SUITE(intake_spooled)

using namespace causa::intake;

namespace {

constexpr std::size_t everything = std::size_t{1} << 30;

/// All records as the store would keep them, and errors as they are told.
std::vector<std::string> read_held(const std::string& path, std::size_t held_bytes,
                                   hl7v2::Receipts* receipts = nullptr) {
  Options options;
  options.vocabulary = &handwritten::vocabulary();
  options.temporary_folder = "/var/tmp";
  options.held_bytes = held_bytes;
  options.receipts = receipts;
  auto reader = Reader::open(std::vector<std::string>{path}, options).value();
  std::vector<std::string> found;
  while (auto patient = reader.next()) {
    if (*patient && receipts) receipts->stored((*patient)->receipts);
    found.push_back(*patient ? (*patient)->place + causa::record::encode((*patient)->record)
                             : to_string(patient->error()));
  }
  return found;
}

std::string message(int patient, std::string_view id, double value, std::string_view more = {}) {
  return fmt::format(
      "MSH|^~\\&|LAB|HOSP|||20260110080000||ORU^R01|{}|P|2.5.1\rPID|1||{}^^^HOSP^MR{}||DOE\r"
      "OBR|1||F{}^LAB|x|||202601100730\rOBX|1|NM|2823-3^Potassium^LN||{}|mmol/L|||||F\r",
      id, patient, more, id, value);
}

/// Two messages of each patient, far from each other.
std::string messages(int patients) {
  std::string all = "BHS|^~\\&|LAB\r";
  for (const int round : {1, 2})
    for (int i = 0; i < patients; ++i)
      all += message(i, fmt::format("M{}-{}", i, round), 3 + round * 0.5);
  return all + fmt::format("BTS|{}\r", 2 * patients);
}

void check_same(const std::string& content, const std::string& name, std::size_t patients) {
  const intake_test::Scratch file(content, name);
  const auto held = read_held(file.path(), everything);
  const auto spooled = read_held(file.path(), 1000);
  BOOST_TEST(held.size() == patients);
  BOOST_TEST((held == spooled));
}

}  // namespace

BOOST_AUTO_TEST_CASE(messages_are_read_from_the_disk_as_from_memory) {
  // Several parts of the file, whose ends fall within messages.
  check_same(messages(8000), "many.hl7", 8000);
}

BOOST_AUTO_TEST_CASE(patients_who_turn_out_to_be_one_late_are_one_on_the_disk_too) {
  std::string all = message(1, "A", 3) + message(2, "B", 4);
  for (int i = 10; i < 9000; ++i) all += message(i, fmt::format("M{}", i), 4);
  all += message(1, "C", 5, "~777^^^US^SS") + message(3, "D", 5, "~777^^^US^SS");
  const intake_test::Scratch file(all, "late.hl7");
  const auto held = read_held(file.path(), everything);
  BOOST_TEST((held == read_held(file.path(), 1000)));
  BOOST_TEST(held.size() == 3u + 8990u);
}

BOOST_AUTO_TEST_CASE(each_message_from_the_disk_is_answered_once) {
  const std::string twice = message(5, "M5-1", 3.5);
  const std::string other = message(6, "M5-1", 3.9);
  const intake_test::Scratch file(messages(3000) + twice + other, "answered.hl7");
  hl7v2::Receipts held, spooled;
  read_held(file.path(), everything, &held);
  read_held(file.path(), 1000, &spooled);
  BOOST_TEST(hl7v2_test::verdicts(held) == hl7v2_test::verdicts(spooled));
  const std::string verdicts = hl7v2_test::verdicts(spooled);
  const auto count = [&](std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = verdicts.find(what); at != std::string::npos;
         at = verdicts.find(what, at + 1))
      ++found;
    return found;
  };
  BOOST_TEST(count("MSA|AA|") == 6002u);
  BOOST_TEST(count("MSA|AA|M5-1\n") == 3u);
  BOOST_TEST(count("205&Duplicate") + count("205^Duplicate") == 1u);
}

BOOST_AUTO_TEST_CASE(a_second_header_within_a_message_is_refused) {
  std::string first;
  for (int i = 0; i < 12000; ++i) first += message(i, fmt::format("M{}", i), 4);
  for (char& c : first)
    if (c == '\r') c = '\n';
  // Segments of the last messages end in another way than those of the first megabyte.
  const intake_test::Scratch file(first + message(1, "X1", 6) + message(2, "X2", 7), "mixed.hl7");
  const auto found = read_held(file.path(), everything);
  BOOST_TEST(found.size() == 12000u);
}

BOOST_AUTO_TEST_CASE(rows_are_read_from_the_disk_as_from_memory) {
  std::string all = "patient;time;code;value;unit\n";
  for (const int round : {1, 2, 3})
    for (int i = 0; i < 20000; ++i)
      all += fmt::format("P{};2026-01-0{};2823-3;\"{}\";mmol/L\n", i, round, 3 + round * 0.5);
  check_same(all, "long.csv", 20000);
}

BOOST_AUTO_TEST_CASE(rows_without_a_patient_are_one_each) {
  std::string all = "age,sex,potassium [mmol/L],time\n";
  for (int i = 0; i < 60000; ++i) all += fmt::format("{},f,4.1,2026-01-01\n", 20 + i % 60);
  check_same(all, "wide.csv", 60000);
}

BOOST_AUTO_TEST_CASE(a_cell_may_go_on_where_a_part_of_the_file_ends) {
  const std::string text(700, 'x');
  std::string all = "patient,time,name,value,unit\n";
  for (int i = 0; i < 5000; ++i)
    all += fmt::format("P{},2026-01-01,potassium,\"4.1\n\",mmol/L\nP{},2026-01-01,\"{}\n{}\",1,\n",
                       i, i, text, text);
  check_same(all, "breaks.csv", 5000);
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_never_closed_is_one_line_of_a_large_file) {
  std::string all = "patient,time,code,value,unit\nP,2026-01-01,2823-3,\"4.1,mmol/L\n";
  for (int i = 0; i < 60000; ++i) all += fmt::format("P{},2026-01-01,2823-3,4.1,mmol/L\n", i);
  const intake_test::Scratch file(all, "quote.csv");
  const auto found = read_held(file.path(), 1000);
  BOOST_TEST(found.size() == 60001u);
  BOOST_TEST(found.front().find("quote.csv:2: a quote that is never closed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_fault_late_in_a_file_of_rows_leaves_nothing_of_it) {
  std::string all = "patient,time,code,value,unit\n";
  for (int i = 0; i < 60000; ++i) all += fmt::format("P{},2026-01-01,2823-3,4.1,mmol/L\n", i);
  const intake_test::Scratch file(all + "P\xe9,2026-01-01,2823-3,4.1,mmol/L\n", "latin.csv");
  const auto found = read_held(file.path(), 1000);
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found.front().find("not UTF-8") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_patient_too_large_to_be_held_is_told_and_the_others_go_on) {
  Options options;
  options.limits.document_bytes = 1000;
  for (const std::size_t held : {everything, std::size_t{100}}) {
    options.held_bytes = held;
    options.temporary_folder = "/var/tmp";
    PatientSpool spool(options);
    const std::string bytes(90, 'x');
    for (std::uint32_t i = 0; i < 20; ++i)
      spool.add({.patient = i % 2 ? 1u : i, .number = i, .bytes = bytes}).value();
    std::vector<std::uint32_t> places(20);
    for (std::uint32_t i = 0; i < 20; ++i) places[i] = 19 - i;
    spool.arrange(places).value();
    std::string given;
    while (spool
               .next_patient([&](const Piece& piece) {
                 given += fmt::format("{}{} ", piece.number, piece.too_many ? "!" : "");
               })
               .value()) {
    }
    BOOST_TEST(given == "18 16 14 12 10 8 6 4 2 1! 0 ");
  }
}

BOOST_AUTO_TEST_CASE(patients_keep_the_place_where_they_were_first_met) {
  PatientKeys keys;
  const std::uint64_t a[] = {1}, b[] = {2}, both[] = {2, 1}, c[] = {3};
  BOOST_TEST(keys.find_or_add(a) == 0u);
  BOOST_TEST(keys.find_or_add(b) == 1u);
  BOOST_TEST(keys.find_or_add(c) == 2u);
  BOOST_TEST(keys.find_or_add(both) == 0u);
  BOOST_TEST(keys.find_or_add(b) == 0u);
  BOOST_TEST((keys.places() == std::vector<std::uint32_t>{0, 0, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
