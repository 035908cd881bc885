// SPDX-License-Identifier: Apache-2.0
//
// In which form a record was written. Messages keep their codes and words as they were sent, so a
// record that was made of them means as much to a module that comes later as the messages did. Of
// what a person wrote, readers look up the words at once, and keep what they meant. Pure.
#pragma once

#include <cstdint>

#include "record/record.hpp"

namespace causa::record {

enum class Origin : std::uint8_t {
  messages = 1,  ///< FHIR, HL7 v2; or nothing is in it whose words could have been looked up
  table,         ///< CSV
  case_file,     ///< or an interview, which writes one
};

/// By the sources of what is in it, so records that were stored by earlier versions are told apart
/// too. Without items it is what was ignored that tells.
[[nodiscard]] Origin origin_of(const Record& record);

/// True if words of it were looked up when it was read, and not all of them are kept.
[[nodiscard]] inline bool was_read_from_words(const Record& record) {
  return origin_of(record) != Origin::messages;
}

}  // namespace causa::record
