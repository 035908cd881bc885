// SPDX-License-Identifier: Apache-2.0
//
// One document of an input: a file, or a line of NDJSON. It borrows the buffer of its source, which
// is allocated beyond the bytes because simdjson reads a little further than it needs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "intake/format.hpp"

namespace causa::intake {

/// Bytes that must be allocated (and may hold anything) behind a document.
inline constexpr std::size_t padding_bytes = 64;

struct Document {
  std::string_view bytes;
  std::size_t allocated_bytes = 0;  ///< from bytes.data(); at least bytes.size() + padding_bytes
  std::string place;                ///< "file" or "file:line"
  bool one_of_many = false;         ///< a line among others: must be a whole patient
  Format format = Format::json;
};

}  // namespace causa::intake
