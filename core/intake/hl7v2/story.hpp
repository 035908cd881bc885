// SPDX-License-Identifier: Apache-2.0
//
// What all messages of a call say of one patient, held until the last was read: statements, each
// with what it speaks of, so that a later message can correct or take back an earlier one.
//
// Text of items is kept in `draft`, whose other content (ignored segments, counts) becomes the
// record's. One thread; a Story can be moved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "intake/hl7v2/person.hpp"
#include "record/record.hpp"

namespace causa::intake::hl7v2 {

/// One thing that is said: an observation (of one or more segments), a diagnosis, an order.
struct Statement {
  std::uint32_t first_item = 0, item_count = 0;  ///< in Story::draft
  std::uint32_t segments = 0;                    ///< that are counted as used because of it
  std::string_view kind;                         ///< id of its segment; a literal
  std::string_view source;                       ///< "OBX/MSG1#2"; kept in the draft
  std::vector<std::string> keys;  ///< what it speaks of; a later statement with one of them
                                  ///< replaces it. Empty: it stands for itself
  std::vector<std::pair<std::string, std::string>> codes;  ///< system and code of a result, the
                                                           ///< primary first: see is_same_test()
  TimeSpan when;                ///< when it was observed, if that tells it from others
  TimeSpan collected;           ///< when its order was, by which it may be dated elsewhere
  bool dated = false;           ///< `when` is its own, not that of its order
  bool corrects = false;        ///< it says so, and may replace one of its own message, too
  bool preliminary = false;     ///< it replaces only what is preliminary, too
  bool unread = false;          ///< none of its values can be used: it replaces only such ones, too
  bool identified = true;       ///< the keys are sure enough to replace without saying so
  bool numbered = true;         ///< the keys name what it is of; else only its time may tell
  std::string_view takes_back;  ///< why it only withdraws what has its keys; empty: it states
};

/// What one message says of the patient.
struct Telling {
  std::uint32_t message = 0;  ///< in the order of the input
  TimeSpan time;              ///< MSH-7
  Demographics demographics;
  bool full_update = false;  ///< ADT^A08: its lists replace those of earlier ADT messages
  std::string sender, visit;
  std::vector<Statement> statements;
  std::optional<Refusal> fault;  ///< the first thing of it that can't be read
  std::vector<Identifier> identifiers;
  std::string_view source;  ///< of its PID
  std::uint64_t used = 0;   ///< segments
};

struct Story {
  std::string patient_id;
  std::vector<Identifier> identifiers;
  std::vector<std::uint32_t> named;  ///< how many tellings named each of these
  bool shares_identifier = false;    ///< with another patient of the call
  std::string place;                 ///< of the first message
  record::Record draft;
  std::vector<Telling> tellings;
  std::vector<std::uint32_t> receipts;  ///< see Receipts
};

/// By MSH-7; a message without a time stays behind the one before it. Doing it again changes
/// nothing.
void order_by_time(std::vector<Telling>& tellings);

/// Orders what was told by time, lets the later correct the earlier, and makes the record.
record::Record settle(Story story);

}  // namespace causa::intake::hl7v2
