// SPDX-License-Identifier: Apache-2.0
//
// Resources that come one a line (bulk data: files of one type each, in any order), held until all
// are read and then joined by patient. A resource whose patient has no Patient resource belongs to
// a patient of unknown age and sex, as in a Bundle; patients come in the order of their Patient
// lines, then of what first names them.
//
// What is held is what records are made of, not the lines; docs/fhir.md says how much that is. An
// export that doesn't fit into memory is kept as it was written and held part by part
// (kept_lines.hpp).
//
// One thread. Errors name file and line.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "intake/fhir/deletions.hpp"
#include "intake/fhir/draft.hpp"
#include "intake/fhir/kept_lines.hpp"
#include "intake/patient_input.hpp"

namespace causa::intake::fhir {

class Lines {
 public:
  /// The deletions, which outlive this, are complete before the first patient is handed over.
  Lines(std::shared_ptr<const LinkIds> link_ids, Deletions& deletions);
  ~Lines();

  /// Before a line is read into draft(); `place` is "file:line".
  void begin(const std::string& place);
  [[nodiscard]] Draft& draft() { return draft_; }
  [[nodiscard]] const Position& position() const { return position_; }

  /// After it was read, before it is held: by what it is found again, if it is kept elsewhere.
  [[nodiscard]] LineKey key() const;

  /// Hashes of the medications that are named by lines held.
  [[nodiscard]] std::unordered_set<std::uint64_t> medications_named() const;

  /// After it was read: holds it. Error: it is used, but doesn't say whose it is; or it is a
  /// patient without an id.
  Result<void> hold();

  /// After it was read, in place of holding it: what is nobody's is counted in `left`.
  void count(record::Record& left);

  /// After it could not be read.
  void roll_back();

  [[nodiscard]] const std::string& first_file() const { return draft_.bundle_paths.front(); }

  /// After the last line: hands over the next patient, and errors before it; false if none is left.
  /// What is no patient's is counted in `left`.
  bool hand_over_next(const Sink& sink, record::Record& left);

 private:
  [[nodiscard]] LineKey key_of(const Reference& subject, LineKind kind) const;
  [[nodiscard]] LineKey key_of(const Resource& resource) const;
  void hold_texts();
  void hold(Reference& reference);
  void hold(Meta& meta);
  void group_skipped();
  void join(const Sink& sink);

  struct Joined;

  Deletions& deletions_;
  Draft draft_;
  Draft::Mark before_{};  ///< the line
  Position position_;
  std::unordered_map<std::string, std::size_t> skipped_;  ///< by type and subject
  std::unique_ptr<Joined> joined_;
};

}  // namespace causa::intake::fhir
