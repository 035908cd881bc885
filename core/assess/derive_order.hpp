// SPDX-License-Identifier: Apache-2.0
//
// The order of derive steps across modules: a step runs after those that provide what it needs.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "knowledge/manifest.hpp"

namespace causa::assess {

struct StepPlace {
  std::uint32_t module = 0;
  std::uint32_t step = 0;
  friend bool operator==(const StepPlace&, const StepPlace&) = default;
};

struct DeriveOrder {
  struct Refused {
    std::uint32_t module = 0;
    std::string why;
  };
  std::vector<StepPlace> steps;
  std::vector<Refused> refused;  ///< a second provider, or a part of a circle, by name
};

/// Stable: among steps that don't need each other, the order of modules and of their manifests.
/// Null: a module that takes no part. It owns no fact, nor does one that is refused here, so that
/// a faulty module costs no other the facts that both derive.
DeriveOrder order_derive_steps(std::vector<const knowledge::Manifest*> manifests);

}  // namespace causa::assess
