// SPDX-License-Identifier: Apache-2.0

#include "store/network_place.hpp"

#include <linux/magic.h>
#include <sys/statfs.h>

#include <cerrno>

#include "store/real_store.hpp"

namespace causa::store {

namespace {

struct FileSystem {
  std::uint32_t magic;
  std::string_view name;
};

// Numbers with a name are those of linux/magic.h. On a cluster file system (GFS2, OCFS2) locks
// reach other computers, the shared index doesn't.
constexpr std::uint32_t gfs2 = 0x01161970;    // GFS2_MAGIC of linux/gfs2_ondisk.h
constexpr std::uint32_t lustre = 0x0BD00BD0;  // LL_SUPER_MAGIC of Lustre's lustre_user.h
constexpr std::uint32_t beegfs = 0x19830326;  // BEEGFS_MAGIC of its client
constexpr std::uint32_t gpfs = 0x47504653;    // "GPFS"; as `stat -f` of the coreutils knows it

constexpr FileSystem network[] = {
    {NFS_SUPER_MAGIC, "NFS"},  {SMB_SUPER_MAGIC, "SMB"},     {CIFS_SUPER_MAGIC, "SMB"},
    {SMB2_SUPER_MAGIC, "SMB"}, {V9FS_MAGIC, "9p"},           {CEPH_SUPER_MAGIC, "Ceph"},
    {AFS_SUPER_MAGIC, "AFS"},  {AFS_FS_MAGIC, "AFS"},        {CODA_SUPER_MAGIC, "Coda"},
    {NCP_SUPER_MAGIC, "NCP"},  {OCFS2_SUPER_MAGIC, "OCFS2"}, {gfs2, "GFS2"},
    {lustre, "Lustre"},        {beegfs, "BeeGFS"},           {gpfs, "GPFS"},
};

}  // namespace

std::optional<std::string_view> network_file_system_of(std::uint32_t magic) {
  for (const auto& [number, name] : network)
    if (number == magic) return name;
  return std::nullopt;
}

std::optional<std::string> network_file_system(const std::filesystem::path& path) {
  std::error_code code;
  std::filesystem::path at = std::filesystem::absolute(real_store(path), code);
  if (code) return std::nullopt;
  struct statfs status{};
  while (::statfs(at.c_str(), &status) != 0) {
    if (errno != ENOENT || at == at.parent_path()) return std::nullopt;
    at = at.parent_path();
  }
  // The type is wider than the number, and signed: CIFS's would be below zero where it is 32 bits.
  const auto name = network_file_system_of(static_cast<std::uint32_t>(status.f_type));
  return name ? std::optional<std::string>(*name) : std::nullopt;
}

}  // namespace causa::store
