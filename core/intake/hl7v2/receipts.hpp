// SPDX-License-Identifier: Apache-2.0
//
// What became of each message of a call, from its reading to the storing of what it carried, and
// the acknowledgments that follow from it. A message is accepted once all its patients are stored.
// One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "intake/hl7v2/header.hpp"

namespace causa::intake::hl7v2 {

class Receipts {
 public:
  /// A message that is read; returns its index, to be named by those who carry it.
  std::uint32_t accept(Header header, std::uint32_t patients);
  void refuse(Header header, Refusal refusal);
  /// The message `index` came again.
  void repeat(std::uint32_t index);
  /// Something to say of an accepted message, as a warning.
  void warn(std::uint32_t index, Refusal warning);

  /// One patient each of these messages is safe.
  void stored(std::span<const std::uint32_t> messages);

  /// All acknowledgments in the order of the messages; each segment ends with CR. What isn't
  /// stored by now is answered as an error. `now_ms` dates them.
  [[nodiscard]] std::string acknowledgments(std::int64_t now_ms) const;

 private:
  struct Receipt {
    Header header;
    std::uint32_t waiting = 0;       ///< patients not yet stored
    std::optional<Refusal> refusal;  ///< or, if accepted, a warning
    bool accepted = false;
  };

  std::vector<Receipt> receipts_;
  std::vector<std::uint32_t> arrivals_;  ///< indices of receipts, one a message
};

}  // namespace causa::intake::hl7v2
