// SPDX-License-Identifier: Apache-2.0
//
// What several threads read is what one reads: the same patients and errors in the same order,
// wherever the input is cut into parcels.

#include "intake/parcel_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "intake/fhir/root_type.hpp"
#include "intake/files.hpp"
#include "intake/of_no_patient.hpp"
#include "intake/reader.hpp"
#include "record/codec.hpp"

BOOST_AUTO_TEST_SUITE(intake_parcel)

using namespace intake_test;
using causa::Result;
using causa::intake::count_in;
using causa::intake::Parcel;
using causa::intake::ParcelReader;
using causa::intake::PatientInput;
using causa::intake::Reader;
using causa::intake::fhir::is_surely_bundle;

namespace {

std::string told(const Result<PatientInput>& patient) {
  if (patient.has_error()) return to_string(patient.error());
  return patient->place + " " + causa::record::encode(patient->record);
}

std::string told(const std::vector<causa::record::Ignored>& left) {
  std::string text;
  for (const auto& one : left)
    text += one.source + "|" + one.reason + "|" + std::to_string(one.count) + "\n";
  return text;
}

using Read = std::pair<std::vector<std::string>, std::string>;

Read read_alone(const std::vector<std::string>& inputs) {
  Read read;
  auto reader = Reader::open(inputs).value();
  while (auto patient = reader.next()) read.first.push_back(told(*patient));
  read.second = told(reader.of_no_patient());
  return read;
}

/// Parcels of so many entries, taken by two readers in turn, after some patients were read alone.
Read read_parcels(const std::vector<std::string>& inputs, std::size_t entries, std::size_t alone) {
  Read read;
  auto reader = Reader::open(inputs).value();
  for (std::size_t i = 0; i < alone; ++i)
    if (const auto patient = reader.next()) read.first.push_back(told(*patient));
  ParcelReader readers[] = {ParcelReader(reader.options()), ParcelReader(reader.options())};
  Parcel parcel;
  std::vector<causa::record::Ignored> left;
  for (std::size_t turn = 0; reader.next_parcel(parcel, {entries, 1 << 20}); ++turn) {
    auto& one = readers[turn % 2];
    one.read(parcel, [&](Result<PatientInput> patient) { read.first.push_back(told(patient)); });
    count_in(left, one.take_of_no_patient());
  }
  count_in(left, reader.of_no_patient());
  read.second = told(left);
  return read;
}

const std::string bundle_a =
    R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a"}}]})";
const std::string bundle_b =
    R"({"entry":[{"resource":{"resourceType":"Patient","id":"b","x":"}]\"{"}}],"type":"collection","resourceType":"Bundle"})";
const std::string search =
    R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","id":"s1"}},{"resource":{"resourceType":"Patient","id":"s2"}},{"resource":{"resourceType":"Organization","id":"o"}}]})";
const std::string lone_patient = R"({"resourceType":"Patient","id":"p"})";
const std::string lone_value =
    R"({"resourceType":"Observation","id":"k","status":"final","code":{"text":"K"},"valueInteger":4,"subject":{"reference":"Patient/p"}})";
const std::string nobody = R"({"resourceType":"Organization","id":"x"})";

}  // namespace

BOOST_AUTO_TEST_CASE(parcels_of_any_size_give_what_one_reader_gives) {
  const Scratch lines(bundle_a + "\n" + lone_value + "\n{\"resourceType\":\"Bundle\"\n" + search +
                          "\n" + bundle_b + "\n[1]\n" + lone_patient + "\n" + nobody + "\n" +
                          bundle_a + "\n",
                      "0.ndjson");
  const Scratch single(search, "1.json");
  const Scratch messages(
      "MSH|^~\\&|LAB|H|||20260101||ORU^R01|1|P|2.5\rPID|1||h1^^^H\r"
      "MSH|^~\\&|LAB|H|||20260101||XXX^R01|2|P|2.5\rPID|1||h2^^^H\r",
      "2.hl7");
  const Scratch broken("", "3.json");
  const Scratch table("patient,age,sex\nc1,70,female\nc2,71,male\n", "4.csv");
  const std::vector<std::string> inputs{lines.path(), single.path(), messages.path(), broken.path(),
                                        table.path()};
  const Read expected = read_alone(inputs);
  BOOST_TEST(expected.first.size() > 10u);
  BOOST_TEST(expected.second.find("Organization") != std::string::npos);
  for (const std::size_t entries : {1u, 2u, 3u, 64u}) {
    for (const std::size_t alone : {0u, 1u, 3u, 5u}) {
      BOOST_TEST_CONTEXT(entries << " entries, " << alone << " read alone") {
        const Read read = read_parcels(inputs, entries, alone);
        BOOST_TEST(read.first == expected.first, boost::test_tools::per_element());
        BOOST_TEST(read.second == expected.second);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(an_export_without_a_patient_is_told_once) {
  const Scratch lines(nobody + "\n" + nobody + "\n", "0.ndjson");
  const Read expected = read_alone({lines.path()});
  BOOST_TEST(expected.first.size() == 1u);
  BOOST_TEST(read_parcels({lines.path()}, 1, 0).first == expected.first,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(only_what_is_surely_a_bundle_stands_for_itself) {
  for (const std::string& line : {bundle_a, bundle_b, search}) BOOST_TEST(is_surely_bundle(line));
  BOOST_TEST(is_surely_bundle(R"(  { "a" : "\"}" , "resourceType" : "Bundle" })"));
  for (const std::string& line :
       {lone_patient, std::string(), std::string("{"), std::string("[1]"), std::string("{}"),
        std::string(R"({"a":{"resourceType":"Bundle"}})"),
        std::string(R"({"\u0061":1,"resourceType":"Bundle"})"),
        std::string(R"({"resourceType":"Bund\u006ce"})"),
        std::string(R"({"resourceType":"Patient","resourceType":"Bundle"})")})
    BOOST_TEST(!is_surely_bundle(line), line);
}

BOOST_AUTO_TEST_SUITE_END()
