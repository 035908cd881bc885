// SPDX-License-Identifier: Apache-2.0

#include "intake/parcel_reader.hpp"

#include "intake/make_reader.hpp"
#include "intake/of_no_patient.hpp"

namespace causa::intake {

ParcelReader::ParcelReader(const Options& options) : options_(options) {}

void ParcelReader::read(Parcel& parcel, const Sink& sink) {
  for (Parcel::Entry& entry : parcel.entries()) {
    if (auto* known = std::get_if<Result<PatientInput>>(&entry))
      sink(std::move(*known));
    else
      read(parcel.unpack(std::get<Parcel::Packed>(entry)), sink);
  }
}

void ParcelReader::read(const Document& document, const Sink& sink) {
  std::unique_ptr<DocumentReader>& reader = readers_[document.format];
  if (!reader) reader = make_reader(document.format, options_);
  bool given = false;
  reader->read(document, [&](Result<PatientInput> patient) {
    given = true;
    if (patient) patient->record.mark_zones();
    sink(std::move(patient));
  });
  if (given) return;
  // A broken line that looked like a Bundle, and isn't. What it says would be held back for good.
  reader.reset();
  sink(input_error(document.place, "broken JSON",
                   "write it as UTF-8 JSON, whole, one document (or one line) a patient"));
}

std::vector<record::Ignored> ParcelReader::take_of_no_patient() {
  std::vector<record::Ignored> all;
  for (const auto& [format, reader] : readers_) count_in(all, reader->take_of_no_patient());
  return all;
}

}  // namespace causa::intake
