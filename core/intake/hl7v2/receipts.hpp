// SPDX-License-Identifier: Apache-2.0
//
// What became of each message of a call, from its reading to the storing of what it carried, and
// the acknowledgments that follow from it. A message is accepted once all its patients are stored.
// What messages have in common (who sent them, in which version) is kept once.
//
// One thread at a time may add messages. Once all are there, carry(), repeat() and doubt() of a
// message may be called while another thread tells what became of the patients of others.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "intake/hl7v2/header.hpp"

namespace causa::intake::hl7v2 {

class Receipts {
 public:
  /// A message that can be read; returns its index, to be named by those who carry it.
  std::uint32_t accept(Header header);
  void refuse(Header header, Refusal refusal);
  /// So many patients carry it.
  void carry(std::uint32_t index, std::uint32_t patients);
  /// It is message `first` again.
  void repeat(std::uint32_t index, std::uint32_t first);
  /// Something to say of an accepted message, as a warning.
  void warn(std::uint32_t index, Refusal warning);
  /// A part of it can't be read, whatever becomes of the rest.
  void doubt(std::uint32_t index, Refusal refusal);

  /// One patient each of these messages is safe.
  void stored(std::span<const std::uint32_t> messages);

  /// One patient each of these messages could be read and is not assessed. `why` is sent back, and
  /// so holds nothing of what the messages say.
  void not_assessed(std::span<const std::uint32_t> messages, const std::string& why);

  /// Calls `each` for the acknowledgments in the order of the messages; each segment ends with CR.
  /// What isn't stored by now is answered as an error. `now_ms` dates them.
  void acknowledge_all(std::int64_t now_ms,
                       const std::function<void(std::string_view)>& each) const;

  /// All in one.
  [[nodiscard]] std::string acknowledgments(std::int64_t now_ms) const;

 private:
  static constexpr std::uint32_t itself = ~0u;

  struct Receipt {
    std::uint32_t header = 0;          ///< of headers_
    std::uint32_t waiting = 0;         ///< patients not yet stored
    std::uint32_t same = itself;       ///< the message that it is again
    std::string control_id;            ///< as written
    std::unique_ptr<Refusal> refusal;  ///< or, if its verdict is accepted, a warning
  };

  std::uint32_t add(Header header, std::uint32_t waiting);
  [[nodiscard]] std::string acknowledgment(const Receipt& receipt, std::int64_t now_ms) const;

  std::vector<Receipt> receipts_;  ///< one a message
  std::vector<Header> headers_;    ///< without what is a message's own
  std::map<std::string, std::uint32_t> by_content_;
};

}  // namespace causa::intake::hl7v2
