// SPDX-License-Identifier: Apache-2.0
//
// What may and may not be stored, and that it can't be changed afterwards.

#include <boost/test/unit_test.hpp>

#include "folder.hpp"
#include "random_assessment.hpp"
#include "shell.hpp"

BOOST_AUTO_TEST_SUITE(store_content)

using namespace causa;
using namespace causa::store_test;

namespace {

assess::Assessment small(const std::string& id, std::uint32_t version = 1) {
  assess::Assessment assessment;
  assessment.id = id;
  assessment.version = version;
  return assessment;
}

Result<void> try_save(store::Store& store, const std::vector<assess::Assessment>& assessments,
                      std::int64_t run = 0, std::uint64_t position = 0,
                      std::uint64_t moved_by = 0) {
  std::vector<store::Entry> entries;
  entries.reserve(assessments.size());
  for (const assess::Assessment& each : assessments) entries.push_back({&each, {}});
  store::Batch batch;
  batch.entries = entries;
  batch.config_text = "[model]\nshrink = 0.5\n";
  batch.run = run;
  batch.position = position;
  batch.moved_by = moved_by;
  return store.save(batch);
}

/// One assessment with at least one row in every table.
assess::Assessment full() {
  assess::Assessment assessment = random_assessment(1);
  for (std::uint64_t seed = 2;
       assessment.alerts.empty() || assessment.advice.empty() || assessment.states.empty() ||
       assessment.must_not_miss.empty() || assessment.ignored.empty() ||
       assessment.findings.empty() || assessment.facts.empty() || assessment.causes.empty() ||
       assessment.causes[0].evidence.empty();
       ++seed)
    assessment = random_assessment(seed);
  return assessment;
}

}  // namespace

