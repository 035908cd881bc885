// SPDX-License-Identifier: Apache-2.0
//
// Processes that answer at once, and that are killed while they do.

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <random>

#include "folder.hpp"
#include "shell.hpp"
#include "showing.hpp"

BOOST_AUTO_TEST_SUITE(store_feedback_process)

using namespace causa;
using namespace causa::store_test;

namespace {

/// For a child process: answers the alert `times` times, each at another instant.
int answer_many(const Folder& folder, std::int64_t first, int times) {
  Result<store::Store> store = store::Store::open(folder.file(), store::Mode::create);
  if (store.has_error()) return 2;
  for (int i = 0; i < times; ++i) {
    store::Feedback pair[2] = {about_alert("potassium_low"), about_alert("sodium_low")};
    for (store::Feedback& each : pair) each.outcome_ms = first + i;
    const auto kept = store->add_feedback(pair);
    if (!kept || (*kept)[0].has_error() || (*kept)[1].has_error()) return 3;
  }
  return 0;
}

std::string answers_in(const Folder& folder) {
  return Shell(folder.file()).column("SELECT count(*) FROM feedback")[0];
}

}  // namespace

BOOST_AUTO_TEST_CASE(two_processes_answer_at_once_and_nothing_is_lost_or_doubled) {
  const Folder folder;
  {
    store::Store store = folder.open();
    save(store, with_alerts(1, {"potassium_low", "sodium_low"}));
  }
  // Half of what each says, the other says too.
  pid_t children[2];
  for (int i = 0; i < 2; ++i) {
    children[i] = ::fork();
    if (children[i] == 0) ::_exit(answer_many(folder, noon + 50 * i, 100));
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  }
  BOOST_TEST(answers_in(folder) == "300");
}

BOOST_AUTO_TEST_CASE(killed_while_it_keeps_answers_it_holds_whole_batches_only) {
  std::random_device random;
  for (int round = 0; round < 5; ++round) {
    const Folder folder;
    {
      store::Store store = folder.open();
      save(store, with_alerts(1, {"potassium_low", "sodium_low"}));
    }
    const pid_t child = ::fork();
    if (child == 0) ::_exit(answer_many(folder, noon, 1'000'000));
    ::usleep(1000 * (random() % 100));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    store::Store store = folder.open();
    BOOST_TEST(store.integrity().value().empty());
    BOOST_TEST(std::stoul(answers_in(folder)) % 2 == 0u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
