// SPDX-License-Identifier: Apache-2.0
#include "assess/outcomes.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(assess_outcomes)

using namespace causa;
using rules::Truth;

namespace {

/// Each undecided in two of three cells, as conditions mostly are.
std::vector<rules::Mask> some_masks(std::size_t count, std::uint32_t rows, std::mt19937& random) {
  std::vector<rules::Mask> masks(count);
  for (auto& mask : masks) {
    mask.resize((rows + 63) / 64);
    for (std::uint32_t row = 0; row < rows; ++row) {
      const std::uint64_t bit = std::uint64_t{1} << (row % 64);
      if (const auto chance = random() % 6; chance == 0)
        mask.yes[row / 64] |= bit;
      else if (chance == 1)
        mask.no[row / 64] |= bit;
    }
  }
  return masks;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_row_says_what_the_columns_say) {
  std::mt19937 random(7);
  assess::Outcomes outcomes;
  for (const std::size_t count : {0u, 1u, 63u, 64u, 65u, 200u})
    for (const std::uint32_t rows : {1u, 2u, 63u, 64u, 65u, 130u}) {
      const auto masks = some_masks(count, rows, random);
      outcomes.turn(masks, rows);
      for (std::uint32_t row = 0; row < rows; ++row)
        for (std::uint32_t mask = 0; mask < count; ++mask)
          BOOST_REQUIRE(outcomes.row(row).at(mask) == masks[mask].at(row));
      for (std::uint32_t row = 0; row < rows; ++row)
        for (std::uint32_t mask = 0; mask < count; ++mask) {
          const bool yes = outcomes.row(row).yes(mask / 64) >> (mask % 64) & 1;
          const bool decided = outcomes.row(row).decided(mask / 64) >> (mask % 64) & 1;
          BOOST_REQUIRE(yes == (masks[mask].at(row) == Truth::yes));
          BOOST_REQUIRE(decided == (masks[mask].at(row) != Truth::unknown));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_yes_or_decided_is_met_once_and_in_order) {
  std::mt19937 random(8);
  assess::Outcomes outcomes;
  const auto masks = some_masks(200, 70, random);
  outcomes.turn(masks, 70);
  for (const std::uint32_t row : {0u, 63u, 64u, 69u})
    for (const std::uint32_t first : {0u, 1u, 63u, 64u, 100u, 199u, 200u})
      for (const std::uint32_t end : {0u, 1u, 64u, 65u, 128u, 150u, 200u}) {
        std::vector<std::uint32_t> yes, decided, met;
        for (std::uint32_t mask = first; mask < end; ++mask) {
          if (masks[mask].at(row) == Truth::yes) yes.push_back(mask);
          if (masks[mask].at(row) != Truth::unknown) decided.push_back(mask);
        }
        const assess::Outcomes::Row outcome = outcomes.row(row);
        const auto meet = [&](std::uint32_t mask) { met.push_back(mask); };
        outcome.each_decided(first, end, meet);
        BOOST_TEST(met == decided, boost::test_tools::per_element());
        met.clear();
        outcome.each_yes(first, end, meet);
        BOOST_TEST(met == yes, boost::test_tools::per_element());
      }
}

BOOST_AUTO_TEST_SUITE_END()
