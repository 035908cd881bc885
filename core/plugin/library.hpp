// SPDX-License-Identifier: Apache-2.0
//
// A loaded library and its instances. A Library is shared and lives as long as the process; an
// Instance belongs to one thread at a time.
#pragma once

#include <causa/abi.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "plugin/image.hpp"
#include "plugin/step_runner.hpp"

namespace causa::plugin {

class Library {
 public:
  /// Loads the sealed bytes (Boost.DLL, now and local), finds causa_plugin_v1, copies the table,
  /// compares its id, version and manifest with the note. Runs the library's constructors: hash and
  /// policy are judged before. Error: place is the path, with a cure. Never unloaded.
  /// `named`: id and version of the note's manifest, if somebody has read it.
  struct Named {
    std::string id, version;
  };
  static Result<std::shared_ptr<const Library>> load(const SealedFile& file, const Image& image,
                                                     const std::optional<Named>& named = {});

  [[nodiscard]] const causa_plugin& table() const { return table_; }

  /// False: this system has no sealed memory to load from, so it was loaded from a private copy,
  /// which another process of the same user could have changed in between.
  [[nodiscard]] bool sealed() const { return why_not_sealed_.empty(); }
  [[nodiscard]] const std::string& why_not_sealed() const { return why_not_sealed_; }

 private:
  Library() = default;
  causa_plugin table_{};
  std::string why_not_sealed_;
};

/// The id of the module whose library this thread is in; null: in none. For handlers of signals.
extern constinit thread_local const char* library_at_work;

/// While it lives, this thread is in a library. The id outlives it.
class AtWork {
 public:
  explicit AtWork(const char* module_id);
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;
  ~AtWork();

 private:
  const char* before_;
};

/// From here on each thread that enters a library has a stack of its own for handlers of signals: a
/// library that has used up the other one leaves none to run them on.
void give_signal_stacks();

/// A library's steps, run in this process.
class Instance final : public StepRunner {
 public:
  /// `config_json`: "{}" or the module's settings. Error: place is module_id, message what the
  /// library said.
  static Result<std::unique_ptr<Instance>> create(std::shared_ptr<const Library> library,
                                                  std::string_view config_json,
                                                  std::string_view module_id,
                                                  HostServices services = {});
  ~Instance() override;

  /// Error: the library's own words, or its status; also if it set an error and returned 0. The
  /// process ends if the library throws.
  Result<void> derive(std::uint32_t step, const causa_batch& batch,
                      const causa_output* const* outputs) override;

 private:
  Instance() = default;
  struct Host;
  std::shared_ptr<const Library> library_;
  std::unique_ptr<Host> host_;
  void* instance_ = nullptr;
};

}  // namespace causa::plugin
