// SPDX-License-Identifier: Apache-2.0
//
// Delimiters, escapes and character sets; each bug that was met in the field is a test.

#include "intake/hl7v2/encoding.hpp"

#include <boost/test/unit_test.hpp>

#include "base/text.hpp"
#include "intake/hl7v2_reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_hl7v2_encoding)

using namespace causa::intake::hl7v2;
using namespace hl7v2_test;

namespace {

std::string text(std::string_view written) { return unescape(written, {}); }

}  // namespace

BOOST_AUTO_TEST_CASE(delimiters_are_those_of_the_message) {
  const auto read = read_delimiters("MSH#*+/%#LAB");
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(read->field == '#');
  BOOST_TEST(read->component == '*');
  BOOST_TEST(read->repetition == '+');
  BOOST_TEST(read->escape == '/');
  BOOST_TEST(read->subcomponent == '%');
  BOOST_TEST(read_delimiters("MSH|^~\\&#|")->truncation == '#');
  BOOST_TEST(read_delimiters("MSH|^_\\&|")->repetition == '_');
}

BOOST_AUTO_TEST_CASE(delimiters_that_are_left_out_are_not_assumed) {
  const auto read = read_delimiters("MSH|^~|LAB");
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST((read->escape == '\0'));
  BOOST_TEST(unescape("a\\F\\b", {*read, {}}) == "a\\F\\b");
}

BOOST_AUTO_TEST_CASE(a_doubled_backslash_in_the_header_counts_once) {
  const auto read = read_delimiters("MSH|^~\\\\&|LAB");
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(read->escape == '\\');
  BOOST_TEST(read->subcomponent == '&');
}

BOOST_AUTO_TEST_CASE(what_cannot_delimit_is_refused) {
  for (const char* start :
       {"MSH", "MSH|", "MSH||", "MSHa^~\\&|", "MSH ^~\\&", "MSH|abc|", "MSH|^~\\&#!|"})
    BOOST_TEST(!read_delimiters(start).has_value(), start);
}

BOOST_AUTO_TEST_CASE(escapes_stand_for_the_delimiters) {
  BOOST_TEST(text("a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f") == "a|b^c&d~e\\f");
  BOOST_TEST(text("\\H\\bold\\N\\") == "bold");
  BOOST_TEST(text("\\E\\F\\E\\") == "\\F\\");  // decoded once, never again
  BOOST_TEST(unescape("a/F/b/S/c", {*read_delimiters("MSH#*+/%#"), {}}) == "a#b*c");
}

BOOST_AUTO_TEST_CASE(hexadecimal_escapes_are_bytes_of_the_message) {
  BOOST_TEST(text("first\\X0D0A\\second") == "first\nsecond");
  BOOST_TEST(text("\\X0D\\") == "\n");
  BOOST_TEST(text("\\XC3A9\\") == "\xc3\xa9");
  BOOST_TEST(unescape("\\XE9\\", {{}, "ISO-8859-1"}) == "\xc3\xa9");
  BOOST_TEST(text("a\\X00\\b") == "a b");
  for (const char* broken : {"\\X\\", "\\X0\\", "\\XZZ\\", "\\XE9\\", "\\X+1\\"})
    BOOST_TEST(text(broken) == broken);
}

BOOST_AUTO_TEST_CASE(formatting_becomes_line_breaks_and_blanks) {
  BOOST_TEST(text("a\\.br\\b\\.sp\\c\\.sp2\\d\\.ce\\e") == "a\nb\nc\n\nd\ne");
  BOOST_TEST(text("\\.in+4\\a\\.ti-2\\b\\.fi\\c\\.nf\\") == "    a  bc");
  BOOST_TEST(text("\\.sp999999\\") == "\\.sp999999\\");
}

BOOST_AUTO_TEST_CASE(an_unknown_sequence_and_a_bare_backslash_stay) {
  BOOST_TEST(text("\\Zabc\\") == "\\Zabc\\");
  BOOST_TEST(text("\\Q\\") == "\\Q\\");
  BOOST_TEST(text("50\\50") == "50\\50");
  BOOST_TEST(text("end\\") == "end\\");
  BOOST_TEST(text("a \\ b \\F\\ c") == "a \\ b | c");
  BOOST_TEST(text("C:\\temp\\E\\x") == "C:\\temp\\x");
  BOOST_TEST(text("\\\\") == "\\\\");
}

BOOST_AUTO_TEST_CASE(a_doubled_sequence_counts_as_one) {
  BOOST_TEST(text("a\\\\E\\\\b") == "a\\b");
  BOOST_TEST(text("a\\\\.br\\\\b\\\\T\\\\c") == "a\nb&c");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
  for (const char* words :
       {"a|b^c&d~e\\f", "\"\"", "\\F\\", "\\\\E\\\\", "\\", "50 % | ~", "\\.br\\"})
    BOOST_TEST(text(causa::hl7_escape(words)) == words);
  BOOST_TEST(text(causa::hl7_escape("a\r\nb\rc\nd")) == "a\nb\nc\nd");
  const std::string hostile = causa::hl7_escape("x\rOBX|1|NM|2823-3^K^LN||9.9\x0b\x1c");
  BOOST_TEST(hostile.find_first_of("\r\n|^~&\x0b\x1c") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(character_sets_by_their_names_of_table_0211) {
  BOOST_TEST(decode("caf\xe9", "8859/1").text == "caf\xc3\xa9");
  BOOST_TEST(decode("caf\xe9", "8859/1").told == "");
  BOOST_TEST(decode("\xa4", "8859/15").text == "\xe2\x82\xac");
  BOOST_TEST(decode("caf\xc3\xa9", "UNICODE UTF-8").text == "caf\xc3\xa9");
  BOOST_TEST(decode("\xc4\xe3", "GB 18030-2000").text == "\xe4\xbd\xa0");
}

BOOST_AUTO_TEST_CASE(a_wrong_or_unknown_character_set_is_told) {
  BOOST_TEST(decode("caf\xe9", "UNICODE UTF-8").told ==
             "the text is not in UNICODE UTF-8: read as ISO 8859-1");
  BOOST_TEST(decode("caf\xe9", "UNICODE UTF-8").text == "caf\xc3\xa9");
  BOOST_TEST(decode("caf\xc3\xa9", "KLINGON").told ==
             "the character set KLINGON is not known: read as UTF-8");
  BOOST_TEST(decode("caf\xe9", "").told == "no character set is stated: read as ISO 8859-1");
  BOOST_TEST(decode("caf\xc3\xa9", "ASCII").told == "the text is not in ASCII: read as UTF-8");
  BOOST_TEST(decode("cafe", "KLINGON").told == "");  // it makes no difference
  for (const char* name : {"8859/", "8859/99", "8859/-1", "8859/1x", "../../x", "UTF-8//IGNORE"})
    BOOST_TEST(causa::is_utf8(decode("caf\xe9 \xff", name).text), name);
}

BOOST_AUTO_TEST_CASE(a_unit_in_latin_1_is_read_and_the_guess_is_told) {
  const Record record = read_one(oru(obx("NM", "80", "\xb5mol/L|||||F")));
  BOOST_TEST(record.items.at(0).unit == "\xc2\xb5mol/L");
  BOOST_TEST(ignored(record, "MSH.18") == "no character set is stated: read as ISO 8859-1 x1; ");
}

BOOST_AUTO_TEST_SUITE_END()
