// SPDX-License-Identifier: Apache-2.0
//
// What must hold of whatever a reader of handwritten formats hands over.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "intake/document_reader.hpp"
#include "record/codec.hpp"
#include "terminology/vocabulary.hpp"

namespace fuzz {

/// The tables of the source tree; they are found where CAUSA_TERMINOLOGY says.
inline const causa::terminology::Vocabulary* vocabulary() {
  static const auto loaded = [] {
    const char* folder = std::getenv("CAUSA_TERMINOLOGY");
    auto tables = causa::terminology::Vocabulary::load(folder ? folder : "configs/terminology");
    if (tables.has_error() || tables->finish().has_error()) std::abort();
    return std::move(*tables);
  }();
  return &loaded;
}

inline void check(const causa::Result<causa::intake::PatientInput>& patient) {
  if (patient.has_error()) {
    if (patient.error().place.empty() || patient.error().message.empty()) std::abort();
    return;
  }
  const causa::record::Record& record = patient->record;
  std::uint64_t sum = record.resources_used;
  for (const auto& entry : record.ignored) {
    if (entry.source.find('.') == std::string::npos) sum += entry.count;
  }
  if (sum != record.resources_read) std::abort();
  const std::string bytes = causa::record::encode(record);
  const auto again = causa::record::decode(bytes);
  if (again.has_error() || causa::record::encode(*again) != bytes) std::abort();
}

inline void read(causa::intake::DocumentReader& reader, std::string_view text) {
  int results = 0;
  const auto count = [&](causa::Result<causa::intake::PatientInput> patient) {
    ++results;
    check(patient);
  };
  causa::intake::Document document;
  document.bytes = text;
  document.allocated_bytes = text.size();
  document.place = "input";
  reader.read(document, count);
  reader.finish(count);
  if (results == 0) std::abort();
}

}  // namespace fuzz
