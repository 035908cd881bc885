// SPDX-License-Identifier: Apache-2.0
//
// The steps of a module as its library sees them: which columns of which type and unit come in,
// which go out. Made from manifest and vocabulary; plain values.
#pragma once

#include <causa/abi.h>

#include <string>
#include <vector>

#include "assess/prepared.hpp"

namespace causa::check {

struct Need {
  std::string id;
  causa_type type = CAUSA_NUMBER;
  bool list = false;         ///< `take: all`
  double low = 0, high = 1;  ///< values that may be: the plausible range in the library's unit
  bool has_time = true;      ///< age and sex have none
};

struct Provide {
  std::string id;
  causa_type type = CAUSA_NUMBER;
};

struct Shape {
  std::string id;
  std::vector<Need> needs;
  std::vector<Provide> provides;
};

/// Steps in the manifest's order. All that they need must be known to the vocabulary.
std::vector<Shape> shapes_of(const knowledge::Manifest& manifest,
                             const assess::Prepared& knowledge);

}  // namespace causa::check
