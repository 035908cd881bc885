// SPDX-License-Identifier: Apache-2.0
//
// Pieces of an input (messages, rows, lines) that belong to patients and come in any order: kept
// until the last one came, in memory while they are few and then on the disk as they were written,
// and given back patient by patient, in an order of the caller's. What is given back can't be told
// from what would be given back from memory.
//
// Bounded: Options::held_bytes, then a block of each part of the file, and a part; and some 20
// bytes a patient. A patient with more than Limits::document_bytes is told and not given back.
// Without a temporary folder all is held in memory. One thread. Errors: Fault::usage
// (temporary_file.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/patient_input.hpp"
#include "intake/spool.hpp"

namespace causa::intake {

struct Piece {
  std::uint32_t patient = 0;  ///< numbers are the caller's, and should have no gaps
  std::uint32_t file = 0;     ///< this and the next two mean what the caller wants
  std::uint64_t number = 0;
  std::uint32_t mark = 0;
  std::string_view bytes;           ///< given back with padding_bytes behind them
  std::size_t allocated_bytes = 0;  ///< when given back, as in Document
  bool too_many = false;            ///< the first of too many of one patient: stands for all
};

class PatientSpool {
 public:
  explicit PatientSpool(const Options& options) : options_(options) {}

  Result<void> add(const Piece& piece);

  /// What is held, before it is too much.
  Result<void> move_to_disk();

  [[nodiscard]] bool spooled() const { return log_.has_value(); }

  /// After the last piece: `places`, by number, says in which order patients are given back; those
  /// with one place come together.
  Result<void> arrange(std::vector<std::uint32_t> places);

  /// Calls `each` for all pieces of the next place, in the order in which they came. False: there
  /// is none left, or Options::stop was asked for.
  Result<bool> next_patient(const std::function<void(const Piece&)>& each);

  /// The same for some patients together, whose pieces come in the order in which they came.
  Result<bool> next_patients(const std::function<void(const Piece&)>& each);

  /// Whether the patient is one of those who were given back together last.
  [[nodiscard]] bool is_among_last(std::uint32_t patient) const;

 private:
  struct Entry {
    std::uint32_t place = 0;
    std::size_t at = 0;  ///< in part_
  };

  void make_parts();
  Result<void> distribute();
  Result<void> distribute_some(std::string_view window, std::size_t& used, std::vector<bool>& told);
  [[nodiscard]] std::size_t part_of(std::uint32_t place) const;
  Result<void> load_next_part();
  void index_part();
  [[nodiscard]] Piece piece_at(const Entry& entry) const;

  const Options& options_;
  std::string held_;  ///< pieces with their heads, before there is a log
  std::optional<TemporaryFile> log_;
  std::vector<std::uint64_t> bytes_;  ///< of each patient
  bool in_order_ = true;              ///< as they came
  std::uint32_t last_patient_ = 0;

  std::vector<std::uint32_t> places_;
  std::vector<bool> too_large_, too_large_seen_;  ///< by place
  std::vector<std::uint32_t> first_place_;        ///< of each part
  std::vector<std::uint64_t> part_bytes_;
  std::optional<Spool> parts_;  ///< unless they stand in order
  std::size_t next_part_ = 0;
  std::uint64_t log_at_ = 0;
  std::string part_;
  std::vector<Entry> entries_;  ///< of the part, by place
  std::size_t next_entry_ = 0;
  bool stopped_ = false;
};

}  // namespace causa::intake
