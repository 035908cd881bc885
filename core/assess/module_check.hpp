// SPDX-License-Identifier: Apache-2.0
//
// What must be true of a module before anything of it is used: its conditions are understood, what
// it needs exists, it owns its causes alone. One Check for all modules, in their order; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <unordered_map>

#include "assess/conditions.hpp"
#include "plugin/registry.hpp"
#include "rules/condition.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::assess {

class ModuleCheck {
 public:
  /// What it parses is left in `conditions`, which outlive it.
  ModuleCheck(std::span<const plugin::Module> modules, const terminology::Vocabulary& vocabulary,
              Conditions& conditions)
      : modules_(modules), vocabulary_(vocabulary), conditions_(conditions) {}

  /// The first fault of a module, as a sentence with its cure; empty if there is none. Causes that
  /// another module owns are none yet: see own_causes().
  std::string run(std::uint32_t module);

  /// Makes the module the owner of its causes; the same sentence, and nothing is owned, if one of
  /// them has another owner. For those that have no other fault.
  std::string own_causes(std::uint32_t module);

 private:
  void check_conditions();
  void check_condition(const knowledge::ConditionText& text);
  void check_visible(const knowledge::ConditionText& text, const rules::Condition& condition);
  [[nodiscard]] std::string place_of(const std::string& pointer, std::size_t offset) const;
  void check_needs();
  void check_derived_weight(const knowledge::Rule& rule);
  void check_measurement(const knowledge::Decision& decision);
  void fault(std::string why) {
    if (fault_.empty()) fault_ = std::move(why);
  }

  std::span<const plugin::Module> modules_;
  const terminology::Vocabulary& vocabulary_;
  Conditions& conditions_;
  std::unordered_map<std::string, std::uint32_t> owner_;  ///< by cause
  const knowledge::Manifest* manifest_ = nullptr;         ///< of the module under check
  std::filesystem::path path_;                            ///< its file; empty: built in
  std::string fault_;
};

}  // namespace causa::assess
