// SPDX-License-Identifier: Apache-2.0
//
// Finds, judges and loads modules: libraries and YAML files, from folders and by name. It only
// loads; running is assess's work. Made once at start, read-only afterwards; libraries are never
// unloaded. Instances belong to one thread each.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "knowledge/manifest.hpp"
#include "plugin/isolation.hpp"
#include "plugin/library.hpp"

namespace causa::plugin {

namespace worker {
struct Apart;
}

enum class Policy : std::uint8_t {
  folder = 1,     ///< a folder with plugins.lock loads what is locked and enabled; one without, all
  locked,         ///< nothing loads without a lock
  locked_signed,  ///< nor without the signature of a trusted key
};

struct LoadOptions {
  std::vector<std::filesystem::path> folders;  ///< in order of search
  std::vector<std::filesystem::path> files;    ///< --plugin
  std::vector<std::string> only;               ///< --plugins a,b: short names or ids; empty: all
  std::vector<std::string> without;            ///< --without c
  std::vector<std::string> sha256;             ///< only files with one of these digests; empty: any
  Policy policy = Policy::folder;
  std::size_t named_folders = 0;  ///< the first so many: of one that isn't there it is told
  /// Short names or ids that load though no lock or signature approves them, or "all".
  std::vector<std::string> allow;
  /// Who said so, for what is wrong with these names: an option, or a setting by its name.
  struct Places {
    std::string only = "--plugins", without = "--without", allow = "--allow-unapproved";
  };
  Places places;
  std::vector<std::filesystem::path> key_folders;  ///< of trusted public keys
  IsolationSettings isolation;
  unsigned jobs = 1;  ///< so many threads read and check modules
};

struct Module {
  knowledge::Manifest manifest;
  std::shared_ptr<const std::string>
      manifest_json;           ///< the bytes that were judged, kept in every store
  std::string sha256;          ///< of the file (library or YAML); of the manifest for built-in ones
  std::filesystem::path path;  ///< empty: built in
  bool approved = false;       ///< locked and enabled by an administrator, and signed if need be
  std::string approved_by;     ///< "j.smith on 2026-11-20"; empty: nobody, or built in
  bool named = false;          ///< by --plugin: somebody looks at this one
  std::string lock_place;      ///< "…/plugins.lock:3"; empty: no line
  std::string signed_by;       ///< names of trusted keys; empty: none
  std::string allowed_because;  ///< it is loaded in spite of something: of what; or empty
  std::shared_ptr<const Library> library;      ///< loaded into this process, or null
  std::shared_ptr<const worker::Apart> apart;  ///< to be loaded into workers, or null
  std::set<std::string> idle_steps;            ///< derive steps that aren't to be run

  /// False: rules only.
  [[nodiscard]] bool has_library() const { return library || apart; }
};

/// Makes an instance of the module's library, which it must have. Error: place is the module's id.
/// What is wrong with a library that runs apart is told by its first derive.
Result<std::unique_ptr<StepRunner>> start_runner(const Module& module, std::string_view config_json,
                                                 HostServices services = {});

/// A module that isn't there, and why: refused (with a cure), or left out by choice.
struct Absence {
  std::string id;  ///< as far as it is known
  std::filesystem::path path;
  bool refused = true;  ///< false: disabled in the lock, --without, or not among --plugins
  std::string why;      ///< a sentence: what, why, and the cure
  /// What it would state; null if it was refused, or isn't known.
  std::shared_ptr<const knowledge::Manifest> manifest;
};

/// A file found in a plugin folder, for `plugins scan`.
struct Candidate {
  std::filesystem::path path;
  std::string id, version;  ///< empty if it isn't a module
  bool is_module = false;
  std::string verdict;  ///< "would load", "not a causa module", or the refusal
};

class Registry {
 public:
  /// Loads the built-in core module and everything that the options allow. Refusals don't end the
  /// load; an Error is returned only for a wrong option (--plugins names what isn't there, or what
  /// several modules are called).
  static Result<Registry> load(const LoadOptions& options);

  /// Of modules that were found otherwise, such as in a store; they are put in order.
  static Registry of(std::vector<Module> modules);

  [[nodiscard]] std::span<const Module> modules() const { return modules_; }
  /// For what a site profile changes of others, before anything is compiled from them.
  [[nodiscard]] std::span<Module> modules_to_adjust() { return modules_; }
  [[nodiscard]] std::span<const Absence> absences() const { return absences_; }

  /// The ids of the modules.
  [[nodiscard]] std::set<std::string> ids() const;
  /// The module that is called so; null: none is. Error: several are (called.hpp).
  [[nodiscard]] Result<const Module*> find(std::string_view name, std::string_view place) const;

  /// Sentences that an administrator must see although nothing was refused: what is loaded in spite
  /// of what, folders that were named and aren't there, keys that don't count.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

  /// Looks at every file of the folders without loading any.
  static std::vector<Candidate> scan(const LoadOptions& options);

 private:
  void put_in_order();

  std::vector<Module> modules_;  ///< core first, then by id
  std::vector<Absence> absences_;
  std::vector<std::string> warnings_;
};

}  // namespace causa::plugin
