// SPDX-License-Identifier: Apache-2.0
//
// Lone lines of an export as they were written, beside what is held of them: as long as they are
// few, in memory, so that what is held is used; else on the disk, in parts that each hold all lines
// of some patients, to be read again part by part. Medications are nobody's until a line names
// them, so they make a part of their own.
//
// Bounded: `Options::held_bytes` in memory, then a block of each part; after that the largest part.
// One thread. Errors: Fault::usage (spool.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "intake/patient_input.hpp"
#include "intake/spool.hpp"

namespace causa::intake::fhir {

enum class LineKind : std::uint32_t {
  patient = 1,  ///< of one, who is known by the hash; what is nobody's counts as such
  medication,   ///< the hash is of its id
  unplaced,     ///< it is used, and names its patient in a way that only all patients could resolve
};

/// By what a line is found again. Lines that can be of one patient have the same key.
struct LineKey {
  std::uint64_t hash = 0;
  LineKind kind = LineKind::patient;
};

/// The same in every run.
std::uint64_t hash_of(std::string_view text);

struct KeptLine {
  LineKey key;
  std::string place;
  std::string_view bytes;  ///< with padding behind them
  std::size_t allocated_bytes = 0;
  std::uint64_t number = 0;  ///< of a medication, among all
};

class KeptLines {
 public:
  explicit KeptLines(const Options& options) : options_(options) {}

  /// True from the line on that was too much: from now on nothing is held beside.
  Result<bool> keep(const LineKey& key, const std::string& place, std::string_view bytes);

  [[nodiscard]] bool spooled() const { return spool_.has_value(); }
  [[nodiscard]] const std::string& first_file() const { return files_.front(); }

  /// Calls `each` for each line of the next patients, in order. False: there is no further part.
  Result<bool> next_part(const std::function<void(const KeptLine&)>& each);

  /// The same for the lines whose patient can't be found.
  Result<void> unplaced(const std::function<void(const KeptLine&)>& each) const;

  /// The same for the medications with one of these hashes.
  Result<void> medications(const std::unordered_set<std::uint64_t>& wanted,
                           const std::function<void(const KeptLine&)>& each) const;

  [[nodiscard]] std::uint64_t medication_count() const { return medication_count_; }

 private:
  Result<void> start_spool();
  Result<void> read(std::size_t part, const std::unordered_set<std::uint64_t>* wanted,
                    const std::function<void(const KeptLine&)>& each) const;

  const Options& options_;
  std::vector<std::string> files_;
  std::string held_;  ///< lines, as in the spool, before there is one
  std::optional<Spool> spool_;
  std::size_t next_part_ = 0;
  std::uint64_t medication_count_ = 0;
};

}  // namespace causa::intake::fhir
