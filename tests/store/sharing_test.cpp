// SPDX-License-Identifier: Apache-2.0
//
// Versions of an assessment share rows that say the same, and read as if they didn't.

#include <boost/test/unit_test.hpp>

#include "folder.hpp"

#include <algorithm>
#include "random_assessment.hpp"
#include "shell.hpp"
#include "store/content.hpp"
#include "store/forget.hpp"
#include "store/merge.hpp"

BOOST_AUTO_TEST_SUITE(store_sharing)

using namespace causa;
using namespace causa::store_test;

namespace {

/// With at least two rows in every list.
assess::Assessment first_version() {
  assess::Assessment first = usual_assessment(1);
  const assess::Assessment other = random_assessment(1);
  first.modules.insert(first.modules.end(), other.modules.begin(), other.modules.begin() + 1);
  for (int i = 0; i < 2; ++i) {
    first.states.push_back({"state", "State", {0.5, 0.4, 0.6}});
    first.must_not_miss.push_back({"danger", "Danger", "Go", {0.1, 0.05, 0.2}});
    first.ignored.push_back({"Observation/1", "the unit isn't known", 1, {}, false});
    first.findings.push_back({});
    first.alerts.emplace_back().id = "alert";
    first.advice.emplace_back().id = "advice";
  }
  return first;
}

assess::ModuleUsed newcomer() {
  return {"org.causa.new",        "1.0.0", "ff", assess::ModuleStatus::ok, true, "", "", "",
          assess::RanIn::program, 3};
}

class Versions {
 public:
  Versions() : store_(folder_.open()) {
    const assess::ModuleUsed it = newcomer();
    const store::ModuleSource source{it.id, it.version, it.sha256, "{}"};
    store_.keep_modules({&source, 1}).value();
  }

  void add_first(const assess::Assessment& first) { save(store_, first, 1); }

  void add(const assess::Assessment& before, const assess::Assessment& now) {
    const store::Entry entry{&now, {}, &before};
    store::Batch batch;
    batch.entries = {&entry, 1};
    const std::string config = store_.load_config(now.config_sha256).value();
    batch.config_text = config;
    store_.save(batch).value();
  }

  /// The next version, to which a module has come that has nothing to say; it stands where it was
  /// said that it isn't there, else after the others.
  assess::Assessment repeat(const assess::Assessment& before, const std::string& id) {
    assess::Assessment now = before;
    assess::ModuleUsed module = newcomer();
    module.id = id;
    const store::ModuleSource source{module.id, module.version, module.sha256, "{}"};
    store_.keep_modules({&source, 1}).value();
    now.version = before.version + 1;
    now.created_ms = before.created_ms + 7;
    auto place = std::find_if(now.modules.begin(), now.modules.end(),
                              [&](const auto& one) { return one.id == id; });
    if (place == now.modules.end()) place = now.modules.insert(place, module);
    *place = module;
    const auto kept = static_cast<std::uint32_t>(place - now.modules.begin());
    store::Outline outline;
    store_.outline(before.id, outline).value();
    BOOST_TEST(outline.version == before.version);
    BOOST_TEST(outline.modules == before.modules.size());
    BOOST_TEST(outline.repeatable);
    const store::Repeat repeat{outline.place,
                               before.id,
                               now.version,
                               now.created_ms,
                               outline.modules,
                               kept,
                               std::span(now.modules).subspan(kept)};
    store::Batch batch;
    batch.repeats = {&repeat, 1};
    store_.save(batch).value();
    return now;
  }

  std::string rows(const std::string& table) {
    return Shell(folder_.file()).column("SELECT count(*) FROM " + table)[0];
  }

