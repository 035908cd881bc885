// SPDX-License-Identifier: Apache-2.0

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "folder.hpp"
#include "random_assessment.hpp"
#include "store/image/image.hpp"
#include "store/schema.hpp"

BOOST_AUTO_TEST_SUITE(store_open)

using namespace causa;
using namespace causa::store_test;

namespace {

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status{};
  BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}

void sql(const std::filesystem::path& path, const std::string& text) {
  sqlite3* handle = nullptr;
  BOOST_REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  BOOST_REQUIRE(sqlite3_exec(handle, text.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
}

/// Opening fails with these words, in both modes, and with a cure.
void check_refused(const std::filesystem::path& path, const std::string& words) {
  for (const store::Mode mode : {store::Mode::create, store::Mode::read_only}) {
    const Result<store::Store> result = store::Store::open(path, mode);
    BOOST_TEST_REQUIRE(result.has_error());
    const Error error = result.error();
    BOOST_TEST((error.fault == Fault::store));
    BOOST_TEST(error.place == path.string());
    BOOST_TEST(error.message.find(words) != std::string::npos, error.message);
    BOOST_TEST(!error.cure.empty());
  }
}

/// Runs `child` without the rights of root, to whom no folder is closed; its result is the exit
/// code.
template <class Child>
int as_nobody(Child child) {
  const pid_t process = ::fork();
  if (process == 0) {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(99);
    ::_exit(child());
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

BOOST_AUTO_TEST_CASE(two_slashes_at_the_front_of_a_path_name_no_host) {
  const Folder folder;
  const store::Store store =
      store::Store::open("/" + folder.file().string(), store::Mode::create).value();
  BOOST_TEST(std::filesystem::exists(folder.file()));
}

BOOST_AUTO_TEST_CASE(tables_of_a_run_that_was_killed_before_it_began_an_audit_become_a_store) {
  const Folder folder;
  std::ofstream(folder.file(), std::ios::binary) << store::empty_store();
  BOOST_TEST(store::Store::open(folder.file(), store::Mode::read_only).error().message ==
             "nothing is stored yet");
  store::Store store = folder.open();
  save(store, random_assessment(1));
  BOOST_TEST(store.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(a_store_that_calls_itself_new_is_not_begun_again) {
  const Folder folder;
  {
    store::Store store = folder.open();
    save(store, random_assessment(1));
  }
  sql(folder.file(), "PRAGMA user_version=0");
  check_refused(folder.file(), "holds something");
}

BOOST_AUTO_TEST_CASE(folders_and_files_are_for_their_owner_only) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "share" / "causa" / "causa.db";
  const mode_t before = ::umask(0);
  {
    store::Store store = store::Store::open(path, store::Mode::create).value();
    save(store, random_assessment(1));
    BOOST_TEST(mode_of(path.parent_path()) == 0700u);
    BOOST_TEST(mode_of(path.parent_path().parent_path()) == 0700u);
    BOOST_TEST(mode_of(path) == 0600u);
    BOOST_TEST(mode_of(path.string() + "-wal") == 0600u);
    BOOST_TEST(mode_of(path.string() + "-shm") == 0600u);
  }
  ::umask(before);
}

BOOST_AUTO_TEST_CASE(a_store_of_a_newer_version_is_refused) {
  const Folder folder;
  folder.open();
  sql(folder.file(), "PRAGMA user_version=" + std::to_string(store::newest_schema() + 1));
  check_refused(folder.file(), "newer version of causa");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database_is_refused_and_left_alone) {
  const Folder folder;
  const std::string text =
      "Dear colleague, thank you for referring this patient to us. " + std::string(2000, '.');
  std::ofstream(folder.file()) << text;
  check_refused(folder.file(), "not a causa store");
  std::ifstream file(folder.file());
  BOOST_TEST((std::string(std::istreambuf_iterator<char>(file), {}) == text));
}

BOOST_AUTO_TEST_CASE(a_database_of_another_program_is_refused) {
  const Folder folder;
  sql(folder.file(), "CREATE TABLE bookmarks (url TEXT)");
  check_refused(folder.file(), "another program");
  sql(folder.file(), "PRAGMA application_id=77; PRAGMA user_version=1");
  check_refused(folder.file(), "another program");
}

BOOST_AUTO_TEST_CASE(a_folder_is_no_store) {
  const Folder folder;
  check_refused(folder.path(), "not a file");
}

BOOST_AUTO_TEST_CASE(to_read_what_is_not_there_makes_nothing) {
  const Folder folder;
  const Result<store::Store> result =
      store::Store::open(folder.path() / "a" / "b.db", store::Mode::read_only);
  BOOST_TEST_REQUIRE(result.has_error());
  BOOST_TEST(result.error().message.find("no store yet") != std::string::npos);
  BOOST_TEST(std::filesystem::is_empty(folder.path()));
}

BOOST_AUTO_TEST_CASE(an_empty_file_becomes_a_store_but_is_none_to_read) {
  const Folder folder;
  std::ofstream(folder.file()).close();
  BOOST_TEST(store::Store::open(folder.file(), store::Mode::read_only).has_error());
  BOOST_TEST(store::Store::open(folder.file(), store::Mode::create).has_value());
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_an_error_not_an_answer) {
  const Folder folder;
  std::vector<std::string> ids;
  {
    store::Store store = folder.open();
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
      const assess::Assessment saved = random_assessment(seed);
      save(store, saved, seed);
      ids.push_back(saved.id);
    }
  }
  // The second half of the file is overwritten; the schema stands at the start.
  const auto half = static_cast<std::streamoff>(std::filesystem::file_size(folder.file()) / 2);
  {
    std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(half);
    file << std::string(static_cast<std::size_t>(half), '\x5a');
  }
  store::Store store = folder.open(store::Mode::read_only);
  std::size_t failed = 0;
  for (const std::string& id : ids) {
    const Result<assess::Assessment> loaded = store.load(id);
    failed += loaded.has_error();
    if (loaded.has_error()) BOOST_TEST(!loaded.error().cure.empty());
  }
  BOOST_TEST(failed > 0u);
  const Result<std::vector<std::string>> problems = store.integrity();
  BOOST_TEST((problems.has_error() || !problems->empty()));
}

BOOST_AUTO_TEST_CASE(a_folder_that_may_not_be_written) {
  const Folder folder;
  const assess::Assessment saved = random_assessment(1);
  {
    store::Store store = folder.open();
    save(store, saved);
  }
  BOOST_REQUIRE(::chmod(folder.file().c_str(), 0644) == 0);
  BOOST_REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
  const auto refused = [](const std::filesystem::path& path) {
    const Result<store::Store> result = store::Store::open(path, store::Mode::create);
    if (!result.has_error()) return 1;
    if (result.error().fault != Fault::store || result.error().cure.empty()) return 2;
    return result.error().place == path.string() ? 0 : 3;
  };
  BOOST_TEST(as_nobody([&] { return refused(folder.path() / "new.db"); }) == 0);
  BOOST_TEST(as_nobody([&] {
               const Result<store::Store> result =
                   store::Store::open(folder.path() / "sub" / "new.db", store::Mode::create);
               return result.has_error() && !result.error().cure.empty() ? 0 : 1;
             }) == 0);
  if (::geteuid() == 0) {  // else the file is ours and may be written
    BOOST_TEST(as_nobody([&] { return refused(folder.file()); }) == 0);
  }
  // To read is possible, as from a disc or a backup.
  BOOST_TEST(as_nobody([&] {
               Result<store::Store> store =
                   store::Store::open(folder.file(), store::Mode::read_only);
               if (store.has_error()) return 1;
               const Result<assess::Assessment> loaded = store->load(saved.id);
               return loaded.has_value() && *loaded == saved ? 0 : 2;
             }) == 0);
  BOOST_REQUIRE(::chmod(folder.path().c_str(), 0700) == 0);
}

BOOST_AUTO_TEST_CASE(a_reader_sees_what_a_writer_adds_but_writes_nothing) {
  const Folder folder;
  store::Store writer = folder.open();
  store::Store reader = folder.open(store::Mode::read_only);
  const assess::Assessment saved = random_assessment(1);
  save(writer, saved);
  BOOST_TEST((reader.load(saved.id).value() == saved));
  const Result<std::int64_t> run = reader.begin_run("source", "0.1.0");
  BOOST_TEST_REQUIRE(run.has_error());
  BOOST_TEST(run.error().message.find("reading only") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(odd_names_of_files_are_names) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "50% ?mode=memory #1.db";
  store::Store::open(path, store::Mode::create).value();
  BOOST_TEST(std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(the_place_of_the_store_follows_the_environment) {
  const char* before = std::getenv("XDG_DATA_HOME");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("XDG_DATA_HOME", "/somewhere", 1);
  BOOST_TEST(store::default_path().value() == "/somewhere/causa/causa.db");
  ::setenv("XDG_DATA_HOME", "relative", 1);
  BOOST_TEST(store::default_path().value().string().ends_with("/.local/share/causa/causa.db"));
  if (before == nullptr) {
    ::unsetenv("XDG_DATA_HOME");
  } else {
    ::setenv("XDG_DATA_HOME", kept.c_str(), 1);
  }
}

BOOST_AUTO_TEST_CASE(schema_files_are_counted_without_gaps) {
  std::int32_t expected = 1;
  for (const store::Migration& migration : store::migrations())
    BOOST_TEST(migration.number == expected++);
  BOOST_TEST(store::newest_schema() >= 1);
}

BOOST_AUTO_TEST_SUITE_END()
