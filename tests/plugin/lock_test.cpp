// SPDX-License-Identifier: Apache-2.0

#include "plugin/lock.hpp"

#include <boost/test/unit_test.hpp>

namespace causa::plugin {

BOOST_AUTO_TEST_SUITE(plugin_lock)

namespace {

const std::string hash(64, 'a');

std::string line(const std::string& id, const std::string& file) {
  return id + " 1.0.0 sha256:" + hash + " abi:1.0 enabled approved:2026-11-22:j.smith " + file +
         "\n";
}

std::string error_of(const std::string& text) {
  const auto lock = parse_lock(text, "plugins.lock");
  return lock ? "good" : to_string(lock.error());
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_lock_reads_back_as_it_was_written) {
  Lock lock;
  lock.entries.push_back(
      {"org.b", "2.1.0", hash, true, 1, 3, false, "2026-11-22", "j.smith", "b.so", "# b\n", 6});
  lock.entries.push_back(
      {"org.a", "1.0.0", hash, false, 0, 0, true, "2026-11-22", "x", "a.yaml", "", 4});
  const auto read = parse_lock(format_lock(lock), "");
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST_REQUIRE(read->entries.size() == 2u);
  BOOST_TEST((read->entries[0] == lock.entries[1]));  // sorted by id
  BOOST_TEST((read->entries[1] == lock.entries[0]));
}

BOOST_AUTO_TEST_CASE(comments_spaces_and_missing_last_newline_are_allowed) {
  const auto lock = parse_lock("# a comment\r\n\n  " + line("org.a", "a.so").substr(0, 130), "");
  BOOST_TEST(error_of("# a\n\n \t\n") == "good");
  BOOST_TEST_REQUIRE(lock.has_value());
  BOOST_TEST(lock->find_id("org.a") != nullptr);
}

BOOST_AUTO_TEST_CASE(comments_stay_where_they_belong_when_lines_are_sorted) {
  const std::string b = line("org.b", "b.so"), a = line("org.a", "a.so");
  const auto lock =
      parse_lock("# head\n\n# of b\n" + b + "# of a, 1\n  # of a, 2\n" + a + "\n# tail\n", "");
  BOOST_TEST(format_lock(lock.value()) ==
             "# head\n\n# of a, 1\n# of a, 2\n" + a + "# of b\n" + b + "# tail\n");
}

BOOST_AUTO_TEST_CASE(every_fault_has_its_line) {
  BOOST_TEST(error_of("#\n" + line("org.a", "../a.so")).starts_with("plugins.lock:2: \"../a.so\""));
  BOOST_TEST(error_of("org.a 1.0.0\n").find("has 2 fields instead of 7") != std::string::npos);
  BOOST_TEST(error_of(line("org.a", "a.so b")).find("has more fields") != std::string::npos);
  BOOST_TEST(error_of(line("org.a", "a.so") + line("org.a", "b.so")) ==
             "plugins.lock:2: org.a stands twice; remove one of the lines");
  std::string maybe = line("org.a", "a.so");
  BOOST_TEST(error_of(maybe.replace(maybe.find("enabled"), 7, "maybe  ")).find("neither enabled") !=
             std::string::npos);
  std::string upper = line("org.a", "a.so");
  BOOST_TEST(error_of(upper.replace(upper.find("aaaa"), 4, "AAAA")).find("hexadecimal") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::plugin
