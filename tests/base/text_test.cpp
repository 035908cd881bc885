// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <boost/test/unit_test.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>

BOOST_AUTO_TEST_SUITE(base_text)

using namespace causa;

BOOST_AUTO_TEST_CASE(folding_forgives_case_accents_and_punctuation) {
  BOOST_TEST(fold("Guillain-Barré  syndrome") == "guillain barre syndrome");
  BOOST_TEST(fold("  (Sjögren's) ") == "sjogren s");
  BOOST_TEST(fold("MÉNIÈRE") == "meniere");
  BOOST_TEST(fold("Straße, Ærø") == "strasse aero");
  BOOST_TEST(fold("Barre\u0301") == "barre");  // accent written after its letter
  BOOST_TEST(fold("calf\u2013pain\u00a0left") == "calf pain left");
  BOOST_TEST(fold("2\u00d73") == "2 3");
  BOOST_TEST(fold("") == "");
  BOOST_TEST(fold("...") == "");
}

BOOST_AUTO_TEST_CASE(folding_keeps_what_it_does_not_know) {
  BOOST_TEST(fold("5 µg") == "5 µg");
  BOOST_TEST(fold("судорога") == "судорога");
  BOOST_TEST(fold("こむら返り") == "こむら返り");
  BOOST_TEST(fold("a\xff"
                  "B") ==
             "a\xff"
             "b");
}

BOOST_AUTO_TEST_CASE(nearest_finds_slips_and_nothing_else) {
  const std::vector<std::string> ids = {"lab.potassium", "lab.sodium", "drug.thiazide"};
  BOOST_TEST(nearest("lab.potasium", ids) == "lab.potassium");
  BOOST_TEST(nearest("lab.postassium", ids) == "lab.potassium");
  BOOST_TEST(nearest("Lab.Sodium", ids) == "lab.sodium");
  BOOST_TEST(nearest("drug.thaizide", ids) == "drug.thiazide");
  BOOST_TEST(nearest("sign.pulse", ids) == "");
  BOOST_TEST(nearest("", ids) == "");
  BOOST_TEST(nearest(std::string(100'000, 'a'), ids) == "");
  BOOST_TEST(nearest("lab.sodium", {}) == "");
}

BOOST_AUTO_TEST_CASE(nearest_counts_exchanged_neighbors_as_one_slip) {
  const std::vector<std::string> words = {"and"};
  BOOST_TEST(nearest("adn", words) == "and");
  BOOST_TEST(nearest("dna", words) == "");
}

BOOST_AUTO_TEST_CASE(the_first_of_equally_near_ones_is_taken) {
  const std::vector<std::string> words = {"hours", "sours"};
  BOOST_TEST(nearest("tours", words) == "hours");
}

BOOST_AUTO_TEST_CASE(utf8_is_told_from_other_bytes) {
  for (const std::string_view good :
       {"", "plain", "é", "€", "😀", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
    BOOST_TEST(is_utf8(good), good);
  for (const std::string_view bad :
       {"\x80", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe2\x82", "\xed\xa0\x80",
        "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe9 latin 1"})
    BOOST_TEST(!is_utf8(bad), bad);
}

BOOST_AUTO_TEST_CASE(numbers_read_as_people_write_them) {
  BOOST_TEST(format_number(4.7) == "4.7");
  BOOST_TEST(format_number(3) == "3");
  BOOST_TEST(format_number(0.1 + 0.2) == "0.30000000000000004");
  BOOST_TEST(format_number(100'000) == "100000");
  BOOST_TEST(format_number(0.0001) == "0.0001");
  BOOST_TEST(format_number(1e30) == "1e+30");
  BOOST_TEST(format_number(-2.5) == "-2.5");
  BOOST_TEST(format_number(-0.0) == "0");
}

BOOST_AUTO_TEST_CASE(a_formatted_number_reads_back_as_itself) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 10'000; ++i) {
    const double size = std::pow(10.0, std::uniform_real_distribution<>(-300, 300)(random));
    const double value = i % 2 == 0 ? size : -std::fmod(size, 1e6);
    const std::string text = format_number(value);
    double again = std::numeric_limits<double>::quiet_NaN();
    std::from_chars(text.data(), text.data() + text.size(), again);
    BOOST_REQUIRE_EQUAL(again, value);
  }
}

BOOST_AUTO_TEST_CASE(no_wrapped_line_is_too_long_and_no_word_is_lost) {
  const std::vector<std::string> expected = {"a leg", "cramp", "at", "night"};
  BOOST_TEST(wrap("a leg  cramp at night", 6) == expected, boost::test_tools::per_element());
  BOOST_TEST(wrap("one two", 7).size() == 1u);
  BOOST_TEST(wrap("one two", 6).size() == 2u);
  BOOST_TEST(wrap("", 10).empty());
  const std::vector<std::string> percent{"in all", "15 %."};
  BOOST_TEST(wrap("in all 15 %.", 9) == percent, boost::test_tools::per_element());
  BOOST_TEST(wrap("  ", 10).empty());
}

BOOST_AUTO_TEST_CASE(columns_are_code_points_and_long_words_are_cut_between_them) {
  BOOST_TEST(wrap("éé éé", 5).size() == 1u);
  const std::vector<std::string> cut = {"ab", "éé", "éé", "é"};
  BOOST_TEST(wrap("ab ééééé", 2) == cut, boost::test_tools::per_element());
  for (const auto& line : wrap("ééééé", 0)) BOOST_TEST(line == "é");
}

BOOST_AUTO_TEST_CASE(line_breaks_of_the_text_stay) {
  const std::vector<std::string> lines = {"one", "", "two"};
  BOOST_TEST(wrap("one\n\ntwo\n", 20) == lines, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_text_can_not_command_the_terminal) {
  BOOST_TEST(printable("a\x1b[2J\a\x7f"
                       "b") == "a [2J  b");
  BOOST_TEST(printable("\xC2\x9B"
                       "31m") == "  31m");
  BOOST_TEST(printable("40 \xC2\xB5mol, \xC3\xA9") == "40 \xC2\xB5mol, \xC3\xA9");
  BOOST_TEST(printable("cut \xC2") == "cut \xC2");
  for (const auto& line : wrap("red \x1b[31mtext\r", 10))
    BOOST_TEST(line.find_first_of("\x1b\r") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
