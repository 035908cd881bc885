// SPDX-License-Identifier: Apache-2.0
//
// A good manifest comes through whole; each fault in it is found at its place.

#include "knowledge/parse.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "base/file.hpp"
#include "knowledge/yaml.hpp"
#include "paths.hpp"

namespace causa::knowledge {

BOOST_AUTO_TEST_SUITE(knowledge_parse)

namespace {

std::string good_yaml() {
  return read_file(std::filesystem::path(causa::tests::data_folder) / "knowledge/good.yaml")
      .value();
}

Parsed parse_yaml(const std::string& yaml) {
  return parse_manifest(YamlDocument::parse(yaml).value().json());
}

/// The good manifest with one passage replaced.
Parsed with(std::string_view from, std::string_view to) {
  std::string yaml = good_yaml();
  const std::size_t at = yaml.find(from);
  BOOST_TEST_REQUIRE(at != std::string::npos, "the passage isn't there: " << from);
  return parse_yaml(yaml.replace(at, from.size(), to));
}

/// Exactly one problem, with this pointer and words in its message or hint.
void expect_only(const Parsed& parsed, std::string_view pointer, std::string_view words) {
  for (const auto& problem : parsed.problems)
    BOOST_TEST_MESSAGE(problem.pointer << ": " << problem.message << "; " << problem.hint);
  BOOST_TEST_REQUIRE(parsed.problems.size() == 1u);
  const Problem& problem = parsed.problems.front();
  BOOST_TEST(problem.pointer == pointer);
  BOOST_TEST((problem.message + "; " + problem.hint).find(words) != std::string::npos,
             problem.message << "; " << problem.hint);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_good_manifest_comes_through_whole) {
  const Parsed parsed = parse_yaml(good_yaml());
  BOOST_TEST(parsed.problems.empty());
  const Manifest& manifest = parsed.manifest;
  BOOST_TEST(manifest.short_name() == "good");
  BOOST_TEST(manifest.has_library);
  BOOST_TEST(manifest.abi_major == 1u);
  BOOST_TEST(!manifest.attributes.reviewed_by.has_value());
  BOOST_TEST(manifest.sources[0].pmid == "16449619");
  BOOST_TEST(manifest.terminology[0].window_ms == 2 * 86'400'000);
  BOOST_TEST(manifest.terminology[0].conversions[0].factor == 0.5872);
  BOOST_TEST(manifest.facts[0].within_ms == 14 * 86'400'000);
  BOOST_TEST(manifest.derives[0].provides[0].range->high == 6);
  BOOST_TEST(manifest.derives[0].examples[0].given[0].second == "\"2.00 mmol/L\"");
  const Cause& cause = manifest.causes[0];
  BOOST_TEST(cause.family == "electrolytes");
  BOOST_TEST(cause.prior[0].when.pointer == "/causes/0/prior/0/when");
  BOOST_TEST(cause.accounts_for[0].bands.size() == 2u);
  BOOST_TEST((cause.accounts_for[0].bands[0].grade == Grade::strong));
  BOOST_TEST(*cause.accounts_for[1].bands[0].ratio == 1.47);
  BOOST_TEST(*cause.decided_by[0].below == 3.5);
  BOOST_TEST(cause.decided_by[0].unit == "mmol/L");
  BOOST_TEST(cause.leads_to[0].ci->low == 1.4);
  BOOST_TEST(*manifest.rules[0].fails->lr == 0.38);
  BOOST_TEST((manifest.rules[1].holds->grade == Grade::moderate));
  BOOST_TEST(!manifest.rules[1].holds->in_favor);
  BOOST_TEST((manifest.alerts[0].urgency == Urgency::same_day));
  BOOST_TEST(manifest.advice[0].for_causes.empty());
  BOOST_TEST(manifest.withholds[0].tags[0] == "more_fluid");
  BOOST_TEST(manifest.config[0].default_json == "40");
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_an_error_with_a_hint) {
  const Parsed parsed = with("    group: pad.signs", "    gruop: pad.signs");
  expect_only(parsed, "/rules/0/gruop", "did you mean \"group\"?");
  BOOST_TEST(parsed.problems[0].at_key);
}

/// As a library could carry it; causa-manifest refuses it in YAML.
Parsed with_json(std::string_view from, std::string_view to) {
  std::string json = YamlDocument::parse(good_yaml()).value().json();
  const std::size_t at = json.find(from);
  BOOST_TEST_REQUIRE(at != std::string::npos, "the passage isn't there: " << from);
  return parse_manifest(json.replace(at, from.size(), to));
}

BOOST_AUTO_TEST_CASE(a_key_that_stands_twice_is_refused) {
  expect_only(with_json(R"("title":)", R"("title":"another","title":)"), "/title",
              "key \"title\" stands twice");
  expect_only(with_json(R"("given":{)", R"("given":{"lab.x":1,"lab.x":2,)"),
              "/derives/0/examples/0/given/lab.x", "stands twice");
  expect_only(with_json(R"("accounts_for":{)", R"("accounts_for":{"leg_cramp":"weak",)"),
              "/causes/0/accounts_for/leg_cramp", "stands twice");
}

BOOST_AUTO_TEST_CASE(a_mapping_of_more_keys_than_anybody_wrote_is_refused) {
  std::string many = R"("given":{)";
  for (int i = 0; i < 1000; ++i) many += "\"lab.x" + std::to_string(i) + "\":1,";
  expect_only(with_json(R"("given":{)", many), "/derives/0/examples/0/given",
              "has more than 1000 keys");
}

BOOST_AUTO_TEST_CASE(each_text_of_a_list_that_is_none_is_named) {
  const Parsed parsed = with_json(R"("sources":["judgement"])", R"("sources":["judgement",1,2])");
  BOOST_TEST_REQUIRE(parsed.problems.size() == 2u);
  BOOST_TEST(parsed.problems[0].pointer.ends_with("/sources/1"));
  BOOST_TEST(parsed.problems[1].pointer.ends_with("/sources/2"));
}

BOOST_AUTO_TEST_CASE(a_rule_without_a_condition_is_refused) {
  expect_only(with("    when: \"sign.pulse.reduced\"\n", ""), "/rules/0", "\"when\" is missing");
}

BOOST_AUTO_TEST_CASE(an_alert_must_say_how_urgent_it_is) {
  expect_only(with("urgency: same-day", "urgency: same_day"), "/alerts/0/urgency",
              "did you mean \"same-day\"?");
}

BOOST_AUTO_TEST_CASE(a_source_that_is_not_there_is_named_with_its_likely_spelling) {
  expect_only(
      with("basis: guideline, sources: [khan2006]", "basis: guideline, sources: [kahn2006]"),
      "/alerts/0/sources/0", "did you mean \"khan2006\"?");
}

BOOST_AUTO_TEST_CASE(measured_numbers_must_not_rest_on_judgement) {
  expect_only(with("    basis: measured\n    sources: [khan2006]",
                   "    basis: measured\n    sources: [judgement]"),
              "/rules/0/sources", "only source is judgement");
}

BOOST_AUTO_TEST_CASE(an_expert_must_not_invent_numbers) {
  const Parsed parsed = with("    basis: measured\n    sources: [khan2006]",
                             "    basis: expert\n    sources: [judgement]");
  BOOST_TEST(parsed.problems.size() == 2u);  // holds and fails
  BOOST_TEST(parsed.problems[0].pointer == "/rules/0/basis");
}

BOOST_AUTO_TEST_CASE(a_judgement_in_words_is_not_measured) {
  expect_only(with("holds: moderate against}, basis: expert, sources: [judgement]",
                   "holds: moderate against}, basis: measured, sources: [khan2006]"),
              "/rules/1/basis", "judgement in words");
}

BOOST_AUTO_TEST_CASE(a_ratio_must_lie_in_its_interval) {
  expect_only(with("holds: {lr: 4.7, ci: [2.2, 9.9]}", "holds: {lr: 47, ci: [2.2, 9.9]}"),
              "/rules/0/strength/holds/ci", "doesn't contain 47");
}

BOOST_AUTO_TEST_CASE(a_ratio_without_interval_or_size_is_refused) {
  expect_only(with("holds: {lr: 4.7, ci: [2.2, 9.9]}", "holds: {lr: 4.7}"),
              "/rules/0/strength/holds", "interval");
}

BOOST_AUTO_TEST_CASE(a_prior_must_lie_in_its_range) {
  expect_only(with("p: 0.03, low: 0.01, high: 0.08", "p: 0.3, low: 0.01, high: 0.08"),
              "/causes/0/prior/1/p", "must lie between");
}

BOOST_AUTO_TEST_CASE(a_prior_that_may_never_apply_is_refused) {
  expect_only(with("- {p: 0.03,", "- {when: \"drug.statin\", p: 0.03,"), "/causes/0/prior",
              "last entry has a condition");
}

BOOST_AUTO_TEST_CASE(threshold_and_sigma_must_share_a_unit) {
  expect_only(with("sigma: 0.1 mmol/L", "sigma: 0.1 mg/dL"), "/causes/0/decided_by/0/sigma",
              "use one unit for both");
}

BOOST_AUTO_TEST_CASE(a_class_of_complaint_must_exist) {
  expect_only(with("leg_weakness: {", "leg_weaknes: {"), "/causes/0/accounts_for/leg_weaknes",
              "did you mean \"leg_weakness\"?");
}

BOOST_AUTO_TEST_CASE(a_date_is_whole) {
  expect_only(with("released: 2026-11-23", "released: 23.11.2026"), "/attributes/released",
              "write year, month and day");
  expect_only(with("released: 2026-11-23", "released: 2026-02-30"), "/attributes/released",
              "is not a date");
  expect_only(with("{by: null, on: null, until: null}", "{by: Dr X, on: gestern, until: null}"),
              "/attributes/reviewed/on", "is not a date");
  expect_only(with("{by: null, on: null, until: null}", "{by: Dr X, on: 2026-11, until: null}"),
              "/attributes/reviewed/on", "is not a date");
  expect_only(
      with("{by: null, on: null, until: null}", "{by: Dr X, on: 2026-11-20, until: 2026-11-19}"),
      "/attributes/reviewed/until", "before the review");
  const auto good =
      with("{by: null, on: null, until: null}", "{by: Dr X, on: 2026-11-20, until: 2028-11-20}");
  BOOST_TEST(good.problems.empty());
  BOOST_TEST(*good.manifest.attributes.reviewed_until == "2028-11-20");
}

BOOST_AUTO_TEST_CASE(a_factor_that_ucum_contradicts_is_refused) {
  const auto conversion = [](std::string_view stated) {
    return with("{unit: ug/dL, factor: 0.5872}", stated);
  };
  BOOST_TEST(conversion("{unit: mmol/L, factor: 1000}").problems.empty());
  expect_only(conversion("{unit: mmol/L, factor: 100}"), "/terminology/0/conversions/0/factor",
              "1 mmol/L is 1000 umol/L, not 100");
  expect_only(conversion("{unit: mmol/L, factor: 0.001}"), "/terminology/0/conversions/0/factor",
              "write factor: 1000");
}

BOOST_AUTO_TEST_CASE(both_outcomes_of_a_rule_cannot_speak_the_same_way) {
  expect_only(with("holds: moderate against}", "holds: moderate against, fails: weak against}"),
              "/rules/1/strength", "speaks against the cause if the condition holds");
  BOOST_TEST(with("holds: moderate against}", "holds: moderate against, fails: weak for}")
                 .problems.empty());
  expect_only(with("fails: {lr: 0.38, ci: [0.23, 0.64]}", "fails: {lr: 1.38, ci: [0.23, 1.64]}"),
              "/rules/0/strength", "below 1");
}

BOOST_AUTO_TEST_CASE(no_cause_leads_back_to_itself) {
  const std::string link = "{cause: electrolytes.hypomagnesemia, ratio: 2.0";
  expect_only(with(link, "{cause: electrolytes.hypokalemia, ratio: 2.0"),
              "/causes/0/leads_to/0/cause", "electrolytes.hypokalemia, electrolytes.hypokalemia");
}

BOOST_AUTO_TEST_CASE(ids_must_be_unique) {
  expect_only(with("- {id: judged,", "- {id: pulse_abnormal,"), "/rules/1/id", "stands twice");
}

BOOST_AUTO_TEST_CASE(a_code_that_was_read_as_a_number_is_explained) {
  expect_only(with("pmid: \"16449619\"", "pmid: 16449619"), "/sources/0/pmid", "put it in quotes");
}

BOOST_AUTO_TEST_CASE(steps_need_a_library) {
  expect_only(with("abi: {major: 1, needs_minor: 0}\n", ""), "/derives", "add abi");
}

BOOST_AUTO_TEST_CASE(another_format_is_refused) {
  expect_only(with("causa.manifest/1", "causa.manifest/2"), "/schema", "newer causa");
}

BOOST_AUTO_TEST_CASE(every_wrong_type_is_found_without_a_crash) {
  // Each value of the good manifest in turn becomes a list, a mapping and a number.
  const std::string good = good_yaml();
  std::size_t tried = 0;
  for (std::size_t colon = good.find(": "); colon != std::string::npos;
       colon = good.find(": ", colon + 1))
    for (const std::string_view value : {"[[]]", "{a: {}}", "-1"}) {
      const std::size_t end = good.find_first_of(",}]\n", colon + 2);
      std::string yaml = good;
      yaml.replace(colon + 2, end - colon - 2, value);
      if (const auto document = YamlDocument::parse(yaml)) {
        (void)parse_manifest(document->json());
        ++tried;
      }
    }
  BOOST_TEST(tried > 300u);
}

BOOST_AUTO_TEST_CASE(what_is_not_an_object_is_refused) {
  for (const std::string_view json : {"", "[]", "null", "{", "{\"rules\": {}}", "1e999"})
    BOOST_TEST(!parse_manifest(json).problems.empty(), json);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::knowledge
