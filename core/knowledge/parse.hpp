// SPDX-License-Identifier: Apache-2.0
//
// JSON manifest -> Manifest, with every fault found and its place. Knows nothing of YAML: who reads
// YAML turns a fault's pointer into line and column. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/manifest.hpp"

namespace causa::knowledge {

/// A fault in a manifest: where (JSON pointer, "/rules/3/when"), at which byte of that string
/// (conditions; else 0), what, and a hint ("did you mean ...?"), which may be empty.
struct Problem {
  std::string pointer;
  std::size_t offset = 0;
  std::string message;
  std::string hint;
  bool at_key = false;  ///< the key itself is wrong, not its value
};

struct Parsed {
  Manifest manifest;
  std::vector<Problem> problems;  ///< empty: the manifest is good
};

/// Checks keys, types, required parts, ids that must be unique, sources that must exist, bases that
/// must fit strengths, ranges that must contain their middle. Conditions are not parsed here
/// (rules/ does, against a Vocabulary).
Parsed parse_manifest(std::string_view json);

}  // namespace causa::knowledge
