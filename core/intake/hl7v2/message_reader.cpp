// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/message_reader.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include "intake/hl7v2/lines.hpp"
#include "intake/hl7v2/related_messages.hpp"
#include "intake/patient_keys.hpp"
#include "intake/patient_spool.hpp"

namespace causa::intake::hl7v2 {

namespace {

std::string place_of(const Location& location) {
  if (location.segment.empty()) return {};
  std::string place(location.segment);
  if (location.segment != "MSH") place += "[" + std::to_string(location.sequence) + "]";
  if (location.field > 0) place += "-" + std::to_string(location.field);
  return place;
}

std::string joined(const std::string& place, const std::string& more) {
  return more.empty() ? place : place + ": " + more;
}

const Refusal shared_id{Verdict::accepted,
                        Code::duplicate_key,
                        {"MSH", 1, 10, 0},
                        "another message had this control id; both were used",
                        "give each message a control id of its own"};
const Refusal no_id{Verdict::accepted,
                    Code::required_field_missing,
                    {"MSH", 1, 10, 0},
                    "the message has no control id",
                    "give each message a control id of its own"};

const Refusal no_end{Verdict::accepted,
                     Code::segment_sequence,
                     {},
                     "the next message begins in its last line: its end may be missing",
                     "end each segment with CR"};

const Refusal cut_off{Verdict::rejected,
                      Code::segment_sequence,
                      {},
                      "the message was cut off: its frame (MLLP) has no end (byte 1C)",
                      "send it again whole"};

/// Of a piece, beside its receipt: its control id is another's, too.
constexpr std::uint32_t shares_id_bit = 1u << 31;
/// The next message begins in its last line.
constexpr std::uint32_t run_on_bit = 1u << 30;
constexpr std::uint32_t receipt_bits = run_on_bit - 1;

}  // namespace

struct MessageReader::State {
  explicit State(const Options& given) : options(given), spool(options) {}

  void read(std::string_view bytes, bool run_on, const std::string& place, const Sink& sink);
  void reject(std::string_view bytes, const Refusal& refusal, const std::string& place,
              const Sink& sink);
  void refuse(Header header, const Refusal& refusal, const std::string& place, const Sink& sink);
  bool shares_id(const Header& header, const Message& message);
  void tell_objects(const Message& message, const Sink& sink) const;
  void keep(std::string_view bytes, const std::vector<Share>& shares, std::uint32_t mark,
            const Sink& sink);
  void fail(const Error& error, const Sink& sink);
  bool next_patients(const Sink& sink);

  struct File {
    std::string place;
    bool several = false;  ///< messages
    bool cut = false;
    std::uint64_t messages = 0;
    std::uint64_t line_ends = 0;  ///< before the last message
  };
  [[nodiscard]] static std::string place_in(const File& file, std::uint64_t number) {
    return file.several ? file.place + ": message " + std::to_string(number) : file.place;
  }

