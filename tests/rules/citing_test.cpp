// SPDX-License-Identifier: Apache-2.0
//
// Which facts are cited for what a condition says of a patient.
#include <algorithm>

#include "clinic.hpp"

BOOST_AUTO_TEST_SUITE(rules_citing)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;

namespace {

/// Names of the deciding columns: concept ids, with "@start" or "@record" for times.
std::string cited(std::string_view text, const Patient& patient, std::uint32_t row = 0) {
  facts::Layout layout;
  const Program program(condition(text), layout, vocabulary());
  facts::Batch batch(layout);
  batch.reset(row + 1, now);
  batch.fill(row, patient.facts, vocabulary());
  Program::Scratch scratch;
  Mask mask;
  program.evaluate(batch, scratch, mask);
  std::vector<std::uint32_t> columns;
  program.deciding_columns(batch, row, mask.at(row), columns);
  std::string names;
  for (const std::uint32_t column : columns) {
    names += names.empty() ? "" : " ";
    if (column == facts::age_column || column == facts::female_column) {
      names += column == facts::age_column ? "age" : "sex";
      continue;
    }
    const auto& key = layout.keys()[column];
    names += vocabulary()[key.concept_id].definition.id;
    if (key.aspect == facts::Aspect::start_days) names += "@start";
    if (key.aspect == facts::Aspect::recorded_days) names += "@record";
    if (key.aspect == facts::Aspect::stopped_days) names += "@end";
  }
  return names;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_true_or_cites_its_true_branches) {
  const Patient one = Patient().present("drug.statin").absent("drug.thiazide");
  BOOST_TEST(cited("drug.thiazide or drug.statin or symptom.thirst", one) == "drug.statin");
  const Patient two = Patient().present("drug.statin").present("symptom.thirst");
  BOOST_TEST(cited("drug.thiazide or drug.statin or symptom.thirst", two) ==
             "drug.statin symptom.thirst");
}

BOOST_AUTO_TEST_CASE(a_true_and_cites_all_and_a_false_one_what_is_false) {
  const Patient both = Patient().present("drug.statin").age(70, 70);
  BOOST_TEST(cited("drug.statin and age > 60 years", both) == "drug.statin age");
  const Patient one = Patient().present("drug.statin").age(50, 50);
  BOOST_TEST(cited("drug.statin and age > 60 years", one) == "age");
}

BOOST_AUTO_TEST_CASE(a_false_or_cites_all) {
  const Patient none = Patient().absent("drug.statin").sex(record::Sex::male);
  BOOST_TEST(cited("drug.statin or sex is female", none) == "drug.statin sex");
}

BOOST_AUTO_TEST_CASE(unknown_cites_what_is_missing_or_undecided) {
  const Patient patient = Patient().present("drug.statin").absent("drug.thiazide");
  BOOST_TEST(cited("drug.statin and lab.potassium < 3 mmol/L", patient) == "lab.potassium");
  BOOST_TEST(cited("drug.thiazide or lab.potassium < 3 mmol/L or symptom.thirst", patient) ==
             "lab.potassium symptom.thirst");
  const Patient bound = Patient().number("lab.potassium", 3, 1, record::Comparator::less);
  BOOST_TEST(cited("lab.potassium < 2 mmol/L and lab.potassium > 1 mmol/L", bound) ==
             "lab.potassium");
}

BOOST_AUTO_TEST_CASE(of_two_records_of_one_time_the_same_is_cited_whichever_comes_first) {
  facts::Layout layout;
  const Program program(condition("drug.statin recorded within 30 days"), layout, vocabulary());
  const auto began = [&](const Patient& patient) {
    facts::Batch batch(layout);
    batch.reset(1, now);
    batch.fill(0, patient.facts, vocabulary());
    std::vector<std::uint32_t> columns;
    program.deciding_columns(batch, 0, Truth::yes, columns);
    return patient.facts.facts[batch.fact(columns.front(), 0)].start.known();
  };
  const Patient first = Patient().present("drug.statin").started(400).present("drug.statin");
  const Patient last = Patient().present("drug.statin").present("drug.statin").started(400);
  BOOST_TEST(began(first) == began(last));
}

BOOST_AUTO_TEST_CASE(at_least_cites_what_counted) {
  const std::string_view text = "at least 2 of (drug.statin, drug.thiazide, symptom.thirst)";
  BOOST_TEST(cited(text, Patient().present("drug.statin").present("symptom.thirst")) ==
             "drug.statin symptom.thirst");
  BOOST_TEST(cited(text, Patient().absent("drug.statin").absent("symptom.thirst")) ==
             "drug.statin symptom.thirst");
  BOOST_TEST(cited(text, Patient().present("drug.statin")) == "drug.thiazide symptom.thirst");
}

BOOST_AUTO_TEST_CASE(not_cites_what_is_under_it) {
  const Patient patient = Patient().absent("drug.statin").present("drug.thiazide");
  BOOST_TEST(cited("not (drug.statin and drug.thiazide)", patient) == "drug.statin");
  BOOST_TEST(cited("not not drug.thiazide", patient) == "drug.thiazide");
  BOOST_TEST(cited("drug.statin is absent", patient) == "drug.statin");
  BOOST_TEST(cited("symptom.thirst is unknown", patient) == "symptom.thirst");
}

BOOST_AUTO_TEST_CASE(a_start_is_cited_with_what_started) {
  const std::string_view text = "drug.statin started within 90 days";
  BOOST_TEST(cited(text, Patient().present("drug.statin").started(9)) ==
             "drug.statin drug.statin@start");
  BOOST_TEST(cited(text, Patient().present("drug.statin").started(99)) == "drug.statin@start");
  BOOST_TEST(cited(text, Patient().absent("drug.statin")) == "drug.statin");
  BOOST_TEST(cited(text, Patient().present("drug.statin")) == "drug.statin@start");
}

BOOST_AUTO_TEST_CASE(rows_beyond_the_first_word_are_cited_as_well) {
  const Patient patient = Patient().present("drug.statin").number("lab.potassium", 2);
  for (const std::uint32_t row : {63u, 64u, 200u})
    BOOST_TEST(cited("drug.thiazide or drug.statin and lab.potassium < 3 mmol/L", patient, row) ==
               "drug.statin lab.potassium");
}

BOOST_AUTO_TEST_CASE(a_tie_that_raised_an_alert_is_cited_in_any_row) {
  facts::Layout layout;
  const Program program(condition("lab.sodium < 120 mmol/L or lab.potassium < 3 mmol/L"), layout,
                        vocabulary(), Ties::take_worse);
  facts::Batch batch(layout);
  batch.reset(100, now);
  const Patient tied = Patient().number("lab.potassium", 5).number("lab.potassium", 2);
  for (const std::uint32_t row : {5u, 99u}) {
    batch.fill(row, tied.facts, vocabulary());
    std::vector<std::uint32_t> columns;
    program.deciding_columns(batch, row, Truth::yes, columns);
    BOOST_REQUIRE_EQUAL(columns.size(), 1u);
    BOOST_TEST(layout.keys()[columns[0]].concept_id == id_of("lab.potassium"));
  }
}

BOOST_AUTO_TEST_CASE(of_a_tie_all_values_are_cited_and_the_cell_tells_which_of_them_holds) {
  facts::Layout layout;
  const Program program(condition("lab.potassium >= 6.5 mmol/L"), layout, vocabulary(),
                        Ties::take_worse);
  const Program takes_earliest(condition("earliest lab.potassium >= 6.5 mmol/L within 9 days"),
                               layout, vocabulary(), Ties::take_worse);
  facts::Batch batch(layout);
  batch.reset(2, now);
  const Patient tied = Patient().number("lab.potassium", 6.6).number("lab.potassium", 4.2);
  const Patient repeated = Patient().number("lab.potassium", 6.6).number("lab.potassium", 6.6);
  batch.fill(0, tied.facts, vocabulary());
  batch.fill(1, repeated.facts, vocabulary());
  for (const Program* one : {&program, &takes_earliest}) {
    std::vector<DecidingCell> cells;
    one->deciding_cells(batch, 0, Truth::yes, cells);
    BOOST_REQUIRE_EQUAL(cells.size(), 1u);
    BOOST_TEST(cells[0].agrees(6.6));
    BOOST_TEST(!cells[0].agrees(4.2));
    std::vector<std::uint32_t> facts;
    batch.facts_of(cells[0].column, 0, facts);
    std::sort(facts.begin(), facts.end());
    BOOST_TEST(facts == (std::vector<std::uint32_t>{0, 1}));
    facts.clear();
    batch.facts_of(cells[0].column, 1, facts);
    BOOST_TEST(facts.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(a_change_of_tied_values_cites_first_the_one_that_makes_it_greatest) {
  facts::Layout layout;
  const Program program(condition("lab.potassium rose by >= 1.5 mmol/L within 5 days"), layout,
                        vocabulary(), Ties::take_worse);
  facts::Batch batch(layout);
  batch.reset(1, now);
  const Patient patient = Patient()
                              .number("lab.potassium", 4.2)
                              .number("lab.potassium", 6.6)
                              .number("lab.potassium", 4.0, 3);
  batch.fill(0, patient.facts, vocabulary());
  std::vector<DecidingCell> cells;
  program.deciding_cells(batch, 0, Truth::yes, cells);
  BOOST_REQUIRE_EQUAL(cells.size(), 1u);
  std::vector<std::uint32_t> facts;
  batch.facts_of(cells[0].column, 0, facts);
  BOOST_TEST(facts == (std::vector<std::uint32_t>{1, 0, 2}));
}

BOOST_AUTO_TEST_CASE(columns_are_appended_without_repeats) {
  facts::Layout layout;
  const Program program(condition("drug.statin or drug.statin"), layout, vocabulary());
  facts::Batch batch(layout);
  batch.reset(1, now);
  batch.fill(0, Patient().present("drug.statin").facts, vocabulary());
  std::vector<std::uint32_t> columns = {7};
  program.deciding_columns(batch, 0, Truth::yes, columns);
  program.deciding_columns(batch, 0, Truth::yes, columns);
  BOOST_TEST(columns.size() == 2u);
  Program().deciding_columns(batch, 0, Truth::yes, columns);
  BOOST_TEST(columns.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
