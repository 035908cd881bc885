// SPDX-License-Identifier: Apache-2.0
//
// Why a module was refused: what is said of other names is no difference, anything else is.

#include "assess/difference.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(assess_difference)

using causa::assess::Assessment;
using causa::assess::ModuleStatus;

namespace {

Assessment with_module(ModuleStatus status, std::string why) {
  Assessment assessment;
  auto& module = assessment.modules.emplace_back();
  module.id = std::string("org.example.earlier");
  module.sha256 = std::string("abc");
  module.status = status;
  module.why = std::move(why);
  return assessment;
}

bool differ(const std::string& then, const std::string& now,
            ModuleStatus status = ModuleStatus::refused) {
  return !causa::assess::differences(with_module(status, then), with_module(status, now)).empty();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_nearer_name_is_no_difference) {
  const std::string unknown = "/alerts/0/when, column 1: no concept 'condition.zork_t0'";
  const std::string mend = "; mend the manifest";
  BOOST_TEST(!differ(unknown + mend, unknown + ", did you mean condition.zork_t1?" + mend));
  BOOST_TEST(!differ(unknown + ", did you mean condition.zork_t2?" + mend,
                     unknown + ", did you mean condition.zork_t1?" + mend));
  const std::string need = "step s needs lab.zork, which nobody defines; ";
  BOOST_TEST(!differ(need, need + "did you mean lab.zorc?"));
  const std::string broader = "concept a.b is_a a.c, which nobody defines; ";
  BOOST_TEST(!differ(broader + "define it, or take it out", broader + "did you mean a.d?"));
  const std::string site = "it adjusts the alert x/y, but no module x is loaded; ";
  BOOST_TEST(!differ(site + "load it or take the line out", site + "did you mean z?"));
}

BOOST_AUTO_TEST_CASE(another_reason_is_a_difference) {
  const std::string hint = ", did you mean condition.zork_t1?; mend the manifest";
  BOOST_TEST(differ("no concept 'condition.zork_t0'" + hint, "no concept 'condition.zork'" + hint));
  BOOST_TEST(differ("no concept 'a'; mend the manifest", "no concept 'a'; mend the profile"));
  BOOST_TEST(differ("no concept 'a', did you mean", "no concept 'a'"));
  BOOST_TEST(differ("no concept 'a', did you mean it is b?", "no concept 'a'"));
  BOOST_TEST(differ("a, did you mean b?", "a", ModuleStatus::failed));
  BOOST_TEST(differ("a; ", "a", ModuleStatus::ok));
}

// As it was written then and now, that is, with the hints.
BOOST_AUTO_TEST_CASE(what_differs_is_told_whole) {
  const auto found =
      causa::assess::differences(with_module(ModuleStatus::refused, "no concept 'a'"),
                                 with_module(ModuleStatus::refused, "no 'a', did you mean b?"));
  BOOST_TEST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].what == "module org.example.earlier: why");
  BOOST_TEST(found[0].now == "no 'a', did you mean b?");
}

BOOST_AUTO_TEST_SUITE_END()