BOOST_AUTO_TEST_CASE(versions_are_added_and_none_is_lost) {
  const Folder folder;
  store::Store store = folder.open();
  for (std::uint32_t version = 1; version <= 3; ++version) {
    assess::Assessment assessment = small("a", version);
    assessment.complaint_text = "version " + std::to_string(version);
    // Only the first one brings a record; the others share it.
    if (version == 1) {
      save(store, assessment, 7);
    } else {
      try_save(store, {assessment}).value();
    }
  }
  BOOST_TEST(store.load("a").value().complaint_text == "version 3");
  BOOST_TEST(store.load("a", 1).value().complaint_text == "version 1");
  BOOST_TEST(store.load("a", 2).value().complaint_text == "version 2");
  BOOST_TEST((store.load_record("a", 3).value() == random_record(7)));
  BOOST_TEST(store.list().value().size() == 1u);
  BOOST_TEST(store.find_patient("").value().size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_version_is_not_stored_twice_and_none_is_skipped) {
  const Folder folder;
  store::Store store = folder.open();
  try_save(store, {small("a")}).value();
  const Result<void> twice = try_save(store, {small("a")});
  BOOST_TEST_REQUIRE(twice.has_error());
  BOOST_TEST((twice.error().fault == Fault::store));
  BOOST_TEST(twice.error().place == folder.file().string());
  BOOST_TEST(twice.error().message.find("stored already") != std::string::npos);
  const Result<void> skipped = try_save(store, {small("a", 3)});
  BOOST_TEST_REQUIRE(skipped.has_error());
  BOOST_TEST(skipped.error().message.find("version before") != std::string::npos);
  assess::Assessment other = small("a", 2);
  other.patient_id = "somebody else";
  BOOST_TEST(try_save(store, {other}).has_error());
  BOOST_TEST(store.load("a").value().version == 1u);
}

BOOST_AUTO_TEST_CASE(a_batch_with_one_fault_leaves_nothing) {
  const Folder folder;
  store::Store store = folder.open();
  assess::Assessment bad = small("b");
  bad.alerts.resize(1);  // of module 0, of which there is none
  BOOST_TEST(try_save(store, {small("a"), bad}).has_error());
  BOOST_TEST(store.list().value().empty());
  // What was remembered of the batch that was rolled back must not be used.
  try_save(store, {small("a"), small("b")}).value();
  BOOST_TEST(store.load("b").has_value());
  BOOST_TEST(store.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(what_is_stored_cannot_be_changed_with_a_shell) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = full();
  save(store, saved);
  const store::ShownCard card{"alert", "card-1", 0, "digest", false};
  const store::Showing showing{saved.id, 1, store::Channel::cards, 7, {&card, 1}};
  store.note_shown({&showing, 1}).value();
  store::Feedback feedback;
  feedback.card = card.uuid;
  BOOST_TEST(store.add_feedback({&feedback, 1}).value().at(0).has_value());
  Shell shell(folder.file());
  const std::vector<std::string> tables = shell.column(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
      "('run', 'forgetting', 'forgotten') ORDER BY name");
  BOOST_TEST(tables.size() == 27u);
  for (const std::string& table : tables) {
    BOOST_TEST_CONTEXT(table) {
      BOOST_TEST(shell.column("SELECT count(*) FROM " + table)[0] != "0");
      const std::string column =
          shell.column("SELECT name FROM pragma_table_info('" + table + "') LIMIT 1")[0];
      BOOST_TEST(!shell.execute("UPDATE " + table + " SET " + column + " = " + column));
      BOOST_TEST(shell.message().find("never changed") != std::string::npos);
      BOOST_TEST(!shell.execute("DELETE FROM " + table));
      BOOST_TEST(shell.message().find("never changed") != std::string::npos);
    }
  }
  BOOST_TEST((store.load(saved.id).value() == saved));
}

BOOST_AUTO_TEST_CASE(rows_that_were_taken_away_are_noticed) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = full();
  save(store, saved);
  Shell shell(folder.file());
  BOOST_TEST(shell.execute("DROP TRIGGER alert_no_delete; DELETE FROM alert"));
  const Result<assess::Assessment> loaded = store.load(saved.id);
  BOOST_TEST_REQUIRE(loaded.has_error());
  BOOST_TEST(loaded.error().message.find("parts") != std::string::npos);
  // The trigger, what the alerts stated, the assessment.
  BOOST_TEST(store.integrity().value().size() == 3u);
}

BOOST_AUTO_TEST_CASE(values_that_no_version_writes_are_noticed) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = full();
  save(store, saved);
  Shell shell(folder.file());
  BOOST_TEST(shell.execute("DROP TRIGGER alert_no_update; UPDATE alert SET urgency = 9"));
  BOOST_TEST(store.load(saved.id).has_error());
  BOOST_TEST(store.list().has_error());
}

BOOST_AUTO_TEST_CASE(manifests_outlive_their_modules) {
  const Folder folder;
  assess::Assessment saved = small("a");
  saved.modules.push_back({"org.causa.one", "1.0.0", "aa", assess::ModuleStatus::ok, true, "", "",
                           "", assess::RanIn::program, 12});
  saved.modules.push_back({"", "", "", assess::ModuleStatus::refused, false, "", "", "no module",
                           assess::RanIn::program, 0});
  {
    store::Store store = folder.open();
    const store::ModuleSource source{"org.causa.one", "1.0.0", "aa", "{\"id\":\"one\"}"};
    store.keep_modules({&source, 1}).value();
    try_save(store, {saved}).value();
  }
  store::Store store = folder.open();
  const std::vector<std::string> manifests = store.load_manifests("a").value();
  BOOST_TEST_REQUIRE(manifests.size() == 2u);
  BOOST_TEST(manifests[0] == "{\"id\":\"one\"}");
  BOOST_TEST(manifests[1].empty());
  // A later session, without the module, still extends what it left behind.
  saved.version = 2;
  try_save(store, {saved}).value();
  BOOST_TEST(store.load_manifests("a").value()[0] == "{\"id\":\"one\"}");
}

