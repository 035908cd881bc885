// SPDX-License-Identifier: Apache-2.0
//
// When a file counts as complete, and how trouble with it is put off.

#include "cli/watch/arrivals.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace causa::cli::watch;
using namespace std::chrono_literals;

const Instant start{1000s};

ListedFile file(const char* name, std::uint64_t size, std::int64_t changed_ns = 1) {
  return {name, {7, size, changed_ns}};
}

std::vector<std::string> ready_names(const Arrivals& arrivals, Instant now) {
  std::vector<std::string> names;
  for (const auto& each : arrivals.ready(now)) names.push_back(each.name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(watch_arrivals)

BOOST_AUTO_TEST_CASE(a_file_is_complete_when_it_has_been_quiet) {
  Arrivals arrivals(5s);
  arrivals.look({file("a", 10)}, start);
  BOOST_TEST(arrivals.ready(start + 4s).empty());
  BOOST_TEST((arrivals.next_due(start) == start + 5s));
  BOOST_TEST(arrivals.unfinished(start + 4s) == 1u);
  BOOST_TEST(ready_names(arrivals, start + 5s) == Names{"a"}, boost::test_tools::per_element());
  BOOST_TEST(arrivals.unfinished(start + 5s) == 0u);
}

BOOST_AUTO_TEST_CASE(a_file_that_grows_or_is_written_anew_waits_again) {
  Arrivals arrivals(5s);
  arrivals.look({file("a", 10)}, start);
  arrivals.look({file("a", 11)}, start + 4s);
  BOOST_TEST(arrivals.ready(start + 8s).empty());
  arrivals.look({file("a", 11, 2)}, start + 8s);
  BOOST_TEST(arrivals.ready(start + 12s).empty());
  arrivals.look({{"a", {8, 11, 2}}}, start + 12s);  // another file under this name
  BOOST_TEST(arrivals.ready(start + 16s).empty());
  BOOST_TEST(arrivals.ready(start + 17s).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_file_that_was_renamed_in_is_complete_until_it_changes) {
  Arrivals arrivals(5s);
  arrivals.moved_in("a");
  arrivals.moved_in("not there");
  arrivals.look({file("a", 10), file("b", 10)}, start);
  BOOST_TEST(ready_names(arrivals, start) == Names{"a"}, boost::test_tools::per_element());
  arrivals.look({file("a", 11), file("not there", 1)}, start + 1s);
  BOOST_TEST(arrivals.ready(start + 1s).empty());
}

BOOST_AUTO_TEST_CASE(a_rename_is_noticed_after_the_file_was_seen) {
  Arrivals arrivals(5s);
  arrivals.look({file("a", 10)}, start);
  arrivals.moved_in("a");
  arrivals.look({file("a", 10)}, start + 1s);
  BOOST_TEST(arrivals.ready(start + 1s).size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_file_that_was_changed_longest_ago_comes_first) {
  Arrivals arrivals(0s);
  arrivals.look({file("a", 1, 30), file("b", 1, 10), file("c", 1, 20), file("d", 1, 20)}, start);
  BOOST_TEST(ready_names(arrivals, start) == (Names{"b", "c", "d", "a"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(trouble_is_told_once_and_put_off_longer_each_time) {
  Arrivals arrivals(0s);
  const ListedFile locked = file("a", 10);
  arrivals.look({locked}, start);
  BOOST_TEST(arrivals.put_off(locked, start));
  BOOST_TEST(arrivals.ready(start).empty());
  BOOST_TEST(arrivals.ready(start + 1s).size() == 1u);
  BOOST_TEST(!arrivals.put_off(locked, start + 1s));
  BOOST_TEST(arrivals.ready(start + 2s).empty());
  BOOST_TEST(arrivals.ready(start + 3s).size() == 1u);
  arrivals.look({file("a", 11)}, start + 3s);
  BOOST_TEST(arrivals.put_off(locked, start + 3s), "a file that has changed is told again");
  BOOST_TEST(!arrivals.put_off(file("gone", 1), start));
}

BOOST_AUTO_TEST_CASE(the_pause_grows_to_a_minute) {
  BOOST_TEST(pause_after(1).count() == 1);
  BOOST_TEST(pause_after(2).count() == 2);
  BOOST_TEST(pause_after(6).count() == 32);
  BOOST_TEST(pause_after(7).count() == 60);
  BOOST_TEST(pause_after(4'000'000'000).count() == 60);
}

BOOST_AUTO_TEST_CASE(what_is_gone_is_forgotten) {
  Arrivals arrivals(5s);
  arrivals.look({file("a", 10)}, start);
  arrivals.look({}, start + 1s);
  BOOST_TEST((arrivals.next_due(start) == Instant::max()));
  arrivals.look({file("a", 10)}, start + 4s);
  BOOST_TEST(arrivals.ready(start + 6s).empty());
}

BOOST_AUTO_TEST_CASE(names_of_files_that_are_being_written) {
  for (const char* name : {".a", ".", "..", "a.tmp", "a.hl7.part", "A.FilePart", ".tmp"})
    BOOST_TEST(is_unfinished_name(name), name);
  for (const char* name : {"a", "a.hl7", "tmp", "part", "a.tmp.hl7", "a.parts", "\xff"})
    BOOST_TEST(!is_unfinished_name(name), name);
}

BOOST_AUTO_TEST_SUITE_END()
