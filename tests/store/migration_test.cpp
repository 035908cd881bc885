// SPDX-License-Identifier: Apache-2.0
//
// Stores of earlier versions are brought up to date with all that they hold.

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>

#include "folder.hpp"
#include "paths.hpp"
#include "random_assessment.hpp"
#include "shell.hpp"
#include "store/schema.hpp"

BOOST_AUTO_TEST_SUITE(store_migration)

using namespace causa;
using namespace causa::store_test;

namespace {

std::filesystem::path old_file(const Folder& folder) { return folder.path() / "old.db"; }

/// A file as the program with this schema wrote it: its own tables, with the rows of a store of
/// today that they have a place for.
void make_old_store(const Folder& folder, std::int32_t schema) {
  Shell shell(old_file(folder));
  std::string sql = "ATTACH '" + folder.file().string() + "' AS today;";
  for (const store::Migration& migration : store::migrations())
    if (migration.number <= schema) BOOST_TEST_REQUIRE(shell.execute(migration.sql));
  for (const std::string& table : shell.column("SELECT name FROM main.sqlite_schema WHERE type = "
                                               "'table' AND name NOT LIKE 'sqlite%'")) {
    const std::string columns =
        shell.column("SELECT group_concat('\"' || name || '\"') FROM pragma_table_info('" + table +
                     "', 'main')")[0];
    // The one row that a schema brings with it (forgotten) is that of today.
    sql += "INSERT OR REPLACE INTO main." + table + " (" + columns + ") SELECT " + columns +
           " FROM today." + table + ';';
  }
  sql += "PRAGMA main.application_id=" + std::to_string(store::application_id) +
         "; PRAGMA main.user_version=" + std::to_string(schema);
  BOOST_TEST_REQUIRE(shell.execute(sql), shell.message());
}

constexpr std::int32_t first_with_findings = 3;
constexpr std::int32_t first_with_approval = 4;
constexpr std::int32_t first_with_ran_in = 5;

/// As a program with this schema made it.
assess::Assessment assessment_of(std::uint64_t seed, std::int32_t schema) {
  assess::Assessment assessment = random_assessment(seed);
  if (schema < first_with_findings) assessment.findings.clear();
  if (schema < first_with_approval)
    for (assess::ModuleUsed& module : assessment.modules)
      module.approved_by = module.allowed_because = "";
  if (schema < first_with_ran_in)
    for (assess::ModuleUsed& module : assessment.modules) module.ran_in = assess::RanIn::unknown;
  return assessment;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_store_of_each_earlier_schema_keeps_all_it_holds) {
  for (std::int32_t schema = 1; schema < store::newest_schema(); ++schema) {
    const Folder folder;
    {
      store::Store today = folder.open();
      for (std::uint64_t seed = 0; seed < 20; ++seed)
        save(today, assessment_of(seed, schema), seed);
    }
    make_old_store(folder, schema);
    store::Store store = store::Store::open(old_file(folder), store::Mode::create).value();
    BOOST_TEST(store.integrity().value().empty());
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const assess::Assessment saved = assessment_of(seed, schema);
      BOOST_TEST((store.load(saved.id).value() == saved));
      BOOST_TEST((store.load_record(saved.id).value() == random_record(seed)));
    }
    Shell migrated(old_file(folder)), made(folder.file());
    const char* all = "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1";
    BOOST_TEST(migrated.column(all) == made.column(all), boost::test_tools::per_element());
  }
}

/// CAUSA_REWRITE_GOLDEN=1 writes newest.sql anew.
BOOST_AUTO_TEST_CASE(a_new_store_is_what_the_numbered_files_make) {
  const Folder folder;
  Shell stepwise(folder.path() / "stepwise.db"), made(folder.path() / "made.db");
  for (const store::Migration& migration : store::migrations())
    BOOST_TEST_REQUIRE(stepwise.execute(migration.sql));
  std::string sql;
  for (const std::string& one :
       stepwise.column("SELECT sql FROM sqlite_schema WHERE sql NOTNULL ORDER BY rowid"))
    sql += one + ";\n";
  const std::string newest = store::newest_sql();
  const std::size_t rows = newest.find("INSERT INTO"), begin = newest.find("CREATE");
  if (std::getenv("CAUSA_REWRITE_GOLDEN") != nullptr) {
    std::ofstream file(tests::docs_folder + "/../core/store/schema/newest.sql");
    file << newest.substr(0, begin) << sql << newest.substr(rows);
  }
  BOOST_TEST(newest.substr(begin, rows - begin) == sql);
  BOOST_TEST_REQUIRE(made.execute(newest), made.message());
  for (const std::string& table :
       stepwise.column("SELECT name FROM sqlite_schema WHERE type = 'table'"))
    BOOST_TEST(made.column("SELECT count(*) FROM " + table) ==
                   stepwise.column("SELECT count(*) FROM " + table),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_image_of_a_new_store_has_the_tables_of_the_script) {
  const Folder folder;
  folder.open();
  Shell stored(folder.file()), made(folder.path() / "made.db");
  BOOST_TEST_REQUIRE(made.execute(store::newest_sql()), made.message());
  const std::string tables = "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY rowid";
  BOOST_TEST(stored.column(tables) == made.column(tables), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_an_old_store_holds_can_be_answered) {
  const Folder folder;
  assess::Assessment saved = usual_assessment(1);
  saved.alerts.resize(1);
  saved.alerts[0].id = "potassium_low";
  {
    store::Store today = folder.open();
    save(today, saved);
  }
  make_old_store(folder, 1);
  store::Store store = store::Store::open(old_file(folder), store::Mode::create).value();
  store::Feedback feedback;
  feedback.alert = "potassium_low";
  BOOST_TEST(
      (store.add_feedback({&feedback, 1}).value().at(0).value() == store::FeedbackKept::added));
}

BOOST_AUTO_TEST_CASE(an_old_store_is_not_changed_by_reading_it) {
  const Folder folder;
  folder.open();
  make_old_store(folder, 1);
  const Result<store::Store> result = store::Store::open(old_file(folder), store::Mode::read_only);
  BOOST_TEST_REQUIRE(result.has_error());
  BOOST_TEST(result.error().message.find("older version of causa") != std::string::npos);
  BOOST_TEST(result.error().cure.find("causa store migrate") != std::string::npos);
  BOOST_TEST(Shell(old_file(folder)).column("PRAGMA user_version")[0] == "1");
}

BOOST_AUTO_TEST_CASE(two_processes_that_find_an_old_store_both_go_on) {
  const Folder folder;
  folder.open();
  make_old_store(folder, 1);
  pid_t children[2];
  for (pid_t& child : children) {
    child = ::fork();
    if (child == 0)
      ::_exit(store::Store::open(old_file(folder), store::Mode::create).has_value() ? 0 : 1);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  }
  BOOST_TEST(Shell(old_file(folder)).column("PRAGMA user_version")[0] ==
             std::to_string(store::newest_schema()));
}

BOOST_AUTO_TEST_SUITE_END()
