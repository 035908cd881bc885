// SPDX-License-Identifier: Apache-2.0

#include "check/table.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

#include "check/elf.hpp"
#include "check/test.hpp"

BOOST_AUTO_TEST_SUITE(check_table)

using namespace causa::check;

namespace {

Shape shape() {
  Shape made;
  made.id = "step";
  made.needs = {{"lab.potassium", CAUSA_NUMBER, false, 1, 10, true},
                {"drug.thiazide", CAUSA_TRUTH, false, 0, 1, true},
                {"lab.creatinine", CAUSA_NUMBER, true, 10, 2000, true},
                {"patient.age", CAUSA_NUMBER, false, 18, 100, false}};
  made.provides = {{"x.number", CAUSA_NUMBER}, {"x.truth", CAUSA_TRUTH}};
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(usual_patients_have_usual_values) {
  Random random(1);
  const Table table = make_table(shape(), 500, random);
  std::size_t known = 0;
  std::set<double> numbers;
  for (const Row& row : table.rows) {
    if (row[0].known) ++known;
    if (row[0].known) {
      BOOST_TEST(row[0].number >= 1);
      BOOST_TEST(row[0].number <= 10);
      numbers.insert(row[0].number);
    }
    BOOST_TEST(row[3].time_ms == CAUSA_TIME_UNKNOWN);
    for (const Cell& cell : row) BOOST_TEST(cell.time_ms <= table.as_of_ms);
    BOOST_TEST(row[2].list.empty() != row[2].known);
    for (std::size_t i = 1; i < row[2].list.size(); ++i)
      BOOST_TEST(row[2].list[i - 1].time_ms <= row[2].list[i].time_ms);
  }
  BOOST_TEST(known > 300u);
  BOOST_TEST(known < 450u);
  BOOST_TEST(numbers.size() > 200u);
}

BOOST_AUTO_TEST_CASE(the_same_seed_makes_the_same_table) {
  Random one(7), other(7);
  const Table first = make_table(shape(), 3, one), second = make_table(shape(), 3, other);
  for (std::size_t row = 0; row < 3; ++row) {
    BOOST_TEST(first.rows[row][0].number == second.rows[row][0].number);
    BOOST_TEST(first.rows[row][1].time_ms == second.rows[row][1].time_ms);
  }
}

BOOST_AUTO_TEST_CASE(a_difference_is_said_in_words) {
  const Value three{true, 3, 0}, four{true, 4, 0}, present{true, 1, 0}, later{true, 3, 5};
  BOOST_TEST(first_difference(shape(), {{three, {}}}, {{three, {}}}, "a", "b").empty());
  BOOST_TEST(first_difference(shape(), {{three, {}}}, {{four, {}}}, "alone", "together") ==
             "step step: x.number of row 0 is 3 alone, 4 together");
  BOOST_TEST(first_difference(shape(), {{three, present}}, {{three, {}}}, "alone", "together") ==
             "step step: x.truth of row 0 is present alone, unknown together");
  BOOST_TEST(first_difference(shape(), {{three, {}}}, {{later, {}}}, "alone", "together") ==
             "step step: x.number's time of row 0 is 0 ms alone, 5 ms together");
}

BOOST_AUTO_TEST_CASE(zero_has_a_sign_and_is_compared_with_it) {
  BOOST_TEST(!same({true, 0.0, 0}, {true, -0.0, 0}));
  BOOST_TEST(same({false, 1, 2}, {false, 3, 4}));
}

BOOST_AUTO_TEST_CASE(names_of_tests_fit_patterns) {
  BOOST_TEST(fits("memory.bounds", "memory"));
  BOOST_TEST(fits("memory.bounds", "memory.*"));
  BOOST_TEST(fits("memory.bounds", "*.bounds"));
  BOOST_TEST(fits("memory.bounds", "m*bo*s"));
  BOOST_TEST(!fits("memory.bounds", "mem"));
  BOOST_TEST(!fits("memory.bounds", "memory.bound"));
  BOOST_TEST(!fits("memory.bounds", "*.values"));
}

BOOST_AUTO_TEST_CASE(every_need_of_a_test_stands_before_it) {
  std::set<std::string> before;
  for (const Test& test : tests()) {
    for (const auto& need : needs_of(test))
      BOOST_TEST(before.contains(need), test.name << " needs " << need);
    BOOST_TEST(before.insert(test.name).second, test.name << " stands twice");
  }
}

BOOST_AUTO_TEST_CASE(a_broken_library_is_read_without_harm) {
  BOOST_TEST(!read_linking("").fault.empty());
  BOOST_TEST(!read_linking("\x7f"
                           "ELF")
                  .fault.empty());
  std::string header =
      "\x7f"
      "ELF\x02\x01\x01";
  header.resize(64, '\xff');
  BOOST_TEST(!read_linking(header).fault.empty());
}

BOOST_AUTO_TEST_SUITE_END()
