// SPDX-License-Identifier: Apache-2.0

#include "plugin/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/at_once.hpp"
#include "base/hash.hpp"
#include "knowledge/parse.hpp"
#include "plugin/builtin.hpp"
#include "plugin/called.hpp"
#include "plugin/candidate.hpp"
#include "plugin/core_id.hpp"
#include "plugin/module_files.hpp"
#include "plugin/named.hpp"
#include "plugin/warnings.hpp"
#include "plugin/worker/client.hpp"

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

struct Found {
  Found(fs::path its_path, bool by_name) : path(std::move(its_path)), named(by_name) {}

  fs::path path;
  bool named = false;  ///< by --plugin: it must be a module
  Judged judged{};
};

struct FoundFolder {
  fs::path path;
  FolderLock lock;
  std::vector<Found> files;

  /// A file that was named says nothing of the others in its folder.
  [[nodiscard]] bool lists_missing() const {
    return lock.lock && (files.empty() || !files.front().named);
  }
};

/// Named files first, then the folders, in the order of search; the same file only once.
std::vector<FoundFolder> find_files(const LoadOptions& options) {
  std::vector<FoundFolder> found;
  std::set<fs::path> seen;
  const auto is_new = [&](const fs::path& path) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(path, error);
    return seen.insert(error ? path : real).second;
  };
  for (const fs::path& file : options.files) {
    if (!is_new(file)) continue;
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    FoundFolder& entry = found.emplace_back();
    entry.path = folder;
    entry.lock = read_folder_lock(folder, true);
    entry.files.emplace_back(file, true);
  }
  for (const fs::path& folder : options.folders) {
    FoundFolder& entry = found.emplace_back();
    entry.path = folder;
    entry.lock = read_folder_lock(folder);
    for (const fs::path& file : module_files(folder))
      if (is_new(file)) entry.files.emplace_back(file, false);
  }
  return found;
}

/// All of them, which takes most of the start: each for itself, so that it doesn't matter who is
/// first.
void judge_all(std::vector<FoundFolder>& folders, const LoadOptions& options, const KeyRing& keys) {
  std::vector<std::pair<Found*, const FolderLock*>> files;
  for (FoundFolder& folder : folders)
    for (Found& file : folder.files) files.emplace_back(&file, &folder.lock);
  do_at_once(files.size(), options.jobs, [&](std::size_t i) {
    const auto& [file, lock] = files[i];
    file->judged = judge(file->path, {*lock, options, keys, file->named});
    // A folder may hold a thousand libraries of others.
    if (file->judged.verdict != Verdict::good) file->judged.file.reset();
  });
}

/// Taken before others of its id: what somebody named in this call, then what an administrator
/// approved. A file that anybody may have put into a folder must not keep out an approved module.
bool comes_first(const Found& found) {
  return found.named || (found.judged.verdict == Verdict::good && found.judged.approval.approved);
}

bool is_wanted(const LoadOptions& options, const std::string& sha256) {
  const auto& wanted = options.sha256;
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), sha256) != wanted.end();
}

bool is_chosen(const LoadOptions& options, std::string_view id) {
  return !is_called(id, options.without) && (options.only.empty() || is_called(id, options.only));
}

bool is_missing(const LockEntry& entry, const fs::path& folder) {
  std::error_code error;
  return entry.enabled && !fs::exists(folder / entry.file, error);
}

FoundIds ids_of(const std::vector<FoundFolder>& folders, const LoadOptions& options) {
  FoundIds ids;
  ids.to_load.insert(std::string(core_id));
  for (const FoundFolder& folder : folders) {
    for (const Found& file : folder.files) {
      const Judged& judged = file.judged;
      const std::string& id = judged.manifest.id;
      if (judged.verdict == Verdict::not_a_module || id.empty()) continue;
      ids.all.insert(id);
      if (judged.verdict == Verdict::left_out || !is_chosen(options, id) ||
          !is_wanted(options, judged.sha256))
        ids.left_out.insert(id);
      else if (judged.verdict == Verdict::good)
        ids.to_load.insert(id);
    }
    if (!folder.lists_missing()) continue;
    for (const LockEntry& entry : folder.lock.lock->entries) {
      if (!is_missing(entry, folder.path)) continue;
      ids.all.insert(entry.id);
      if (!is_chosen(options, entry.id)) ids.left_out.insert(entry.id);
    }
  }
  ids.all.insert(std::string(core_id));
  return ids;
}

