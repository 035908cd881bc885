// SPDX-License-Identifier: Apache-2.0
//
// `store check` by somebody who changes one thing and puts everything else as it was.

#include "store/check.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>

#include "folder.hpp"
#include "random_assessment.hpp"
#include "shell.hpp"
#include "store/real_store.hpp"
#include "store/side_file.hpp"

BOOST_AUTO_TEST_SUITE(store_check)

using namespace causa;
using namespace causa::store_test;

namespace {

constexpr std::uint64_t checked = 3;

void keep_some(const Folder& folder) {
  store::Store store = folder.open();
  for (std::uint64_t seed = 0; seed < checked; ++seed) save(store, random_assessment(seed), seed);
}

/// Of the check that opens the store itself, as the program asks for it.
std::string told(const Folder& folder) {
  std::string text;
  for (const Error& fault : store::check(folder.file()).value().faults)
    text += to_string(fault) + '\n';
  return text;
}

std::string told_after(const std::string& sql) {
  const Folder folder;
  keep_some(folder);
  Shell(folder.file()).change(sql);
  return told(folder);
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_put_back_as_it_was_is_whole) {
  BOOST_TEST(told_after("SELECT 1") == "");
}

BOOST_AUTO_TEST_CASE(an_assessment_sealed_in_a_form_that_it_can_not_have_is_told_and_not_followed) {
  for (const char* form : {"0", "2", "3", "4", "-1", "4294967297", "NULL"}) {
    const std::string text =
        told_after("UPDATE audit SET form = " + std::string(form) + " WHERE what = 4");
    BOOST_TEST(says(text, ": was changed"), form << ": " << text);
  }
}

BOOST_AUTO_TEST_CASE(a_value_that_would_be_read_as_another_one_is_told) {
  for (const char* change :
       {"UPDATE audit SET what = 99 WHERE number = 1",
        "UPDATE audit SET what = what + 4294967296 WHERE what = 4",
        "UPDATE audit SET before = x'00' WHERE number = 1",
        "UPDATE audit SET form = form + 4294967296 WHERE form NOTNULL",
        "UPDATE assessment SET complaint_present = 2 WHERE complaint_present = 1",
        "UPDATE assessment SET facts_shared = 99",
        "UPDATE cause_result SET evidence_cause = 0 WHERE position = 0",
        "UPDATE evidence SET position = position + 1000 WHERE position = "
        "(SELECT max(position) FROM evidence)",
        "UPDATE fact SET position = position + 1000 WHERE position = "
        "(SELECT max(position) FROM fact)"})
    BOOST_TEST(!told_after(change).empty(), change);
}

BOOST_AUTO_TEST_CASE(a_statement_that_is_not_what_its_digest_says_is_told) {
  for (const auto& [table, change] :
       {std::pair("alert_stated", "module = module % 2 + 1"),
        {"cause_stated", "module = module % 2 + 1"},
        {"rule_stated", "module = module % 2 + 1"},
        {"advice_stated", "module = module % 2 + 1"},
        {"rule_stated", "ci_low = 9.5"},
        {"concept_stated", "digest = 'x' || digest"},
        {"cause_stated", "digest = 'x' || digest"},
        {"rule_stated", "digest = 'x' || digest"},
        {"alert_stated", "digest = 'x' || digest"},
        {"advice_stated", "digest = (SELECT max(digest) FROM alert_stated)"},
        {"name_stated", "digest = 'x' || digest"},
        {"finding_stated", "digest = 'x' || digest"},
        {"record", "digest = randomblob(32)"},
        {"record", "digest = NULL"}}) {
    const std::string text =
        told_after("UPDATE " + std::string(table) + " SET " + change + " WHERE id = 1");
    BOOST_TEST(
        says(text, "table " + std::string(table) + " row 1: was changed after it was stored"),
        table << ' ' << change << ": " << text);
  }
}

BOOST_AUTO_TEST_CASE(a_row_that_nothing_points_at_is_told) {
  for (const auto& [table, values] :
       {std::pair("patient", "(99, 'somebody')"),
        {"record",
         "(99, x'00', x'03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314')"},
        {"config", "(99, 'x', 'y')"},
        {"name_stated", "(99, 'x', 'a', 'b', 'c')"},
        {"alert_stated", "(99, 'x', 1, 'a', 'b', 'c', 'd', 'e', NULL)"},
        {"module", "(99, 'x', 'org.x', '1', 'ff', NULL)"}}) {
    const std::string text = told_after("INSERT INTO " + std::string(table) + " VALUES " + values);
    BOOST_TEST(says(text, "table " + std::string(table) +
                              ": 1 row that no assessment speaks of, first 99"),
               table << ": " << text);
  }
}

BOOST_AUTO_TEST_CASE(a_module_that_the_audit_does_not_know_is_told) {
  const std::string digest = sha256_hex(std::string("org.x\0001\000ff\000{}", 13));
  BOOST_TEST(
      says(told_after("INSERT INTO module VALUES (99, '" + digest + "', 'org.x', '1', 'ff', '{}')"),
           "module org.x 1: is not in the audit"));
  BOOST_TEST(says(told_after("UPDATE module SET digest = 'x' || digest WHERE manifest NOTNULL"),
                  "what is kept of it was changed"));
}

BOOST_AUTO_TEST_CASE(an_open_door_for_deletions_is_told) {
  BOOST_TEST(says(told_after("INSERT INTO forgetting VALUES (1)"), "table forgetting"));
  BOOST_TEST(says(told_after("DELETE FROM forgotten"), "table forgotten"));
}

BOOST_AUTO_TEST_CASE(a_schema_that_causa_did_not_make_is_told) {
  for (const auto& [change, words] :
       {std::pair("DROP TRIGGER alert_no_update", "trigger alert_no_update: was taken out"),
        {"DROP VIEW fact_of_version", "view fact_of_version: was taken out"},
        {"DROP INDEX assessment_patient", "index assessment_patient: was taken out"},
        {"DROP TABLE card", "table card: was taken out"},
        {"CREATE TABLE more (x)", "table more: was put in by another program"},
        {"CREATE TRIGGER evil AFTER INSERT ON assessment BEGIN DELETE FROM forgetting; END",
         "trigger evil: was put in by another program"},
        {"DROP TRIGGER alert_no_update; CREATE TRIGGER alert_no_update BEFORE UPDATE ON alert "
         "BEGIN SELECT 1; END",
         "trigger alert_no_update: was changed"}}) {
    const Folder folder;
    keep_some(folder);
    BOOST_TEST_REQUIRE(Shell(folder.file()).execute(change));
    const std::string text = told(folder);
    BOOST_TEST(says(text, words), change << ": " << text);
  }
}

BOOST_AUTO_TEST_CASE(a_trigger_is_not_the_same_for_what_stands_in_its_message) {
  const Folder folder;
  keep_some(folder);
  // Two hyphens in quotes begin no comment.
  BOOST_TEST_REQUIRE(
      Shell(folder.file())
          .execute("DROP TRIGGER audit_no_delete;"
                   "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN "
                   "SELECT RAISE(ABORT, 'what --') WHERE 0; SELECT ('\nis stored is never changed; "
                   "add a version instead'); END"));
  BOOST_TEST(says(told(folder), "trigger audit_no_delete: was changed"), told(folder));
}

BOOST_AUTO_TEST_CASE(what_has_a_name_as_sqlite_gives_it_is_told) {
  for (const char* made : {"CREATE TABLE kept (what TEXT)", "CREATE VIEW kept AS SELECT 1",
                           "CREATE TRIGGER kept AFTER INSERT ON forgetting BEGIN SELECT 1; END"}) {
    const Folder folder;
    keep_some(folder);
    Shell shell(folder.file());
    BOOST_TEST_REQUIRE(shell.execute(made), shell.message());
    BOOST_TEST_REQUIRE(
        shell.execute("PRAGMA writable_schema=ON; UPDATE sqlite_schema SET "
                      "sql = replace(sql, 'kept', 'sqlite_kept'), name = 'sqlite_kept', "
                      "tbl_name = replace(tbl_name, 'kept', 'sqlite_kept') WHERE name = 'kept'"),
        shell.message());
    BOOST_TEST(says(told(folder), " sqlite_kept: was put in by another program"), made);
  }
  const Folder folder;
  keep_some(folder);
  BOOST_TEST_REQUIRE(Shell(folder.file()).execute("ANALYZE"));
  BOOST_TEST(told(folder) == "");
}

BOOST_AUTO_TEST_CASE(a_base_that_is_no_earlier_version_is_told) {
  BOOST_TEST(says(told_after("UPDATE assessment SET base = id WHERE id = 2"),
                  " version 1: shares the rows of what is no earlier version of it"));
  BOOST_TEST(says(told_after("UPDATE assessment SET base = 1 WHERE id = 2"),
                  " version 1: shares the rows of what is no earlier version of it"));
}

BOOST_AUTO_TEST_CASE(an_assessment_that_points_elsewhere_hides_no_other) {
  for (const char* number : {"100000", "0", "-1", "NULL"}) {
    const Folder folder;
    keep_some(folder);
    Shell(folder.file())
        .change("UPDATE assessment SET audit = " + std::string(number) + " WHERE id = 1");
    const auto faults = store::check(folder.file()).value().faults;
    BOOST_TEST(faults.size() == 2u, number << ": " << told(folder));
    BOOST_TEST(says(told(folder), " version 1: is not in the audit"), told(folder));
    BOOST_TEST(says(told(folder), "its assessment was removed"), told(folder));
  }
}

BOOST_AUTO_TEST_CASE(a_record_of_forgetting_is_believed_of_its_own_subject_only) {
  const std::string forgotten =
      "INSERT INTO audit SELECT (SELECT max(number) + 1 FROM audit), time_ms, actor, 12, ";
  const std::string one =
      ", NULL, NULL, number, '', before, hash FROM audit WHERE number = "
      "(SELECT audit FROM assessment WHERE id = 1);";
  for (const auto& [subject, excused] : {std::pair("subject", true),
                                         {"NULL", false},
                                         {"(SELECT subject FROM audit WHERE what = 4 ORDER BY "
                                          "number DESC LIMIT 1)",
                                          false}}) {
    const std::string text =
        told_after(forgotten + subject + one + "UPDATE assessment SET audit = NULL WHERE id = 1");
    BOOST_TEST(says(text, "its assessment was removed") == !excused, subject << ": " << text);
  }
  BOOST_TEST(says(told_after(forgotten + "subject" + one),
                  " version 1: is here, though it was forgotten (audit record "));
}

BOOST_AUTO_TEST_CASE(what_stands_beside_a_store_is_named_after_the_file_not_after_a_link) {
  const Folder folder, elsewhere;
  const std::filesystem::path link = elsewhere.path() / "link.db", more = elsewhere.path() / "l2";
  std::filesystem::create_symlink(folder.file(), link);
  std::filesystem::create_symlink("link.db", more);
  BOOST_TEST(store::real_store(more) == folder.file());
  {
    // The file isn't there yet.
    store::Store store = store::Store::open(more, store::Mode::create).value();
    save(store, random_assessment(1), 1);
  }
  BOOST_TEST(std::filesystem::is_symlink(link));
  BOOST_TEST(store::read_side_file(folder.file()).value().has_value());
  BOOST_TEST(!std::filesystem::exists(store::side_file_of(link)));
  BOOST_TEST(!std::filesystem::exists(store::side_file_of(more)));
  BOOST_TEST(store::check(more).value().faults.empty());
  std::filesystem::remove(link);
  std::filesystem::create_symlink("link.db", link);
  BOOST_TEST(!store::Store::open(link, store::Mode::create));
}

BOOST_AUTO_TEST_CASE(a_file_in_which_no_store_is_any_more_is_told_with_what_was_reported) {
  const auto write = [](const std::filesystem::path& file, const char* text) {
    std::ofstream(file, std::ios::trunc) << text;
  };
  for (const char* text : {"", "Dear diary, this is no database, but it is longer than a header."})
    for (const bool there : {true, false}) {
      const Folder folder;
      keep_some(folder);
      const auto reported = std::to_string(store::read_side_file(folder.file()).value()->number);
      there ? write(folder.file(), text) : void(std::filesystem::remove(folder.file()));
      const std::string words = told(folder);
      BOOST_TEST(says(words, reported + " records were reported as stored here"), words);
      BOOST_TEST(says(words, reported +
                                 " records that were reported as stored are missing, "
                                 "number 1 to " +
                                 reported),
                 words);
      std::filesystem::remove(store::side_file_of(folder.file()));
      BOOST_TEST(!store::check(folder.file()));
    }
}

BOOST_AUTO_TEST_CASE(a_loss_is_accepted_only_where_there_is_one) {
  const Folder folder;
  keep_some(folder);
  const auto before = store::read_side_file(folder.file()).value();
  BOOST_TEST(!store::accept_losses(folder.file(), {}).value());
  BOOST_TEST((store::read_side_file(folder.file()).value() == before));
  Shell(folder.file()).change("DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)");
  BOOST_TEST(store::accept_losses(folder.file(), {}).value());
  BOOST_TEST(!store::accept_losses(folder.file(), {}).value());
}

BOOST_AUTO_TEST_CASE(an_empty_side_file_is_not_called_absent) {
  const Folder folder;
  keep_some(folder);
  std::filesystem::resize_file(store::side_file_of(folder.file()), 0);
  const auto notes = store::check(folder.file()).value().notes;
  BOOST_TEST_REQUIRE(notes.size() == 1u);
  BOOST_TEST(says(notes[0], ".audit is empty"));
}

BOOST_AUTO_TEST_SUITE_END()
