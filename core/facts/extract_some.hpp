// SPDX-License-Identifier: Apache-2.0
//
// Facts of some resources of a record, for who asks about few concepts of a long history. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "facts/fact.hpp"
#include "facts/known_words.hpp"
#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

/// Items [first, last) of a record: one resource, whole.
struct Resource {
  std::size_t first = 0, last = 0;
};

/// As extract(), as if the record held nothing but these resources.
void extract_some(const record::Record& record, std::span<const Resource> resources,
                  const terminology::Vocabulary& vocabulary, std::int64_t as_of_ms,
                  KnownWords& known, PatientFacts& out);

/// The resource that an item belongs to.
Resource resource_around(const record::Record& record, std::size_t item);

/// The same for the first item of a resource.
Resource resource_from(const record::Record& record, std::size_t first);

}  // namespace causa::facts
