// SPDX-License-Identifier: Apache-2.0
//
// The audit finds what was changed, removed, exchanged, added or lost.

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <functional>

#include "folder.hpp"
#include "random_assessment.hpp"
#include "shell.hpp"
#include "store/check.hpp"
#include "store/side_file.hpp"

BOOST_AUTO_TEST_SUITE(store_audit)

using namespace causa;
using namespace causa::store_test;

namespace {

constexpr std::uint64_t stored = 5;

void fill(const Folder& folder) {
  store::Store store = folder.open();
  for (std::uint64_t seed = 0; seed < stored; ++seed) save(store, random_assessment(seed), seed);
}

std::string faults(const Folder& folder) {
  std::string text;
  store::Store store = folder.open(store::Mode::read_only);
  for (const Error& fault : store.check().value().faults) text += to_string(fault) + '\n';
  return text;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Rows of the audit that speak of assessments, in their order.
std::vector<std::string> numbers(const Folder& folder) {
  return Shell(folder.file()).column("SELECT audit FROM assessment ORDER BY id");
}

void copy_store(const Folder& folder, const std::filesystem::path& copy) {
  Shell(folder.file()).column("PRAGMA wal_checkpoint(TRUNCATE)");
  std::filesystem::copy_file(folder.file(), copy);
}

void put_back(const Folder& folder, const std::filesystem::path& copy) {
  std::filesystem::remove(folder.file().string() + "-wal");
  std::filesystem::remove(folder.file().string() + "-shm");
  std::filesystem::copy_file(copy, folder.file(),
                             std::filesystem::copy_options::overwrite_existing);
}

/// An older state of the store stands in its place: one record that was reported is missing.
void fill_and_lose_one(const Folder& folder) {
  fill(folder);
  const std::filesystem::path copy = folder.path() / "copy.db";
  copy_store(folder, copy);
  {
    store::Store store = folder.open();
    save(store, random_assessment(77), 77);
  }
  put_back(folder, copy);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_assessment_has_a_record_of_its_own) {
  const Folder folder;
  fill(folder);
  store::Store store = folder.open(store::Mode::read_only);
  const store::CheckReport report = store.check().value();
  for (const Error& fault : report.faults) BOOST_TEST_MESSAGE(to_string(fault));
  BOOST_TEST(report.faults.empty());
  BOOST_TEST(report.notes.empty());
  BOOST_TEST(report.assessments == stored);
  Shell shell(folder.file());
  BOOST_TEST(shell.column("SELECT count(*) FROM audit WHERE what = 4")[0] ==
             std::to_string(stored));
  BOOST_TEST(shell.column("SELECT what FROM audit WHERE number = 1")[0] == "1");
  const auto reported = store::read_side_file(folder.file()).value();
  BOOST_TEST_REQUIRE(reported.has_value());
  BOOST_TEST((*reported == report.end));
}

BOOST_AUTO_TEST_CASE(what_is_changed_is_found_wherever_it_stands) {
  constexpr const char* changes[] = {
      "UPDATE evidence SET weight_millibans = weight_millibans + 1",
      "UPDATE cause_stated SET name = name || 'x'",
      "UPDATE rule_stated SET text = text || 'x'",
      "UPDATE fact SET value = value * 1.0000000000000002 WHERE value NOTNULL",
      "UPDATE alert SET urgency = 5 - urgency",
      "UPDATE assessment SET as_of_ms = as_of_ms + 1",
      "UPDATE patient SET patient_id = patient_id || 'x'",
      "UPDATE record SET bytes = CAST(substr(bytes, 2) AS BLOB)",
      "UPDATE config SET text = text || ' '",
      "UPDATE module_used SET approved = 1 - approved",
  };
  for (const char* change : changes) {
    BOOST_TEST_CONTEXT(change) {
      const Folder folder;
      fill(folder);
      Shell(folder.file()).change(change);
      BOOST_TEST(contains(faults(folder), "was changed after it was stored"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_changed_manifest_is_found) {
  const Folder folder;
  fill(folder);
  Shell(folder.file())
      .change("UPDATE module SET manifest = manifest || ' ' WHERE manifest NOTNULL");
  BOOST_TEST(contains(faults(folder), "what is kept of it was changed"));
}

BOOST_AUTO_TEST_CASE(a_changed_record_of_the_audit_is_found) {
  for (const char* change : {"time_ms = time_ms + 1", "detail = detail || 'x'", "what = what + 1",
                             "actor = actor + 1", "content = randomblob(32)", "about = 1"}) {
    BOOST_TEST_CONTEXT(change) {
      const Folder folder;
      fill(folder);
      const std::string number = numbers(folder)[2];
      Shell(folder.file())
          .change(
              "INSERT OR IGNORE INTO actor VALUES (2, '', 'somebody else', '', '', '');"
              "UPDATE audit SET " +
              std::string(change) + " WHERE number = " + number);
      BOOST_TEST(contains(faults(folder),
                          "audit record " + number + ": was changed after it was written"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_removed_record_of_the_audit_is_found) {
  const Folder folder;
  fill(folder);
  const std::string number = numbers(folder)[1];
  Shell(folder.file()).change("DELETE FROM audit WHERE number = " + number);
  BOOST_TEST(contains(faults(folder), "audit record " + number + ": removed"));
}

BOOST_AUTO_TEST_CASE(records_that_close_the_gap_are_found) {
  const Folder folder;
  fill(folder);
  const std::string number = numbers(folder)[1];
  Shell(folder.file())
      .change("DELETE FROM audit WHERE number = " + number +
              ";UPDATE audit SET number = number - 1 WHERE number > " + number);
  BOOST_TEST(contains(faults(folder), "does not follow the record before it"));
}

BOOST_AUTO_TEST_CASE(exchanged_records_of_the_audit_are_found) {
  const Folder folder;
  fill(folder);
  const std::string one = numbers(folder)[1], other = numbers(folder)[3];
  Shell(folder.file())
      .change("UPDATE audit SET number = -1 WHERE number = " + one +
              ";UPDATE audit SET number = " + one + " WHERE number = " + other +
              ";UPDATE audit SET number = " + other + " WHERE number = -1");
  BOOST_TEST(contains(faults(folder), "does not follow the record before it"));
}

BOOST_AUTO_TEST_CASE(a_removed_assessment_is_found) {
  const Folder folder;
  fill(folder);
  const std::string number = numbers(folder)[2];
  std::string sql;
  for (const char* table : {"module_used", "fact", "cause_result", "evidence", "alert", "advice",
                            "state", "must_not_miss", "ignored", "finding"})
    sql += std::string("DELETE FROM ") + table + " WHERE assessment = 3;";
  Shell(folder.file()).change(sql + "DELETE FROM assessment WHERE id = 3");
  BOOST_TEST(contains(faults(folder), "audit record " + number + ": its assessment was removed"));
}

BOOST_AUTO_TEST_CASE(an_assessment_that_no_causa_stored_is_found) {
  const Folder folder;
  fill(folder);
  Shell(folder.file())
      .change(
          "INSERT INTO assessment (id, uuid, version, patient, record, config, run, created_ms, "
          "as_of_ms, sex, age_low_years, age_high_years, complaint_present, complaint_classes, "
          "complaint_text, ranking, ranking_why, unexplained, not_understood, resources_read, "
          "resources_used, parts) SELECT 99, 'forged', version, patient, record, config, run, "
          "created_ms, as_of_ms, sex, age_low_years, age_high_years, complaint_present, "
          "complaint_classes, complaint_text, ranking, ranking_why, unexplained, not_understood, "
          "resources_read, resources_used, 0 FROM assessment WHERE id = 1");
  BOOST_TEST(contains(faults(folder), "assessment forged version 1: is not in the audit"));
}

BOOST_AUTO_TEST_CASE(the_side_file_is_told_of_modules_with_the_next_assessment) {
  for (const bool with_loss : {false, true}) {
    const Folder folder;
    fill(folder);
    const std::filesystem::path copy = folder.path() / "copy.db";
    copy_store(folder, copy);
    {
      store::Store store = folder.open();
      save(store, random_assessment(stored), stored);
    }
    if (with_loss) put_back(folder, copy);
    const std::uint64_t before = store::read_side_file(folder.file()).value()->number;
    store::Store store = folder.open();
    const store::ModuleSource source{"org.example.new", "1.0.0", "0123", "{}"};
    store.keep_modules({&source, 1}).value();
    BOOST_TEST(store::read_side_file(folder.file()).value()->number == before);
    save(store, random_assessment(stored + 1), stored + 1);
    const store::CheckReport report = store.check().value();
    BOOST_TEST((*store::read_side_file(folder.file()).value() == report.end));
    BOOST_TEST(report.end.number > stored);
  }
}

BOOST_AUTO_TEST_CASE(lost_records_are_counted_from_the_side_file) {
  const Folder folder;
  fill(folder);
  const std::filesystem::path copy = folder.path() / "copy.db";
  copy_store(folder, copy);
  const std::uint64_t before = store::read_side_file(folder.file()).value()->number;
  {
    store::Store store = folder.open();
    for (std::uint64_t seed = stored; seed < stored + 3; ++seed)
      save(store, random_assessment(seed), seed);
  }
  const std::uint64_t after = store::read_side_file(folder.file()).value()->number;
  put_back(folder, copy);
  BOOST_TEST(
      contains(faults(folder), std::to_string(after - before) +
                                   " records that were reported as stored are missing, number " +
                                   std::to_string(before + 1) + " to " + std::to_string(after)));
}

BOOST_AUTO_TEST_CASE(a_loss_is_noted_by_the_next_that_writes_and_told_until_it_is_accepted) {
  const Folder folder;
  fill_and_lose_one(folder);
  {
    store::Store store = folder.open();
    for (std::uint64_t seed = 100; seed < 110; ++seed) save(store, random_assessment(seed), seed);
  }
  BOOST_TEST(contains(faults(folder), "records are lost"));
  BOOST_TEST(contains(faults(folder), "--accept-loss"));
  {
    store::Store store = folder.open();
    store::AuditEntry accepted;
    accepted.what = store::AuditKind::loss_accepted;
    store.note(accepted).value();
  }
  BOOST_TEST(faults(folder).empty());
  store::Store store = folder.open(store::Mode::read_only);
  BOOST_TEST_REQUIRE(store.check().value().notes.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_loss_is_told_once_it_is_noted) {
  for (const bool by_a_module : {false, true}) {
    const Folder folder;
    fill_and_lose_one(folder);
    std::vector<std::string> told;
    store::OpenOptions options;
    options.tell_loss = [&](const Error& loss) { told.push_back(to_string(loss)); };
    store::Store store = store::Store::open(folder.file(), store::Mode::existing, options).value();
    BOOST_CHECK_THROW(save(store, random_assessment(0), 0), std::exception);  // is there already
    BOOST_TEST(told.empty());
    if (by_a_module) {
      const store::ModuleSource source{"org.example.new", "1.0.0", "0123", "{}"};
      store.keep_modules({&source, 1}).value();
    }
    for (std::uint64_t seed = 100; seed < 103; ++seed) save(store, random_assessment(seed), seed);
    BOOST_TEST_REQUIRE(told.size() == 1u);
    BOOST_TEST(contains(told[0], "that was reported as stored is missing") !=
               contains(told[0], "that were reported as stored are missing"));
    BOOST_TEST(contains(told[0], "--accept-loss`"));
  }
}

BOOST_AUTO_TEST_CASE(another_store_in_the_place_of_this_one_is_found) {
  const Folder folder, other;
  fill(folder);
  {
    store::Store store = other.open();
    for (std::uint64_t seed = 50; seed < 70; ++seed) save(store, random_assessment(seed), seed);
  }
  const std::filesystem::path copy = other.path() / "copy.db";
  copy_store(other, copy);
  put_back(folder, copy);
  BOOST_TEST(contains(faults(folder), "is another one than was reported as stored"));
}

BOOST_AUTO_TEST_CASE(without_a_side_file_it_says_what_it_cannot_tell) {
  const Folder folder;
  fill(folder);
  std::filesystem::remove(store::side_file_of(folder.file()));
  {
    store::Store store = folder.open(store::Mode::read_only);
    const store::CheckReport report = store.check().value();
    BOOST_TEST(report.faults.empty());
    BOOST_TEST_REQUIRE(report.notes.size() == 1u);
    BOOST_TEST(contains(report.notes[0], "nothing tells whether the last records are missing"));
  }
  store::Store store = folder.open();
  save(store, random_assessment(33), 33);
  BOOST_TEST(store::read_side_file(folder.file()).value().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_rolled_back_leaves_no_record) {
  const Folder folder;
  fill(folder);
  store::Store store = folder.open();
  const assess::Assessment again = random_assessment(1);
  // Of modules that were in use before others were, which is noted by itself.
  const Manifests manifests(again);
  store.keep_modules(manifests.sources()).value();
  const store::ChainEnd before = store.check().value().end;
  const std::string record = random_record(1);
  const store::Entry entry{&again, record};
  store::Batch batch;
  batch.entries = {&entry, 1};
  batch.config_text = "[model]\nshrink = 0.5\n";
  BOOST_TEST(contains(store.save(batch).error().message, "is stored already"));
  BOOST_TEST((store.check().value().end == before));
  save(store, random_assessment(44), 44);
  BOOST_TEST(store.check().value().faults.empty());
}

BOOST_AUTO_TEST_CASE(stores_that_write_in_turn_make_one_chain) {
  const Folder folder;
  store::Store one = folder.open(), other = folder.open();
  for (std::uint64_t seed = 0; seed < 6; ++seed)
    save(seed % 2 == 0 ? one : other, random_assessment(seed), seed);
  const store::CheckReport report = one.check().value();
  BOOST_TEST(report.faults.empty());
  BOOST_TEST(report.assessments == 6u);
  BOOST_TEST((*store::read_side_file(folder.file()).value() == report.end));
}

BOOST_AUTO_TEST_CASE(who_wrote_is_kept) {
  const Folder folder;
  store::OpenOptions options;
  options.actor = {"ward-7", "nurse", "A. Nurse", "causa", "9.9.9"};
  {
    store::Store store = store::Store::open(folder.file(), store::Mode::create, options).value();
    save(store, random_assessment(1), 1);
  }
  Shell shell(folder.file());
  BOOST_TEST(shell.column("SELECT DISTINCT a.host || '/' || a.system_user || '/' || a.user || '/' "
                          "|| a.version FROM audit u JOIN actor a ON a.id = u.actor")[0] ==
             "ward-7/nurse/A. Nurse/9.9.9");
}

BOOST_AUTO_TEST_SUITE_END()
