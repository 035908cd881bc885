// SPDX-License-Identifier: Apache-2.0
#include "rules/certain.hpp"

#include <fmt/core.h>

#include <boost/test/unit_test.hpp>

namespace causa::rules {
namespace {

constexpr int many = 12;

terminology::Vocabulary small_vocabulary() {
  terminology::Vocabulary vocabulary;
  for (const auto* id : {"symptom.a", "symptom.b", "symptom.c"}) {
    terminology::ConceptDefinition definition;
    definition.id = definition.name = id;
    BOOST_REQUIRE(vocabulary.add(std::move(definition), "test"));
  }
  for (int i = 0; i < many; ++i) {
    terminology::ConceptDefinition definition;
    definition.id = definition.name = fmt::format("symptom.n{}", i);
    BOOST_REQUIRE(vocabulary.add(std::move(definition), "test"));
  }
  terminology::ConceptDefinition potassium;
  potassium.id = potassium.name = "lab.potassium";
  potassium.kind = terminology::ConceptKind::number;
  potassium.unit = "mmol/L";
  potassium.plausible = {1, 12};
  BOOST_REQUIRE(vocabulary.add(std::move(potassium), "test"));
  BOOST_REQUIRE(vocabulary.finish());
  return vocabulary;
}

struct Room {
  terminology::Vocabulary vocabulary = small_vocabulary();

