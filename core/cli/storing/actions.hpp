// SPDX-License-Identifier: Apache-2.0
//
// What `causa store` does, one file an action. Each reports its errors and prints what it did; none
// prints anything of a patient. One thread.
#pragma once

#include <filesystem>

#include "cli/verb.hpp"

namespace causa::cli {

/// The store that an action is about; its file is what --store says, or the usual one.
struct StoreAction {
  const Arguments& arguments;
  std::filesystem::path store;
  std::string form;  ///< of --to, for those that take it
  Outcome& outcome;

  /// Words behind the action's name.
  [[nodiscard]] std::string word(std::size_t index) const {
    return index + 1 < arguments.words.size() ? arguments.words[index + 1] : std::string();
  }
};

/// Says that a signal ended the action, of which nothing is left.
void stopped(const StoreAction& action);

void count_feedback(const StoreAction& action);
void check_store(const StoreAction& action);
void migrate_store(const StoreAction& action);
void back_up_store(const StoreAction& action);
void merge_stores(const StoreAction& action);
void export_store(const StoreAction& action);
void forget_patients(const StoreAction& action);

}  // namespace causa::cli
