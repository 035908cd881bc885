// SPDX-License-Identifier: Apache-2.0

#include "intake/reader.hpp"

#include <deque>
#include <map>

#include "intake/document_reader.hpp"
#include "intake/fhir/deletions.hpp"
#include "intake/fhir/root_type.hpp"
#include "intake/make_reader.hpp"
#include "intake/of_no_patient.hpp"

namespace causa::intake {

namespace {

/// Whether all that is said in it can be read without what other documents say.
bool stands_for_itself(const Document& document) {
  if (document.format == Format::hl7v2 || !document.is_whole()) return false;
  if (!document.one_of_many) return true;
  // Deletions hold for the lines that are joined here.
  return fhir::is_surely_bundle(document.bytes) && !fhir::may_be_deletions(document.bytes);
}

}  // namespace

struct Reader::State {
  State(Source opened, const Options& given) : source(std::move(opened)), options(given) {
    options.input_bytes = source.progress().bytes_total;
  }

  DocumentReader& reader_of(Format format) {
    std::unique_ptr<DocumentReader>& reader = readers[format];
    if (!reader) reader = make_reader(format, options);
    return *reader;
  }

  void keep(Result<PatientInput> patient) {
    if (patient) patient->record.mark_zones();
    ready.push_back(std::move(patient));
  }

  void read(const Document& document) {
    DocumentReader& reader = reader_of(document.format);
    reader.read(document, [this](Result<PatientInput> patient) { keep(std::move(patient)); });
    count_in(left, reader.take_of_no_patient());
    going_on = &reader;
  }

  /// False: the document that was read last has led to nothing more.
  bool read_on() {
    if (going_on == nullptr) return false;
    const bool more = going_on->read_on([this](Result<PatientInput> it) { keep(std::move(it)); });
    if (!more) going_on = nullptr;
    return more || !ready.empty();
  }

  /// The next document, if the last is done with.
  std::optional<Result<Document>> next_document() {
    return read_all ? std::nullopt : source.next();
  }

  bool finish_some();
  bool go_on();

  Source source;
  Options options;
  std::map<Format, std::unique_ptr<DocumentReader>> readers;  ///< made when first needed
  DocumentReader* going_on = nullptr;  ///< with the document that was read last
  bool read_all = false;
  decltype(readers)::iterator unfinished;  ///< once all documents are read
  std::deque<Result<PatientInput>> ready;  ///< of the document that was read last
  std::vector<record::Ignored> left;
  bool stopped = false;
};

/// After all documents: fills `ready`. False once every reader has handed over what it held back.
bool Reader::State::finish_some() {
  if (!read_all) unfinished = readers.begin();
  read_all = true;
  const auto sink = [this](Result<PatientInput> patient) { keep(std::move(patient)); };
  while (unfinished != readers.end()) {
    DocumentReader& reader = *unfinished->second;
    const bool more = reader.finish_some(sink);
    count_in(left, reader.take_of_no_patient());
    if (more) return true;
    ++unfinished;
    if (!ready.empty()) return true;
  }
  return false;
}

/// After the last document, which may have been the last because of a stop.
bool Reader::State::go_on() {
  const auto asked = [this] {
    return source.stopped() || (options.stop != nullptr && options.stop->asked());
  };
  stopped = asked();
  const bool more = !stopped && finish_some();
  // A stop ends what sorts on the disk, too.
  if (!more) stopped = asked();
  return more;
}

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

Result<Reader> Reader::open(std::span<const std::string> inputs, const Options& options) {
  Result<Source> source = Source::open(inputs, options);
  if (source.has_error()) return source.error();
  return Reader(std::make_unique<State>(std::move(*source), options));
}

std::optional<Result<PatientInput>> Reader::next() {
  State& state = *state_;
  while (state.ready.empty()) {
    if (state.read_on()) continue;
    auto document = state.next_document();
    if (document && document->has_error()) return Result<PatientInput>(document->error());
    if (document) {
      state.read(**document);
    } else if (!state.go_on()) {
      return std::nullopt;
    }
  }
  std::optional<Result<PatientInput>> patient(std::move(state.ready.front()));
  state.ready.pop_front();
  return patient;
}

bool Reader::next_parcel(Parcel& parcel, const ParcelLimits& limits) {
  State& state = *state_;
  parcel.clear();
  while (parcel.entries().size() < limits.entries && parcel.bytes() < limits.bytes) {
    if (!state.ready.empty()) {
      parcel.add(std::move(state.ready.front()));
      state.ready.pop_front();
      continue;
    }
    if (state.read_on()) continue;
    auto document = state.next_document();
    if (document && document->has_error()) {
      parcel.add(Result<PatientInput>(document->error()));
    } else if (document && stands_for_itself(**document)) {
      state.reader_of((*document)->format).others_gave();
      parcel.add(**document);
    } else if (document) {
      state.read(**document);
    } else if (!state.go_on()) {
      break;
    }
  }
  return !parcel.entries().empty();
}

bool Reader::stopped() const { return state_->stopped; }

std::vector<record::Ignored> Reader::of_no_patient() const { return state_->left; }

const Options& Reader::options() const { return state_->options; }

Progress Reader::progress() const { return state_->source.progress(); }

const std::vector<std::string>& Reader::passed_over() const { return state_->source.passed_over(); }

const std::vector<std::string>& Reader::repeated() const { return state_->source.repeated(); }

}  // namespace causa::intake
