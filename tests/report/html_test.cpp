// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include "report/html/page.hpp"

namespace causa::report::html {

BOOST_AUTO_TEST_SUITE(report_html)

namespace {

assess::Assessment cited(knowledge::Manifest& manifest) {
  assess::Assessment it;
  it.patient_id = "p1";
  it.modules.push_back({"org.clinic.x", "1", "ab", assess::ModuleStatus::ok, true, "", "", "",
                        assess::RanIn::program, 0});
  it.modules.push_back({"org.clinic.y", "1", "ab", assess::ModuleStatus::ok, true, "", "", "",
                        assess::RanIn::program, 0});
  assess::RaisedAlert alert;
  alert.title = "T";
  alert.action = "A";
  alert.sources = {"s"};
  it.alerts.push_back(alert);
  alert.module = 1;
  it.alerts.push_back(alert);
  knowledge::Source source;
  source.id = "s";
  source.citation = "Somebody. Something.";
  manifest.sources.push_back(source);
  return it;
}

std::string page_of(const assess::Assessment& it, const knowledge::Manifest& first,
                    const knowledge::Manifest* second) {
  Page page;
  const std::string letter = page.add(it, Context{nullptr, {&first, second}});
  const auto [before, after] = page.frame();
  return before + letter + after;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

BOOST_AUTO_TEST_CASE(what_html_would_read_as_markup_is_escaped) {
  BOOST_TEST(escaped("<a href=\"x\">'&") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
  BOOST_TEST(escaped("plain \xC3\xA9") == "plain \xC3\xA9");
}

BOOST_AUTO_TEST_CASE(what_hides_or_breaks_text_is_replaced) {
  constexpr const char* replacement = "\xEF\xBF\xBD";
  for (const char* text : {"\xE2\x80\xAE", "\xE2\x80\xAA", "\xE2\x81\xA6", "\xE2\x81\xA9", "\xFF",
                           "\xEF\xBF\xBF", "\xF0\x9F\xBF\xBE", "\xEF\xB7\x90"})
    BOOST_TEST(escaped(text) == replacement);
  BOOST_TEST(escaped("a\x01\nb\x7F") == "a  b ");
  BOOST_TEST(escaped("\xE2\x80\x8F") == "\xE2\x80\x8F");  // a mark, which turns nothing else
  BOOST_TEST(escaped("\xF0\x9F\x98\x80") == "\xF0\x9F\x98\x80");
}

BOOST_AUTO_TEST_CASE(elements_close_in_order_and_attributes_are_escaped) {
  Markup markup;
  {
    const auto outer = markup.open("p", {{"title", "\"><script>"}});
    markup.write_inline("b", "<i>");
  }
  BOOST_TEST(markup.str() == "\n<p title=\"&quot;&gt;&lt;script&gt;\"><b>&lt;i&gt;</b></p>");
}

BOOST_AUTO_TEST_CASE(a_manifest_can_link_only_to_the_web) {
  knowledge::Manifest manifest;
  auto it = cited(manifest);
  manifest.sources[0].url = "javascript:alert(1)";
  manifest.sources[0].pmid = "12\" onclick=\"x";
  manifest.sources[0].doi = "10.1000/a b\"><script>";
  const std::string page = page_of(it, manifest, nullptr);
  BOOST_TEST(count(page, "href=\"javascript") == 0u);
  BOOST_TEST(count(page, "pubmed") == 0u);
  BOOST_TEST(count(page, "https://doi.org/10.1000/a%20b%22%3E%3Cscript%3E\"") == 1u);
  BOOST_TEST(count(page, "<script") == 0u);
}

BOOST_AUTO_TEST_CASE(where_nothing_speaks_for_a_cause_none_is_the_first) {
  assess::Assessment it;
  it.complaint_present = true;
  it.ranking = assess::Sufficiency::none;
  it.ranking_why = "nothing is recorded that speaks for any cause";
  it.causes.resize(1);
  it.causes[0].name = "Low potassium";
  it.causes[0].rank = 1;
  Page page;
  std::string letter = page.add(it, Context{nullptr, {}});
  BOOST_TEST(count(letter, "1. Low potassium") == 0u);
  BOOST_TEST(count(letter, "most likely first") == 0u);
  BOOST_TEST(count(letter, "First in the ranking") == 0u);
  BOOST_TEST(count(letter, "none comes first") == 1u);
  letter += page.add(it, Context{nullptr, {}});
  BOOST_TEST(count(page.frame().before, "first: Low potassium") == 0u);
}

BOOST_AUTO_TEST_CASE(one_source_that_two_modules_cite_has_one_number) {
  knowledge::Manifest manifest;
  auto it = cited(manifest);
  const knowledge::Manifest other = manifest;
  const std::string page = page_of(it, manifest, &other);
  BOOST_TEST(count(page, "href=\"#p1s1\"") == 2u);
  BOOST_TEST(count(page, "Somebody. Something.") == 1u);
}

BOOST_AUTO_TEST_CASE(a_source_whose_manifest_is_gone_is_still_named) {
  knowledge::Manifest manifest;
  auto it = cited(manifest);
  const std::string page = page_of(it, manifest, nullptr);
  BOOST_TEST(count(page, "its citation was not kept") == 1u);
  BOOST_TEST(count(page, "href=\"#p1s2\"") == 1u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::report::html
