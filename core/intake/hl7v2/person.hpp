// SPDX-License-Identifier: Apache-2.0
//
// Who a message speaks of (PID): identifiers with the authority that gave them, and what is stated
// of sex, birth and death. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/hl7v2/header.hpp"
#include "record/record.hpp"

namespace causa::intake::hl7v2 {

/// One repetition of PID-3. An identifier without an authority is one of its sender's.
struct Identifier {
  std::string id;
  std::string name_space, universal;  ///< of the authority; universal with its type: "1.2.3&ISO"
  std::string sender;                 ///< only if no authority is stated
  std::string type;                   ///< MR, PI, SS ...

  /// Of one authority; an authority may be named by its namespace, its universal id, or both.
  [[nodiscard]] bool same_authority(const Identifier& other) const;

  /// For the record: "1234", or with its authority as in a CX: "1234^^^HOSP&1.2.3&ISO".
  [[nodiscard]] std::string text() const;
};

/// What is stated; `""` states that it isn't known.
struct Demographics {
  std::optional<record::Sex> sex;
  std::optional<TimeSpan> birth;
  std::optional<bool> deceased;
  std::vector<std::string_view> notes;  ///< fields that can't be read, as "PID.7"; literals
};

/// No patient has more; what follows is not looked at.
inline constexpr std::size_t most_identifiers = 100;

/// PID-3; if that is empty, PID-2 and PID-4, as senders of old versions do. Empty: none is stated.
/// Numbers of accounts, visits, samples and of other people (table 0203) name nobody and are left
/// out.
std::vector<Identifier> read_identifiers(const Segment& pid, const Header& header,
                                         const Dialect& dialect);

Demographics read_demographics(const Segment& pid, const Header& header, const Dialect& dialect);

}  // namespace causa::intake::hl7v2
