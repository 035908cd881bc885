// SPDX-License-Identifier: Apache-2.0
//
// Diagnoses, procedures, allergies and orders of drugs.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "intake/hl7v2_reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_hl7v2_history)

using namespace causa::record;
using namespace hl7v2_test;
namespace data_of = boost::unit_test::data;

namespace {

Record adt(std::string_view segments) {
  return read_one(msh("ADT^A04^ADT_A01") + pid() + with_cr(std::string(segments)));
}

std::string rde(std::string_view segments, std::string_view id = "M1",
                std::string_view time = "20260110080000+0000") {
  return msh("RDE^O11^RDE_O11", id, time) + pid() + with_cr(std::string(segments));
}

constexpr std::string_view drug = "5487^Hydrochlorothiazide^RXNORM";

Record ordered(std::string_view control, std::string_view status = "") {
  return read_one(rde("ORC|" + std::string(control) + "|P1^EHR|||" + std::string(status) +
                      "||||20260105\nRXE||" + std::string(drug) + "|1\n"));
}

}  // namespace

BOOST_AUTO_TEST_CASE(diagnoses_by_their_type) {
  for (const char* type : {"A", "W", "F", "", "Q"}) {
    const Record record =
        adt("DG1|1||E87.6^Hypokalemia^I10C||20260109|" + std::string(type) + "\n");
    BOOST_REQUIRE(record.items.size() == 1u);
    const std::string_view given = type;
    BOOST_TEST(record.items[0].flags == (given.empty() || given == "F" ? 0 : provisional));
    BOOST_TEST((record.items[0].kind == Kind::condition));
    BOOST_TEST((record.items[0].time == causa::parse_time("2026-01-09").value()));
    BOOST_TEST(!record.items[0].start.known());  // when it was found, not when it began
  }
}

BOOST_AUTO_TEST_CASE(old_diagnoses_have_their_system_and_words_in_other_fields) {
  const Record record = adt("DG1|1|I10|E87.6|Hypokalemia|20260109|F\n");
  BOOST_TEST(record.begin_of(record.items.at(0).codes)->system == "I10");
  BOOST_TEST(record.items[0].text == "Hypokalemia");
}

BOOST_AUTO_TEST_CASE(a_diagnosis_may_be_taken_back) {
  const Record record =
      adt("DG1|1||E87.6^Hypokalemia^I10C|||F||||||||||||||D1\n"
          "DG1|2||E87.6^Hypokalemia^I10C|||F||||||||||||||D1|D\n");
  BOOST_TEST(record.items.empty());
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(procedures_and_allergies) {
  const Record record =
      adt("AL1|1|DA|7980^Penicillin^RXNORM|SV|hives|2020\nPR1|1||232717009^Bypass^SCT||20210304\n"
          "DG1|1|||\nAL1|2|DA\n");
  BOOST_REQUIRE(record.items.size() == 2u);
  BOOST_TEST((record.items[0].kind == Kind::allergy));
  BOOST_TEST((record.items[1].kind == Kind::procedure));
  BOOST_TEST((record.items[1].start == causa::parse_time("2021-03-04").value()));
  BOOST_TEST(ignored(record, "DG1") == "no code x1; ");
  BOOST_TEST(ignored(record, "AL1") == "no code x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(allergies_of_their_own_segment) {
  const auto iam = [](std::string_view action, std::string_view status) {
    return read_one(msh("ADT^A60") + pid() + "IAM|1|DA|36567^Simvastatin^RXNORM||cramps|" +
                    std::string(action) +
                    "|A1||||2019|||||||"
                    "|" +
                    std::string(status) + "\r");
  };
  BOOST_TEST(iam("A", "").items.size() == 1u);
  BOOST_TEST(iam("D", "").items.empty());
}

const std::vector<std::string> going_on{"NW", "OK", "RE", "XO", "RO", "RF", "SC", ""};
BOOST_DATA_TEST_CASE(an_order_that_goes_on_is_exposure, data_of::make(going_on), control) {
  const Record record = ordered(control);
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST((record.items[0].state == State::present));
  BOOST_TEST(record.items[0].flags == 0);
  BOOST_TEST(record.begin_of(record.items[0].codes)->code == "5487");
  BOOST_TEST(record.resources_used == 3u);
}

const std::vector<std::string> ended{"DC", "OD", "CA", "OC", "RP", "HD", "OH"};
BOOST_DATA_TEST_CASE(an_order_that_ended_or_is_held_is_past, data_of::make(ended), control) {
  const Record record = ordered(control);
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].flags == past);
  BOOST_TEST((record.items[0].end == causa::parse_time("2026-01-05").value()));
}

BOOST_AUTO_TEST_CASE(of_control_and_status_that_counts_which_takes_away_more) {
  BOOST_TEST(ordered("SC", "DC").items.at(0).flags == past);
  BOOST_TEST(ordered("NW", "HD").items.at(0).flags == past);
  BOOST_TEST(ordered("DC", "IP").items.at(0).flags == past);
  BOOST_TEST((ordered("NW", "ER").items.at(0).state == State::unknown));
  BOOST_TEST((ordered("UD").items.at(0).state == State::unknown));
  BOOST_TEST(ordered("ZZ", "DC").items.at(0).flags == past);
}

