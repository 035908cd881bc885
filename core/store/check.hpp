// SPDX-License-Identifier: Apache-2.0
//
// Whether a store is what was stored: its file, its rows, its audit and what the audit says of each
// assessment, and the side file. Reads everything, changes nothing, at one moment of the store
// while others write. Belongs to the connection's thread. Errors: the store can't be read at all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/how_far.hpp"

namespace causa::store {

struct CheckReport {
  std::vector<Error> faults;  ///< place, what is wrong, cure; at most most_faults
  std::uint64_t more_faults = 0;
  std::vector<std::string> notes;  ///< what should be known and is no fault
  std::uint64_t assessments = 0;   ///< versions that were compared with the audit
  ChainEnd end;                    ///< of the audit

  static constexpr std::size_t most_faults = 100;

  void add(std::string place, std::string message, std::string cure = {});
  [[nodiscard]] std::uint64_t count() const { return faults.size() + more_faults; }
};

/// Tells of each record of the audit, which is most of the work.
Result<CheckReport> check(Connection& connection, const HowFar& tell = {});

/// Opens the store itself. A file that can't be opened since it is damaged, empty, gone or not a
/// store, though one was there, is a fault, not an error.
Result<CheckReport> check(const std::filesystem::path& store, const HowFar& tell = {});

/// Notes in the audit that somebody knows of the losses up to now; false: there is none, and
/// nothing is noted.
Result<bool> accept_losses(const std::filesystem::path& store, const OpenOptions& options);

/// "3 records that were reported as stored are missing, number 5 to 7".
std::string words_of_missing(std::uint64_t first, std::uint64_t last);

// Parts of it. False: the file can't be read there, see Connection::error().

/// The file and its rows, without the audit.
bool check_rows(Connection& connection, CheckReport& report);

/// Tables, views, indexes and triggers are those that causa makes.
bool check_schema(Connection& connection, CheckReport& report);

/// What assessments share is what its digests say, and something points at it.
bool check_statements(Connection& connection, CheckReport& report);

/// The audit, the assessments that it speaks of, and modules. `reported`: what the side file said
/// before the check's view of the store began.
bool check_audit(Connection& connection, const std::optional<ChainEnd>& reported,
                 const HowFar& tell, CheckReport& report);

}  // namespace causa::store
