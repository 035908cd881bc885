// SPDX-License-Identifier: Apache-2.0

#include "plugin/verify.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "plugin/candidate.hpp"
#include "plugin/module_files.hpp"
#include "plugin/signature.hpp"

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

class Verifying {
 public:
  Verifying(FolderCheck& check, const FolderLock& read, const LoadOptions& options,
            const KeyRing& keys)
      : check_(check), lock_(read.lock), options_(options), keys_(keys) {}

  void run() {
    const auto files = module_files(check_.folder);
    if (lock_)
      for (const LockEntry& entry : lock_->entries) look_at_line(entry);
    for (const fs::path& file : files)
      if (!lock_ || lock_->find_file(file.filename().string()) == nullptr) look_at_file(file);
  }

 private:
  Verified& add(LineState state, std::string why) {
    Verified& it = check_.modules.emplace_back();
    it.state = state;
    it.why = std::move(why);
    return it;
  }

  void look_at_line(const LockEntry& entry) {
    const fs::path path = check_.folder / entry.file;
    Verified& it = add(entry.enabled ? LineState::good : LineState::disabled, {});
    it.entry = entry;
    std::error_code error;
    if (!fs::exists(fs::symlink_status(path, error))) {
      if (entry.enabled)
        fault(it, LineState::missing,
              fmt::format("{} isn't there; put it back, or causa plugins disable {}", entry.file,
                          entry.id));
      return;
    }
    const Judged judged = judge_file(path);
    if (judged.sha256 != entry.sha256 && !judged.sha256.empty())
      fault(it, LineState::changed,
            fmt::format("{} isn't the file that was approved: {}; put that one back, or after "
                        "your review: causa plugins lock --update {}",
                        entry.file, difference(entry, identity_of(judged)), entry.id));
    else if (judged.verdict != Verdict::good)
      fault(it, LineState::refused, judged.why);
    else if (const auto other = difference(entry, identity_of(judged)); !other.empty())
      fault(it, LineState::changed,
            fmt::format("{} is as it was, but its line says other things: {}; causa plugins lock "
                        "--update {}",
                        entry.file, other, entry.id));
    else
      look_at_signature(it, path);
  }

  void look_at_signature(Verified& it, const fs::path& path) {
    const auto check =
        check_signature(path, {it.entry.id, it.entry.version, it.entry.sha256}, keys_);
    it.signed_by = check.by;
    const bool is_needed = options_.policy == Policy::locked_signed && it.entry.enabled;
    if (check.state == SignatureState::wrong || (is_needed && check.state != SignatureState::good))
      fault(it, LineState::bad_signature,
            fmt::format("{} {}; {}", it.entry.file, check.why, check.cure));
  }

  void look_at_file(const fs::path& path) {
    const Judged judged = judge_file(path);
    if (judged.verdict == Verdict::not_a_module) return;
    const std::string file = path.filename().string();
    Verified& it =
        judged.verdict == Verdict::good
            ? add(LineState::unlocked,
                  fmt::format("{} has no line in plugins.lock; after your review: causa plugins "
                              "lock {}",
                              file, check_.folder.string()))
            : add(LineState::refused, judged.why);
    it.entry.id = judged.manifest.id;
    it.entry.version = judged.manifest.version;
    it.entry.sha256 = judged.sha256;
    it.entry.file = file;
    it.entry.enabled = false;
  }

  static void fault(Verified& it, LineState state, std::string why) {
    it.state = state;
    it.why = std::move(why);
  }

  FolderCheck& check_;
  const std::optional<Lock>& lock_;
  const LoadOptions& options_;
  const KeyRing& keys_;
};

}  // namespace

std::string_view word(LineState state) {
  switch (state) {
    case LineState::good:
      return "good";
    case LineState::disabled:
      return "disabled";
    case LineState::changed:
      return "changed";
    case LineState::missing:
      return "missing";
    case LineState::unlocked:
      return "unlocked";
    case LineState::refused:
      return "refused";
    case LineState::bad_signature:
      return "signature";
  }
  return "";
}

std::size_t FolderCheck::faults() const {
  return static_cast<std::size_t>(std::count_if(modules.begin(), modules.end(),
                                                [](const Verified& it) { return it.is_fault(); })) +
         !fault.empty();
}

FolderCheck verify_folder(const fs::path& folder, const LoadOptions& options, const KeyRing& keys) {
  FolderCheck check;
  check.folder = folder;
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    check.fault = fmt::format("{} is no folder", folder.string());
    return check;
  }
  const FolderLock read = read_folder_lock(folder);
  if (!read.unsafe.empty())
    check.fault = read.unsafe;
  else if (!read.fault.empty())
    check.fault = read.fault;
  else if (!read.lock)
    check.fault = fmt::format("{} has no plugins.lock; after your review: causa plugins lock {}",
                              folder.string(), folder.string());
  if (read.fault.empty()) Verifying(check, read, options, keys).run();
  return check;
}

}  // namespace causa::plugin
