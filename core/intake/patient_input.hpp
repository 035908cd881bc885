// SPDX-License-Identifier: Apache-2.0
//
// What intake hands over for each patient, and the limits it keeps. Plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "intake/format.hpp"
#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::intake::csv {
struct Mapping;
}

namespace causa::intake {

namespace hl7v2 {
class Receipts;
}

struct PatientInput {
  record::Record record;
  std::string place;  ///< "file", "file:line", or with the JSON path of one patient of several
  /// Of the messages it was made of, in Options::receipts.
  std::vector<std::uint32_t> receipts = {};
};

struct Limits {
  std::size_t document_bytes = 256u << 20;  ///< one Bundle, or one line of NDJSON
  std::size_t nesting = 1000;               ///< objects and arrays inside one another
};

/// Concepts by the linkId of the question that asks for them.
using LinkIds = std::map<std::string, std::string, std::less<>>;

/// What the readers are told. What is pointed to outlives them.
struct Options {
  /// Read everything as this format; nothing: by content.
  std::optional<Format> format;
  /// For formats in which people write words instead of codes; null: such words stay as they are.
  const terminology::Vocabulary* vocabulary = nullptr;
  /// What the columns of CSV mean, if they don't say so themselves; may be null.
  std::shared_ptr<const csv::Mapping> mapping = nullptr;
  /// Questions of questionnaires that are not causa's own; null: none.
  std::shared_ptr<const LinkIds> link_ids = nullptr;
  /// Keeps what became of each HL7 v2 message, for acknowledgments; null: nobody asks.
  hl7v2::Receipts* receipts = nullptr;
  /// Ends the input early, also while a pipe gives nothing; null: it is read to its end.
  const Stop* stop = nullptr;
  /// Where lone lines go that are too many for memory; empty: they are held in memory.
  std::string temporary_folder = {};
  std::size_t held_bytes = std::size_t{64} << 20;  ///< of lone lines, before they go there
  std::uint64_t input_bytes = 0;  ///< of all inputs, maybe packed; 0: not known. Reader sets it
  /// Hears that `input_bytes` may be needed in the temporary folder; on the reading thread.
  std::function<void(std::uint64_t)> tell_spooled = {};
  Limits limits;
};

/// Gets each patient, or the error that stands for it.
using Sink = std::function<void(Result<PatientInput>)>;

}  // namespace causa::intake
