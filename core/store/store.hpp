// SPDX-License-Identifier: Apache-2.0
//
// The store: every assessment, whole, with the record it was made from and the manifests it speaks
// of, in one SQLite file. What is stored is never changed; an assessment gets a new version
// instead.
//
// Exactness: load() returns what save() was given, field by field. What a module says of everybody
// (names, texts, sources, published numbers) is kept once for all patients, by the digest of its
// content, and not made again from the manifest: a filled text, a shrunken ratio or a refused
// module could then read differently under a later program. Two things don't survive: a payload in
// a NaN, and an optional number that is NaN, which comes back as absent.
//
// Durability: a batch is one transaction. When save() returns, the batch is on the disk; when it
// fails, or the machine stops before it returns, nothing of the batch is there; but if only the
// side file of the audit can't be written, save() fails and the batch is there.
//
// Threads: a Store owns its connection and belongs to one thread. Several processes may have the
// same file open, one writes at a time, the others wait (OpenOptions::wait_ms).
//
// Errors: Fault::store with the file as place. No error holds a patient's identifier.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/said_before.hpp"
#include "base/error.hpp"
#include "store/audit.hpp"
#include "store/feedback.hpp"
#include "store/how_far.hpp"

namespace causa::store {

enum class Mode : std::uint8_t {
  create = 1,  ///< to read and write; folders (0700) and file (0600) are made if they are missing
  read_only,   ///< the file must exist
  existing,    ///< to read and write; the file must exist
};

struct OpenOptions {
  int wait_ms = 10'000;  ///< for another process that writes
  /// Asked after that, again and again, whether to go on waiting. Must not throw. Empty: no.
  std::function<bool()> go_on_waiting;
  bool older_too = false;  ///< to copy only: what it holds is read as if it were of today
  Actor actor;             ///< who is noted in the audit for what is written
  /// Told, on the thread that writes, that records which were reported are missing, once a record
  /// of the audit notes it. Must not throw. Empty: nobody.
  std::function<void(const Error& loss)> tell_loss;
};

/// What ran or might have run. The views must live for the call only.
struct ModuleSource {
  std::string_view id, version;
  std::string_view sha256;    ///< of the file
  std::string_view manifest;  ///< JSON
};

struct Entry {
  const assess::Assessment* assessment = nullptr;
  /// The record as record::encode() made it, which names its own version. Empty: none is kept, or
  /// with version > 1 that of the version before.
  std::string_view record;
  /// The version before, as load() gave it. What is the same in both is then kept once; null: this
  /// one is kept whole.
  const assess::Assessment* before = nullptr;
};

/// The next version of an assessment to which modules that came later have nothing to say: it is
/// the same but for them. Only what is new of it is written. The views must live for the call only.
struct Repeat {
  std::int64_t place = 0;  ///< of the version before (Outline)
  std::string_view id;
  std::uint32_t version = 2;
  std::int64_t created_ms = 0;
  std::uint32_t modules_before = 0;
  std::uint32_t modules_kept = 0;            ///< of these: from the first one on, as they stood
  std::span<const assess::ModuleUsed> came;  ///< all that stand after those
};

/// What is stored together or not at all.
struct Batch {
  std::span<const Entry> entries;
  std::span<const Repeat> repeats;
  std::string_view config_text;  ///< what config_sha256 of the entries is the digest of
  std::int64_t run = 0;          ///< 0: belongs to no run
  std::uint64_t position = 0;    ///< how far the source of the run is dealt with, after this batch
  std::uint64_t moved_by = 0;  ///< and how far this batch moves it; refused if it stands elsewhere
  std::span<const Showing> shown;  ///< what is given out of the entries, once they are stored
};

/// Assessments that were saved of an id under which somebody of another sex or age stood before:
/// ids of patients are those of one server.
struct OtherPeople {
  std::uint64_t count = 0;
  std::string first;  ///< id of the assessment
};

struct Run {
  std::int64_t id = 0;
  std::int64_t started_ms = 0;
  std::optional<std::int64_t> ended_ms;
  std::string source_sha256;
  std::uint64_t position = 0;
  std::string program_version;
};

struct ListFilter {
  std::uint32_t limit = 50;  ///< 0: all
  std::optional<std::string> patient_id;
  std::optional<std::int64_t> since_ms, until_ms;  ///< of creation
  std::optional<knowledge::Urgency> urgency;       ///< an alert of this urgency or a graver one
  std::string cause;                               ///< ranked, by its id; empty: any
  std::string family;                              ///< a cause of it is ranked; empty: any
  std::string module;         ///< took part, by its id or the last part of it; empty: any
  bool newest_first = true;   ///< by time of creation
  bool all_versions = false;  ///< else the last version of each assessment only
};

struct ListRow {
  std::string id;
  std::uint32_t version = 1;
  std::int64_t created_ms = 0, as_of_ms = 0;
  std::string patient_id;
  assess::Sufficiency ranking = assess::Sufficiency::none;
  std::string top_cause, top_cause_name;  ///< empty: nothing is ranked
  std::optional<knowledge::Urgency> worst_alert;
};

/// The last version of an assessment, by its place in the store.
struct LastVersion {
  std::int64_t place = 0;  ///< grows with the time at which it was stored
  std::string id;
  std::uint32_t version = 1;
};

/// What runs over one source have stored that were cut off, so that nobody may have read of it.
struct Untold {
  std::uint64_t until = 0;            ///< for end_run(), by a run that tells of all these
  std::vector<LastVersion> versions;  ///< as they were stored, in that order; later ones may follow
};

/// What tells whether modules that come later may have something to say of an assessment, at a
/// fraction of the cost of load().
struct Outline {
  std::int64_t place = 0;
  std::string id;
  std::uint32_t version = 1;
  std::int64_t as_of_ms = 0;
  record::Sex sex = record::Sex::unknown;
  AgeRange age;
  bool complaint_present = false;
  bool alerted = false;  ///< any alert is raised
  assess::SaidBefore said;
  /// Equal for assessments of one store that were made with the same settings and modules, each
  /// with the same status.
  std::string made_with;
  std::uint32_t modules = 0;  ///< how many
  bool repeatable = false;    ///< whole when it was stored, so that a Repeat can follow
  std::string record;         ///< for record::decode(); empty: none was kept
};

struct CheckReport;

class Store {
 public:
  /// While it lives, all that is read is of one moment, and costs less. It must end before anything
  /// is written with the same store. What can't begin is read as ever.
  class Reading {
   public:
    explicit Reading(Store& store);
    ~Reading();
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

