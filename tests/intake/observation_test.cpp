// SPDX-License-Identifier: Apache-2.0

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "intake/reading.hpp"
#include "record/comparator_signs.hpp"
#include "record/unread.hpp"

BOOST_AUTO_TEST_SUITE(intake_observation)

using namespace causa::record;
using namespace intake_test;
namespace data_of = boost::unit_test::data;

namespace {

std::string with_status(std::string_view type, std::string_view status) {
  return bundle(
      {R"({"resourceType":")" + std::string(type) + R"(","id":"x","status":")" +
       std::string(status) +
       R"(","code":{"text":"K"},"medicationCodeableConcept":{"text":"K"},"valueInteger":1})"});
}

}  // namespace

const std::vector<std::string> used{"final", "amended", "corrected", "preliminary"};
BOOST_DATA_TEST_CASE(status_that_counts, data_of::make(used), status) {
  BOOST_TEST(read_one(with_status("Observation", status)).items.size() == 1u);
}

/// What is told of a value that isn't used; empty if the reader made nothing of it, or used it.
std::string told_of_unread(const Record& record) {
  if (record.items.size() != 1) return {};
  BOOST_TEST(record.items[0].text == "K");
  return std::string(why_unread(record.items[0]));
}

const std::vector<std::string> withdrawn{"cancelled", "entered-in-error"};
BOOST_DATA_TEST_CASE(status_that_does_not_count_is_ignored_with_its_reason,
                     data_of::make(withdrawn), status) {
  const Record record = read_one(with_status("Observation", status));
  BOOST_TEST(record.items.empty());
  BOOST_TEST(record.codings.empty());
  BOOST_TEST(ignored(record, "Observation") == "status " + status + " x1; ");
  BOOST_TEST(adds_up(record));
}

const std::vector<std::string> uncounted{"registered", "unknown", "FINAL", "final ", ""};
BOOST_DATA_TEST_CASE(value_with_a_status_that_does_not_count_is_told, data_of::make(uncounted),
                     status) {
  const Record record = read_one(with_status("Observation", status));
  BOOST_TEST(told_of_unread(record) == (status.empty() ? "no status" : "status " + status));
  BOOST_TEST(record.items.at(0).number == 1);
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(without_a_value_a_status_that_does_not_count_is_a_reason) {
  const Record record = read_one(
      bundle({R"({"resourceType":"Observation","status":"registered","code":{"text":"K"}})"}));
  BOOST_TEST(record.items.empty());
  BOOST_TEST(ignored(record, "Observation") == "status registered x1; ");
}

const std::vector<std::string> unread{R"("valueRange":{"low":{"value":1}})",
                                      R"("valueRatio":{"numerator":{"value":1}})",
                                      R"("valueSampledData":{"data":"1 2"})",
                                      R"("valueTime":"10:00:00")",
                                      R"("valueDateTime":"2024")",
                                      R"("valuePeriod":{"start":"2024"})",
                                      R"("valueQuantity":{"unit":"mmol/L"})",
                                      R"("valueQuantity":{"value":3,"comparator":"~"})",
                                      R"("valueInteger":3,"dataAbsentReason":{"text":"error"})"};
BOOST_DATA_TEST_CASE(value_that_cannot_be_used_is_told, data_of::make(unread), value) {
  const Record record = read_one(bundle({observation(value)}));
  BOOST_TEST(!told_of_unread(record).empty());
  BOOST_TEST(adds_up(record));
  const Record part =
      read_one(bundle({observation(R"("component":[{"code":{"text":"K"},)" + value + "}]")}));
  BOOST_TEST(told_of_unread(part) == told_of_unread(record));
  BOOST_TEST(adds_up(part));
}

BOOST_AUTO_TEST_CASE(words_that_are_nothing_but_a_number_are_one) {
  const auto number = [](const std::string& value) {
    const Record record = read_one(bundle({observation(value)}));
    const Item& item = record.items.at(0);
    if (item.value_kind != ValueKind::number) return std::string(item.value_text);
    return std::string(sign_of(item.comparator)) + "|" + std::to_string(item.number).substr(0, 4) +
           "|" + std::string(item.unit);
  };
  const auto text = [&](const std::string& words) {
    return number(R"("valueString":")" + words + "\"");
  };
  BOOST_TEST(text("<3.0") == "<|3.00|");
  BOOST_TEST(text(">= 3.0") == ">=|3.00|");
  BOOST_TEST(text(" 2,3 ") == "|2.30|");
  BOOST_TEST(text("2.3 mmol/L") == "|2.30|mmol/L");
  BOOST_TEST(number(R"("valueCodeableConcept":{"text":"<2.5"})") == "<|2.50|");
  // What may be prose, or can be read in two ways, stays as it was written.
  for (const char* words : {"2 falls", "1,025", "12.345", "140/90", "2.3 H", "3 days of pain",
                            "2-3", "hemolyzed", "2+", "5 /10"})
    BOOST_TEST(text(words) == words);
}

