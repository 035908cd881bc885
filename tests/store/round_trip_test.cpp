// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "folder.hpp"
#include "random_assessment.hpp"

BOOST_AUTO_TEST_SUITE(store_round_trip)

using namespace causa;
using namespace causa::store_test;

namespace {

/// Says which part differs; the whole comparison at the end sees what this list forgets.
void check_same(const assess::Assessment& loaded, const assess::Assessment& saved) {
  BOOST_TEST(loaded.id == saved.id);
  BOOST_TEST((loaded.modules == saved.modules));
  BOOST_TEST((loaded.facts == saved.facts));
  BOOST_TEST(loaded.causes.size() == saved.causes.size());
  for (std::size_t i = 0; i < std::min(loaded.causes.size(), saved.causes.size()); ++i) {
    BOOST_TEST((loaded.causes[i].evidence == saved.causes[i].evidence));
    BOOST_TEST((loaded.causes[i] == saved.causes[i]));
  }
  BOOST_TEST((loaded.alerts == saved.alerts));
  BOOST_TEST((loaded.advice == saved.advice));
  BOOST_TEST((loaded.states == saved.states));
  BOOST_TEST((loaded.must_not_miss == saved.must_not_miss));
  BOOST_TEST((loaded.ignored == saved.ignored));
  BOOST_TEST((loaded.findings == saved.findings));
  BOOST_TEST((loaded == saved));
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_field_comes_back_exactly) {
  const Folder folder;
  store::Store store = folder.open();
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      const assess::Assessment saved = random_assessment(seed);
      save(store, saved, seed);
      check_same(store.load(saved.id).value(), saved);
    }
  }
}

BOOST_AUTO_TEST_CASE(another_session_reads_the_same) {
  const Folder folder;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    store::Store store = folder.open();
    save(store, random_assessment(seed), seed);
  }
  store::Store store = folder.open(store::Mode::read_only);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const assess::Assessment saved = random_assessment(seed);
    check_same(store.load(saved.id).value(), saved);
    BOOST_TEST((store.load_record(saved.id).value() == random_record(seed)));
  }
}

BOOST_AUTO_TEST_CASE(an_assessment_without_anything_comes_back) {
  const Folder folder;
  store::Store store = folder.open();
  assess::Assessment saved;
  saved.id = "empty";
  save(store, saved);
  check_same(store.load("empty").value(), saved);
}

BOOST_AUTO_TEST_CASE(numbers_at_the_edges_come_back) {
  using Limits = std::numeric_limits<double>;
  const Folder folder;
  store::Store store = folder.open();
  const double edges[] = {
      0.1,           1.0 / 3,           Limits::min(),      Limits::denorm_min(),
      Limits::max(), Limits::lowest(),  Limits::infinity(), -Limits::infinity(),
      3.0,           9007199254740993.0};
  for (const double edge : edges) {
    assess::Assessment saved;
    saved.id = "edge " + std::to_string(edge) + std::to_string(edge == Limits::min());
    saved.id += edge == Limits::denorm_min() ? "d" : "";
    saved.unexplained = edge;
    saved.facts.resize(1);
    saved.facts[0].value = edge;
    saved.resources_read = std::numeric_limits<std::uint64_t>::max();
    saved.created_ms = std::numeric_limits<std::int64_t>::min();
    save(store, saved);
    check_same(store.load(saved.id).value(), saved);
  }
}

BOOST_AUTO_TEST_CASE(a_number_that_is_none_stays_none) {
  const Folder folder;
  store::Store store = folder.open();
  assess::Assessment saved;
  saved.id = "nan";
  saved.unexplained = std::numeric_limits<double>::quiet_NaN();
  save(store, saved);
  BOOST_TEST(std::isnan(store.load("nan").value().unexplained));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_come_back) {
  const Folder folder;
  store::Store store = folder.open();
  assess::Assessment saved;
  saved.id = "bytes";
  saved.patient_id = std::string("a\0b", 3);
  saved.complaint_text = "Latin-1: \xe4\xf6";
  saved.not_understood = {"\xff\xfe", std::string("\0\x1f\x7f", 3), "", "[\"a\",\"b\"]"};
  save(store, saved);
  check_same(store.load("bytes").value(), saved);
}

// The text of a rule is kept once; a patient whose values fill it differently has another text.
BOOST_AUTO_TEST_CASE(one_rule_with_two_texts_keeps_both) {
  const Folder folder;
  store::Store store = folder.open();
  std::vector<assess::Assessment> saved(3);
  for (std::size_t i = 0; i < saved.size(); ++i) {
    saved[i].id = "patient " + std::to_string(i);
    saved[i].modules.push_back({"org.causa.electrolytes", "1.0.0", "sha", assess::ModuleStatus::ok,
                                true, "", "", "", assess::RanIn::program, 12});
    saved[i].causes.resize(1);
    assess::Evidence& evidence = saved[i].causes[0].evidence.emplace_back();
    evidence.rule = "low";
    evidence.text = i == 1 ? "" : "potassium 2." + std::to_string(i) + " mmol/L";
    if (i == 0) evidence.missing = {"lab.magnesium"};
    save(store, saved[i]);
  }
  store::Store again = folder.open();
  for (const assess::Assessment& each : saved) check_same(again.load(each.id).value(), each);
}

BOOST_AUTO_TEST_CASE(a_whole_batch_comes_back) {
  const Folder folder;
  store::Store store = folder.open();
  std::vector<assess::Assessment> saved;
  std::vector<store::Entry> entries;
  saved.reserve(100);
  entries.reserve(100);
  for (std::uint64_t i = 0; i < 100; ++i) saved.push_back(usual_assessment(i));
  for (const assess::Assessment& each : saved) entries.push_back({&each, {}});
  const Manifests manifests(saved[0]);
  store.keep_modules(manifests.sources()).value();
  store::Batch batch;
  batch.entries = entries;
  batch.config_text = "text";
  store.save(batch).value();
  for (const assess::Assessment& each : saved) check_same(store.load(each.id).value(), each);
  BOOST_TEST(store.load_config(saved[0].config_sha256).value() == "text");
}

BOOST_AUTO_TEST_SUITE_END()
