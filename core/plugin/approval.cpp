// SPDX-License-Identifier: Apache-2.0

#include "plugin/approval.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "plugin/called.hpp"
#include "plugin/image.hpp"
#include "plugin/rights.hpp"
#include "plugin/signature.hpp"

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

using Outcome = Approval::Outcome;

/// Each step either refuses or lets the next one look.
class Approving {
 public:
  Approving(const fs::path& path, const Identity& it, const Trust& trust)
      : path_(path), it_(it), trust_(trust) {}

  Approval run() {
    if (by_folder() && by_lock() && by_signature()) made_.outcome = Outcome::loads;
    return std::move(made_);
  }

 private:
  bool refuse(std::string why, std::string cure) {
    made_.why = std::move(why);
    made_.cure = std::move(cure);
    return false;
  }

  bool by_folder() {
    const FolderLock& folder = trust_.folder;
    if (!folder.unsafe.empty()) return refuse("can't be trusted: " + folder.unsafe, {});
    if (!folder.fault.empty())
      return refuse("can't be judged: " + folder.fault, "mend plugins.lock");
    return true;
  }

  bool by_lock() {
    const auto& lock = trust_.folder.lock;
    if (!lock) return without_lock();
    const LockEntry* entry = lock->find_file(path_.filename().string());
    if (entry == nullptr) return without_line();
    made_.lock_place = fmt::format("{}:{}", trust_.folder.place, entry->line);
    if (entry->sha256 != it_.sha256)
      return refuse(fmt::format("isn't the file that was approved: its sha256 is {}…, plugins.lock "
                                "says {}…",
                                it_.sha256.substr(0, 12), entry->sha256.substr(0, 12)),
                    fmt::format("put the approved file back, or approve this one: causa plugins "
                                "lock --update {}",
                                it_.id));
    if (!difference(*entry, it_).empty())
      return refuse(
          fmt::format("is {} {}, but plugins.lock says other things of it", it_.id, it_.version),
          fmt::format("write its line anew: causa plugins lock --update {}", it_.id));
    if (!entry->enabled) {
      made_.outcome = Outcome::disabled;
      return refuse("is disabled in plugins.lock",
                    fmt::format("to use it: causa plugins enable {}", it_.id));
    }
    made_.approved = true;
    made_.by = entry->approval();
    return true;
  }

  bool without_lock() {
    const std::string reason = trust_.named ? "it was named by --plugin, and no plugins.lock is "
                                              "beside it"
                                            : "its folder has no plugins.lock";
    if (trust_.options.policy == Policy::folder) return allow(reason);
    if (is_allowed()) return allow("it was named by --allow-unapproved, and " + reason);
    return refuse("isn't approved: there is no plugins.lock beside it",
                  "after your review, write one: causa plugins lock FOLDER");
  }

  bool without_line() {
    if (is_allowed())
      return allow(
          "it was named by --allow-unapproved, and plugins.lock beside it doesn't name it");
    const LockEntry* other = trust_.folder.lock->find_id(it_.id);
    if (other != nullptr)
      return refuse(fmt::format("isn't approved: plugins.lock knows {} as {}", it_.id, other->file),
                    fmt::format("give it that name, or approve this one: causa plugins lock "
                                "--update {}",
                                it_.id));
    return refuse("isn't approved: plugins.lock beside it doesn't name it",
                  "after your review, add its line: causa plugins lock FOLDER");
  }

  bool by_signature() {
    const auto check = check_signature(path_, {it_.id, it_.version, it_.sha256}, trust_.keys);
    const bool good = check.state == SignatureState::good;
    if (good) made_.signed_by = check.by;
    if (trust_.options.policy != Policy::locked_signed)
      return check.state != SignatureState::wrong ||
             allow(fmt::format("it {}, which the policy doesn't mind", check.why));
    if (good) return true;
    made_.approved = false;
    if (is_allowed())
      return allow(fmt::format("it was named by --allow-unapproved, and it {}", check.why));
    return refuse(check.why, check.cure);
  }

  [[nodiscard]] bool is_allowed() const {
    const auto& allow = trust_.options.allow;
    return std::any_of(allow.begin(), allow.end(), [&](const std::string& name) {
      return name == "all" || is_called(it_.id, name);
    });
  }

  bool allow(const std::string& reason) {
    if (!made_.allowed_because.empty()) made_.allowed_because += "; ";
    made_.allowed_because += reason;
    return true;
  }

  const fs::path& path_;
  const Identity& it_;
  const Trust& trust_;
  Approval made_;
};

}  // namespace

FolderLock read_folder_lock(const fs::path& folder, bool named) {
  FolderLock read;
  const fs::path path = folder / lock_file_name;
  read.place = path.string();
  read.unsafe = unsafe_folder(folder, named ? Sticky::accepted : Sticky::refused);
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error))) return read;
  const auto file = SealedFile::open(path);
  if (!file) {
    read.fault = fmt::format("{} {}; {}", lock_file_name, file.error().message, file.error().cure);
    return read;
  }
  auto lock = parse_lock(file->bytes(), path.string());
  if (lock)
    read.lock = std::move(*lock);
  else
    read.fault = to_string(lock.error());
  return read;
}

std::string difference(const LockEntry& entry, const Identity& it) {
  std::vector<std::string> parts;
  const auto abi = [](bool has_library, std::uint32_t major, std::uint32_t minor) {
    return has_library ? fmt::format("{}.{}", major, minor) : std::string("none");
  };
  const auto compare = [&](std::string_view what, const std::string& said, const std::string& is) {
    if (said != is) parts.push_back(fmt::format("{} {} is now {}", what, said, is));
  };
  compare("id", entry.id, it.id);
  compare("version", entry.version, it.version);
  compare("abi", abi(entry.has_library, entry.abi_major, entry.abi_minor),
          abi(it.has_library, it.abi_major, it.abi_minor));
  compare("sha256", entry.sha256.substr(0, 12) + "…", it.sha256.substr(0, 12) + "…");
  if (parts.empty() && entry.sha256 != it.sha256) parts.emplace_back("sha256 differs");
  return fmt::format("{}", fmt::join(parts, ", "));
}

Approval approve(const fs::path& path, const Identity& it, const Trust& trust) {
  return Approving(path, it, trust).run();
}

}  // namespace causa::plugin