/// Collects modules and absences; each file that was judged is loaded, or it is said why not.
class Loading {
 public:
  Loading(const LoadOptions& options, std::vector<Module>& modules, std::vector<Absence>& absences)
      : options_(options), modules_(modules), absences_(absences) {}

  void take(Found& found) {
    Judged judged = std::move(found.judged);
    const std::string& id = judged.manifest.id;
    if (judged.verdict == Verdict::not_a_module) {
      if (found.named) absent({}, found.path, judged.why, true);
      return;
    }
    if (!chosen(id, found.path)) {
      if (judged.verdict != Verdict::refused) keep_manifest(judged);
    } else if (!is_wanted_file(judged, found.path)) {
      return;
    } else if (judged.verdict != Verdict::good) {
      absent(id, found.path, judged.why, judged.verdict == Verdict::refused);
      if (judged.verdict == Verdict::left_out) keep_manifest(judged);
    } else if (!is_duplicate(judged, found.path)) {
      load(judged, found);
    }
  }

  /// What an administrator approved and isn't there is missed, not forgotten.
  void take_missing(const FoundFolder& folder) {
    for (const LockEntry& entry : folder.lock.lock->entries) {
      const fs::path path = folder.path / entry.file;
      if (!is_missing(entry, folder.path) || !chosen(entry.id, path)) continue;
      absent(
          entry.id, path,
          fmt::format("{} is approved in plugins.lock, but the file isn't there; put it back, or "
                      "causa plugins disable {}",
                      entry.file, entry.id),
          true);
    }
  }

 private:
  /// Of the last one that is absent, by choice.
  void keep_manifest(Judged& judged) {
    absences_.back().manifest =
        std::make_shared<const knowledge::Manifest>(std::move(judged.manifest));
  }

  void absent(std::string id, const fs::path& path, std::string why, bool refused) {
    absences_.push_back({std::move(id), path, refused, std::move(why), nullptr});
  }

  /// False: left out by --plugins or --without, and said so.
  bool chosen(const std::string& id, const fs::path& path) {
    if (id.empty() || is_chosen(options_, id)) return true;
    absent(id, path,
           is_called(id, options_.without)
               ? fmt::format("{} is left out by {}", id, options_.places.without)
               : fmt::format("{} is not among {}", id, options_.places.only),
           false);
    return false;
  }

  /// False: another file is wanted, and it is said which one this is.
  bool is_wanted_file(const Judged& judged, const fs::path& path) {
    if (is_wanted(options_, judged.sha256)) return true;
    absent(judged.manifest.id, path,
           fmt::format("{} is version {}, sha256 {}", path.string(), judged.manifest.version,
                       judged.sha256),
           false);
    return false;
  }

  bool is_duplicate(const Judged& judged, const fs::path& path) {
    const std::string& id = judged.manifest.id;
    for (const Module& other : modules_) {
      if (other.manifest.id != id) continue;
      absent(id, path,
             fmt::format("{} is there twice: {} is loaded, {} is refused; remove one of them", id,
                         other.path.empty() ? "the built-in module" : other.path.string(),
                         path.string()),
             true);
      return true;
    }
    return false;
  }

  void load(Judged& judged, const Found& found) {
    const fs::path& path = found.path;
    Module module;
    module.named = found.named;
    if (judged.file)
      if (auto taken = take_library(judged, module); !taken) {
        absent(judged.manifest.id, path, sentence(path, taken.error()), true);
        return;
      }
    Approval& approval = judged.approval;
    module.approved = approval.approved;
    module.approved_by = std::move(approval.by);
    module.lock_place = std::move(approval.lock_place);
    module.signed_by = std::move(approval.signed_by);
    module.allowed_because = std::move(approval.allowed_because);
    if (module.library && !module.library->sealed())
      module.allowed_because +=
          fmt::format("{}it was loaded from a private copy, because {}",
                      module.allowed_because.empty() ? "" : "; ", module.library->why_not_sealed());
    module.manifest = std::move(judged.manifest);
    module.manifest_json = std::make_shared<const std::string>(std::move(judged.manifest_json));
    module.sha256 = std::move(judged.sha256);
    module.path = path;
    modules_.push_back(std::move(module));
  }

