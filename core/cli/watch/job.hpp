// SPDX-License-Identifier: Apache-2.0
//
// One file, from the claimed folder to done or failed. In this order, so that a program killed
// anywhere loses nothing and doubles nothing:
//
//     1. read, assess, store batch by batch under a run named by the file; write the answer under a
//        name of its own. Killed here: the file is still claimed; the next program goes on with the
//        run, prints again what is stored and assesses the rest. A note that it was in hand is
//        left, and it comes after all others, since it may have used up the memory. Crashed here:
//        a mark is left, and the next program sets the file aside, which would crash it again.
//     2. write the journal. From here on the file counts as dealt with.
//     3. move the answer, the reason, the input, each by one rename; end the run; take the journal
//        away. Killed here: the next program does what is left of it.
//
// One thread. Nothing here logs: the caller tells.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "cli/assess_run.hpp"
#include "cli/engine.hpp"
#include "cli/outcome.hpp"
#include "cli/settings.hpp"
#include "cli/summary.hpp"
#include "cli/watch/folders.hpp"
#include "cli/watch/journal.hpp"
#include "cli/watch/reason.hpp"
#include "cli/watch/staged_file.hpp"

namespace causa::cli::watch {

enum class JobEnd : std::uint8_t {
  done = 1,  ///< every patient of the file has an answer
  failed,    ///< some patient, or the whole file, could not be read
  changed,   ///< somebody wrote to it meanwhile: it gets no answer, and is still claimed
};

class Job {
 public:
  /// All of these outlive it.
  Job(const Folders& folders, const Settings& settings, const intake::Options& options,
      Engine& engine, Outcome& outcome)
      : folders_(folders),
        settings_(settings),
        options_(options),
        engine_(engine),
        outcome_(outcome) {}

  /// Deals with the claimed file. Error: trouble that isn't the file's (disk, rights, store); the
  /// file is still claimed, and no half answer is left.
  Result<JobEnd> run(const std::filesystem::path& file);

  /// Moves the claimed file to failed if the program crashed while it dealt with it, with a reason
  /// that names the module whose library did it: its id, or empty if nobody knows. Nothing: it did
  /// not crash; `file` may be empty.
  Result<std::optional<std::string>> set_aside(const std::filesystem::path& file);

  /// True if an earlier program was killed while it assessed a file, maybe for its sake.
  [[nodiscard]] bool was_killed() const;

  /// The file waits for its turn again, or is gone.
  void let_go() const;

  /// True if there is a journal.
  [[nodiscard]] bool is_unfinished() const;

  /// Does what the journal says, if there is one; the store must be open.
  Result<void> finish();

  /// Of the last file.
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  Result<JobEnd> answer_in_any_way(const std::filesystem::path& file, const FileState& state);
  /// `anew`: an earlier part of its run is left as it is. Nothing: that part was of another input.
  Result<std::optional<JobEnd>> answer(const std::filesystem::path& file, const FileState& state,
                                       bool anew);
  Result<void> begin(AssessRun& assess_run, const std::filesystem::path& file,
                     std::string& source_sha256, bool anew);
  Result<Journal> stage_results(const std::filesystem::path& file, const std::string& digest,
                                StagedFile& answer, const Reason& reason,
                                const std::string& acknowledgments);
  Result<void> commit(const Journal& journal);
  Result<void> end_run(const Journal& journal);

  const Folders& folders_;
  const Settings& settings_;
  const intake::Options& options_;
  Engine& engine_;
  Outcome& outcome_;
  Counts counts_;
  std::map<std::string, std::string> grown_;  ///< by name: the run of what had come of a file
};

}  // namespace causa::cli::watch
