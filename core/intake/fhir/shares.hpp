// SPDX-License-Identifier: Apache-2.0
//
// What each of several patients gets of a draft, and what is left over. Borrows the draft and its
// ownership, which must not change meanwhile.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "intake/fhir/ownership.hpp"

namespace causa::intake::fhir {

inline constexpr std::string_view copy_reason = "another version or copy of the patient";
inline constexpr std::string_view unnamed_reason = "no statement or request names it";
inline constexpr std::string_view medication_copy_reason =
    "another version or copy of the medication";

/// Of one that nothing names.
std::string_view why_unused(const Medication& medication);

/// Adds one to what was read, and to what was used or ignored.
void account(const Resource& resource, record::Record& record);
void account(const Skipped& skipped, record::Record& record);

/// Who the patient is.
void describe(const Patient& patient, record::Record& record);

class Shares {
 public:
  Shares(const Draft& draft, const Ownership& ownership);

  /// Copies what is the patient's.
  [[nodiscard]] record::Record record_of(std::uint32_t patient) const;

  /// Counts what is no patient's, as ignored.
  void leave_to(record::Record& left) const;

 private:
  /// Things by their owner, each in their own order.
  class Index {
   public:
    void add(std::uint32_t owner, std::size_t thing) {
      entries_.emplace_back(owner, static_cast<std::uint32_t>(thing));
    }
    void sort();
    [[nodiscard]] std::span<const std::pair<std::uint32_t, std::uint32_t>> of(
        std::uint32_t owner) const;

   private:
    std::vector<std::pair<std::uint32_t, std::uint32_t>> entries_;
  };

  void give_out(const Ownership& ownership);

  const Draft& draft_;
  Index resources_, medications_, skipped_, notes_, copies_;
};

}  // namespace causa::intake::fhir
