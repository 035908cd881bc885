// SPDX-License-Identifier: Apache-2.0
//
// Cards of CDS Hooks with their history: what stands with the clinician is asked of the store, and
// what is given is noted there. One thread; borrows the store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/settings.hpp"
#include "report/cards.hpp"
#include "store/store.hpp"

namespace causa::cli {

class CardHistory {
 public:
  /// Without a store, or with --cards all, nothing is left out.
  CardHistory(const Settings& settings, store::Store* store);

  /// The cards of a stored assessment, those that stand already marked as unchanged. If the store
  /// can't be read nothing is left out; note_given() says so.
  std::vector<report::Card> cards_of(const assess::Assessment& assessment,
                                     const report::Context& context);

  /// Notes what cards_of() gave, once it has left the program: a card that was noted and never
  /// arrived would be left out of the next answer. Error: Fault::store.
  Result<void> note_given();

 private:
  struct Given {
    std::string assessment_id;
    std::uint32_t version = 1;
    std::vector<store::ShownCard> cards;
  };

  bool leaves_out_;
  store::Store* store_;
  std::optional<Error> trouble_;
  std::vector<Given> given_;
};

}  // namespace causa::cli