  [[nodiscard]] Studied of(std::string_view text) const {
    auto studied = study(text, vocabulary, {});
    BOOST_REQUIRE_MESSAGE(studied.has_value(), text);
    return *studied;
  }
  [[nodiscard]] bool never(std::string_view text) const {
    return !outlook_of(of(text), vocabulary).can_hold;
  }
  [[nodiscard]] bool never_fails(std::string_view text) const {
    return !outlook_of(of(text), vocabulary).can_fail;
  }
  [[nodiscard]] bool reached(std::string_view text, std::vector<std::string> before) const {
    std::vector<Studied> earlier;
    for (const auto& one : before) earlier.push_back(of(one));
    return !never_reached(of(text), earlier, vocabulary);
  }
  [[nodiscard]] Truth alone(std::string_view text, std::vector<std::string> present = {}) const {
    std::vector<terminology::ConceptId> ids;
    for (const auto& one : present) ids.push_back(vocabulary.find(one).value());
    return truth_if_only(of(text), vocabulary, ids);
  }
  [[nodiscard]] bool never_without(std::string_view text, std::string_view missing) const {
    const auto id = vocabulary.find(missing).value();
    return !outlook_of(of(text), vocabulary, {&id, 1}).can_hold;
  }
  [[nodiscard]] bool same(std::string_view a, std::string_view b) const {
    const Meaning one = meaning_of(of(a)), other = meaning_of(of(b));
    return one.text == other.text && one.negated == other.negated;
  }
  [[nodiscard]] bool opposite(std::string_view a, std::string_view b) const {
    const Meaning one = meaning_of(of(a)), other = meaning_of(of(b));
    return one.text == other.text && one.negated != other.negated;
  }
};

BOOST_FIXTURE_TEST_SUITE(rules_certain, Room)

BOOST_AUTO_TEST_CASE(a_value_cannot_lie_in_two_places) {
  BOOST_TEST(never("lab.potassium < 3 mmol/L and lab.potassium > 4 mmol/L"));
  BOOST_TEST(never("symptom.a and (lab.potassium < 3 mmol/L and lab.potassium >= 3 mmol/L)"));
  BOOST_TEST(!never("lab.potassium <= 3 mmol/L and lab.potassium >= 3 mmol/L"));
  BOOST_TEST(!never("lab.potassium < 3 mmol/L or lab.potassium > 4 mmol/L"));
}

BOOST_AUTO_TEST_CASE(what_holds_of_a_record_of_which_nothing_is_known) {
  BOOST_TEST((alone("lab.potassium > 6 mmol/L or lab.potassium is unknown") == Truth::yes));
  BOOST_TEST((alone("lab.potassium > 6 mmol/L or not (lab.potassium is known)") == Truth::yes));
  BOOST_TEST((alone("lab.potassium > 6 mmol/L") == Truth::unknown));
  BOOST_TEST((alone("symptom.a is known") == Truth::no));
  BOOST_TEST((alone("age >= 60 years or sex is unknown") == Truth::yes));
  BOOST_TEST((alone("symptom.a started within 14 days or unknown") == Truth::unknown));
}

BOOST_AUTO_TEST_CASE(what_holds_of_one_finding_alone) {
  BOOST_TEST((alone("symptom.a", {"symptom.a"}) == Truth::yes));
  BOOST_TEST((alone("symptom.a is absent", {"symptom.a"}) == Truth::no));
  BOOST_TEST((alone("symptom.a and symptom.b", {"symptom.a"}) == Truth::unknown));
  BOOST_TEST((alone("symptom.a and symptom.b is unknown", {"symptom.a"}) == Truth::yes));
  BOOST_TEST((alone("symptom.a started within 14 days", {"symptom.a"}) == Truth::unknown));
  BOOST_TEST((alone("symptom.a started within 14 days or unknown", {"symptom.a"}) == Truth::yes));
  BOOST_TEST((alone("symptom.a recorded within 2 days", {"symptom.a"}) == Truth::yes));
  BOOST_TEST((alone("symptom.a stopped within 2 days", {"symptom.a"}) == Truth::no));
}

BOOST_AUTO_TEST_CASE(what_asks_for_a_fact_that_nothing_gives) {
  BOOST_TEST(never_without("symptom.a and lab.potassium > 6 mmol/L", "symptom.a"));
  BOOST_TEST(never_without("not symptom.a", "symptom.a"));
  BOOST_TEST(!never_without("symptom.a or symptom.b", "symptom.a"));
  BOOST_TEST(!never_without("symptom.a is unknown", "symptom.a"));
}

BOOST_AUTO_TEST_CASE(nothing_is_present_and_absent) {
  BOOST_TEST(never("symptom.a and symptom.a is absent"));
  BOOST_TEST(never("symptom.a and symptom.b and not (symptom.a and symptom.b)"));
  BOOST_TEST(never("symptom.a is unknown and symptom.a is known"));
  BOOST_TEST(never("lab.potassium is unknown and lab.potassium < 3 mmol/L"));
  BOOST_TEST(never("sex is female and sex is male"));
  BOOST_TEST(!never("symptom.a and symptom.b is absent"));
  BOOST_TEST(never("at least 2 of (symptom.a, symptom.a is absent, symptom.a is unknown)"));
  BOOST_TEST(!never("at least 2 of (symptom.a, symptom.b, symptom.a is absent)"));
}

BOOST_AUTO_TEST_CASE(what_is_true_whenever_it_is_known_cannot_fail) {
  BOOST_TEST(never_fails("symptom.a or not symptom.a"));
  BOOST_TEST(never_fails("lab.potassium < 5 mmol/L or lab.potassium >= 5 mmol/L"));
  BOOST_TEST(!never_fails("lab.potassium < 5 mmol/L or lab.potassium > 5 mmol/L"));
  BOOST_TEST(!never_fails("symptom.a or symptom.a is unknown"));
  BOOST_TEST(!never_fails("symptom.a or not symptom.b"));
}

BOOST_AUTO_TEST_CASE(values_that_nobody_can_have_do_not_count) {
  BOOST_TEST(never("lab.potassium > 13 mmol/L"));
  BOOST_TEST(never_fails("lab.potassium < 35 mmol/L"));
  BOOST_TEST(!never("lab.potassium >= 12 mmol/L"));
  BOOST_TEST(!never_fails("lab.potassium < 12 mmol/L"));
}

BOOST_AUTO_TEST_CASE(times_are_taken_apart_so_that_nothing_is_claimed) {
  BOOST_TEST(!never("symptom.a started within 3 days and symptom.a started over 5 days ago"));
  BOOST_TEST(never("symptom.a started within 3 days and not symptom.a started within 3 days"));
}

BOOST_AUTO_TEST_CASE(a_band_behind_a_wider_one_is_never_reached) {
  BOOST_TEST(!reached("lab.potassium < 2.5 mmol/L", {"lab.potassium < 3 mmol/L"}));
  BOOST_TEST(reached("lab.potassium < 3 mmol/L", {"lab.potassium < 2.5 mmol/L"}));
  BOOST_TEST(!reached("symptom.a and symptom.b", {"symptom.c", "symptom.b"}));
  BOOST_TEST(!reached("symptom.a", {""}));
  BOOST_TEST(reached("", {"symptom.a"}));
}

BOOST_AUTO_TEST_CASE(a_band_that_only_a_bound_reaches_is_reached) {
  // A potassium of "< 4" is in none of the narrow bands for certain, and in the wide one it is.
  BOOST_TEST(reached("lab.potassium < 5 mmol/L",
                     {"lab.potassium < 3 mmol/L", "3 <= lab.potassium < 5 mmol/L"}));
  // b is unknown: neither of the first two is true.
  BOOST_TEST(reached("symptom.a", {"symptom.a and symptom.b", "symptom.a and not symptom.b"}));
}

BOOST_AUTO_TEST_CASE(conditions_with_too_many_repeated_facts_are_left_alone) {
  std::string text = "symptom.a and symptom.a is absent";
  for (int i = 0; i < many; ++i) text += fmt::format(" and symptom.n{0} and symptom.n{0}", i);
  BOOST_TEST(!never(text));
}

BOOST_AUTO_TEST_CASE(the_order_of_parts_and_double_negation_change_no_meaning) {
  BOOST_TEST(same("symptom.a and symptom.b", "symptom.b and symptom.a"));
  BOOST_TEST(same("symptom.a", "not symptom.a is absent"));
  BOOST_TEST(same("symptom.a is present", "symptom.a or symptom.a"));
  BOOST_TEST(same("lab.potassium >= 3 mmol/L", "not lab.potassium < 3 mmol/L"));
  BOOST_TEST(!same("lab.potassium > 3 mmol/L", "not lab.potassium < 3 mmol/L"));
  BOOST_TEST(opposite("lab.potassium > 3 mmol/L", "lab.potassium <= 3 mmol/L"));
  BOOST_TEST(opposite("symptom.a", "symptom.a is absent"));
  BOOST_TEST(!same("symptom.a and symptom.b", "symptom.a or symptom.b"));
  BOOST_TEST(!same("at least 2 of (symptom.a, symptom.b, symptom.c)",
                   "at least 1 of (symptom.a, symptom.b, symptom.c)"));
  BOOST_TEST(!same("symptom.a started within 3 days", "symptom.a started within 4 days"));
}

BOOST_AUTO_TEST_CASE(a_band_is_the_only_test_of_a_condition) {
  const auto band = band_of(of("2.5 <= lab.potassium < 3 mmol/L"));
  BOOST_REQUIRE(band);
  BOOST_TEST(band->low == 2.5);
  BOOST_TEST(band->high < 3);
  BOOST_TEST(!band_of(of("lab.potassium < 3 mmol/L and symptom.a")));
  BOOST_TEST(!band_of(of("not lab.potassium < 3 mmol/L")));
  BOOST_TEST(!band_of(of("age < 3 years")));
  BOOST_TEST(!band_of(Studied{}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace causa::rules
