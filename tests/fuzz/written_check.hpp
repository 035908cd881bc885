// SPDX-License-Identifier: Apache-2.0
//
// Readers of handwritten formats: the words that they know, and what they are asked.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "intake/document_reader.hpp"
#include "record_check.hpp"
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
