// SPDX-License-Identifier: Apache-2.0
//
// The small things that people write: numbers, times, ages, names.

#include <boost/test/unit_test.hpp>

#include "intake/handwritten.hpp"
#include "intake/written/amount.hpp"
#include "intake/written/answer.hpp"
#include "intake/written/moment.hpp"
#include "intake/written/words.hpp"

BOOST_AUTO_TEST_SUITE(intake_written)

using namespace causa;
using namespace causa::intake::written;

namespace {

TimeSpan iso(std::string_view text) { return parse_time(text).value(); }

std::string span(std::string_view text, std::string_view day = "2026-11-20") {
  const auto read = read_moment(text, iso(day));
  if (read.has_error()) return "error";
  return format_date(read->earliest_ms) + " " + format_date(read->latest_ms);
}

}  // namespace

BOOST_AUTO_TEST_CASE(moments_in_words_are_spans) {
  BOOST_TEST(span("today") == "2026-11-20 2026-11-20");
  BOOST_TEST(span("yesterday") == "2026-11-19 2026-11-19");
  BOOST_TEST(span("3 days ago") == "2026-11-17 2026-11-17");
  BOOST_TEST(span("3 weeks ago") == "2026-10-26 2026-11-03");
  BOOST_TEST(span("three weeks") == "2026-10-26 2026-11-03");
  BOOST_TEST(span("1 month ago", "2026-03-31") == "2026-02-13 2026-03-15");
  BOOST_TEST(span("2 years ago") == "2024-05-21 2025-05-22");
  BOOST_TEST(span("today", "2026-11") == "2026-11-01 2026-11-30");
}

BOOST_AUTO_TEST_CASE(moments_that_name_no_span_are_refused) {
  for (const char* text :
       {"recently", "last week", "2-3 weeks ago", "some days ago", "3 weeks later", "1.5 weeks ago",
        "", "3", "ago", "20.11.2026", "11/20/2026", "2026-02-30", "99999 days ago", "03 days ago"})
    BOOST_TEST(span(text) == "error", text);
  BOOST_TEST(read_moment("3 weeks ago", {}).has_error());
}

BOOST_AUTO_TEST_CASE(an_age_on_a_day_is_that_age_on_that_day) {
  const auto births = birth_from_age("67", iso("2026-11-20")).value();
  const auto on = [&](std::string_view day) { return age_at(births, iso(day).latest_ms); };
  BOOST_TEST(on("2026-11-20").low_years == 67);
  BOOST_TEST(on("2026-11-20").high_years == 67);
  BOOST_TEST(on("2026-11-21").low_years == 67);
  BOOST_TEST(on("2026-11-21").high_years == 68);
  const auto leap = birth_from_age("67 years", iso("2024-02-29")).value();
  BOOST_TEST(age_at(leap, iso("2024-02-29").latest_ms).low_years == 67);
  const auto infant = birth_from_age("18 months", iso("2026-11-20")).value();
  BOOST_TEST(age_at(infant, iso("2026-11-20").latest_ms).low_years == 1);
  for (const char* age : {"-1", "067", "67.5", "old", "126", "3 days", ""})
    BOOST_TEST(birth_from_age(age, iso("2026-11-20")).has_error(), age);
  BOOST_TEST(birth_from_age("67", {}).has_error());
}

BOOST_AUTO_TEST_CASE(amounts) {
  const auto amount = read_amount("\u2264 0.3 mIU/L", DecimalSign::point).value();
  BOOST_TEST((amount.comparator == record::Comparator::less_equal));
  BOOST_TEST(amount.number == 0.3);
  BOOST_TEST(amount.unit == "mIU/L");
  BOOST_TEST(read_amount("98%", DecimalSign::point)->unit == "%");
  BOOST_TEST(read_amount("70 mL/min/1.73 m2", DecimalSign::point)->unit == "mL/min/1.73 m2");
  BOOST_TEST(read_amount("1.2E+05", DecimalSign::point)->number == 120000);
  BOOST_TEST(read_amount("0,305", DecimalSign::unstated)->number == 0.305);
  BOOST_TEST(read_amount("-3\u00a0mmol/L", DecimalSign::point)->number == -3);
}

