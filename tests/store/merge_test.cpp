// SPDX-License-Identifier: Apache-2.0
//
// Stores of several machines become one: each assessment once, as it was, with its answers.

#include "store/merge.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

#include "folder.hpp"
#include "random_assessment.hpp"
#include "shell.hpp"
#include "store/check.hpp"
#include "store/forget.hpp"

BOOST_AUTO_TEST_SUITE(store_merge)

using namespace causa;
using namespace causa::store_test;

namespace {

void fill(const Folder& folder, std::uint64_t first, std::uint64_t last) {
  store::Store store = folder.open();
  for (std::uint64_t seed = first; seed < last; ++seed) save(store, random_assessment(seed), seed);
}

store::MergeReport merge(const Folder& into, const Folder& from) {
  return store::merge(into.file(), from.file(), {}).value();
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_assessment_is_there_once_and_reads_the_same) {
  const Folder here, there;
  fill(here, 0, 300);
  fill(there, 250, 600);  // 50 are in both
  const store::MergeReport report = merge(here, there);
  BOOST_TEST(report.added == 300u);
  BOOST_TEST(report.known == 50u);
  BOOST_TEST(report.refused.empty());
  store::Store store = here.open();
  BOOST_TEST(store.integrity().value().empty());
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    BOOST_TEST((store.load(random_assessment(seed).id).value() == random_assessment(seed)));
    BOOST_TEST((store.load_record(random_assessment(seed).id).value() == random_record(seed)));
  }
  BOOST_TEST(merge(here, there).added == 0u);
  BOOST_TEST(here.open().check().value().assessments == 600u);
}