  /// Loads the library, or keeps its bytes for the workers that will. In a worker it is never
  /// loaded here instead: that would be the opposite of what was asked for.
  Result<void> take_library(Judged& judged, Module& module) const {
    SealedFile& file = *judged.file;
    const IsolationSettings& isolation = options_.isolation;
    if (isolation_of(isolation, judged.manifest.id, judged.approval.approved) !=
        Isolation::worker) {
      auto library = Library::load(file, judged.image,
                                   Library::Named{judged.manifest.id, judged.manifest.version});
      if (!library) return library.error();
      module.library = std::move(*library);
      return {};
    }
    if (file.descriptor() < 0)
      return Error{Fault::plugin, file.path().string(),
                   "can't run in a worker process, since this system has no sealed memory (memfd)",
                   "set isolation = \"in-process\" for it if you trust it"};
    module.apart =
        std::make_shared<const worker::Apart>(std::move(file), isolation.limits, isolation.program);
    return {};
  }

  const LoadOptions& options_;
  std::vector<Module>& modules_;
  std::vector<Absence>& absences_;
};

Result<Module> load_core() {
  Module core;
  core.manifest_json = std::make_shared<const std::string>(builtin_core_manifest());
  auto parsed = knowledge::parse_manifest(*core.manifest_json);
  if (!parsed.problems.empty())
    return Error{Fault::internal, "core" + parsed.problems.front().pointer,
                 parsed.problems.front().message, "install causa again"};
  core.manifest = std::move(parsed.manifest);
  core.sha256 = sha256_hex(*core.manifest_json);
  core.approved = true;  // as the program itself
  return core;
}

}  // namespace

Result<Registry> Registry::load(const LoadOptions& options) {
  Registry registry;
  auto core = load_core();
  if (!core) return core.error();
  if (is_called(core->manifest.id, options.without))
    return Error{Fault::usage, options.places.without, "the core module can't be left out",
                 "it holds the vital signs that can't wait"};
  registry.modules_.push_back(std::move(*core));
  const KeyRing keys = read_trusted_keys(options.key_folders);
  Loading loading(options, registry.modules_, registry.absences_);
  std::vector<FoundFolder> folders = find_files(options);
  judge_all(folders, options, keys);
  if (auto good = check_names(options, ids_of(folders, options)); !good) return good.error();
  for (const bool first : {true, false})
    for (FoundFolder& folder : folders)
      for (Found& file : folder.files)
        if (comes_first(file) == first) loading.take(file);
  for (const FoundFolder& folder : folders)
    if (folder.lists_missing()) loading.take_missing(folder);
  registry.put_in_order();
  registry.warnings_ = warnings_of(options, keys, registry.modules_);
  return registry;
}

Registry Registry::of(std::vector<Module> modules) {
  Registry registry;
  registry.modules_ = std::move(modules);
  registry.put_in_order();
  return registry;
}

std::set<std::string> Registry::ids() const {
  std::set<std::string> ids;
  for (const Module& module : modules_) ids.insert(module.manifest.id);
  return ids;
}

Result<const Module*> Registry::find(std::string_view name, std::string_view place) const {
  const auto id = id_called(name, ids(), place);
  if (!id) return id.error();
  const auto found = std::find_if(modules_.begin(), modules_.end(),
                                  [&](const Module& it) { return it.manifest.id == *id; });
  return found == modules_.end() ? nullptr : &*found;
}

void Registry::put_in_order() {
  std::sort(modules_.begin(), modules_.end(), [](const Module& a, const Module& b) {
    const bool a_is_core = a.manifest.id == core_id;
    const bool b_is_core = b.manifest.id == core_id;
    return a_is_core != b_is_core ? a_is_core : a.manifest.id < b.manifest.id;
  });
}

std::vector<Candidate> Registry::scan(const LoadOptions& options) {
  std::vector<Candidate> candidates;
  const KeyRing keys = read_trusted_keys(options.key_folders);
  std::vector<FoundFolder> folders = find_files(options);
  judge_all(folders, options, keys);
  for (const FoundFolder& folder : folders)
    for (const Found& file : folder.files) {
      const Judged& judged = file.judged;
      Candidate& candidate = candidates.emplace_back();
      candidate.path = file.path;
      candidate.id = judged.manifest.id;
      candidate.version = judged.manifest.version;
      candidate.is_module = judged.verdict != Verdict::not_a_module;
      candidate.verdict = judged.verdict == Verdict::good           ? "would load"
                          : judged.verdict == Verdict::not_a_module ? "not a causa module"
                                                                    : judged.why;
    }
  return candidates;
}

}  // namespace causa::plugin
