// SPDX-License-Identifier: Apache-2.0
//
// From settings to what a verb works with: modules, knowledge, store. Reports on standard error.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "assess/prepared.hpp"
#include "cli/outcome.hpp"
#include "cli/settings.hpp"
#include "intake/reader.hpp"
#include "store/store.hpp"

namespace causa::cli {

/// Options of the plugin search, from settings and places.
plugin::LoadOptions load_options(const Settings& settings);

/// The terminology that is installed with the program. Error: Fault::usage.
Result<terminology::Vocabulary> load_vocabulary();

/// Logs what is wrong with the modules; each refusal counts as exit 3.
void tell_modules(const assess::Prepared& prepared, Outcome& outcome);

/// Called with the modules that were loaded, before their knowledge is compiled.
using ModulesAreRead = std::function<void(std::span<const plugin::Module>)>;

/// Loads modules and compiles their knowledge; what is wrong is told.
Result<std::shared_ptr<const assess::Prepared>> prepare(
    const Settings& settings, Outcome& outcome, const ModulesAreRead& modules_are_read = {});

/// The same with other modules or constants than the settings say; what is refused stands in the
/// registry, and nothing is logged.
Result<std::shared_ptr<const assess::Prepared>> prepare_with(
    const Settings& settings, const plugin::LoadOptions& load, const assess::Constants& constants,
    const ModulesAreRead& modules_are_read = {});

/// --temporary-folder, or the system's.
std::string temporary_folder(const Settings& settings);

/// How input is read, with the mapping of CSV if the settings name one; borrows the vocabulary.
/// Error: a mapping that can't be read, at line and column; Fault::usage.
Result<intake::Options> intake_options(const Settings& settings, const assess::Prepared& prepared);

/// The reader of what was named on the command line. What lies in a folder and isn't read is told.
/// Error: Fault::usage.
Result<intake::Reader> open_input(std::span<const std::string> inputs,
                                  const intake::Options& options);

/// How long another program that writes to the store is waited for.
enum class Patience : std::uint8_t {
  some = 1,  ///< ten seconds: somebody waits for an answer
  endless,   ///< until a signal is seen, and says so after ten seconds
};

/// Null if the settings say `--store none`. Whoever sets `abandoned` ends the waiting. Error:
/// Fault::store.
Result<std::optional<store::Store>> open_store(
    const Settings& settings, store::Mode mode, Patience patience = Patience::endless,
    std::shared_ptr<const std::atomic<bool>> abandoned = {});

/// Who is noted in the store's audit.
store::Actor actor_of(const Settings& settings);

/// For a store that is written, with a warning if that notes a loss.
store::OpenOptions writing_options(const Settings& settings, Patience patience = Patience::endless,
                                   std::shared_ptr<const std::atomic<bool>> abandoned = {});

/// The path that the settings mean.
Result<std::filesystem::path> store_path(const Settings& settings);

/// Threads that assess: --jobs, or one for each core that the program may use.
unsigned jobs(const Settings& settings);

/// The date of the assessment in ms; a date without a time is the end of that day.
Result<std::int64_t> as_of(const Settings& settings);

}  // namespace causa::cli
