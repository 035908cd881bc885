// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/related_messages.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "intake/hl7v2/lines.hpp"
#include "intake/hl7v2/strangers.hpp"
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

/// Whether a segment says something of a patient that would be used.
bool is_of_patient(std::string_view id) {
  constexpr std::string_view ids[] = {"OBX", "OBR", "SPM", "DG1", "PR1", "AL1",
                                      "IAM", "ORC", "RXE", "RXO", "RXC"};
  return std::find(std::begin(ids), std::end(ids), id) != std::end(ids);
}

constexpr std::string_view unreadable_message =
    "can't be read: a message names only what several patients share, and was refused";
constexpr std::string_view unreadable_stranger =
    "can't be read: a message under this patient's identifier may be another person's by sex and "
    "date of birth, and was refused";

const Refusal shared_by_patients{
    Verdict::error,
    Code::unknown_key,
    {"PID", 1, 3, 0},
    "several patients of this input have the identifiers that the message names: it isn't certain "
    "whose it is",
    "send it with an identifier that is the patient's alone"};

const Refusal given_to_two_people{
    Verdict::error,
    Code::unknown_key,
    {"PID", 1, 3, 0},
    "by sex and date of birth two people of this input have the identifier that the message names, "
    "and it isn't certainly of the first",
    "find out whose it is, and send it with an identifier that is the patient's alone"};

}  // namespace

void RelatedMessages::read(std::string_view bytes, const std::string& place, std::uint32_t receipt,
                           bool shares_id, bool run_on) {
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
  std::optional<Refusal> fault;
  places_.emplace_back(place, receipt);
  auto patients = take(*message, header, shares, place, fault);
  if (run_on)
    people_[*patients.rbegin()].draft.ignore(
        std::string(message->segments.back().id()) + ".line",
        "the next message begins in its line: its end may be missing", {}, false);
  if (shares_id)
    for (const std::uint32_t patient : patients)
      people_[patient].draft.ignore(
          "MSH.10", "a control id that the sender has given to another message, too", {}, false);
  if (receipts_) {
    receipts_->carry(receipt, static_cast<std::uint32_t>(patients.size()));
    if (fault) receipts_->doubt(receipt, std::move(*fault));
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
                                              const std::string& place,
                                              std::optional<Refusal>& fault) {
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
    Telling& telling = story.tellings.back();
    if (!fault) fault = telling.fault;
    telling.identifiers = share.identifiers;
  }
  ++messages_;
  take_lead(message, shares.front().first, source.label, people_[*first_patient].draft, fault);
  return patients;
}

/// What stands before the first PID (SFT, EVN) belongs to the first patient. A result there may be
/// of another.
void RelatedMessages::take_lead(const Message& message, std::size_t first, const std::string& label,
                                record::Record& draft, std::optional<Refusal>& fault) {
  for (std::size_t i = 1; i < first; ++i) {
    const std::string_view id = message.segments[i].id();
    const bool speaks_of_somebody = is_of_patient(id);
    ++draft.resources_read;
    draft.ignore(id,
                 speaks_of_somebody ? "can't be read: stands before the patient, PID"
                                    : "segments of this kind are not used",
                 std::string(id) + "/" + label, !speaks_of_somebody);
    if (speaks_of_somebody && !fault)
      fault = doubted({known_id(id), 1, 0, 0}, Code::segment_sequence,
                      "what speaks of a patient stands before the patient");
  }
  for (const std::size_t broken : message.broken) {
    if (broken >= first) continue;
    const std::string_view id = message.segments[broken].id();
    draft.ignore(std::string(id) + ".line", unreadable_line, std::string(id) + "/" + label, false);
    if (!fault)
      fault = doubted({known_id(id), 1, 0, 0}, Code::segment_sequence, "a line begins no segment");
  }
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

/// Whoever it is of, the message isn't used.
void RelatedMessages::refuse(Story& story, const Telling& telling, const Refusal& refusal,
                             const Sink& sink) {
  const auto& [place, receipt] = places_[telling.message];
  if (receipts_) receipts_->doubt(receipt, refusal);
  sink(input_error(place + ": PID-3", refusal.message, refusal.cure));
  record::Ignored& segments = story.draft.ignored.emplace_back();
  segments.source = "PID";
  segments.reason = "of a message that may be another patient's";
  segments.count = telling.used;
  story.draft.resources_used -= telling.used;
}

/// Who named the patient first can't decide whose a message is.
void RelatedMessages::refuse_ambiguous(std::uint32_t patient, const Sink& sink) {
  Story& story = people_[patient];
  std::erase_if(story.tellings, [&](const Telling& telling) {
    const auto able = people_.ambiguous(patient, telling.identifiers);
    if (able.empty()) return false;
    refuse(story, telling, shared_by_patients, sink);
    for (const std::uint32_t one : able)
      people_[one].draft.ignore("PID.3", unreadable_message, telling.source, false);
    return true;
  });
}

/// The record says so, too: some of them may be this patient's all the same.
void RelatedMessages::refuse_strangers(Story& story, const Sink& sink) {
  for (const Telling& telling : take_strangers(story)) {
    refuse(story, telling, given_to_two_people, sink);
    story.draft.ignore("PID.3", unreadable_stranger, telling.source, false);
  }
}

void RelatedMessages::hand_over(const Sink& sink) {
  for (std::uint32_t i = 0; i < people_.all().size(); ++i) refuse_ambiguous(i, sink);
  for (Story& story : people_.all()) refuse_strangers(story, sink);
  people_.settle_names();
  for (Story& story : people_.all()) {
    if (story.tellings.empty()) continue;
    PatientInput input;
    input.place = std::move(story.place);
    input.receipts = std::move(story.receipts);
    input.record = settle(std::move(story));
    sink(std::move(input));
  }
}

}  // namespace causa::intake::hl7v2
