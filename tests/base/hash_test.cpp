// SPDX-License-Identifier: Apache-2.0
#include "base/hash.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(base_hash)

/// Made with Python's uuid.uuid5(uuid.NAMESPACE_URL, "urn:causa:assessment/1").
BOOST_AUTO_TEST_CASE(a_name_has_the_uuid_that_any_other_program_gives_it) {
  BOOST_TEST(causa::name_uuid("assessment/1") == "72be0145-fd65-5d9e-9100-3ae4ee5a44ca");
  BOOST_TEST(causa::name_uuid("assessment/2") != causa::name_uuid("assessment/1"));
}

BOOST_AUTO_TEST_SUITE_END()
