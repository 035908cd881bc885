// SPDX-License-Identifier: Apache-2.0
//
// Which records were read from words that somebody wrote, by what is in them.

#include "record/origin.hpp"

#include <boost/test/unit_test.hpp>

#include "intake/handwritten.hpp"
#include "intake/hl7v2_reading.hpp"
#include "intake/reading.hpp"
#include "record/codec.hpp"

BOOST_AUTO_TEST_SUITE(record_origin)

using causa::record::Origin;
using causa::record::origin_of;
using causa::record::Record;
using causa::record::was_read_from_words;

namespace {

/// As the store gives it back.
Record stored_and_loaded(const Record& record) {
  return causa::record::decode(causa::record::encode(record)).value();
}

Record of_csv(std::string_view text, std::string_view mapping = {}) {
  return stored_and_loaded(handwritten::one(handwritten::read_csv(text, mapping)));
}

Record of_case(std::string_view text) {
  return stored_and_loaded(handwritten::one(handwritten::read_cases(text)));
}

Record of_fhir(std::vector<std::string> resources) {
  return stored_and_loaded(intake_test::read_one(intake_test::bundle(std::move(resources))));
}

constexpr std::string_view long_form = "patient,time,name,value,unit\np1,2026-11-20,age,67,\n";

}  // namespace

BOOST_AUTO_TEST_CASE(messages_are_kept_as_they_were_sent) {
  const Record fhir = of_fhir({intake_test::observation(R"("valueString":"line/7")"),
                               R"({"resourceType":"Claim","id":"c"})"});
  BOOST_TEST_REQUIRE(!fhir.items.empty());
  BOOST_TEST(!was_read_from_words(fhir));
  BOOST_TEST(!was_read_from_words(of_fhir({R"({"resourceType":"Claim","id":"c"})"})));
  const Record hl7v2 =
      stored_and_loaded(hl7v2_test::read_one(hl7v2_test::oru(hl7v2_test::obx("NM", "2.9"))));
  BOOST_TEST_REQUIRE(!hl7v2.items.empty());
  BOOST_TEST(!was_read_from_words(hl7v2));
}

BOOST_AUTO_TEST_CASE(lines_and_cells_are_of_a_table) {
  for (const std::string_view line :
       {"p1,2026-11-20,potassium,2.9,mmol/L", "p1,2026-11-20,zork,2.9,mmol/L",
        "p1,2026-11-20,zorkpril,,", "p1,2026-11-20,potassium,2.9,kg"})
    BOOST_TEST((origin_of(of_csv(std::string(long_form) + std::string(line))) == Origin::table),
               line);
  const std::string_view wide = "id,time,potassium [mmol/L]\np1,2026-11-20,";
  for (const std::string_view cell : {"2.9", "", "some"})
    BOOST_TEST((origin_of(of_csv(std::string(wide) + std::string(cell))) == Origin::table), cell);
}

// An interview writes a case.
BOOST_AUTO_TEST_CASE(sections_are_of_a_case) {
  for (const std::string_view section :
       {"complaint: leg cramp", "symptoms: [fever]", "signs: [{text: zork}]",
        "history: [{text: zork}]", "absent: [fever]", "labs: {potassium: 2.9 mmol/L}",
        "vital signs: [{text: zork, value: 5 kg}]", "drugs: [hydrochlorothiazide]",
        "conditions: [{text: zork}]", "allergies: [zork]", "procedures: [{text: zork}]",
        "notes: Zork.", "labs: {potassium: }"})
    BOOST_TEST((origin_of(of_case("date: 2026-11-20\nage: 67\n" + std::string(section))) ==
                Origin::case_file),
               section);
}

// Nothing of it was looked up, so nothing of it can mean something else.
BOOST_AUTO_TEST_CASE(who_has_nothing_but_an_age_is_as_if_sent) {
  BOOST_TEST(!was_read_from_words(of_case("date: 2026-11-20\nage: 67\n")));
  BOOST_TEST(!was_read_from_words(of_csv(long_form)));
}

BOOST_AUTO_TEST_SUITE_END()
