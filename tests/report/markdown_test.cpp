// SPDX-License-Identifier: Apache-2.0
#include "report/markdown.hpp"

#include <boost/test/unit_test.hpp>

#include "base/text.hpp"

namespace causa::report {

BOOST_AUTO_TEST_SUITE(report_markdown)

BOOST_AUTO_TEST_CASE(nothing_of_a_record_becomes_html_or_markdown) {
  BOOST_TEST(escape_markdown("<script>alert('x')</script>") ==
             "&lt;script&gt;alert('x')&lt;/script&gt;");
  BOOST_TEST(escape_markdown("a & b &lt; c") == "a &amp; b &amp;lt; c");
  BOOST_TEST(escape_markdown("a | b") == "a \\| b");
  BOOST_TEST(escape_markdown("`x` *y* _z_ ~~w~~ [l](u) # \\") ==
             "\\`x\\` \\*y\\* \\_z\\_ \\~\\~w\\~\\~ \\[l\\](u) \\# \\\\");
  BOOST_TEST(escape_markdown("line\nend\r\n\tx\x1b[31m") == "line end   x \\[31m");
}

BOOST_AUTO_TEST_CASE(an_address_in_a_record_is_no_link) {
  for (const char* text : {"see https://example.org/x", "see www.example.org", "a@example.org"}) {
    const std::string escaped = escape_markdown(text);
    BOOST_TEST(escaped.find("://") == std::string::npos);
    BOOST_TEST(escaped.find("www.") == std::string::npos);
    BOOST_TEST(escaped.find('@') == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(broken_utf_8_becomes_whole) {
  for (const char* text : {"a\xff", "\xe2\x82", "\xf0\x9f\x98", "\xc3"}) {
    BOOST_TEST(is_utf8(escape_markdown(text)));
    BOOST_TEST(is_utf8(shorten(text, 10)));
  }
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_at_a_word_and_counted_as_a_browser_counts) {
  BOOST_TEST(shorten("short", 5) == "short");
  BOOST_TEST(shorten("one two three", 9) == "one two…");
  BOOST_TEST(shorten("abcdefghijklmnopqrstuvwxyzabcdefghijklmnop", 10) == "abcdefghi…");
  BOOST_TEST(shorten("\U0001F600\U0001F600\U0001F600", 6) == "\U0001F600\U0001F600\U0001F600");
  BOOST_TEST(shorten("\U0001F600\U0001F600\U0001F600", 5) == "\U0001F600\U0001F600…");
  BOOST_TEST(shorten("", 5) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::report
