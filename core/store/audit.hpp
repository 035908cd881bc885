// SPDX-License-Identifier: Apache-2.0
//
// What the audit of a store keeps: who did what and when, one record for each assessment, each
// chained by hash to the one before (schema/005_audit.sql, docs/store.md). Plain data. No record
// holds anything of a patient.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/hash.hpp"

namespace causa::store {

/// Kept as a number: new ones go to the end.
enum class AuditKind : std::uint8_t {
  begun = 1,      ///< the store was made, or got its audit; `detail` is the store's own UUID
  migrated,       ///< to a newer schema
  adopted,        ///< an assessment that was there before there was an audit
  assessment,     ///< the first version of an assessment
  extension,      ///< a later version
  merged,         ///< an assessment that came from another store; `detail`: which one, which record
  module,         ///< a module that took no part before
  exception,      ///< modules take part in spite of something
  exported,       ///< assessments left the store as tables
  backup,         ///< the store was copied
  merge,          ///< another store was merged into this one
  forgotten,      ///< an assessment was forgotten; `about`: its record
  loss,           ///< records that were reported as stored are not in the store any more
  loss_accepted,  ///< somebody knows of the losses before this record
};

/// Who acts. The host is that of the program.
struct Actor {
  std::string host;
  std::string system_user;
  std::string user;  ///< as the setting audit-user says; empty: nothing was said
  std::string program = "causa";
  std::string version;
  friend bool operator==(const Actor&, const Actor&) = default;
};

/// What happened, before it is a link of the chain.
struct AuditEntry {
  AuditKind what = AuditKind::assessment;
  std::optional<Digest> subject, content;
  std::optional<std::uint32_t> form;  ///< of the content of an assessment
  std::optional<std::uint64_t> about;
  std::string detail;
};

/// A link of the chain.
struct AuditRecord : AuditEntry {
  std::uint64_t number = 0;
  std::int64_t time_ms = 0;
  Actor actor;
  Digest before{}, hash{};
};

/// The end of a chain.
struct ChainEnd {
  std::uint64_t number = 0;  ///< 0: there is no record yet
  Digest hash{};
  friend bool operator==(const ChainEnd&, const ChainEnd&) = default;
};

/// What the chain says of an assessment instead of its name.
Digest subject_of(std::string_view assessment_id, std::uint32_t version);

/// The hash that a record must have.
Digest hash_of(const AuditRecord& record);

/// The machine and the user that this process runs as; no setting, no version.
Actor this_process();

}  // namespace causa::store