   private:
    Store& store_;
  };

  /// Refuses what is no causa store, a store made by a newer version, and a damaged file. A store
  /// made by an older version is brought up to date, or refused if it is opened for reading only.
  static Result<Store> open(const std::filesystem::path& path, Mode mode,
                            const OpenOptions& options = {});

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// False if the file was moved, removed or replaced since it was opened: what is saved then is
  /// saved where nobody looks for it.
  [[nodiscard]] bool in_place() const;

  /// Whether something could be saved now: waits for another process that writes, and writes
  /// nothing.
  Result<void> try_write();

  /// Keeps the manifests that assessments saved later refer to by id, version and digest. A module
  /// that took part (ok, failed) must have been named here or in an earlier session.
  Result<void> keep_modules(std::span<const ModuleSource> modules);

  Result<void> save(const Batch& batch);

  /// Of what was saved since the last call.
  OtherPeople take_other_people();

  /// `version` 0: the last one.
  Result<assess::Assessment> load(std::string_view id, std::uint32_t version = 0);

  /// Of the last version. Reuses what `outline` holds.
  Result<void> outline(std::string_view id, Outline& outline);

  /// Of the last versions that stand at places after `after`, up to `until`, in their order.
  Result<std::vector<Outline>> outlines(std::int64_t after, std::int64_t until);

  /// Ids of assessments whose last version stood at a place after `after`, up to `until`, before
  /// something was stored at places after `newest`: another version stands there now.
  Result<std::vector<std::string>> overtaken(std::int64_t after, std::int64_t until,
                                             std::int64_t newest);

