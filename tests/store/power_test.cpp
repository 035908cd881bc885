// SPDX-License-Identifier: Apache-2.0
//
// The power fails while a store is made and written: what was reported as stored is there.

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <random>

#include "folder.hpp"
#include "random_assessment.hpp"
#include "unsynced_disk.hpp"

BOOST_AUTO_TEST_SUITE(store_power)

using namespace causa;
using namespace causa::store_test;

namespace {

constexpr std::uint64_t batch_size = 20, batches = 8;

assess::Assessment numbered(std::uint64_t number) {
  assess::Assessment assessment = usual_assessment(number);
  assessment.id = "assessment " + std::to_string(number);
  return assessment;
}

int save_batches(const Folder& folder, int report) {
  Result<store::Store> store = store::Store::open(folder.file(), store::Mode::create);
  if (store.has_error()) return 2;
  for (std::uint64_t batch = 0; batch < batches; ++batch) {
    std::vector<assess::Assessment> assessments;
    for (std::uint64_t i = 0; i < batch_size; ++i)
      assessments.push_back(numbered(batch * batch_size + i));
    if (store->keep_modules(Manifests(assessments[0]).sources()).has_error()) return 3;
    std::vector<store::Entry> entries;
    for (const assess::Assessment& assessment : assessments) entries.push_back({&assessment, {}});
    store::Batch saved;
    saved.entries = entries;
    if (store->save(saved).has_error()) return 4;
    const std::uint64_t done = batch + 1;
    if (::write(report, &done, sizeof done) != sizeof done) return 5;
  }
  return 0;
}

struct Outcome {
  std::uint64_t reported = 0;  ///< batches
  int code = 0;
};

/// What `work` does in a process of its own, for which the power fails at an event.
template <class Work>
Outcome in_child(const Work& work) {
  int ends[2];
  BOOST_REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    ::_exit(work(ends[1]));
  }
  ::close(ends[1]);
  Outcome outcome;
  std::uint64_t number = 0;
  while (::read(ends[0], &number, sizeof number) == sizeof number) outcome.reported = number;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

std::uint64_t count_events() {
  const Folder folder;
  return in_child([&](int report) {
           use_unsynced_disk(0, 0);
           const int code = save_batches(folder, report);
           const std::uint64_t events = disk_events();
           return code == 0 && ::write(report, &events, sizeof events) == sizeof events ? 0 : 1;
         })
      .reported;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_was_reported_outlives_the_power) {
  const char* wanted = std::getenv("CAUSA_POWER_CUTS");
  const int cuts = wanted == nullptr ? 60 : std::atoi(wanted);
  const std::uint64_t events = count_events();
  BOOST_TEST_REQUIRE(events > 300u);
  std::mt19937_64 random(11);
  std::uint64_t saved_before_a_cut = 0;
  for (int cut = 0; cut < cuts; ++cut) {
    // Every third while the store is made, at one event after another.
    const std::uint64_t at =
        cut % 3 == 0 ? 1 + static_cast<std::uint64_t>(cut / 3) % 60 : 1 + random() % events;
    const Folder folder;
    const Outcome outcome = in_child([&](int report) {
      use_unsynced_disk(at, static_cast<std::uint64_t>(cut));
      return save_batches(folder, report);
    });
    BOOST_TEST_CONTEXT("power cut " << cut << " at event " << at << " of " << events << ", "
                                    << outcome.reported << " batches reported") {
      BOOST_TEST(outcome.code == 0);
      saved_before_a_cut += outcome.reported;
      auto store = store::Store::open(folder.file(), store::Mode::create);
      BOOST_TEST_REQUIRE(store.has_value(), (store ? "" : to_string(store.error())));
      BOOST_TEST(store->integrity().value().empty());
      store::ListFilter all;
      all.limit = 0;
      const auto rows = store->list(all).value();
      BOOST_TEST(rows.size() >= outcome.reported * batch_size);
      BOOST_TEST(rows.size() % batch_size == 0u);
      for (std::uint64_t i = 0; i < rows.size(); ++i)
        BOOST_TEST((store->load(numbered(i).id).value() == numbered(i)));
    }
  }
  BOOST_TEST(saved_before_a_cut > 0u);
}

BOOST_AUTO_TEST_SUITE_END()
