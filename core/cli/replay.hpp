// SPDX-License-Identifier: Apache-2.0
//
// Assesses a stored record again with the modules, settings and date that it was assessed with, and
// compares to the bit. Owns what it loads; borrows settings and store. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "assess/difference.hpp"
#include "assess/worker.hpp"
#include "cli/lint_mode.hpp"
#include "cli/recorded.hpp"

namespace causa::cli {

struct Replay {
  std::string id;
  std::uint32_t version = 1;
  std::string program;  ///< version of the program that made it; empty: not known
  std::size_t modules = 0;
  std::int64_t as_of_ms = 0;
  std::vector<std::string> impossible;  ///< why it couldn't be replayed; empty: it was
  std::vector<assess::Difference> differences;
  /// Ids of alerts that are there because the version before has them, as `causa extend` lets every
  /// alert stay; the modules together would not raise them.
  std::vector<std::string> kept_alerts;

  [[nodiscard]] bool same() const { return impossible.empty() && differences.empty(); }
};

class Replayer {
 public:
  Replayer(const Settings& settings, store::Store& store) : settings_(settings), store_(store) {}

  /// `version` 0: the last one. Error: the assessment isn't there or is damaged, or the terminology
  /// can't be read.
  Result<Replay> replay(std::string_view id, std::uint32_t version);

 private:
  struct Made {
    Recorded recorded;
    std::unique_ptr<assess::Worker> worker;
  };
  Result<Made*> made_for(const assess::Assessment& assessment);
  Result<void> compare(const assess::Assessment& then, const record::Record& record, Made& made,
                       Replay& replay);
  Result<void> compare_after(const assess::Assessment& then, const record::Record& record,
                             LintMode lint, Made& made, assess::Assessment alone, Replay& replay);

  const Settings& settings_;
  store::Store& store_;
  std::map<std::string, Made> made_;  ///< by recorded_key
};

}  // namespace causa::cli
