// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/related_messages.hpp"

#include "base/hash.hpp"
#include "intake/hl7v2/telling.hpp"

namespace causa::intake::hl7v2 {

namespace {

/// Things of the whole message that each of its patients' records should say.
void tell(const Message& message, const Header& header, record::Record& draft) {
  if (!message.charset_told.empty()) draft.ignore("MSH.18", message.charset_told, {});
  if (header.for_test)
    draft.ignore("MSH.11", "a message for training or debugging (processing id T or D)", {});
  if (header.version.empty()) draft.ignore("MSH.12", "no version is stated: read as version 2", {});
  if (!header.time.known()) draft.ignore("MSH.7", "when the message was sent is not stated", {});
}

}  // namespace

void RelatedMessages::read(std::string_view bytes, const std::string& place, std::uint32_t receipt,
                           bool shares_id) {
  const Result<Message> message = Message::parse(bytes);
  if (message.has_error()) return;  // it could be read before
  const Header header = read_header(*message);
  std::vector<Share> shares;
  if (find_shares(*message, header, shares)) return;
  const std::string digest = sha256_hex(content_of(*message));
  if (const Known* before = came_before(header, digest)) {
    if (receipts_) receipts_->repeat(receipt, before->receipt);
    for (const std::uint32_t patient : before->patients)
      people_[patient].draft.ignore("MSH.10", "the same message again was not used again", {});
    return;
  }
  auto patients = take(*message, header, shares, place);
  if (shares_id)
    for (const std::uint32_t patient : patients)
      people_[patient].draft.ignore(
          "MSH.10", "a control id that the sender has given to another message, too", {}, false);
  if (receipts_) {
    receipts_->carry(receipt, static_cast<std::uint32_t>(patients.size()));
    for (const std::uint32_t patient : patients) people_[patient].receipts.push_back(receipt);
  }
  if (!header.control_id.empty())
    known_.emplace(key_of(header), Known{digest, receipt, std::move(patients)});
}

const RelatedMessages::Known* RelatedMessages::came_before(const Header& header,
                                                           const std::string& digest) const {
  if (header.control_id.empty()) return nullptr;
  const auto [first, last] = known_.equal_range(key_of(header));
  for (auto at = first; at != last; ++at)
    if (at->second.digest == digest) return &at->second;
  return nullptr;
}

/// The patients of whom it tells.
std::set<std::uint32_t> RelatedMessages::take(const Message& message, const Header& header,
                                              const std::vector<Share>& shares,
                                              const std::string& place) {
  const Source source{header, message.dialect, label_of(header)};
  std::set<std::uint32_t> patients;
  std::optional<std::uint32_t> first_patient;
  for (const Share& share : shares) {
    const std::uint32_t patient = people_.find_or_add(share.identifiers);
    if (!first_patient) first_patient = patient;
    Story& story = people_[patient];
    if (story.place.empty()) story.place = place;
    if (patients.insert(patient).second) tell(message, header, story.draft);
    read_telling(source, message, share.first, share.last, story, messages_);
  }
  ++messages_;
  // What stands before the first PID (SFT, EVN) belongs to the first patient.
  record::Record& draft = people_[*first_patient].draft;
  for (std::size_t i = 1; i < shares.front().first; ++i) {
    ++draft.resources_read;
    draft.ignore(message.segments[i].id(), "segments of this kind are not used",
                 std::string(message.segments[i].id()) + "/" + source.label);
  }
  return patients;
}

/// Sources name a message by its control id, which is made unique.
std::string RelatedMessages::label_of(const Header& header) {
  const std::string begin =
      header.control_id.empty() ? "message" : std::string(beginning(header.control_id, 60));
  std::string label = begin;
  do {
    const std::size_t number = ++named_[begin];
    if (number > 1 || header.control_id.empty()) label = begin + "-" + std::to_string(number);
  } while (!labels_.insert(label).second);
  return label;
}

void RelatedMessages::hand_over(const Sink& sink) {
  for (Story& story : people_.all()) {
    PatientInput input;
    input.place = std::move(story.place);
    input.receipts = std::move(story.receipts);
    input.record = settle(std::move(story));
    sink(std::move(input));
  }
}

}  // namespace causa::intake::hl7v2