  const Options options;
  PatientSpool spool;
  PatientKeys patients;
  /// Hash of what follows MSH, of the first message with a control id, by hash of sender and id.
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> control_ids;
  Splitter splitter;  ///< of the last file
  std::vector<File> files;
  bool any = false;  ///< message or error, in the last file
  bool arranged = false, failed = false;
};

void MessageReader::State::refuse(Header header, const Refusal& refusal, const std::string& place,
                                  const Sink& sink) {
  if (options.receipts) options.receipts->refuse(std::move(header), refusal);
  sink(input_error(joined(place, place_of(refusal.location)), refusal.message, refusal.cure));
}

/// What is damaged: only its header is looked at, to answer it.
void MessageReader::State::reject(std::string_view bytes, const Refusal& refusal,
                                  const std::string& place, const Sink& sink) {
  if (options.receipts) options.receipts->refuse(guess_header(bytes), refusal);
  sink(input_error(place, refusal.message, refusal.cure));
}

void MessageReader::State::fail(const Error& error, const Sink& sink) {
  failed = true;
  sink(error);
}

/// Refuses a message, or keeps it for the time when all of its patients' are there.
void MessageReader::State::read(std::string_view bytes, bool run_on, const std::string& place,
                                const Sink& sink) {
  const Result<Message> message = Message::parse(bytes);
  if (message.has_error()) {
    const Error& error = message.error();
    const bool in_header = error.place == "MSH-2";
    return reject(bytes,
                  {Verdict::rejected, in_header ? Code::data_type : Code::segment_sequence,
                   in_header ? Location{"MSH", 1, 2, 0} : Location{}, error.message, error.cure},
                  joined(place, error.place), sink);
  }
  tell_objects(*message, sink);
  Header header = read_header(*message);
  if (const auto refusal = refusal_of(header)) return refuse(header, *refusal, place, sink);
  std::vector<Share> shares;
  if (const auto refusal = find_shares(*message, header, shares))
    return refuse(header, *refusal, place, sink);
  const bool shares_its_id = shares_id(header, *message);
  std::uint32_t mark = (shares_its_id ? shares_id_bit : 0) | (run_on ? run_on_bit : 0);
  if (options.receipts) {
    const bool has_id = !header.control_id.empty();
    const std::uint32_t receipt = options.receipts->accept(std::move(header));
    if (shares_its_id) options.receipts->warn(receipt, shared_id);
    if (!has_id) options.receipts->warn(receipt, no_id);
    if (run_on) options.receipts->warn(receipt, no_end);
    mark |= receipt;
  }
  keep(bytes, shares, mark, sink);
}

/// Each may be a patient, of whom nothing else would be told.
void MessageReader::State::tell_objects(const Message& message, const Sink& sink) const {
  const File& file = files.back();
  for (const std::size_t line_ends : message.objects)
    sink(input_error(file.place + ":" + std::to_string(file.line_ends + line_ends + 1),
                     "a line of JSON behind a message of HL7 v2: it is not read, and may be a "
                     "patient",
                     "give FHIR and HL7 v2 each as an input of its own"));
}

/// Whether an earlier message that says something else has its control id.
bool MessageReader::State::shares_id(const Header& header, const Message& message) {
  if (header.control_id.empty()) return false;
  const auto content = static_cast<std::uint32_t>(hash_of(content_of(message)));
  const auto [at, fresh] = control_ids.try_emplace(hash_of(key_of(header)), content);
  return !fresh && at->second != content;
}

void MessageReader::State::keep(std::string_view bytes, const std::vector<Share>& shares,
                                std::uint32_t mark, const Sink& sink) {
  std::vector<std::uint64_t> keys;
  for (const Share& share : shares)
    for (const Identifier& identifier : share.identifiers) keys.push_back(hash_of(identifier.id));
  Piece piece;
  piece.patient = patients.find_or_add(keys);
  piece.file = static_cast<std::uint32_t>(files.size() - 1);
  piece.number = files.back().messages;
  piece.mark = mark;
  piece.bytes = bytes;
  if (auto kept = spool.add(piece); !kept) fail(kept.error(), sink);
}

/// Patients who have nothing to do with any other.
bool MessageReader::State::next_patients(const Sink& sink) {
  if (failed) return false;
  if (!arranged) {
    arranged = true;
    if (auto done = spool.arrange(patients.places()); !done) return fail(done.error(), sink), false;
  }
  RelatedMessages related(options.receipts);
  const auto more = spool.next_patient([&](const Piece& piece) {
    const File& file = files[piece.file];
    if (file.cut) return;
    const std::string place = place_in(file, piece.number);
    if (piece.too_many)
      return sink(input_error(place,
                              "the messages of this patient, and of those who share an identifier, "
                              "are larger than " +
                                  std::to_string(options.limits.document_bytes) + " bytes",
                              "give them in several calls"));
    related.read(piece.bytes, place, piece.mark & receipt_bits, (piece.mark & shares_id_bit) != 0,
                 (piece.mark & run_on_bit) != 0);
  });
  if (!more) return fail(more.error(), sink), false;
  related.hand_over(sink);
  return *more;
}

MessageReader::MessageReader(const Options& options) : state_(std::make_unique<State>(options)) {}
MessageReader::~MessageReader() = default;

void MessageReader::read(const Document& document, const Sink& sink) {
  State& state = *state_;
  if (state.failed) return;
  if (document.begins) {
    state.splitter = {};
    state.files.push_back({document.place});
    state.any = false;
  }
  State::File& file = state.files.back();
  const Split found = state.splitter.take(document.bytes, document.ends && !document.cut);
  file.several = file.several || !document.is_whole() || found.messages.size() > 1;
  std::string_view uncounted = document.bytes;
  const auto count_before = [&](std::string_view rest) {
    const std::size_t size = uncounted.size() - rest.size();
    file.line_ends += count_line_ends(uncounted.substr(0, size));
    uncounted = rest;
  };
  auto cut = found.cut.begin();
  auto run_on = found.run_on.begin();
  for (std::size_t i = 0; i < found.messages.size(); ++i) {
    const auto at = found.messages[i].data() - document.bytes.data();
    count_before(document.bytes.substr(static_cast<std::size_t>(at)));
    const std::string place = State::place_in(file, ++file.messages);
    const bool runs_on = run_on != found.run_on.end() && *run_on == i;
    if (runs_on) ++run_on;
    if (cut != found.cut.end() && *cut == i) {
      ++cut;
      state.reject(found.messages[i], cut_off, place, sink);
    } else {
      state.read(found.messages[i], runs_on, place, sink);
    }
  }
  count_before({});
  if (document.cut) {
    // What is damaged may say anything.
    file.cut = true;
    return sink(*document.cut);
  }
  for (const BatchFault& fault : found.faults)
    sink(input_error(joined(document.place, fault.place), fault.message, fault.cure));
  state.any = state.any || !found.messages.empty() || !found.faults.empty();
  if (document.ends && !state.any)
    sink(input_error(document.place, "no HL7 v2 message (MSH) in it",
                     "begin each message with an MSH segment"));
}

void MessageReader::finish(const Sink& sink) {
  while (finish_some(sink)) {
  }
}

/// What was said of a patient is gone once it is handed over.
bool MessageReader::finish_some(const Sink& sink) {
  if (state_->next_patients(sink)) return true;
  if (!state_->failed) state_ = std::make_unique<State>(state_->options);
  return false;
}

}  // namespace causa::intake::hl7v2
