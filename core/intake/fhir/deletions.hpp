// SPDX-License-Identifier: Apache-2.0
//
// What deletions name, and those of an export: bulk data has them as Bundles of nothing but
// deletions, each a line, in files beside those of one type each. They take lone lines away,
// whatever the order of the files, so they are held until all lines are read: some 150 bytes each.
// One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.hpp"
#include "intake/document.hpp"
#include "intake/fhir/versions.hpp"

namespace causa::intake::fhir {

inline constexpr std::string_view deleted_reason =
    "deleted by a Bundle of deletions in the same input";

/// "Observation/k1" of each form of address that servers write; empty if it is of none.
std::string deleted_name(std::string_view url);

/// As far as the deletion says itself how new it is.
Stamp stamp_of(const Deletion& deletion);

/// False if a line that is a Bundle surely holds something else than deletions: known without
/// reading it, so that all who read it agree.
bool may_be_deletions(std::string_view line);

class Deletions {
 public:
  /// True if the Bundle in the draft is a line with nothing but deletions, which are held from now
  /// on. `sink` gets an error if some name no resource.
  bool take(const Draft& bundle, const Document& line, const Sink& sink);

  /// Of lines held: what was deleted no longer counts, unless it is certainly newer.
  void carry_out(Draft& lines);

  /// Once it is known whose each line is: patients of whom only the Patient was deleted.
  void tell_patients(Draft& lines) const;

  /// After all lines: of what none of them is. Nothing if there is none. In what is read beside
  /// them, what is never used, or a Medication, may stand though it was deleted.
  [[nodiscard]] std::optional<Error> not_carried_out(bool beside_others) const;

 private:
  struct Deleted {
    std::uint64_t server = 0;      ///< a hash; 0: not known
    std::uint64_t number = 0;      ///< the highest
    std::int64_t earliest_ms = 0;  ///< of those without a number, each the latest
    std::int64_t latest_ms = 0;
    bool undated = false;  ///< one at least has neither
    bool several_servers = false;
    bool found = false;
  };

  void hold(const Deletion& deletion, std::string name, const TimeSpan& of_bundle);

  /// Why a resource of that name, which lies on that server, doesn't count; empty: it does.
  std::string_view why_not(const std::string& name, const Meta& meta, std::uint64_t server);

  std::unordered_map<std::string, Deleted> by_name_;
  std::string first_place_;
};

}  // namespace causa::intake::fhir
