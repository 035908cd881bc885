// SPDX-License-Identifier: Apache-2.0

#include "intake/reader.hpp"

#include <deque>
#include <map>

#include "intake/cases/case_reader.hpp"
#include "intake/csv/csv_reader.hpp"
#include "intake/document_reader.hpp"
#include "intake/fhir/bundle.hpp"
#include "intake/hl7v2/message_reader.hpp"

namespace causa::intake {

void DocumentReader::finish(const Sink& /*sink*/) {}

bool DocumentReader::finish_some(const Sink& sink) {
  finish(sink);
  return false;
}

std::span<const record::Ignored> DocumentReader::of_no_patient() const { return {}; }

namespace {

std::unique_ptr<DocumentReader> make_reader(Format format, const Options& options) {
  if (format == Format::case_file) return std::make_unique<cases::CaseReader>(options);
  if (format == Format::csv) return std::make_unique<csv::CsvReader>(options);
  if (format == Format::hl7v2) return std::make_unique<hl7v2::MessageReader>(options);
  return std::make_unique<fhir::BundleReader>(options.limits, options.link_ids);
}

}  // namespace

struct Reader::State {
  State(Source opened, const Options& given) : source(std::move(opened)), options(given) {}

  DocumentReader& reader_of(Format format) {
    std::unique_ptr<DocumentReader>& reader = readers[format];
    if (!reader) reader = make_reader(format, options);
    return *reader;
  }

  /// False once every reader has handed over what it held back.
  bool finish_some(const Sink& sink) {
    while (unfinished != readers.end()) {
      if (unfinished->second->finish_some(sink)) return true;
      ++unfinished;
      if (!ready.empty()) return true;
    }
    return false;
  }

  Source source;
  Options options;
  std::map<Format, std::unique_ptr<DocumentReader>> readers;  ///< made when first needed
  bool read_all = false;
  decltype(readers)::iterator unfinished;  ///< once all documents are read
  std::deque<Result<PatientInput>> ready;  ///< of the document that was read last
};

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
  const Sink keep = [this](Result<PatientInput> patient) {
    if (patient) patient->record.mark_zones();
    state_->ready.push_back(std::move(patient));
  };
  while (state_->ready.empty()) {
    std::optional<Result<Document>> document = state_->source.next();
    if (document && document->has_error()) return Result<PatientInput>(document->error());
    if (document) {
      state_->reader_of((*document)->format).read(**document, keep);
    } else {
      if (!state_->read_all) state_->unfinished = state_->readers.begin();
      state_->read_all = true;
      if (!state_->finish_some(keep)) return std::nullopt;
    }
  }
  std::optional<Result<PatientInput>> patient(std::move(state_->ready.front()));
  state_->ready.pop_front();
  return patient;
}

std::vector<record::Ignored> Reader::of_no_patient() const {
  std::vector<record::Ignored> all;
  for (const auto& [format, reader] : state_->readers) {
    const auto some = reader->of_no_patient();
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

Progress Reader::progress() const { return state_->source.progress(); }

}  // namespace causa::intake