BOOST_AUTO_TEST_CASE(a_point_before_three_digits_counts_only_where_its_meaning_is_known) {
  for (const char* text : {"12.000", "-2.125 mmol/L", "<123.000"}) {
    BOOST_TEST(read_amount(text, DecimalSign::unstated).has_error(), text);
    BOOST_TEST(read_amount(text, DecimalSign::shown_point).has_value(), text);
    BOOST_TEST(read_amount(text, DecimalSign::comma).has_error(), text);
  }
  BOOST_TEST(read_amount("2.125", DecimalSign::point)->number == 2.125);
  for (const char* text : {"0.125", "1025.125", "2.1250", "2.12"})
    BOOST_TEST(read_amount(text, DecimalSign::unstated).has_value(), text);
  BOOST_TEST(read_amount("12,000", DecimalSign::shown_point).has_error());
}

BOOST_AUTO_TEST_CASE(what_a_number_shows_of_its_decimal_sign) {
  for (const char* text : {"2,9", "< 2,9 mmol/L", "0,305", "1025,125", "1.025,5", "1.025.300"})
    BOOST_TEST((shown_decimal_sign(text) == DecimalSign::comma), text);
  for (const char* text : {"2.9", "-0.305", "2.1250", "1,025.5", "1,025,300", "1.234e+03"})
    BOOST_TEST((shown_decimal_sign(text) == DecimalSign::point), text);
  for (const char* text : {"", "12", "12.000", "12,000 U/L", "yes", ".5", "5.", "20.11.2026",
                           "1,2,3", "1.025.30", "1.025,300.5"})
    BOOST_TEST((shown_decimal_sign(text) == DecimalSign::unstated), text);
}

BOOST_AUTO_TEST_CASE(words_mean_a_thing_only_if_they_are_its_name) {
  const Words words(&handwritten::vocabulary());
  const auto id = [&](std::string_view text, Sort sort = Sort::any) -> std::string {
    const auto found = words.find(text, sort);
    if (found.has_error()) return "error";
    return found->known() ? handwritten::vocabulary()[found->match.concept_id].definition.id : "";
  };
  BOOST_TEST(id("TSH") == "lab.tsh");
  BOOST_TEST(id("calcium", Sort::number) == "lab.calcium");
  BOOST_TEST(id("potassim").empty());
  BOOST_TEST(id("lab.potassim") == "error");
  BOOST_TEST(id("LOINC 2823-3") == "lab.potassium");
  BOOST_TEST(id("LOINC 99999-9").empty());
  BOOST_TEST(words.find("hydrochlorothiazide / amiloride", Sort::drug)->codes.size() == 2u);
  BOOST_TEST(words.nearest_to("potassim", Sort::number) == "potassium");
  BOOST_TEST(Words(nullptr).find("TSH", Sort::any)->codes.empty());
}

BOOST_AUTO_TEST_CASE(a_unit_tells_what_was_measured_from_a_drug) {
  const Words words(&handwritten::vocabulary());
  const auto id = [&](std::string_view text, std::string_view unit) -> std::string {
    const auto found = words.find(text, Sort::any, unit);
    if (found.has_error()) return "error";
    return found->known() ? handwritten::vocabulary()[found->match.concept_id].definition.id : "";
  };
  BOOST_TEST(id("Magnesium", "mg/dL") == "lab.magnesium");
  BOOST_TEST(id("magnesium", "mmol/L") == "lab.magnesium");
  BOOST_TEST(id("magnesium", "mg") == "error");
  BOOST_TEST(id("magnesium", "") == "error");
  BOOST_TEST(id("simvastatin", "mg/dL") == "drug.simvastatin");
}

BOOST_AUTO_TEST_CASE(the_name_of_a_combination_is_all_of_its_drugs) {
  const Words words(&handwritten::vocabulary());
  const auto ids = [&](std::string_view text, Sort sort) {
    std::string joined;
    const auto found = words.find(text, sort);
    if (found.has_error()) return std::string("error");
    for (const auto& code : found->codes) joined += (joined.empty() ? "" : " ") + code.code;
    return joined;
  };
  for (const auto sort : {Sort::drug, Sort::any}) {
    const std::string found = ids("Dyazide", sort);
    BOOST_TEST(found.find("drug.triamterene") != std::string::npos, found);
    BOOST_TEST(found.find("drug.hydrochlorothiazide") != std::string::npos, found);
    BOOST_TEST(ids("Dyazide 25 mg", sort) == found);
  }
  BOOST_TEST(ids("Moduretic", Sort::drug).find("drug.amiloride") != std::string::npos);
  BOOST_TEST(ids("magnesium", Sort::any) == "error");
}

BOOST_AUTO_TEST_SUITE_END()
