// SPDX-License-Identifier: Apache-2.0
//
// What can be said against the knowledge of the loaded modules without a patient: conditions that
// never or always hold, entries that are never reached, bands with gaps or overlaps, rules that
// contradict or repeat each other, reviews and sources that are missing. Only what is certain is a
// fault. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "assess/prepared.hpp"

namespace causa::cli::review {

struct Remark {
  std::string place;  ///< "electrolytes/potassium_low", or the module's id
  std::string words;
  bool by_choice = false;  ///< a note that would be a fault, had no module been left out by choice
};

/// How much a module states, and on what it rests.
struct Tally {
  std::string module;
  std::size_t causes = 0, measured = 0, expert = 0, alerts = 0, advice = 0, withholds = 0,
              steps = 0;
  std::size_t sources_seen = 0, sources_not_seen = 0;
};

struct Codes {
  std::size_t verified = 0, unverified = 0;
};

struct Findings {
  std::vector<Remark> faults, notes;
  std::vector<Tally> tallies;
  std::map<std::string, Codes> codes;  ///< by code system
};

Findings check(const assess::Prepared& prepared);

/// Of it only what is well formed and can't be meant, among the modules that take part
/// (rules/doubts.hpp): what changes with the choice of modules. Adds to `findings`.
void check_doubts(const assess::Prepared& prepared, Findings& findings);

}  // namespace causa::cli::review