const std::vector<std::string> empty{R"("valueString":"")", R"("valueCodeableConcept":{})",
                                     R"("valueInteger":null)"};
BOOST_DATA_TEST_CASE(no_value_is_ignored_with_its_reason, data_of::make(empty), value) {
  const Record record = read_one(bundle({observation(value)}));
  BOOST_TEST(record.items.empty());
  BOOST_TEST(!ignored(record, "Observation").empty());
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(units_pass_through_as_written) {
  const auto unit_of = [](std::string_view quantity) {
    const Record record = read_one(
        bundle({observation(R"("valueQuantity":{"value":4.1,)" + std::string(quantity) + "}")}));
    return std::string(record.items.at(0).unit) + "|" + std::string(record.items.at(0).unit_code);
  };
  BOOST_TEST(unit_of(R"("unit":"mEq/L")") == "mEq/L|");
  BOOST_TEST(
      unit_of(R"("unit":"furlong","system":"http://unitsofmeasure.org","code":"[fur_us]")") ==
      "furlong|[fur_us]");
  BOOST_TEST(unit_of(R"("code":"mmol/l","system":"urn:local")") == "mmol/l|");
  BOOST_TEST(unit_of(R"("unit":"")") == "|");
}

BOOST_AUTO_TEST_CASE(more_components_than_a_panel_can_have_are_refused) {
  std::string components = R"({"code":{"text":"a"},"valueInteger":1})";
  for (int i = 1; i < 10'000; ++i) components += R"(,{"code":{"text":"a"},"valueInteger":1})";
  const auto with = [](const std::string& list) {
    return bundle({observation(R"("component":[)" + list + "]")});
  };
  BOOST_TEST(read_one(with(components)).items.size() == 10'000u);
  const std::string more = components + R"(,{"code":{"text":"a"},"valueInteger":1})";
  BOOST_TEST(error_of(observation(R"("component":[)" + more + "]")) ==
             "x.json: Observation.component[10000]: more than 10000 components; send them as "
             "observations of their own");
  const Record record = read_one(with(more));
  BOOST_TEST(record.items.empty());
  BOOST_TEST(ignored(record, "Observation") ==
             "can't be read: component[10000]: more than 10000 components; send them as "
             "observations of their own x1; ");
}

BOOST_AUTO_TEST_CASE(reference_range_of_another_unit_is_not_used) {
  const Record record = read_one(bundle({observation(
      R"("referenceRange":[{"low":{"value":14,"unit":"mg/dL"}}],"valueQuantity":{"value":4,"unit":"mmol/L"})")}));
  BOOST_TEST(std::isnan(record.items.at(0).reference_low));
}

BOOST_AUTO_TEST_CASE(hemolysis_in_a_note_or_interpretation_is_flagged) {
  const auto flagged = [](std::string_view more) {
    const std::string value = R"("valueQuantity":{"value":6.3,"unit":"mmol/L"},)";
    const Record record = read_one(bundle({observation(value + std::string(more))}));
    return (record.items.at(0).flags & hemolyzed) != 0;
  };
  BOOST_TEST(flagged(R"("note":[{"text":"Sample slightly HEMOLYZED."}])"));
  BOOST_TEST(flagged(R"("note":[{"text":"x"},{"text":"Haemolysis 2+"}])"));
  BOOST_TEST(flagged(R"("interpretation":[{"text":"hemolysed"}])"));
  BOOST_TEST(!flagged(R"("note":[{"text":"no hemolysis seen"}])"));
  BOOST_TEST(!flagged(R"("note":[{"text":"non-hemolyzed sample"}])"));
  BOOST_TEST(!flagged(R"("note":[{"text":"history of hemolytic anemia"}])"));
  BOOST_TEST(!flagged(R"("note":[{"text":"The specimen shows no evidence of hemolysis."}])"));
  BOOST_TEST(!flagged(R"("note":[{"text":"Hemolysis: none"}])"));
  BOOST_TEST(!flagged(R"("note":[{"text":"Hemolysis index: negative"}])"));
  BOOST_TEST(!flagged(R"("interpretation":[{"text":"haemolysis not detected"}])"));
  for (const char* none : {"Hemolysis index: 0", "Hemolysis index 0.", "Hemolysis: 0 mg/dL",
                           "Haemolysis Index = 0,0; lipemia index: 120", "Hemolysis grade: 0",
                           "hemolysis index: 0.00 (reference < 15)", "Hemolysis index: not seen",
                           "Hemolysis score 0, repeat not needed"})
    BOOST_TEST(!flagged(R"("note":[{"text":")" + std::string(none) + R"("}])"), none);
  for (const char* some : {"Hemolysis index: 120", "Hemolysis 2+", "Hemolysis index: 0.5",
                           "Hemolysis index: 0,5", "hemolysis index 05", "Hemolysis index: 10",
                           "Hemolysis 0-50", "Hemolysis index: 0 / hemolysis grade: 3",
                           "Hemolysis index", "Hemolysis index: 0 to 50", "Hemolysis 0 - 1+"})
    BOOST_TEST(flagged(R"("note":[{"text":")" + std::string(some) + R"("}])"), some);
  BOOST_TEST(flagged(R"("note":[{"text":"not repeated, hemolyzed"}])"));
  BOOST_TEST(flagged(R"("note":[{"text":"Hemolysis index 4"}])"));
  BOOST_TEST(flagged(R"("note":[{"text":"no clots. gross hemolysis, please repeat"}])"));
}

BOOST_AUTO_TEST_CASE(of_a_period_the_end_counts) {
  const Record record = read_one(bundle({observation(
      R"("valueInteger":1,"effectivePeriod":{"start":"2024-01-01","end":"2024-01-02"},"issued":"2024-02-01T00:00:00Z")")}));
  BOOST_TEST((record.items.at(0).time == causa::parse_time("2024-01-02").value()));
  BOOST_TEST(record.items.at(0).flags == 0);
}

BOOST_AUTO_TEST_CASE(instants_with_different_offsets_are_the_same) {
  const auto time_of = [](std::string_view time) {
    return read_one(bundle({observation(R"("valueInteger":1,"effectiveDateTime":")" +
                                        std::string(time) + "\"")}))
        .items.at(0)
        .time;
  };
  BOOST_TEST((time_of("2024-03-01T23:30:00-05:00") == time_of("2024-03-02T05:30:00+01:00")));
  BOOST_TEST((time_of("2024-03-01T23:30:00-05:00") != time_of("2024-03-01T23:30:00Z")));
}

BOOST_AUTO_TEST_CASE(partial_dates_are_spans) {
  const auto time_of = [](std::string_view time) {
    return read_one(bundle({observation(R"("valueInteger":1,"effectiveDateTime":")" +
                                        std::string(time) + "\"")}))
        .items.at(0)
        .time;
  };
  BOOST_TEST(time_of("2024").latest_ms - time_of("2024").earliest_ms ==
             366 * causa::ms_per_day - 1);
  BOOST_TEST(time_of("2024-02").latest_ms - time_of("2024-02").earliest_ms ==
             29 * causa::ms_per_day - 1);
}

BOOST_AUTO_TEST_CASE(about_something_else_than_the_patient) {
  const Record record =
      read_one(bundle({observation(R"("valueInteger":1,"focus":[{"reference":"Device/d"}])")}));
  BOOST_TEST(told_of_unread(record) == "of something else than the patient (focus)");
  BOOST_TEST(adds_up(record));
  const Record valueless =
      read_one(bundle({observation(R"("focus":[{"reference":"Device/d"}],"valueString":"")")}));
  BOOST_TEST(valueless.items.empty());
  BOOST_TEST(!ignored(valueless, "Observation").empty());
}

BOOST_AUTO_TEST_CASE(a_focus_on_the_subject_says_nothing_more) {
  for (const char* focus : {"[]", "[{}]", "[null]", R"([{"reference":"Patient/p"}])",
                            R"([{"reference":"http://a.example/Patient/p"},{}])"})
    BOOST_TEST(read_one(bundle({observation(
                            R"("subject":{"reference":"Patient/p"},"valueInteger":1,"focus":)" +
                            std::string(focus))}))
                   .items.at(0)
                   .number == 1);
}

BOOST_AUTO_TEST_CASE(a_value_whose_name_is_misspelled_is_told) {
  constexpr std::string_view told = "its value has a name that FHIR R4 doesn't have";
  for (const char* value : {R"("valueDecimal":1)", R"("value":{"value":1})", R"("ValueString":"1")",
                            R"("valuequantity":{"value":1},"valueQuantity":null)"}) {
    const Record record = read_one(bundle({observation(value)}));
    BOOST_TEST(told_of_unread(record) == told, value);
    BOOST_TEST(adds_up(record));
    const Record part = read_one(
        bundle({observation(R"("component":[{"code":{"text":"K"},)" + std::string(value) + "}]")}));
    BOOST_TEST(told_of_unread(part) == told, value);
  }
  for (const char* none : {R"("valueDecimal":null)", R"("value":{})", R"("valueDecimal":"")",
                           R"("_valueString":{"extension":[]})"})
    BOOST_TEST(read_one(bundle({observation(none)})).items.empty(), none);
  BOOST_TEST(
      read_one(bundle({observation(R"("valueNote":"x","valueInteger":1)")})).items.at(0).number ==
      1);
}

BOOST_AUTO_TEST_CASE(two_types_of_one_resource_are_refused) {
  const std::string twice = observation(R"("valueInteger":1,"resourceType":"Patient")");
  BOOST_TEST(ignored(read_one(bundle({twice})), "Observation")
                 .starts_with("can't be read: resourceType: given twice"));
  const std::string claim = R"({"resourceType":"Claim","resourceType":"Patient"})";
  BOOST_TEST(error_of(claim).find("Claim.resourceType: given twice") != std::string::npos);
  const auto found = read_all(bundle({claim}));
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST((found[0].has_error() && found[1].has_value()));
  BOOST_TEST(error_of(R"({"resourceType":"Bundle","resourceType":"Patient"})")
                 .find("Bundle.resourceType: given twice") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(value_and_reason_for_its_absence_contradict) {
  const Record record =
      read_one(bundle({observation(R"("valueInteger":1,"dataAbsentReason":{"text":"error"})")}));
  BOOST_TEST(told_of_unread(record) == "both a value and a reason for its absence");
}

BOOST_AUTO_TEST_CASE(unknown_modifier_extension_is_shown_by_name) {
  const Record record =
      read_one(bundle({observation(R"("valueInteger":1,"modifierExtension":[{"url":"urn:x"}])")}));
  BOOST_TEST(record.items.empty());
  BOOST_REQUIRE(record.ignored.size() == 1u);
  BOOST_TEST(!record.ignored[0].grouped);
  BOOST_TEST(record.ignored[0].examples.at(0) == "Observation/o");
}

BOOST_AUTO_TEST_CASE(modified_component_does_not_spoil_the_others) {
  const Record record = read_one(bundle({observation(
      R"("component":[{"code":{"text":"a"},"valueInteger":1,"modifierExtension":[{}]},{"code":{"text":"b"},"valueInteger":2}])")}));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].source == "Observation/o.component[1]");
  BOOST_TEST(!ignored(record, "Observation.component").empty());
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(doubles_are_exact) {
  const Record record =
      read_one(bundle({observation(R"("valueQuantity":{"value":0.1000000000000000055})")}));
  BOOST_TEST(record.items.at(0).number == 0.1);
}

BOOST_AUTO_TEST_SUITE_END()