  /// The modules of the version at a place, from the one at `first` in their list on.
  Result<std::vector<assess::ModuleUsed>> modules_from(std::int64_t place, std::uint32_t first);

  /// False: it can't be told, since what it takes can't be read. Error: the version isn't as it was
  /// stored. Needs about as long as load().
  Result<bool> is_as_stored(std::string_view id, std::uint32_t version = 0);

  /// Parallel to Assessment::modules; empty for a module that was never read.
  Result<std::vector<std::string>> load_manifests(std::string_view id, std::uint32_t version = 0);

  /// For record::decode().
  Result<std::string> load_record(std::string_view id, std::uint32_t version = 0);

  /// The version of the program that made it; empty: it belongs to no run, which would know.
  Result<std::string> load_program(std::string_view id, std::uint32_t version = 0);

  /// At most `limit` ids of assessments that begin like this, in their order.
  Result<std::vector<std::string>> ids_that_begin(std::string_view begin, std::uint32_t limit);

  /// Number of the last version of an assessment; 0: there is no such assessment.
  Result<std::uint32_t> last_version(std::string_view id);

  /// The place of what was stored last; 0: nothing is.
  Result<std::int64_t> newest_place();

  /// At most `limit` assessments, each in its last version, in the order of their places after
  /// `after`.
  Result<std::vector<LastVersion>> last_versions(std::int64_t after, std::uint32_t limit);

  Result<std::string> load_config(std::string_view config_sha256);

  Result<std::vector<ListRow>> list(const ListFilter& filter = {});

  /// All assessments of one patient, newest first, all versions.
  Result<std::vector<ListRow>> find_patient(std::string_view patient_id);

  Result<std::int64_t> begin_run(std::string_view source_sha256, std::string_view program_version);
  /// `told`: what untold() named up to there is told by this run, and not again by later ones.
  Result<void> end_run(std::int64_t run, std::uint64_t told = 0);

  /// A run that still goes on looks like one that was cut off.
  Result<Untold> untold(std::string_view source_sha256);

  /// The last run over this source.
  Result<std::optional<Run>> last_run(std::string_view source_sha256);

  /// The last run over this source, if it was cut off: go on after its position.
  Result<std::optional<Run>> unfinished_run(std::string_view source_sha256);

  /// Notes that stored assessments are given out; best with their Batch, in one transaction. The
  /// first time in each channel counts, later ones change nothing. Error: an assessment that isn't
  /// stored, or a card about an alert that it hasn't; then nothing is noted.
  Result<void> note_shown(std::span<const Showing> shown);

  /// What stands with the clinician for this patient: the cards of the newest assessment that was
  /// given out in this channel, to be compared by `key` and `content_sha256` with those of the next
  /// one. None for a patient without an id, who may be anybody.
  Result<std::optional<LastShown>> last_shown(std::string_view patient_id,
                                              Channel channel = Channel::cards);

  /// Keeps answers, each with what became of it: an error (Fault::input, place empty) if its card
  /// or alert is unknown or ambiguous; all others are kept. The outer error: nothing was kept.
  Result<std::vector<Result<FeedbackKept>>> add_feedback(std::span<const Feedback> feedback);

  Result<FeedbackCounts> feedback_counts(const FeedbackFilter& filter = {});

  /// Ids of the assessments that a run has stored, in their order: those that follow the id `after`
  /// (empty: all), at most `limit` (0: all).
  Result<std::vector<std::string>> assessments_of(std::int64_t run, std::string_view after = {},
                                                  std::uint32_t limit = 0);

  /// Adds a record to the audit, of something that isn't stored here (an export).
  Result<void> note(const AuditEntry& entry);

  /// Whether the store is what was stored. Reads all of it.
  Result<CheckReport> check(const HowFar& tell = {});

  /// What is wrong with the store, one line each; empty: nothing.
  Result<std::vector<std::string>> integrity();

 private:
  struct Parts;
  explicit Store(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// $XDG_DATA_HOME/causa/causa.db, else ~/.local/share/causa/causa.db. Error: neither is set.
Result<std::filesystem::path> default_path();

}  // namespace causa::store
