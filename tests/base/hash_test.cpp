// SPDX-License-Identifier: Apache-2.0
#include "base/hash.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

BOOST_AUTO_TEST_SUITE(base_hash)

/// Made with Python's uuid.uuid5(uuid.NAMESPACE_URL, "urn:causa:assessment/1").
BOOST_AUTO_TEST_CASE(a_name_has_the_uuid_that_any_other_program_gives_it) {
  BOOST_TEST(causa::name_uuid("assessment/1") == "72be0145-fd65-5d9e-9100-3ae4ee5a44ca");
  BOOST_TEST(causa::name_uuid("assessment/2") != causa::name_uuid("assessment/1"));
}

BOOST_AUTO_TEST_CASE(random_uuids_are_of_version_4_and_each_is_another) {
  const auto uuids = causa::random_uuids(1000);
  std::set<std::string> seen{causa::random_uuid()};
  for (const std::string& uuid : uuids) {
    BOOST_TEST_REQUIRE(uuid.size() == 36u);
    for (const std::size_t at : {8u, 13u, 18u, 23u}) BOOST_TEST(uuid[at] == '-');
    BOOST_TEST(uuid[14] == '4');
    BOOST_TEST(std::string("89ab").find(uuid[19]) != std::string::npos);
    BOOST_TEST(uuid.find_first_not_of("0123456789abcdef-") == std::string::npos);
    seen.insert(uuid);
  }
  BOOST_TEST(seen.size() == 1001u);
}

BOOST_AUTO_TEST_SUITE_END()
