// SPDX-License-Identifier: Apache-2.0
//
// Prints what became of stored assessments to which modules came, above all their new alerts, and
// counts it. Borrows settings, store and outcome. One thread. Writing fails with std::system_error.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "cli/extending/extended.hpp"
#include "cli/outcome.hpp"
#include "cli/settings.hpp"
#include "store/store.hpp"

namespace causa::cli::extending {

class Teller {
 public:
  Teller(const Settings& settings, store::Store& store, bool as_json, Outcome& outcome)
      : settings_(settings), store_(store), as_json_(as_json), outcome_(outcome) {}

  /// What was just stored.
  void tell(const Extended& one);

  /// What earlier calls had stored that were cut off: nobody knows how much of it arrived. One that
  /// can't be read is reported. False: a signal came first.
  bool tell_again(std::span<const store::LastVersion> versions);

  /// At the end; what was printed has then left the program.
  void end();

  /// How many were dealt with.
  [[nodiscard]] std::uint64_t done() const { return extended_ + there_already_; }

 private:
  void print(const Extended& one);
  void print_repeated(const Extended& repeated);

  const Settings& settings_;
  store::Store& store_;
  bool as_json_;
  Outcome& outcome_;
  std::uint64_t extended_ = 0, there_already_ = 0, new_alerts_ = 0, forgotten_ = 0;
  struct Left {
    std::uint64_t count = 0;
    std::vector<std::string> ids;  ///< of the first few
    std::string failure;           ///< of the first
    bool alike = true;             ///< it is that of all

    void add(const std::string& id, const std::string& why);
    [[nodiscard]] std::string named() const;
    [[nodiscard]] std::string reason() const;
  };
  std::map<std::string, Left> not_extended_;  ///< by why not
  std::map<std::string, Left> failed_;        ///< by module, extended all the same
  std::map<std::string, Left> refused_;       ///< by module, extended with others
};

}  // namespace causa::cli::extending
