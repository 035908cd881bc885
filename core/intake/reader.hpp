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
// lines. One thread; where several are to read, it hands out parcels, each to be read by a
// ParcelReader, and reads itself only what must be joined.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "intake/parcel.hpp"
#include "intake/patient_input.hpp"
#include "intake/source.hpp"

namespace causa::intake {

/// When a parcel is full; it always takes one document, however large.
struct ParcelLimits {
  std::size_t entries = 64;
  std::size_t bytes = std::size_t{8} << 20;
};

class Reader {
 public:
  static Result<Reader> open(std::span<const std::string> inputs, const Options& options = {});
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  /// The next patient, or the error that stands in their place; nothing at the end.
  std::optional<Result<PatientInput>> next();

  /// The next documents, and patients who are known already; false if there are none. May follow
  /// calls of next(), which then must not be called again.
  bool next_parcel(Parcel& parcel, const ParcelLimits& limits);

  /// True if Options::stop has ended the input early.
  [[nodiscard]] bool stopped() const;

  /// What was read and belongs to no patient, counted; complete after the last patient. Without
  /// what readers of parcels have met.
  [[nodiscard]] std::vector<record::Ignored> of_no_patient() const;

  [[nodiscard]] Progress progress() const;

  /// What lies in the folders and isn't read, since its name is no input's.
  [[nodiscard]] const std::vector<std::string>& passed_over() const;

  /// Files that were given before, by the same or another name, and so aren't read again.
  [[nodiscard]] const std::vector<std::string>& repeated() const;

  /// For readers of its parcels.
  [[nodiscard]] const Options& options() const;

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace causa::intake
