// SPDX-License-Identifier: Apache-2.0

#include "intake/make_reader.hpp"

#include "intake/cases/case_reader.hpp"
#include "intake/csv/csv_reader.hpp"
#include "intake/fhir/bundle.hpp"
#include "intake/hl7v2/message_reader.hpp"

namespace causa::intake {

bool DocumentReader::read_on(const Sink& /*sink*/) { return false; }

void DocumentReader::finish(const Sink& /*sink*/) {}

bool DocumentReader::finish_some(const Sink& sink) {
  finish(sink);
  return false;
}

std::vector<record::Ignored> DocumentReader::take_of_no_patient() { return {}; }

void DocumentReader::others_gave() {}

std::unique_ptr<DocumentReader> make_reader(Format format, const Options& options) {
  if (format == Format::case_file) return std::make_unique<cases::CaseReader>(options);
  if (format == Format::csv) return std::make_unique<csv::CsvReader>(options);
  if (format == Format::hl7v2) return std::make_unique<hl7v2::MessageReader>(options);
  return std::make_unique<fhir::BundleReader>(options);
}

}  // namespace causa::intake
