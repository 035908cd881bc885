// SPDX-License-Identifier: Apache-2.0
//
// Lone lines of an export as they were written, beside what is held of them: as long as they are
// few, in memory, so that what is held is used; else on the disk (patient_spool.hpp), to be read
// again some patients at a time, in the order of their Patient lines and then of what first names
// them. Medications are nobody's until a line names them, so they are kept apart.
//
// Some 40 bytes are held of each patient, 16 of each identifier of one, 20 of each Medication that
// is named. What is nobody's is for the caller to count. One thread. Errors: Fault::usage
// (temporary_file.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "intake/patient_input.hpp"
#include "intake/patient_keys.hpp"
#include "intake/patient_spool.hpp"
#include "intake/spool.hpp"

namespace causa::intake::fhir {

enum class LineKind : std::uint8_t {
  patient,     ///< it is or contains a Patient resource
  of_patient,  ///< of one, who is known by the hash
  counted,     ///< the same, but of a type that isn't read
  medication,  ///< the hash is of its id
  nobodys,     ///< it is only counted, and names nobody
};

/// By what a line is found again. Lines that can be of one patient have the same hash, but for
/// those that look one up.
struct LineKey {
  std::uint64_t hash = 0;
  LineKind kind = LineKind::nobodys;
  std::vector<std::uint64_t> identifiers;  ///< hashes of those of the patients in it
  std::optional<std::uint64_t> looks_up;   ///< the hash of the identifier that names its patient
  std::vector<std::uint64_t> medications;  ///< hashes of the ids of those that it names
};

struct KeptLine {
  std::string place;
  std::string_view bytes;  ///< with padding behind them
  std::size_t allocated_bytes = 0;
  bool is_medication = false;
  std::uint64_t number = 0;  ///< of a medication, among all
  bool counts = false;       ///< it is first named by one of the patients whose lines came last
  bool too_many = false;     ///< see Piece
};

class KeptLines {
 public:
  explicit KeptLines(const Options& options) : options_(options), spool_(options) {}

  /// True from the line on that was too much: from now on nothing is held beside.
  Result<bool> keep(const LineKey& key, const std::string& place, std::string_view bytes);

  [[nodiscard]] bool spooled() const { return spool_.spooled(); }
  [[nodiscard]] const std::string& first_file() const { return files_.front(); }

  /// After the last line.
  Result<void> arrange();

  /// Calls `each` for each line of the next patients, in order. False: there is none left.
  Result<bool> next_part(const std::function<void(const KeptLine&)>& each);

  /// The same for the medications with one of these hashes.
  Result<void> medications(const std::unordered_set<std::uint64_t>& wanted,
                           const std::function<void(const KeptLine&)>& each) const;

  [[nodiscard]] std::uint64_t medication_count() const { return medication_count_; }

 private:
  Result<void> keep_medication(std::uint64_t hash, std::uint64_t line, std::string_view bytes);
  void note(const LineKey& key, std::uint32_t patient);
  void join_looked_up();
  [[nodiscard]] std::vector<std::uint32_t> in_order();
  [[nodiscard]] std::string place_of(std::uint32_t file, std::uint64_t line) const {
    return files_[file] + ":" + std::to_string(line);
  }

  const Options& options_;
  std::vector<std::string> files_;
  PatientSpool spool_;
  PatientKeys patients_;
  std::vector<std::uint64_t> ranks_;  ///< by number: what comes first has a lower one
  std::uint64_t line_count_ = 0;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> identifiers_;   ///< and who has them
  boost::unordered_flat_map<std::uint64_t, std::uint64_t> looked_up_;  ///< identifiers, by LineKey
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> first_namers_;  ///< of medications
  std::string held_medications_;
  std::optional<Spool> medications_;
  std::uint64_t medication_count_ = 0;
};

}  // namespace causa::intake::fhir