  Folder folder_;
  store::Store store_;
};

/// A later version with something new in the middle of everything.
assess::Assessment changed(const assess::Assessment& before) {
  assess::Assessment now = before;
  ++now.version;
  now.modules.push_back(newcomer());
  now.facts.push_back(now.facts.front());
  now.facts.back().source = "Observation/of-" + std::to_string(now.version);
  std::swap(now.causes[1], now.causes[2]);
  assess::CauseResult cause = now.causes[0];
  cause.id = cause.id + ".new";
  now.causes.insert(now.causes.begin(), cause);
  now.causes.back().evidence.clear();
  now.advice.erase(now.advice.begin());
  now.states.pop_back();
  now.ignored.clear();
  return now;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_version_reads_as_it_was_saved) {
  Versions it;
  const assess::Assessment first = first_version();
  it.add_first(first);
  const assess::Assessment second = changed(first);
  it.add(first, second);
  const assess::Assessment third = it.repeat(second, "org.causa.third");
  const assess::Assessment fourth = changed(third);
  it.add(third, fourth);
  const assess::Assessment fifth = it.repeat(fourth, "org.causa.fifth");
  const assess::Assessment sixth = it.repeat(fifth, "org.causa.sixth");
  for (const auto* each : {&first, &second, &third, &fourth, &fifth, &sixth})
    BOOST_TEST((it.store_.load(each->id, each->version).value() == *each), each->version);
  BOOST_TEST(it.store_.load_manifests(sixth.id).value().size() == sixth.modules.size());
  BOOST_TEST(it.store_.load_record(sixth.id).value() == random_record(1));
  BOOST_TEST(it.store_.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(versions_in_one_batch_share_rows_that_are_not_written_yet) {
  Versions it;
  const assess::Assessment first = first_version(), second = changed(first),
                           third = changed(second);
  it.add_first(first);
  const store::Entry entries[] = {{&second, {}, &first}, {&third, {}, &second}};
  store::Batch batch;
  batch.entries = entries;
  const std::string config = it.store_.load_config(first.config_sha256).value();
  batch.config_text = config;
  it.store_.save(batch).value();
  for (const auto* each : {&first, &second, &third})
    BOOST_TEST((it.store_.load(each->id, each->version).value() == *each), each->version);
  BOOST_TEST(it.store_.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(only_what_is_new_is_written) {
  Versions it;
  const assess::Assessment first = first_version();
  it.add_first(first);
  const auto evidence = it.rows("evidence"), facts = it.rows("fact");
  it.repeat(first, "org.causa.second");
  for (const char* table : {"cause_result", "advice", "state", "must_not_miss", "ignored",
                            "finding", "fact", "evidence"})
    BOOST_TEST(it.rows(std::string(table) + " WHERE assessment = 2") == "0", table);
  BOOST_TEST(it.rows("module_used WHERE assessment = 2") == "1");

  Versions other;
  other.add_first(first);
  assess::Assessment second = first;
  second.version = 2;
  second.facts.push_back(second.facts.front());
  second.causes[0].rank = 9;  // a row of its own, but with the evidence of before
  other.add(first, second);
  BOOST_TEST(other.rows("evidence") == evidence);
  BOOST_TEST(other.rows("fact") == std::to_string(std::stoi(facts) + 1));
  BOOST_TEST((other.store_.load(second.id).value() == second));
}

BOOST_AUTO_TEST_CASE(what_differs_in_the_middle_is_written_alone) {
  Versions it;
  const assess::Assessment first = first_version();
  it.add_first(first);
  assess::Assessment second = first;
  second.version = 2;
  second.advice.front().check = {"one thing more"};
  second.facts.front().quality ^= 1;
  second.causes.front().rank = 9;
  second.must_not_miss.front().present.p = 0.11;
  it.add(first, second);
  const auto own = [&](const std::string& table, int row) {
    return it.rows(table + " WHERE assessment = " + std::to_string(row));
  };
  for (const char* table : {"advice", "fact", "cause_result", "must_not_miss"})
    BOOST_TEST(own(table, 2) == "1", table);
  for (const char* table : {"state", "ignored", "finding", "evidence"})
    BOOST_TEST(own(table, 2) == "0", table);
  BOOST_TEST((it.store_.load(second.id).value() == second));

  // As it was at first: what the version before has of its own isn't that of the base.
  assess::Assessment third = first;
  third.version = 3;
  third.advice.back().check = {"another thing"};
  it.add(second, third);
  BOOST_TEST(own("advice", 3) == "2");
  BOOST_TEST(own("fact", 3) == "1");
  BOOST_TEST((it.store_.load(third.id).value() == third));
  const assess::Assessment fourth = it.repeat(third, "org.causa.fourth");
  BOOST_TEST((it.store_.load(fourth.id).value() == fourth));
  for (const assess::Assessment* each :
       {&first, &std::as_const(second), &std::as_const(third), &fourth})
    for (const auto& [table, size] :
         {std::pair("advice", each->advice.size()), std::pair("fact", each->facts.size()),
          std::pair("module_used", each->modules.size()),
          std::pair("cause_result", each->causes.size())})
      BOOST_TEST(it.rows(std::string(table) + "_of_version WHERE version_row = " +
                         std::to_string(each->version)) == std::to_string(size));
  BOOST_TEST(it.store_.integrity().value().empty());
}

/// Modules that took no part, each with words of its own, after those that did.
void add_absent(assess::Assessment& first) {
  for (const char* id : {"org.causa.late", "org.causa.later", "org.causa.never"}) {
    assess::ModuleUsed absent;
    absent.id = id;
    absent.status = assess::ModuleStatus::absent;
    absent.why = std::string(id) + " is not among --plugins";
    first.modules.push_back(absent);
  }
}

BOOST_AUTO_TEST_CASE(a_module_that_took_no_part_comes_in_its_place) {
  Versions it;
  assess::Assessment made = first_version();
  add_absent(made);
  const assess::Assessment first = made;
  it.add_first(first);
  const assess::Assessment second = it.repeat(first, "org.causa.later");
  BOOST_TEST(it.rows("module_used WHERE assessment = 2") == "2");
  for (const char* table : {"cause_result", "advice", "fact", "evidence"})
    BOOST_TEST(it.rows(std::string(table) + " WHERE assessment = 2") == "0", table);
  const assess::Assessment third = it.repeat(second, "org.causa.new");
  const assess::Assessment fourth = it.repeat(third, "org.causa.late");
  const assess::Assessment fifth = changed(fourth);
  it.add(fourth, fifth);
  for (const auto* each : {&first, &second, &third, &fourth, &fifth})
    BOOST_TEST((it.store_.load(each->id, each->version).value() == *each), each->version);
  BOOST_TEST(it.store_.integrity().value().empty());
  const Folder into;
  into.open();
  BOOST_TEST(store::merge(into.file(), it.folder_.file(), {}).value().added == 5u);
  store::Store merged = into.open();
  BOOST_TEST((merged.load(fifth.id).value() == fifth));
  BOOST_TEST(merged.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(a_module_that_is_said_to_have_come_is_found_out) {
  for (const char* change :
       {"UPDATE module_used SET why = 'other' WHERE assessment = 2 AND position = "
        "(SELECT max(position) FROM module_used WHERE assessment = 2)",
        "UPDATE assessment SET modules_shared = modules_shared + 1, parts = parts + 1 "
        "WHERE id = 2"}) {
    Versions it;
    assess::Assessment first = first_version();
    add_absent(first);
    it.add_first(first);
    it.repeat(first, "org.causa.late");
    Shell shell(it.folder_.file());
    shell.execute("DROP TRIGGER assessment_no_update; DROP TRIGGER module_used_no_update");
    BOOST_TEST(shell.execute(change), shell.message());
    BOOST_TEST(it.store_.integrity().value().size() >= 1u, change);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_the_same_is_never_shared) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Versions it;
    const assess::Assessment first = random_assessment(seed);
    assess::Assessment second = random_assessment(seed + 100);
    second.id = first.id;
    second.patient_id = first.patient_id;
    second.config_sha256 = first.config_sha256;
    second.version = first.version + 1;
    if (first.version != 1) continue;
    it.add_first(first);
    const Manifests manifests(second);
    it.store_.keep_modules(manifests.sources()).value();
    it.add(first, second);
    BOOST_TEST((it.store_.load(first.id, 1).value() == first));
    BOOST_TEST((it.store_.load(first.id, 2).value() == second));
  }
}

BOOST_AUTO_TEST_CASE(a_changed_row_is_told_of_in_every_version_that_shares_it) {
  Versions it;
  const assess::Assessment first = first_version();
  it.add_first(first);
  it.repeat(first, "org.causa.second");
  Shell shell(it.folder_.file());
  BOOST_TEST(
      shell.execute("DROP TRIGGER fact_no_update; UPDATE fact SET value = 99 "
                    "WHERE position = 0"));
  BOOST_TEST(it.store_.integrity().value().size() == 3u);  // the trigger too
}

BOOST_AUTO_TEST_CASE(a_version_that_only_says_that_it_repeats_is_found_out) {
  Versions it;
  const assess::Assessment first = first_version();
  it.add_first(first);
  it.repeat(first, "org.causa.second");
  for (const char* change :
       {"UPDATE assessment SET complaint_text = 'other' WHERE version = 2",
        "UPDATE assessment SET facts_shared = 1, parts = parts - (SELECT count(*) - 1 FROM fact) "
        "WHERE version = 2",
        "UPDATE module_used SET approved = 0 WHERE assessment = 2"}) {
    Shell shell(it.folder_.file());
    shell.execute("DROP TRIGGER assessment_no_update; DROP TRIGGER module_used_no_update");
    BOOST_TEST(shell.execute(change), shell.message());
    BOOST_TEST(it.store_.integrity().value().size() >= 1u, change);
  }
}

BOOST_AUTO_TEST_CASE(only_rows_of_an_earlier_version_can_be_shared) {
  Versions it;
  it.add_first(first_version());
  assess::Assessment other = first_version();
  other.id = "another";
  save(it.store_, other, 2);
  Shell shell(it.folder_.file());
  BOOST_TEST(!shell.execute(
      "INSERT INTO assessment (uuid, version, patient, config, created_ms, as_of_ms, sex, "
      "complaint_present, complaint_text, ranking, ranking_why, resources_read, resources_used, "
      "parts, base) SELECT uuid, 2, patient, config, created_ms, as_of_ms, sex, "
      "complaint_present, complaint_text, ranking, ranking_why, resources_read, resources_used, "
      "parts, 2 FROM assessment WHERE id = 1"));
}

BOOST_AUTO_TEST_CASE(all_versions_are_forgotten_together_whatever_they_share) {
  Versions it;
  const assess::Assessment first = first_version();
  it.add_first(first);
  it.repeat(first, "org.causa.second");
  store::ForgetFilter old;
  old.before_ms = first.created_ms + 1;  // the first version is older, the second one isn't
  BOOST_TEST(store::forget(it.folder_.file(), old, {}).value().versions == 0u);
  BOOST_TEST(it.store_.load(first.id, 2).has_value());
  store::ForgetFilter all;
  all.patient_id = first.patient_id;
  BOOST_TEST(store::forget(it.folder_.file(), all, {}).value().versions == 2u);
  for (const char* table : {"assessment", "fact", "evidence", "ignored", "module_used", "alert"})
    BOOST_TEST(it.rows(table) == "0", table);
  BOOST_TEST(it.store_.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(a_merged_store_shares_them_too) {
  Versions from;
  const assess::Assessment first = first_version();
  from.add_first(first);
  const assess::Assessment second = from.repeat(first, "org.causa.second");
  const assess::Assessment third = changed(second);
  from.add(second, third);
  const Folder into;
  into.open();
  const auto report = store::merge(into.file(), from.folder_.file(), {}).value();
  BOOST_TEST(report.refused.empty());
  BOOST_TEST(report.added == 3u);
  store::Store store = into.open();
  for (const auto* each : {&first, &second, &third})
    BOOST_TEST((store.load(each->id, each->version).value() == *each));
  BOOST_TEST(store.integrity().value().empty());
  Shell there(from.folder_.file()), here(into.file());
  for (const char* table : {"fact", "evidence", "module_used", "cause_result", "alert"}) {
    const std::string count = std::string("SELECT count(*) FROM ") + table;
    BOOST_TEST(there.column(count)[0] == here.column(count)[0], table);
  }
}

BOOST_AUTO_TEST_SUITE_END()
