// SPDX-License-Identifier: Apache-2.0
//
// Processes that are killed, that write at once, and that run out of disk.

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <random>
#include <set>

#include "folder.hpp"
#include "random_assessment.hpp"

BOOST_AUTO_TEST_SUITE(store_process)

using namespace causa;
using namespace causa::store_test;

namespace {

/// Saves assessments [first, last) in batches of `batch_size` and writes the number of each batch's
/// end to `report` once save() has returned. For a child process: 0 is success.
int save_many(const Folder& folder, std::uint64_t first, std::uint64_t last,
              std::uint64_t batch_size, int report) {
  Result<store::Store> store = store::Store::open(folder.file(), store::Mode::create);
  if (store.has_error()) return 2;
  for (std::uint64_t at = first; at < last; at += batch_size) {
    std::vector<assess::Assessment> assessments;
    std::vector<std::string> records;
    for (std::uint64_t seed = at; seed < std::min(last, at + batch_size); ++seed) {
      assessments.push_back(random_assessment(seed));
      records.push_back(random_record(seed));
      assessments.back().config_sha256 = "config";
      if (store->keep_modules(Manifests(assessments.back()).sources()).has_error()) return 3;
    }
    std::vector<store::Entry> entries;
    for (std::size_t i = 0; i < assessments.size(); ++i)
      entries.push_back({&assessments[i], records[i]});
    store::Batch batch;
    batch.entries = entries;
    if (store->save(batch).has_error()) return 4;
    const std::uint64_t end = at + assessments.size();
    if (report >= 0 && ::write(report, &end, sizeof end) != sizeof end) return 5;
  }
  return 0;
}

assess::Assessment expected(std::uint64_t seed) {
  assess::Assessment assessment = random_assessment(seed);
  assessment.config_sha256 = "config";
  return assessment;
}

void check_integrity(const std::filesystem::path& path) {
  sqlite3* handle = nullptr;
  BOOST_REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  std::string answer;
  const auto take = [](void* text, int, char** cells, char**) {
    *static_cast<std::string*>(text) += cells[0];
    return 0;
  };
  BOOST_TEST(sqlite3_exec(handle, "PRAGMA integrity_check", take, &answer, nullptr) == SQLITE_OK);
  BOOST_TEST(answer == "ok");
  sqlite3_close(handle);
}

enum class From : bool { start, first_report };

/// Starts a child that saves, kills it `milliseconds` later, returns how many it reported.
std::uint64_t save_until_killed(const Folder& folder, std::uint64_t batch_size, From from,
                                unsigned milliseconds) {
  int ends[2];
  BOOST_REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    ::_exit(save_many(folder, 0, 1000, batch_size, ends[1]));
  }
  ::close(ends[1]);
  std::uint64_t reported = 0, end = 0;
  if (from == From::first_report)
    BOOST_TEST(::read(ends[0], &reported, sizeof reported) == ssize_t{sizeof reported});
  ::usleep(milliseconds * 1000);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  // A child that gave up by itself would make the test mean nothing.
  BOOST_TEST((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
  while (::read(ends[0], &end, sizeof end) == sizeof end) reported = end;
  ::close(ends[0]);
  return reported;
}

/// How many survived.
std::size_t check_survivors(const Folder& folder, std::uint64_t reported,
                            std::uint64_t batch_size) {
  store::Store store = folder.open();
  BOOST_TEST(store.integrity().value().empty());
  store::ListFilter all;
  all.limit = 0;
  const std::vector<store::ListRow> rows = store.list(all).value();
  BOOST_TEST(rows.size() >= reported);
  BOOST_TEST(rows.size() <= reported + batch_size);
  BOOST_TEST((rows.size() % batch_size == 0 || rows.size() == 1000));
  for (std::uint64_t seed = 0; seed < rows.size(); ++seed) {
    const assess::Assessment saved = expected(seed);
    const Result<assess::Assessment> loaded = store.load(saved.id);
    BOOST_TEST_REQUIRE(loaded.has_value());
    BOOST_TEST((*loaded == saved));
    BOOST_TEST((store.load_record(saved.id).value() == random_record(seed)));
  }
  check_integrity(folder.file());
  return rows.size();
}

}  // namespace

BOOST_AUTO_TEST_CASE(killed_at_any_moment_it_holds_whole_assessments_only) {
  std::random_device random;
  std::size_t survived = 0;
  for (std::uint64_t round = 0; round < 10; ++round) {
    const Folder folder;
    const std::uint64_t batch_size = round % 2 == 0 ? 1 : 7;
    // The first round is cut while the file is made; the others anywhere in the work, half of them
    // once something is stored, however slow the machine is.
    const From from = round % 4 < 2 ? From::start : From::first_report;
    const unsigned milliseconds = round == 0 ? random() % 20 : random() % 600;
    BOOST_TEST_CONTEXT("batches of " << batch_size << ", killed after " << milliseconds << " ms") {
      const std::uint64_t reported = save_until_killed(folder, batch_size, from, milliseconds);
      survived += check_survivors(folder, reported, batch_size);
    }
  }
  BOOST_TEST(survived > 0u);  // else every child was killed before it had done anything
  BOOST_TEST_MESSAGE(survived << " assessments survived 10 kills");
}

BOOST_AUTO_TEST_CASE(two_processes_write_at_once_and_nothing_is_lost) {
  const Folder folder;
  pid_t children[2];
  for (std::uint64_t i = 0; i < 2; ++i) {
    children[i] = ::fork();
    if (children[i] == 0) ::_exit(save_many(folder, i * 150, i * 150 + 150, 1 + 4 * i, -1));
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
  }
  check_survivors(folder, 300, 1);
}

BOOST_AUTO_TEST_CASE(who_opens_a_store_while_others_make_it_is_not_told_that_it_is_damaged) {
  for (int round = 0; round < 40; ++round) {
    const Folder folder;
    int gate[2];
    BOOST_REQUIRE(::pipe(gate) == 0);
    pid_t children[4];
    for (pid_t& child : children) {
      child = ::fork();
      if (child != 0) continue;
      ::close(gate[1]);
      char none = 0;
      if (::read(gate[0], &none, 1) != 0) ::_exit(1);
      ::_exit(store::Store::open(folder.file(), store::Mode::create).has_error() ? 2 : 0);
    }
    ::close(gate[0]);
    ::close(gate[1]);
    for (const pid_t child : children) {
      int status = 0;
      ::waitpid(child, &status, 0);
      BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    }
    BOOST_TEST(folder.open().integrity().value().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_writer_that_does_not_end_is_not_waited_for_for_ever) {
  const Folder folder;
  folder.open();
  sqlite3* other = nullptr;
  BOOST_REQUIRE(sqlite3_open(folder.file().c_str(), &other) == SQLITE_OK);
  BOOST_REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  store::OpenOptions options;
  options.wait_ms = 50;
  store::Store store = store::Store::open(folder.file(), store::Mode::create, options).value();
  const Result<std::int64_t> run = store.begin_run("source", "0.1.0");
  BOOST_TEST_REQUIRE(run.has_error());
  BOOST_TEST(run.error().message.find("another program") != std::string::npos);
  BOOST_TEST(!run.error().cure.empty());
  sqlite3_close(other);
  BOOST_TEST(store.begin_run("source", "0.1.0").has_value());
}

BOOST_AUTO_TEST_CASE(who_is_asked_waits_for_as_long_as_is_said) {
  const Folder folder;
  folder.open();
  sqlite3* other = nullptr;
  BOOST_REQUIRE(sqlite3_open(folder.file().c_str(), &other) == SQLITE_OK);
  BOOST_REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  int asked = 0;
  bool patient = false;
  store::OpenOptions options;
  options.wait_ms = 20;
  options.go_on_waiting = [&] {
    if (++asked == 5 && patient) sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
    return patient || asked < 3;
  };
  store::Store store = store::Store::open(folder.file(), store::Mode::create, options).value();
  BOOST_TEST(store.begin_run("source", "0.1.0").has_error());
  BOOST_TEST(asked == 3);
  asked = 0;
  patient = true;
  BOOST_TEST(store.begin_run("source", "0.1.0").has_value());
  BOOST_TEST(asked == 5);
  sqlite3_close(other);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_grow_keeps_what_it_has) {
  const Folder folder;
  {
    store::Store store = folder.open();
    save(store, expected(0), 0);
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    constexpr rlim_t most = 600'000;
    const rlimit limit{most, most};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::_exit(save_many(folder, 1, 1000, 10, -1));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST((WEXITSTATUS(status) == 3 || WEXITSTATUS(status) == 4));
  store::Store store = folder.open();
  BOOST_TEST(store.integrity().value().empty());
  BOOST_TEST((store.load(expected(0).id).value() == expected(0)));
  save(store, usual_assessment(1));
}

BOOST_AUTO_TEST_SUITE_END()
