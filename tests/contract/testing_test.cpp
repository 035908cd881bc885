// SPDX-License-Identifier: Apache-2.0
//
// What an author uses to test a step without a host: causa/testing.hpp and causa/config.hpp.

#include <causa/config.hpp>
#include <causa/testing.hpp>

#include <boost/test/unit_test.hpp>

namespace causa::contract {

namespace {

/// Step 0: number plus days since the truth began, and whether the list's last value is its
/// highest.
struct Example {
  void derive(std::uint32_t, const Batch& batch, const Outputs& out) const {
    const auto number = batch.number(0);
    const auto truth = batch.truth(1);
    const auto lists = batch.numbers(2);
    auto sum = out.number(0);
    auto highest = out.truth(1);
    for (const auto row : batch.rows()) {
      if (number.exact(row) && truth.present(row) && truth.has_time(row))
        sum.set(row, number[row] + static_cast<double>(batch.as_of_ms() - truth.time_ms(row)), 7);
      const auto values = lists.values(row);
      if (values.empty()) continue;
      bool is_highest = true;
      for (const double value : values) is_highest = is_highest && value <= values.back();
      highest.set(row, is_highest);
    }
  }
};

testing::Step three_rows() {
  testing::Step step(3, 100);
  step.number({1.5, 2.5, std::nullopt}, {}, {0, CAUSA_QUALITY_ABOVE, 0})
      .truth({true, true, std::nullopt}, {90, 90, time_unknown})
      .numbers({{1, 3}, {}, {5, 4}});
  return step;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(contract_testing)

BOOST_AUTO_TEST_CASE(a_step_is_run_on_plain_values) {
  testing::Step step = three_rows();
  step.number_output().truth_output();
  step.run(Example(), 0);
  BOOST_TEST(step.number_at(0, 0).value() == 11.5);
  BOOST_TEST(step.time_at(0, 0) == 7);
  BOOST_TEST(!step.number_at(0, 1).has_value());  // a bound is not exact
  BOOST_TEST(!step.number_at(0, 2).has_value());
  BOOST_TEST(step.truth_at(1, 0).value());
  BOOST_TEST(!step.truth_at(1, 1).has_value());
  BOOST_TEST(!step.truth_at(1, 2).value());
}

BOOST_AUTO_TEST_CASE(an_output_that_the_manifest_does_not_have_is_an_error) {
  testing::Step step = three_rows();
  step.number_output();
  BOOST_CHECK_THROW(step.run(Example(), 0), BatchError);
}

BOOST_AUTO_TEST_CASE(settings_have_types_and_defaults) {
  const Config config(R"({"a": 1.5, "b": "x\n\"y\"", "c": true, "d": null, "e": 7})");
  BOOST_TEST(config.number("a", 0) == 1.5);
  BOOST_TEST(config.text("b", "") == "x\n\"y\"");
  BOOST_TEST(config.truth("c", false));
  BOOST_TEST(config.number("d", 4) == 4);
  BOOST_TEST(config.integer("e", 0) == 7);
  BOOST_TEST(config.integer("absent", 9) == 9);
  BOOST_CHECK_THROW((void)config.integer("a", 0), ConfigError);
  BOOST_CHECK_THROW((void)config.truth("b", false), ConfigError);
  for (const char* json : {"", "[", "{\"a\"", "{\"a\": \"", "{\"a\": [1]}", "{\"a\": 1"})
    BOOST_CHECK_THROW((void)Config(json).number("z", 0), ConfigError);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::contract
