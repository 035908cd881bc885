// SPDX-License-Identifier: Apache-2.0

#include "plugin/lock_update.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <map>
#include <set>

#include "plugin/called.hpp"
#include "plugin/candidate.hpp"
#include "plugin/fields.hpp"
#include "plugin/module_files.hpp"
#include "plugin/rights.hpp"

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

Error unusable(const fs::path& path, std::string message, std::string cure) {
  return {Fault::usage, path.string(), std::move(message), std::move(cure)};
}

/// Holds the folder against other changes of its lock.
class FolderHeld {
 public:
  static Result<FolderHeld> take(const fs::path& folder) {
    FolderHeld held(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (held.descriptor_ < 0)
      return unusable(folder, fmt::format("can't be opened as a folder: {}", std::strerror(errno)),
                      "name a folder of modules");
    while (::flock(held.descriptor_, LOCK_EX) != 0)
      if (errno != EINTR)
        return unusable(folder, fmt::format("can't be locked: {}", std::strerror(errno)),
                        "keep modules on a local file system");
    return held;
  }
  FolderHeld(FolderHeld&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderHeld& operator=(FolderHeld&&) = delete;
  FolderHeld(const FolderHeld&) = delete;
  FolderHeld& operator=(const FolderHeld&) = delete;
  ~FolderHeld() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  explicit FolderHeld(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// The lock, changed by `change`, which returns whether anything changed.
Result<void> edit(const fs::path& folder,
                  const std::function<Result<bool>(Lock&, const FolderLock&)>& change) {
  const auto held = FolderHeld::take(folder);
  if (!held) return held.error();
  const FolderLock read = read_folder_lock(folder);
  if (!read.unsafe.empty())
    return Error{Fault::plugin, folder.string(), "can't be trusted: " + read.unsafe, {}};
  if (!read.fault.empty())
    return Error{Fault::plugin, read.place, read.fault, "nothing was changed"};
  Lock lock = read.lock.value_or(Lock());
  const auto changed = change(lock, read);
  if (!changed) return changed.error();
  if (!*changed) return {};
  const std::string text = format_lock(lock);
  if (const auto again = parse_lock(text, lock_file_name); !again)
    return Error{Fault::internal, again.error().place, again.error().message,
                 "nothing was changed; please report it"};
  auto written = write_public(folder / lock_file_name, text);
  if (!written)
    return unusable(folder / lock_file_name, written.error().message,
                    "run this as the owner of the folder; nothing was changed");
  return {};
}

std::set<std::string> ids_of(const Lock& lock) {
  std::set<std::string> ids;
  for (const LockEntry& entry : lock.entries) ids.insert(entry.id);
  return ids;
}

/// The one of the ids that is meant. Error: none is, or nobody knows which.
Result<std::string> one_of(const std::set<std::string>& ids, const std::string& name,
                           const fs::path& folder) {
  const fs::path place = folder / lock_file_name;
  auto id = id_called(name, ids, place.string());
  if (!id || !id->empty()) return id;
  const std::string near = nearest_called(name, ids);
  return unusable(place, fmt::format("has no line for \"{}\"", name),
                  near.empty() ? "causa plugins verify shows its lines"
                               : fmt::format("did you mean \"{}\"?", near));
}

/// Compares the files of a folder with its lock, and changes the lock.
class Updating {
 public:
  Updating(const LockRequest& request, Lock& lock) : request_(request), lock_(lock) {}

  Result<bool> run(bool is_new) {
    if (auto known = find_named(request_.remove, removed_); !known) return known.error();
    for (const std::string& id : removed_) remove(id);
    for (const fs::path& file : module_files(request_.folder)) look_at(file);
    if (auto known = find_named(request_.update, updated_); !known) return known.error();
    if (auto known = find_named(request_.only, only_); !known) return known.error();
    for (const LockChange& it : not_good_)
      if (is_meant(it.id)) refuse(it);
    for (auto& [id, files] : found_)
      if (is_meant(id)) decide(files);
    for (const LockEntry& entry : lock_.entries)
      if (is_meant(entry.id) && !found_.contains(entry.id) && !told(entry))
        tell(Change::missing, entry.id, entry.version, entry.file, {}, {});
    std::sort(changes_.begin(), changes_.end(),
              [](const LockChange& a, const LockChange& b) { return a.id < b.id; });
    return is_new || changed_;
  }

  [[nodiscard]] std::vector<LockChange> changes() { return std::move(changes_); }

 private:
  struct Seen {
    Identity it;
    std::string file;
  };

  /// The ids that the names mean, of lines and of the files that were looked at.
  Result<void> find_named(const std::vector<std::string>& names, std::set<std::string>& meant) {
    std::set<std::string> ids = ids_of(lock_);
    for (const auto& [id, files] : found_) ids.insert(id);
    for (const std::string& name : names) {
      auto id = one_of(ids, name, request_.folder);
      if (!id) return id.error();
      meant.insert(*id);
    }
    return {};
  }

  [[nodiscard]] bool is_meant(const std::string& id) const {
    return request_.only.empty() || only_.contains(id);
  }

  void tell(Change change, std::string id, std::string version, std::string file,
            std::string sha256, std::string why) {
    changes_.push_back({change, std::move(id), std::move(version), std::move(file),
                        std::move(sha256), std::move(why)});
  }

  void remove(const std::string& id) {
    const auto entry = std::find_if(lock_.entries.begin(), lock_.entries.end(),
                                    [&](const LockEntry& it) { return it.id == id; });
    tell(Change::removed, id, entry->version, entry->file, {}, {});
    lock_.entries.erase(entry);
    changed_ = true;
  }

  /// What was just removed isn't approved anew in the same run.
  void look_at(const fs::path& path) {
    const std::string file = path.filename().string();
    const Judged judged = judge_file(path);
    const std::string& id = judged.manifest.id;
    if (judged.verdict == Verdict::not_a_module || removed_.contains(id)) return;
    if (judged.verdict == Verdict::good && is_one_word(file)) {
      found_[id].push_back({identity_of(judged), file});
      return;
    }
    const std::string why = judged.verdict == Verdict::good
                                ? fmt::format("\"{}\" has a space in its name; rename it", file)
                                : judged.why;
    not_good_.push_back({Change::refused, id, judged.manifest.version, file, judged.sha256, why});
  }

  void refuse(const LockChange& it) {
    changes_.push_back(it);
    if (const LockEntry* entry = lock_.find_file(it.file)) refused_.push_back(entry->id);
  }

  void decide(const std::vector<Seen>& files) {
    const Seen& seen = files.front();
    if (files.size() > 1) {
      for (const Seen& one : files)
        tell(Change::refused, one.it.id, one.it.version, one.file, one.it.sha256,
             fmt::format("{} is there twice, as {} and {}; remove one of them", one.it.id,
                         files[0].file, files[1].file));
      return;
    }
    const auto by_id = std::find_if(lock_.entries.begin(), lock_.entries.end(),
                                    [&](const LockEntry& entry) { return entry.id == seen.it.id; });
    if (by_id != lock_.entries.end()) return compare(*by_id, seen);
    const LockEntry* by_file = lock_.find_file(seen.file);
    if (by_file == nullptr) return approve(seen);
    renamed(*by_file, seen);
  }

  void approve(const Seen& seen) {
    LockEntry entry;
    fill(entry, seen);
    lock_.entries.push_back(std::move(entry));
    changed_ = true;
    tell(Change::approved, seen.it.id, seen.it.version, seen.file, seen.it.sha256, {});
  }

  void compare(LockEntry& entry, const Seen& seen) {
    std::string why = difference(entry, seen.it);
    if (entry.file != seen.file)
      why += fmt::format("{}file {} is now {}", why.empty() ? "" : ", ", entry.file, seen.file);
    if (const LockEntry* other = lock_.find_file(seen.file);
        other != nullptr && other->id != entry.id)
      return renamed(*other, seen);
    const bool update = !why.empty() && updated_.contains(seen.it.id);
    if (update) {
      fill(entry, seen);
      changed_ = true;
    }
    tell(why.empty() ? Change::unchanged
         : update    ? Change::updated
                     : Change::changed,
         seen.it.id, seen.it.version, seen.file, seen.it.sha256, why);
  }

  /// The file of a line is now another module.
  void renamed(const LockEntry& line, const Seen& seen) {
    const std::string why = fmt::format(
        "its file was approved as {}: causa plugins lock --remove {} first", line.id, line.id);
    refused_.push_back(line.id);
    tell(Change::changed, seen.it.id, seen.it.version, seen.file, seen.it.sha256, why);
  }

  void fill(LockEntry& entry, const Seen& seen) const {
    entry.id = seen.it.id;
    entry.version = seen.it.version;
    entry.sha256 = seen.it.sha256;
    entry.has_library = seen.it.has_library;
    entry.abi_major = seen.it.abi_major;
    entry.abi_minor = seen.it.abi_minor;
    entry.approved_on = request_.on;
    entry.approved_by = request_.by;
    entry.file = seen.file;
  }

  /// Its file is there and was told of already.
  [[nodiscard]] bool told(const LockEntry& entry) const {
    return std::find(refused_.begin(), refused_.end(), entry.id) != refused_.end();
  }

  const LockRequest& request_;
  Lock& lock_;
  std::map<std::string, std::vector<Seen>> found_;
  std::set<std::string> removed_, updated_, only_;  ///< ids that were named
  std::vector<LockChange> not_good_;
  std::vector<std::string> refused_;  ///< ids of lines
  std::vector<LockChange> changes_;
  bool changed_ = false;
};

}  // namespace

Result<std::vector<LockChange>> update_lock(const LockRequest& request) {
  std::vector<LockChange> changes;
  const auto done = edit(request.folder, [&](Lock& lock, const FolderLock& read) -> Result<bool> {
    Updating updating(request, lock);
    auto changed = updating.run(!read.lock.has_value());
    changes = updating.changes();
    return changed;
  });
  if (!done) return done.error();
  return changes;
}

Result<Enabling> set_enabled(const fs::path& folder, const std::string& name, bool enabled) {
  Enabling made;
  const auto done = edit(folder, [&](Lock& lock, const FolderLock&) -> Result<bool> {
    auto id = one_of(ids_of(lock), name, folder);
    if (!id) return id.error();
    for (LockEntry& entry : lock.entries) {
      if (entry.id != *id) continue;
      made = {*id, entry.enabled != enabled};
      entry.enabled = enabled;
    }
    return made.changed;
  });
  if (!done) return done.error();
  return made;
}

bool locks(const fs::path& folder, const std::string& name) {
  const FolderLock read = read_folder_lock(folder);
  return read.lock && std::any_of(read.lock->entries.begin(), read.lock->entries.end(),
                                  [&](const LockEntry& it) { return is_called(it.id, name); });
}

}  // namespace causa::plugin
