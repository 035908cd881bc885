// SPDX-License-Identifier: Apache-2.0
//
// What a module says that is well formed and yet can't act, acts on everyone, or counts otherwise
// than it was meant: misspelled tags, causes and facts, thresholds beyond all values, alerts of
// records of which nothing is known. Only told; nothing is refused for it. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "knowledge/manifest.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::rules {

struct Doubt {
  std::string pointer;  ///< JSON pointer in the manifest
  std::string id;       ///< of the statement: an alert, a cause, a concept ...
  std::string message, hint;
  bool certain = false;  ///< surely a fault; else it may be meant
};

/// `vocabulary` has the module's own concepts. `loaded`: the manifests of all modules that are used
/// together, this one among them; empty if only this one is seen, and then nothing is said of what
/// another could add.
std::vector<Doubt> doubts_of(const knowledge::Manifest& manifest,
                             const terminology::Vocabulary& vocabulary,
                             std::span<const knowledge::Manifest* const> loaded = {});

/// The message with its hint.
std::string words_of(const Doubt& doubt);

}  // namespace causa::rules
