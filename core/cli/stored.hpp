// SPDX-License-Identifier: Apache-2.0
//
// A stored assessment with all that a report of it needs: the modules that were kept with it,
// prepared as they were to assess, so that their words, codes and questions are those of then.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/prepared.hpp"
#include "assess/worker.hpp"
#include "assess/would_change.hpp"
#include "cli/settings.hpp"
#include "cli/verb.hpp"
#include "report/context.hpp"
#include "store/store.hpp"

namespace causa::cli {

struct Stored {
  assess::Assessment assessment;
  std::shared_ptr<const assess::Prepared> prepared;  ///< without the libraries

  /// Borrows from this.
  [[nodiscard]] report::Context context() const;
};

/// How people name one of several assessments: ID, or ID@VERSION for another version than the last.
struct StoredName {
  std::string id;
  std::uint32_t version = 0;  ///< 0: the last
};

/// Error: Fault::usage if what stands behind the @ is no version.
Result<StoredName> read_stored_name(std::string_view word);

/// The id of the assessment that begins like the word; a word that begins none is its own answer,
/// since whoever reads the assessment says that it isn't there. Error: Fault::usage if several do.
Result<std::string> whole_id(store::Store& store, std::string_view word);

/// Error: Fault::store if the assessment isn't there, is damaged or isn't as it was stored;
/// Fault::usage if the terminology can't be read. `version` 0: the last one. Where the store's
/// manifests are damaged, those of the same files among the modules that the settings name stand
/// for them, which is logged.
Result<Stored> load_stored(const Settings& settings, store::Store& store, std::string_view id,
                           std::uint32_t version = 0);

/// The option --version of verbs that read one assessment.
inline constexpr VerbOption version_option{
    "version", "N", "the assessment as it was in this version, before a module was added"};

/// What that option says, 0 if it isn't given; nothing if it was no version, which is reported.
std::optional<std::uint32_t> version_of(const Verb& verb, const Arguments& arguments,
                                        Outcome& outcome);

/// What the first place hangs on; or why that can't be tried, in words.
struct Tried {
  std::optional<std::vector<assess::WouldChange>> changes;
  std::string why_not;
};

/// What the first place of a stored assessment hangs on, tried with the installed modules: only if
/// they and the settings are those that it was made with, and its record was kept.
Tried try_would_change(const Settings& settings, store::Store& store,
                       const assess::Assessment& assessment);

/// The same with a worker of the modules and settings that it was made with.
std::optional<std::vector<assess::WouldChange>> try_would_change(
    store::Store& store, assess::Worker& worker, const assess::Assessment& assessment);

}  // namespace causa::cli
