// SPDX-License-Identifier: Apache-2.0

#include "cli/interview/draft_reader.hpp"

namespace causa::cli::interview {

namespace {

intake::Options options_of(const terminology::Vocabulary& vocabulary) {
  intake::Options options;
  options.vocabulary = &vocabulary;
  return options;
}

}  // namespace

DraftReader::DraftReader(const terminology::Vocabulary& vocabulary)
    : reader_(options_of(vocabulary)) {}

Result<intake::PatientInput> DraftReader::read(const Draft& draft) {
  std::string text = to_case(draft);
  const std::size_t size = text.size();
  text.resize(size + intake::padding_bytes);
  intake::Document document;
  document.bytes = std::string_view(text).substr(0, size);
  document.allocated_bytes = text.size();
  document.place = "interview";
  document.format = intake::Format::case_file;
  Result<intake::PatientInput> patient =
      input_error("interview", "no case", "this is a fault of the program; please report it");
  reader_.read(document, [&](Result<intake::PatientInput> one) { patient = std::move(one); });
  return patient;
}

}  // namespace causa::cli::interview
