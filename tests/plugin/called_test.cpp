// SPDX-License-Identifier: Apache-2.0

#include "plugin/called.hpp"

#include <boost/test/unit_test.hpp>

namespace causa::plugin {

BOOST_AUTO_TEST_SUITE(plugin_called)

BOOST_AUTO_TEST_CASE(a_module_is_called_by_its_id_or_the_last_part_of_it) {
  BOOST_TEST(is_called("org.causa.strain", "org.causa.strain"));
  BOOST_TEST(is_called("org.causa.strain", "strain"));
  for (const char* name : {"causa.strain", "train", "org", "", ".strain"})
    BOOST_TEST(!is_called("org.causa.strain", name), name);
  BOOST_TEST(!is_called("", ""));
  BOOST_TEST(is_called("org.causa.strain", std::vector<std::string>{"x", "strain"}));
}

BOOST_AUTO_TEST_CASE(a_name_of_several_is_nobodys) {
  const std::set<std::string> ids{"org.causa.pain", "org.other.strain", "org.third.strain"};
  BOOST_TEST(id_called("pain", ids, "here").value() == "org.causa.pain");
  BOOST_TEST(id_called("org.third.strain", ids, "here").value() == "org.third.strain");
  BOOST_TEST(id_called("gain", ids, "here").value() == "");
  const auto several = id_called("strain", ids, "here");
  BOOST_TEST_REQUIRE(several.has_error());
  BOOST_TEST((several.error().fault == Fault::usage));
  BOOST_TEST(to_string(several.error()) ==
             "here: \"strain\" is the short name of 2 modules; name one by its whole id: "
             "org.other.strain, org.third.strain");
  BOOST_TEST(nearest_called("strian", ids) == "strain");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::plugin