BOOST_AUTO_TEST_CASE(an_order_whose_code_is_not_known_is_told_by_the_name_of_its_drug) {
  const std::string start =
      rde("ORC|NW|P1^EHR\nRXE||" + std::string(drug) + "|1\n", "M0", "20251201");
  const std::vector<std::pair<std::string, std::string>> orders{
      {"nw", ""}, {"ZZ", ""}, {"??", ""}, {"NW", "active"}};
  for (const auto& [control, status] : orders) {
    const std::string order = rde("ORC|" + control + "|P1^EHR|||" + status + "\nRXE||" +
                                  std::string(drug) + "|1\nTQ1|1\n");
    const std::string field = status.empty() ? "1" : "5";
    Receipts receipts;
    auto found = read_all(order, &receipts);
    BOOST_REQUIRE(found.size() == 1u);
    const Record& record = found[0]->record;
    BOOST_TEST(record.items.empty());
    BOOST_TEST(ignored(record, "RXE") ==
               "can't be read: the order of \"Hydrochlorothiazide\": what its ORC-" + field +
                   " says isn't known x1; ");
    BOOST_TEST(adds_up(record));
    BOOST_TEST(verdicts(receipts).starts_with("MSA|AE|M1\nERR||ORC^1^" + field + "|103^"));
    // What was said before stays.
    BOOST_TEST((read_one(start + order).items.at(0).state == State::present));
  }
}

BOOST_AUTO_TEST_CASE(the_start_stands_in_many_places) {
  const auto start = [](std::string_view segments) {
    return read_one(rde(segments)).items.at(0).start;
  };
  const causa::TimeSpan day = causa::parse_time("2025-12-01").value();
  const std::string rxe = "RXE||" + std::string(drug) + "|1\n";
  BOOST_TEST((start("ORC|NW|P1\n" + rxe + "TQ1|1|||||||20251201|\n") != day));
  BOOST_TEST((start("ORC|NW|P1\n" + rxe + "TQ1|1||||||20251201|\n") == day));
  BOOST_TEST((start("ORC|NW|P1\nTQ1|1||||||20251201|\n" + rxe) == day));
  BOOST_TEST((start("ORC|NW|P1\nRXE|^^^20251201^20260201|" + std::string(drug) + "|1\n") == day));
  BOOST_TEST((start("ORC|NW|P1|||||^^^20251201\n" + rxe) == day));
  BOOST_TEST((start("ORC|NW|P1||||||||||||20251201\n" + rxe) != day));
  BOOST_TEST((start("ORC|NW|P1|||||||||||||20251201\n" + rxe) == day));
}

BOOST_AUTO_TEST_CASE(what_the_pharmacy_encoded_counts_not_what_was_requested) {
  const Record record = read_one(
      rde("ORC|NW|P1\nRXO|1^Some thiazide^L\nRXR|PO\nRXE||" + std::string(drug) + "|1\nRXR|PO\n"));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.begin_of(record.items[0].codes)->code == "5487");
  BOOST_TEST(!ignored(record, "RXO").empty());
  BOOST_TEST(ignored(record, "RXR") == "the route of a drug is not used x2; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_request_alone_counts) {
  const Record record = read_one(msh("ORM^O01") + pid() + "ORC|NW|P1\rRXO|" + std::string(drug) +
                                 "|1\rORC|NW|P2\rOBR|1|P2||x\r");
  BOOST_TEST(record.items.size() == 1u);
  BOOST_TEST(ignored(record, "ORC") == "an order of something else than a drug x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_mixture_is_all_of_its_drugs) {
  const Record record = read_one(rde(
      "ORC|NW|P1\nRXE||M1^Bag^L|1\nRXC|B|9863^Sodium chloride^RXNORM\nRXC|A|8591^KCl^RXNORM\n"));
  BOOST_TEST(record.items.at(0).codes.count == 3u);
  BOOST_TEST(record.resources_used == 5u);
}

BOOST_AUTO_TEST_CASE(an_order_without_a_drug_is_ignored) {
  const Record record = read_one(rde("ORC|NW|P1\nRXE|||1\nTQ1|1\n"));
  BOOST_TEST(record.items.empty());
  BOOST_TEST(ignored(record, "RXE") == "no drug named x1; ");
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(a_later_message_of_an_order_says_how_it_stands) {
  const std::string start = rde(
      "ORC|NW|P1^EHR\nRXE||" + std::string(drug) + "|1\nTQ1|1||||||20251201\n", "M1", "20251201");
  const std::string stop = rde(
      "ORC|DC|P1^EHR||||||||||||||20260105\nRXE||" + std::string(drug) + "|1\n", "M2", "20260106");
  const Record record = read_one(start + stop);
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].flags == past);
  BOOST_TEST((record.items[0].start == causa::parse_time("2025-12-01").value()));
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(orders_of_one_number_from_two_systems_are_two) {
  const std::string one = rde("ORC|NW|1^EHR\nRXE||" + std::string(drug) + "|1\n", "M1");
  const std::string other = rde("ORC|DC|1^WARD\nRXE||8591^KCl^RXNORM|1\n", "M2");
  BOOST_TEST(read_one(one + other).items.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
