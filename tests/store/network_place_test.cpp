// SPDX-License-Identifier: Apache-2.0

#include "store/network_place.hpp"

#include <sys/statfs.h>

#include <boost/test/unit_test.hpp>

#include "folder.hpp"

BOOST_AUTO_TEST_SUITE(store_network_place)

using causa::store::network_file_system;
using causa::store::network_file_system_of;
using causa::store_test::Folder;

// The numbers as the systems give them, not by the names that the table has them from.
BOOST_AUTO_TEST_CASE(what_other_computers_share_is_told_by_name) {
  for (const auto& [magic, name] : {std::pair<std::uint32_t, const char*>{0x6969, "NFS"},
                                    {0x517B, "SMB"},
                                    {0xFF534D42, "SMB"},
                                    {0xFE534D42, "SMB"},
                                    {0x01021997, "9p"},
                                    {0x00C36400, "Ceph"},
                                    {0x5346414F, "AFS"},
                                    {0x6B414653, "AFS"},
                                    {0x01161970, "GFS2"},
                                    {0x7461636F, "OCFS2"},
                                    {0x0BD00BD0, "Lustre"}})
    BOOST_TEST(network_file_system_of(magic).value_or("none") == name);
}

BOOST_AUTO_TEST_CASE(what_is_local_or_may_be_is_not) {
  // ext4, XFS, Btrfs, ZFS, tmpfs, overlay, FUSE, vfat
  for (const std::uint32_t magic : {0xEF53U, 0x58465342U, 0x9123683EU, 0x2FC12FC1U, 0x01021994U,
                                    0x794C7630U, 0x65735546U, 0x4D44U, 0U})
    BOOST_TEST(!network_file_system_of(magic).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_yet_counts_as_its_folder) {
  const Folder folder;
  struct statfs status{};
  BOOST_REQUIRE(::statfs(folder.path().c_str(), &status) == 0);
  const auto here = network_file_system_of(static_cast<std::uint32_t>(status.f_type));
  for (const char* name : {".", "causa.db", "no/such/folder/causa.db"}) {
    const auto told = network_file_system(folder.path() / name);
    BOOST_TEST(told.value_or("none") == here.value_or("none"));
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_told_is_none) {
  const Folder folder;
  std::filesystem::create_symlink(folder.path() / "circle", folder.path() / "circle");
  BOOST_TEST(!network_file_system(folder.path() / "circle").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
