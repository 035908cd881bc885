// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/message_reader.hpp"

#include <map>
#include <optional>
#include <set>

#include "base/hash.hpp"
#include "intake/hl7v2/people.hpp"
#include "intake/hl7v2/receipts.hpp"
#include "intake/hl7v2/telling.hpp"

namespace causa::intake::hl7v2 {

namespace {

/// Segments of one patient: [first, last), the first is PID.
struct Share {
  std::size_t first = 0, last = 0;
  std::vector<Identifier> identifiers;
};

/// What can be refused only once all segments are known.
std::optional<Refusal> find_shares(const Message& message, const Header& header,
                                   std::vector<Share>& shares) {
  unsigned number = 0;
  for (std::size_t i = 0; i < message.segments.size(); ++i) {
    if (message.segments[i].id() != "PID") continue;
    ++number;
    if (!shares.empty()) shares.back().last = i;
    Share share{i, message.segments.size(),
                read_identifiers(message.segments[i], header, message.dialect)};
    if (share.identifiers.empty())
      return Refusal{Verdict::error,
                     Code::required_field_missing,
                     {"PID", number, 3, 0},
                     "the patient has no identifier",
                     "give PID-3 an identifier with its authority"};
    shares.push_back(std::move(share));
  }
  if (shares.empty())
    return Refusal{Verdict::error,
                   Code::segment_sequence,
                   {"PID", 1, 0, 0},
                   "the message names no patient",
                   "send it with a PID segment"};
  return std::nullopt;
}

std::string place_of(const Location& location) {
  if (location.segment.empty()) return {};
  std::string place(location.segment);
  if (location.segment != "MSH") place += "[" + std::to_string(location.sequence) + "]";
  if (location.field > 0) place += "-" + std::to_string(location.field);
  return place;
}

/// Of all but MSH, which may say another time when a message is sent again.
std::string digest_of(const Message& message) {
  std::string text;
  for (std::size_t i = 1; i < message.segments.size(); ++i)
    text.append(message.segments[i].text()).append("\r");
  return sha256_hex(text);
}

std::string joined(const std::string& place, const std::string& more) {
  return more.empty() ? place : place + ": " + more;
}

}  // namespace

struct MessageReader::State {
  explicit State(Receipts* given) : receipts(given) {}

  /// A message that was read, by sender and control id.
  struct Known {
    std::string digest;  ///< of what follows MSH
    std::uint32_t receipt = 0;
    std::vector<std::uint32_t> patients;
  };

  void read(std::string_view bytes, const std::string& place, const Sink& sink);
  void refuse(Header header, const Refusal& refusal, const std::string& place, const Sink& sink);
  Known* came_before(const Header& header, const std::string& digest, bool& other);
  std::uint32_t take(const Message& message, Header header, const std::vector<Share>& shares,
                     const std::string& place, Known& known);
  std::string label_of(const Header& header);
  void tell(const Message& message, const Header& header, record::Record& draft) const;

