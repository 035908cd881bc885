// SPDX-License-Identifier: Apache-2.0
//
// One document of an input: a file, a line of NDJSON, or a part of a large file of messages or
// rows. It borrows the buffer of its source, which is allocated beyond the bytes because simdjson
// reads a little further than it needs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
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
  bool begins = true, ends = true;  ///< a file; only HL7 v2 and CSV come in parts
  std::optional<Error> cut = {};    ///< of a last part: why the file can't be read on

  [[nodiscard]] bool is_whole() const { return begins && ends; }
};

}  // namespace causa::intake
