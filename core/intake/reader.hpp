// SPDX-License-Identifier: Apache-2.0
//
// Inputs -> patients, one by one: the public face of intake. An input is a file, a folder, or `-`
// (standard input); it holds a FHIR R4 Bundle, a single resource, NDJSON with a Bundle or a
// resource a line, HL7 v2 messages, a case file or CSV, recognized by content. Resources that are
// lines of their own, and messages, are joined by patient over all inputs of the run, and so come
// last.
//
//     auto reader = Reader::open(inputs, options);
//     while (auto patient = reader->next()) {
//       if (patient->has_error()) complain(patient->error()); else assess(**patient);
//     }
//
// Every document ends in records or in one Error that names its place; one that is broken never
// ends the run. Memory is bounded by the largest single document, and by what is held of lone
// lines. One thread; for several, share a Source and give each thread a fhir::BundleReader.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "intake/patient_input.hpp"
#include "intake/source.hpp"

namespace causa::intake {

class Reader {
 public:
  static Result<Reader> open(std::span<const std::string> inputs, const Options& options = {});
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  /// The next patient, or the error that stands in their place; nothing at the end.
  std::optional<Result<PatientInput>> next();

  /// What was read and belongs to no patient, counted; complete after the last patient.
  [[nodiscard]] std::vector<record::Ignored> of_no_patient() const;

  [[nodiscard]] Progress progress() const;

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace causa::intake
