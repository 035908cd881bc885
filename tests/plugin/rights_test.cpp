// SPDX-License-Identifier: Apache-2.0

#include "plugin/rights.hpp"

#include <boost/test/unit_test.hpp>

namespace causa::plugin {

BOOST_AUTO_TEST_SUITE(plugin_rights)

namespace {

constexpr uid_t user = 1000, other = 1001, root = 0;

std::string message(mode_t mode, uid_t owner, Sticky sticky = Sticky::refused) {
  struct stat status{};
  status.st_mode = mode;
  status.st_uid = owner;
  const auto unsafe = unsafe_rights(status, user, sticky);
  return unsafe ? unsafe->message : "safe";
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_only_root_and_the_user_can_write_is_safe) {
  for (const mode_t kind : {mode_t{S_IFREG}, mode_t{S_IFDIR}})
    for (const uid_t owner : {user, root}) {
      BOOST_TEST(message(kind | 0755, owner) == "safe");
      BOOST_TEST(message(kind | 0600, owner) == "safe");
    }
}

BOOST_AUTO_TEST_CASE(what_group_or_others_may_write_is_not) {
  for (const mode_t kind : {mode_t{S_IFREG}, mode_t{S_IFDIR}})
    for (const mode_t mode : {0775u, 0757u, 0777u, 0660u})
      BOOST_TEST(message(kind | mode, root).starts_with("may be written by group or others"));
}

BOOST_AUTO_TEST_CASE(what_belongs_to_somebody_else_is_not_whatever_its_mode) {
  BOOST_TEST(message(S_IFREG | 0444, other).starts_with("belongs to user 1001"));
  BOOST_TEST(message(S_IFDIR | 0755, other).starts_with("belongs to user 1001"));
}

BOOST_AUTO_TEST_CASE(a_sticky_folder_will_do_only_for_a_file_that_was_named) {
  BOOST_TEST(message(S_IFDIR | S_ISVTX | 0777, root, Sticky::accepted) == "safe");
  BOOST_TEST(message(S_IFDIR | S_ISVTX | 0777, root, Sticky::refused) != "safe");
  BOOST_TEST(message(S_IFDIR | 0777, root, Sticky::accepted) != "safe");
  BOOST_TEST(message(S_IFREG | S_ISVTX | 0666, root, Sticky::accepted) != "safe");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::plugin