BOOST_AUTO_TEST_CASE(versions_and_the_record_that_they_share_come_along) {
  const Folder here, there;
  const assess::Assessment first = usual_assessment(1);
  assess::Assessment assessment = first;
  {
    store::Store store = there.open();
    save(store, assessment);
    assessment.version = 2;
    assessment.ranking_why = "another module";
    const store::Entry later{&assessment, {}};
    store::Batch batch;
    batch.entries = {&later, 1};
    const std::string config = store.load_config(assessment.config_sha256).value();
    batch.config_text = config;
    store.save(batch).value();
  }
  const store::MergeReport report = merge(here, there), again = merge(here, there);
  BOOST_TEST(report.added == 2u);
  BOOST_TEST(report.added_later == 1u);
  BOOST_TEST(again.known == 2u);
  BOOST_TEST(again.known_later == 1u);
  BOOST_TEST(!report.loss.has_value());
  store::Store store = here.open();
  BOOST_TEST((store.load(assessment.id).value() == assessment));
  BOOST_TEST((store.load(assessment.id, 1).value() == first));
  BOOST_TEST(Shell(here.file()).column("SELECT count(*) FROM record")[0] == "1");
  BOOST_TEST(store.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(one_that_is_known_here_and_was_changed_there_is_left_out_and_told) {
  const Folder here, there;
  fill(here, 0, 3);
  fill(there, 0, 3);
  {
    Shell shell(there.file());
    BOOST_TEST_REQUIRE(
        shell.execute("DROP TRIGGER assessment_no_update;"
                      "UPDATE assessment SET complaint_text = 'FORGED' WHERE id = 2"),
        shell.message());
  }
  const store::MergeReport report = merge(here, there);
  BOOST_TEST(report.added == 0u);
  BOOST_TEST(report.known == 2u);
  BOOST_TEST_REQUIRE(report.refused.size() == 1u);
  BOOST_TEST(report.refused[0].message == "was changed after it was stored");
  BOOST_TEST(report.refused[0].place ==
             there.file().string() + ": assessment " + random_assessment(1).id + " version 1");
  BOOST_TEST(report.refused[0].cure.find("--store " + there.file().string()) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_version_after_one_that_can_not_be_read_is_left_out_for_that) {
  const Folder here, there;
  assess::Assessment assessment = usual_assessment(1);
  {
    store::Store store = there.open();
    save(store, assessment);
    const assess::Assessment first = assessment;
    assessment.version = 2;
    assessment.ranking_why = "another module";
    const store::Entry later{&assessment, {}, &first};
    store::Batch batch;
    batch.entries = {&later, 1};
    const std::string config = store.load_config(assessment.config_sha256).value();
    batch.config_text = config;
    store.save(batch).value();
  }
  {
    Shell shell(there.file());
    BOOST_TEST_REQUIRE(shell.execute("DROP TRIGGER assessment_no_update;"
                                     "UPDATE assessment SET sex = 99 WHERE version = 1"),
                       shell.message());
  }
  const store::MergeReport report = merge(here, there);
  BOOST_TEST(report.added == 0u);
  BOOST_TEST_REQUIRE(report.refused.size() == 2u);
  BOOST_TEST(report.refused[0].message.find("can't be read: ") == 0u);
  BOOST_TEST(report.refused[1].message == "follows a version that was left out");
}

BOOST_AUTO_TEST_CASE(a_damaged_store_is_told_of_a_hundred_times_at_most) {
  const Folder here, there;
  fill(there, 0, 120);
  {
    Shell shell(there.file());
    BOOST_TEST_REQUIRE(shell.execute("DROP TRIGGER assessment_no_update;"
                                     "UPDATE assessment SET sex = 99"),
                       shell.message());
  }
  const store::MergeReport report = merge(here, there);
  BOOST_TEST(report.refused.size() == 100u);
  BOOST_TEST(report.more_refused == 20u);
}

BOOST_AUTO_TEST_CASE(answers_come_along_once) {
  const Folder here, there;
  assess::Assessment assessment = usual_assessment(1);
  assessment.alerts.resize(1);
  assessment.alerts[0].id = "potassium_low";
  store::Feedback feedback;
  feedback.alert = "potassium_low";
  feedback.outcome_ms = 5;
  for (const Folder* folder : {&here, &there}) {
    store::Store store = folder->open();
    save(store, assessment);
    BOOST_TEST(store.add_feedback({&feedback, 1}).value().at(0).has_value());
  }
  feedback.outcome_ms = 6;
  {
    store::Store store = there.open();
    BOOST_TEST(store.add_feedback({&feedback, 1}).value().at(0).has_value());
  }
  BOOST_TEST(merge(here, there).answers == 1u);
  BOOST_TEST(merge(here, there).answers == 0u);
}

BOOST_AUTO_TEST_CASE(what_was_forgotten_here_does_not_come_back) {
  const Folder here, there;
  fill(here, 0, 3);
  fill(there, 0, 5);
  store::ForgetFilter filter;
  filter.patient_id = random_assessment(1).patient_id;
  BOOST_TEST(store::forget(here.file(), filter, {}).value().assessments == 1u);
  const store::MergeReport report = merge(here, there);
  BOOST_TEST(report.forgotten_here == 1u);
  BOOST_TEST(report.added == 2u);
  BOOST_TEST(here.open().load(random_assessment(1).id).has_error());
  BOOST_TEST(merge(there, here).forgotten_there == 1u);
}

BOOST_AUTO_TEST_CASE(a_later_version_of_what_was_forgotten_here_does_not_come_either) {
  const Folder here, there;
  fill(here, 0, 3);
  fill(there, 0, 3);
  store::ForgetFilter filter;
  filter.patient_id = random_assessment(1).patient_id;
  BOOST_TEST(store::forget(here.file(), filter, {}).value().assessments == 1u);
  {
    store::Store store = there.open();
    assess::Assessment later = store.load(random_assessment(1).id).value();
    later.version = 2;
    const store::Entry entry{&later, {}};
    store::Batch batch;
    batch.entries = {&entry, 1};
    const std::string config = store.load_config(later.config_sha256).value();
    batch.config_text = config;
    store.save(batch).value();
  }
  const store::MergeReport report = merge(here, there);
  BOOST_TEST(report.forgotten_here == 2u);
  BOOST_TEST(report.refused.empty());
  BOOST_TEST(here.open().load(random_assessment(1).id).has_error());
}

BOOST_AUTO_TEST_CASE(what_was_changed_there_is_left_out_and_told) {
  const Folder here, there;
  fill(there, 0, 4);
  {
    Shell shell(there.file());
    BOOST_TEST_REQUIRE(
        shell.execute("DROP TRIGGER assessment_no_update;"
                      "UPDATE assessment SET ranking_why = 'forged' WHERE id = 2"));
  }
  const store::MergeReport report = merge(here, there);
  BOOST_TEST(report.added == 3u);
  BOOST_TEST_REQUIRE(report.refused.size() == 1u);
  BOOST_TEST(report.refused[0].message.find("was changed") != std::string::npos);
  BOOST_TEST(here.open().integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(what_the_audit_there_does_not_speak_for_is_left_out_and_told) {
  for (const char* change :
       {"UPDATE assessment SET audit = NULL WHERE id = 2",
        "UPDATE assessment SET audit = 99999 WHERE id = 2",
        "UPDATE assessment SET audit = -1 WHERE id = 2",
        "UPDATE assessment SET audit = 9223372036854775807 WHERE id = 2",
        "UPDATE assessment SET audit = (SELECT audit FROM assessment WHERE id = 1) WHERE id = 2",
        "UPDATE audit SET content = NULL WHERE number = "
        "(SELECT audit FROM assessment WHERE id = 2)",
        "UPDATE audit SET subject = NULL WHERE number = "
        "(SELECT audit FROM assessment WHERE id = 2)"}) {
    const Folder here, there;
    fill(there, 0, 4);
    Shell(there.file()).change(change);
    for (const std::uint64_t added : {3u, 0u}) {
      const store::MergeReport report = merge(here, there);
      BOOST_TEST(report.added == added, change);
      BOOST_TEST_REQUIRE(report.refused.size() == 1u, change);
      BOOST_TEST(report.refused[0].message == "is not in its store's audit");
    }
    BOOST_TEST(here.open().load(random_assessment(1).id).has_error());
  }
}

BOOST_AUTO_TEST_CASE(a_record_that_was_changed_speaks_for_nobody_and_breaks_the_chain) {
  const Folder here, there;
  fill(there, 0, 4);
  Shell(there.file())
      .change(
          "UPDATE audit SET time_ms = time_ms + 1 WHERE number = "
          "(SELECT audit FROM assessment WHERE id = 2)");
  const store::MergeReport report = merge(here, there);
  BOOST_TEST(report.added == 3u);
  BOOST_TEST_REQUIRE(report.refused.size() == 1u);
  BOOST_TEST(report.refused[0].message.find("was changed after it was written") !=
             std::string::npos);
  BOOST_TEST_REQUIRE(report.loss.has_value());
  BOOST_TEST(report.loss->place.find(there.file().string() + ": audit record ") == 0u);
}

BOOST_AUTO_TEST_CASE(who_is_forgotten_here_meanwhile_does_not_come_back) {
  const Folder here, there;
  constexpr std::uint64_t all = 300, in_a_transaction = 256;
  fill(there, 0, all);
  fill(here, all - 1, all);
  store::ForgetFilter filter;
  filter.patient_id = random_assessment(all - 1).patient_id;
  std::uint64_t forgotten = 0;
  const auto forget_once = [&] {
    if (forgotten == 0) forgotten = store::forget(here.file(), filter, {}).value().versions;
    return false;
  };
  const store::MergeReport report =
      store::merge(here.file(), there.file(), {}, {}, forget_once).value();
  BOOST_TEST(forgotten >= 1u);
  BOOST_TEST(report.added + report.forgotten_here == all);
  BOOST_TEST(report.added >= in_a_transaction);
  BOOST_TEST(report.forgotten_here >= 1u);
  BOOST_TEST(here.open().load(random_assessment(all - 1).id).has_error());
  BOOST_TEST(here.open().integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(what_one_store_forgot_is_told_whatever_their_order) {
  for (const bool forgetful_first : {true, false}) {
    const Folder here, forgetful, other;
    fill(forgetful, 0, 3);
    fill(other, 0, 3);
    store::ForgetFilter filter;
    filter.patient_id = random_assessment(1).patient_id;
    BOOST_TEST(store::forget(forgetful.file(), filter, {}).value().assessments == 1u);
    std::set<Digest> forgotten_elsewhere;
    std::uint64_t told = 0;
    for (const Folder* from :
         {forgetful_first ? &forgetful : &other, forgetful_first ? &other : &forgetful, &other})
      told += store::merge(here.file(), from->file(), {}, {}, {}, &forgotten_elsewhere)
                  .value()
                  .forgotten_there;
    BOOST_TEST(told == 1u);
  }
}

BOOST_AUTO_TEST_CASE(one_id_with_two_contents_is_told_and_stays_as_it_is_here) {
  const Folder here, there;
  fill(here, 0, 1);
  assess::Assessment other = random_assessment(7);
  other.id = random_assessment(0).id;
  {
    store::Store store = there.open();
    save(store, other, 7);
  }
  const store::MergeReport report = merge(here, there);
  BOOST_TEST(report.added == 0u);
  BOOST_TEST_REQUIRE(report.refused.size() == 1u);
  BOOST_TEST((here.open().load(other.id).value() == random_assessment(0)));
}

BOOST_AUTO_TEST_SUITE_END()