BOOST_AUTO_TEST_CASE(a_module_whose_manifest_is_unknown_is_not_stored) {
  const Folder folder;
  store::Store store = folder.open();
  assess::Assessment saved = small("a");
  saved.modules.push_back({"org.causa.one", "1.0.0", "aa", assess::ModuleStatus::absent, true, "",
                           "", "", assess::RanIn::program, 0});
  try_save(store, {saved}).value();
  saved.id = "b";
  saved.modules[0].status = assess::ModuleStatus::ok;
  const Result<void> result = try_save(store, {saved});
  BOOST_TEST_REQUIRE(result.has_error());
  BOOST_TEST(result.error().message.find("org.causa.one") != std::string::npos);
  // Once it is known, the assessment is stored.
  const store::ModuleSource source{"org.causa.one", "1.0.0", "aa", "{}"};
  store.keep_modules({&source, 1}).value();
  try_save(store, {saved}).value();
  BOOST_TEST(store.load_manifests("b").value()[0] == "{}");
}

BOOST_AUTO_TEST_CASE(one_digest_of_a_configuration_has_one_text) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = small("a"), other = small("b");
  try_save(store, {saved}).value();
  const store::Entry entry{&other, {}};
  store::Batch batch;
  batch.entries = {&entry, 1};
  batch.config_text = "something else";
  BOOST_TEST(store.save(batch).has_error());
}