  Receipts* receipts;
  People people;
  std::multimap<std::string, Known> known;
  std::set<std::string> labels;
  std::map<std::string, std::size_t> named;  ///< how many messages had this control id
  std::uint32_t messages = 0;
  std::size_t handed_over = 0;  ///< patients, by finish_some()
};

void MessageReader::State::refuse(Header header, const Refusal& refusal, const std::string& place,
                                  const Sink& sink) {
  if (receipts) receipts->refuse(std::move(header), refusal);
  sink(input_error(joined(place, place_of(refusal.location)), refusal.message, refusal.cure));
}

void MessageReader::State::read(std::string_view bytes, const std::string& place,
                                const Sink& sink) {
  const Result<Message> message = Message::parse(bytes);
  if (message.has_error()) {
    const Error& error = message.error();
    const bool in_header = error.place == "MSH-2";
    if (receipts)
      receipts->refuse(
          guess_header(bytes),
          {Verdict::rejected, in_header ? Code::data_type : Code::segment_sequence,
           in_header ? Location{"MSH", 1, 2, 0} : Location{}, error.message, error.cure});
    return sink(input_error(joined(place, error.place), error.message, error.cure));
  }
  Header header = read_header(*message);
  if (const auto refusal = refusal_of(header)) return refuse(header, *refusal, place, sink);
  std::vector<Share> shares;
  if (const auto refusal = find_shares(*message, header, shares))
    return refuse(header, *refusal, place, sink);
  const std::string digest = digest_of(*message);
  bool other = false;
  if (const Known* before = came_before(header, digest, other)) {
    if (receipts) receipts->repeat(before->receipt);
    for (const std::uint32_t patient : before->patients)
      people[patient].draft.ignore("MSH.10", "the same message again was not used again", {});
    return;
  }
  const std::string key =
      header.sending_application + "|" + header.sending_facility + "|" + header.written_control_id;
  const bool has_id = !header.control_id.empty();
  Known fresh;
  fresh.digest = digest;
  fresh.receipt = take(*message, std::move(header), shares, place, fresh);
  if (other)
    for (const std::uint32_t patient : fresh.patients)
      people[patient].draft.ignore(
          "MSH.10", "a control id that the sender has given to another message, too", {}, false);
  if (receipts && other)
    receipts->warn(fresh.receipt, {Verdict::accepted,
                                   Code::duplicate_key,
                                   {"MSH", 1, 10, 0},
                                   "another message had this control id; both were used",
                                   "give each message a control id of its own"});
  if (receipts && !has_id)
    receipts->warn(fresh.receipt, {Verdict::accepted,
                                   Code::required_field_missing,
                                   {"MSH", 1, 10, 0},
                                   "the message has no control id",
                                   "give each message a control id of its own"});
  if (has_id) known.emplace(key, std::move(fresh));
}

/// The same message, if it was read before; `other`: one with its control id, but other content.
MessageReader::State::Known* MessageReader::State::came_before(const Header& header,
                                                               const std::string& digest,
                                                               bool& other) {
  if (header.control_id.empty()) return nullptr;
  const std::string key =
      header.sending_application + "|" + header.sending_facility + "|" + header.written_control_id;
  const auto [first, last] = known.equal_range(key);
  for (auto at = first; at != last; ++at)
    if (at->second.digest == digest) return &at->second;
  other = first != last;
  return nullptr;
}

std::uint32_t MessageReader::State::take(const Message& message, Header header,
                                         const std::vector<Share>& shares, const std::string& place,
                                         Known& fresh) {
  const Source source{header, message.dialect, label_of(header)};
  std::set<std::uint32_t> patients;
  std::optional<std::uint32_t> first_patient;
  for (const Share& share : shares) {
    const std::uint32_t patient = people.find_or_add(share.identifiers);
    if (!first_patient) first_patient = patient;
    Story& story = people[patient];
    if (story.place.empty()) story.place = place;
    if (patients.insert(patient).second) tell(message, header, story.draft);
    read_telling(source, message, share.first, share.last, story, messages);
  }
  ++messages;
  // What stands before the first PID (SFT, EVN) belongs to the first patient.
  record::Record& draft = people[*first_patient].draft;
  for (std::size_t i = 1; i < shares.front().first; ++i) {
    ++draft.resources_read;
    draft.ignore(message.segments[i].id(), "segments of this kind are not used",
                 std::string(message.segments[i].id()) + "/" + source.label);
  }
  fresh.patients.assign(patients.begin(), patients.end());
  if (!receipts) return 0;
  const std::uint32_t receipt =
      receipts->accept(std::move(header), static_cast<std::uint32_t>(patients.size()));
  for (const std::uint32_t patient : patients) people[patient].receipts.push_back(receipt);
  return receipt;
}

/// Things of the whole message that each of its patients' records should say.
void MessageReader::State::tell(const Message& message, const Header& header,
                                record::Record& draft) const {
  if (!message.charset_told.empty()) draft.ignore("MSH.18", message.charset_told, {});
  if (header.for_test)
    draft.ignore("MSH.11", "a message for training or debugging (processing id T or D)", {});
  if (header.version.empty()) draft.ignore("MSH.12", "no version is stated: read as version 2", {});
  if (!header.time.known()) draft.ignore("MSH.7", "when the message was sent is not stated", {});
}

/// Sources name a message by its control id, which is made unique.
std::string MessageReader::State::label_of(const Header& header) {
  const std::string begin =
      header.control_id.empty() ? "message" : std::string(beginning(header.control_id, 60));
  std::string label = begin;
  do {
    const std::size_t number = ++named[begin];
    if (number > 1 || header.control_id.empty()) label = begin + "-" + std::to_string(number);
  } while (!labels.insert(label).second);
  return label;
}

MessageReader::MessageReader(const Options& options)
    : state_(std::make_unique<State>(options.receipts)) {}
MessageReader::~MessageReader() = default;

void MessageReader::read(const Document& document, const Sink& sink) {
  const Split found = split(document.bytes);
  const bool several = found.messages.size() > 1;
  for (std::size_t i = 0; i < found.messages.size(); ++i)
    state_->read(found.messages[i],
                 several ? document.place + ": message " + std::to_string(i + 1) : document.place,
                 sink);
  for (const BatchFault& fault : found.faults)
    sink(input_error(joined(document.place, fault.place), fault.message, fault.cure));
  if (found.messages.empty() && found.faults.empty())
    sink(input_error(document.place, "no HL7 v2 message (MSH) in it",
                     "begin each message with an MSH segment"));
}

void MessageReader::finish(const Sink& sink) {
  while (finish_some(sink)) {
  }
}

/// What was said of a patient is gone once it is handed over.
bool MessageReader::finish_some(const Sink& sink) {
  std::vector<Story>& stories = state_->people.all();
  if (state_->handed_over == stories.size()) {
    state_ = std::make_unique<State>(state_->receipts);
    return false;
  }
  Story& story = stories[state_->handed_over++];
  PatientInput input;
  input.place = std::move(story.place);
  input.receipts = std::move(story.receipts);
  input.record = settle(std::move(story));
  sink(std::move(input));
  return true;
}

}  // namespace causa::intake::hl7v2
