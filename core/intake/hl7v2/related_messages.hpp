// SPDX-License-Identifier: Apache-2.0
//
// The messages of patients who may be one, since they share an identifier or a message -> one
// Record a patient, once all were read: a later message may correct an earlier one. The same
// message (sender, MSH-10 and content) again is not used again. One thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "intake/hl7v2/people.hpp"
#include "intake/hl7v2/receipts.hpp"
#include "intake/hl7v2/shares.hpp"
#include "intake/patient_input.hpp"

namespace causa::intake::hl7v2 {

class RelatedMessages {
 public:
  /// `receipts` may be null; else it outlives this.
  explicit RelatedMessages(Receipts* receipts) : receipts_(receipts) {}

  /// A message that can be read and names its patients. `receipt`: its own; `shares_id`: the sender
  /// has given its control id to another message, too; `run_on`: the next one begins in its last
  /// line.
  void read(std::string_view bytes, const std::string& place, std::uint32_t receipt, bool shares_id,
            bool run_on);

  /// The patients, in the order in which they were first named.
  void hand_over(const Sink& sink);

 private:
  /// A message that was read, by sender and control id.
  struct Known {
    std::string digest;  ///< of what follows MSH
    std::uint32_t receipt = 0;
    std::set<std::uint32_t> patients;
  };

  [[nodiscard]] const Known* came_before(const Header& header, const std::string& digest) const;
  std::set<std::uint32_t> take(const Message& message, const Header& header,
                               const std::vector<Share>& shares, const std::string& place,
                               std::optional<Refusal>& fault);
  void take_lead(const Message& message, std::size_t first, const std::string& label,
                 record::Record& draft, std::optional<Refusal>& fault);
  std::string label_of(const Header& header);
  void refuse_ambiguous(std::uint32_t patient, const Sink& sink);
  void refuse_strangers(Story& story, const Sink& sink);
  void refuse(Story& story, const Telling& telling, const Refusal& refusal, const Sink& sink);

  Receipts* receipts_;
  People people_;
  std::multimap<std::string, Known> known_;
  std::set<std::string> labels_;
  std::map<std::string, std::size_t> named_;  ///< how many messages had this control id
  std::uint32_t messages_ = 0;
  /// Where each message stands, and its receipt.
  std::vector<std::pair<std::string, std::uint32_t>> places_;
};

}  // namespace causa::intake::hl7v2