BOOST_AUTO_TEST_CASE(two_programs_do_not_go_on_with_one_run) {
  const Folder folder;
  store::Store store = folder.open();
  const std::int64_t run = store.begin_run("source", "0.1.0").value();
  try_save(store, {small("a"), small("b")}, run, 2, 2).value();
  try_save(store, {small("c")}, run, 3, 1).value();
  const auto second = try_save(store, {small("d")}, run, 3, 1);
  BOOST_TEST_REQUIRE(second.has_error());
  BOOST_TEST(second.error().message.find("another program goes on with it") != std::string::npos);
  BOOST_TEST(store.list().value().size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_run_that_was_cut_off_goes_on_where_it_was) {
  const Folder folder;
  store::Store store = folder.open();
  BOOST_TEST(!store.unfinished_run("source").value().has_value());
  const std::int64_t run = store.begin_run("source", "0.1.0").value();
  try_save(store, {small("a")}, run, 17, 17).value();
  // A batch that fails doesn't move the position.
  BOOST_TEST(try_save(store, {small("a")}, run, 18, 1).has_error());
  const std::optional<store::Run> unfinished = store.unfinished_run("source").value();
  BOOST_TEST_REQUIRE(unfinished.has_value());
  BOOST_TEST(unfinished->id == run);
  BOOST_TEST(unfinished->position == 17u);
  BOOST_TEST(unfinished->program_version == "0.1.0");
  BOOST_TEST(!store.unfinished_run("another source").value().has_value());
  store.end_run(run).value();
  BOOST_TEST(!store.unfinished_run("source").value().has_value());
  BOOST_TEST(store.end_run(99).has_error());
  BOOST_TEST(try_save(store, {small("b")}, 99, 1).has_error());
}

BOOST_AUTO_TEST_CASE(what_a_run_that_was_cut_off_stored_is_untold_until_another_tells_of_it) {
  const Folder folder;
  store::Store store = folder.open();
  const auto untold = [&] {
    std::vector<std::string> ids;
    for (const auto& one : store.untold("source").value().versions) ids.push_back(one.id);
    return ids;
  };
  const std::int64_t first = store.begin_run("source", "0.1.0").value();
  const std::int64_t other = store.begin_run("another source", "0.1.0").value();
  try_save(store, {small("z"), small("a")}, first).value();
  try_save(store, {small("of another source")}, other).value();
  BOOST_TEST(untold() == std::vector<std::string>({"z", "a"}));
  // One that tells of them and is cut off itself has told nothing.
  store.begin_run("source", "0.1.0").value();
  BOOST_TEST(untold() == std::vector<std::string>({"z", "a"}));
  const std::uint64_t until = store.untold("source").value().until;
  const std::int64_t third = store.begin_run("source", "0.1.0").value();
  // The first goes on after all: what it stores now isn't told.
  try_save(store, {small("later")}, first).value();
  store.end_run(third, until).value();
  BOOST_TEST(untold() == std::vector<std::string>({"later"}));
  store.end_run(first).value();
  BOOST_TEST(untold().empty());
}

BOOST_AUTO_TEST_CASE(what_a_run_stored_is_found_in_its_order) {
  const Folder folder;
  store::Store store = folder.open();
  const std::int64_t run = store.begin_run("source", "0.1.0").value();
  const std::int64_t other = store.begin_run("another source", "0.1.0").value();
  try_save(store, {small("z"), small("a")}, run, 2, 2).value();
  try_save(store, {small("of another run")}, other, 1, 1).value();
  try_save(store, {small("m")}, run, 3, 1).value();
  save(store, small("of no run"));
  const std::vector<std::string> expected{"z", "a", "m"};
  BOOST_TEST(store.assessments_of(run).value() == expected, boost::test_tools::per_element());
  BOOST_TEST(store.assessments_of(99).value().empty());
}

BOOST_AUTO_TEST_CASE(the_list_shows_first_cause_and_worst_alert) {
  const Folder folder;
  store::Store store = folder.open();
  assess::Assessment first = usual_assessment(1), second = usual_assessment(2);
  second.created_ms = first.created_ms + 1;
  second.alerts.resize(3);
  second.alerts[0].urgency = knowledge::Urgency::routine;
  second.alerts[1].urgency = knowledge::Urgency::emergency;
  second.alerts[2].urgency = knowledge::Urgency::urgent;
  save(store, first);
  save(store, second);
  save(store, small("nothing"));
  const std::vector<store::ListRow> rows = store.list().value();
  BOOST_TEST_REQUIRE(rows.size() == 3u);
  BOOST_TEST(rows[0].id == second.id);
  BOOST_TEST((rows[0].worst_alert == knowledge::Urgency::emergency));
  BOOST_TEST(rows[0].top_cause == "electrolytes.cause_0");
  BOOST_TEST(rows[0].top_cause_name == "Low something in the blood");
  BOOST_TEST((rows[0].ranking == assess::Sufficiency::sufficient));
  BOOST_TEST(rows[0].patient_id == "patient-2");
  BOOST_TEST(rows[0].as_of_ms == second.as_of_ms);
  BOOST_TEST(rows[1].id == first.id);
  BOOST_TEST(!rows[1].worst_alert.has_value());
  BOOST_TEST(rows[2].top_cause.empty());
  store::ListFilter filter;
  filter.limit = 1;
  filter.newest_first = false;
  BOOST_TEST(store.list(filter).value().at(0).id == "nothing");
  const std::vector<store::ListRow> own = store.find_patient("patient-1").value();
  BOOST_TEST_REQUIRE(own.size() == 1u);
  BOOST_TEST(own[0].id == first.id);
  BOOST_TEST(store.find_patient("patient-9").value().empty());
}

BOOST_AUTO_TEST_CASE(an_id_that_is_not_stored_is_an_error_with_a_cure) {
  const Folder folder;
  store::Store store = folder.open();
  save(store, small("a"));
  const Result<assess::Assessment> loaded = store.load("b");
  BOOST_TEST_REQUIRE(loaded.has_error());
  BOOST_TEST(!loaded.error().cure.empty());
  BOOST_TEST(store.load("a", 2).has_error());
  BOOST_TEST(store.load_record("b").has_error());
  BOOST_TEST(store.load_manifests("b").has_error());
  BOOST_TEST(store.load_config("b").has_error());
}

BOOST_AUTO_TEST_SUITE_END()
