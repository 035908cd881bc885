// SPDX-License-Identifier: Apache-2.0
//
// Writes assessments, inside a transaction that the caller holds. False: see error(), then call
// forget(), since what was added is rolled back. Belongs to its connection's thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "store/chain.hpp"
#include "store/connection.hpp"
#include "store/dictionary.hpp"
#include "store/rows.hpp"
#include "store/sharing.hpp"
#include "store/statement.hpp"
#include "store/store.hpp"
#include "store/version_copy.hpp"

namespace causa::store {

class Writer {
 public:
  Writer(Connection& connection, Chain& chain);

  /// Whether the module is in the store already.
  bool find_module(const ModuleSource& module, bool& found);

  /// Adds the modules that are not.
  bool keep_modules(std::span<const ModuleSource> modules);

  /// Whether another file of this module is in the last assessment that has one.
  bool takes_a_place(const ModuleSource& module, bool& takes);

  /// Notes in the audit that a module which find_module() found takes the place of another file.
  bool note_change(const ModuleSource& module);

  bool write(const Batch& batch);

  /// One assessment of another store. `origin` says in the audit where it came from; refused if it
  /// would not be the same here as there, where its content has this digest.
  bool write_merged(const Entry& entry, std::string_view config_text, std::string_view origin,
                    const Digest& content);
  bool write_merged(const Repeat& repeat, std::string_view origin, const Digest& content);

  bool begin_run(std::string_view source_sha256, std::string_view program_version,
                 std::int64_t& run);
  bool end_run(std::int64_t run, std::uint64_t told);

  void forget();

  /// What failed last: a fault of the assessment, else of the file.
  [[nodiscard]] Error error() const;

  /// Since the last call.
  OtherPeople take_other_people() { return std::exchange(other_people_, {}); }

 private:
  struct KnownModule {
    std::int64_t row = 0;
    bool has_manifest = false;
    std::string digest;
  };

  /// An assessment whose own row is written.
  struct Written {
    const assess::Assessment* assessment = nullptr;
    std::int64_t row = 0;
    Common common = {};                                                 ///< what it shares
    std::shared_ptr<const std::vector<std::int64_t>> module_rows = {};  ///< parallel to its modules
  };

  /// Its lists are written with those of the batch.
  bool write(const Entry& entry, const Batch& batch);
  bool write_lists();
  /// Rows of the batch's assessments wait to be written together.
  [[nodiscard]] std::array<Rows*, 10> waiting();
  bool write_waiting();
  bool write(const Repeat& repeat, std::int64_t run);
  bool insert_row(const Written& it, std::int64_t patient, std::optional<std::int64_t> record,
                  std::int64_t config, std::int64_t run, std::uint64_t audit);
  bool seal(const Entry& entry, std::uint64_t& audit);
  bool append_seal(std::string_view id, std::uint32_t version, const Digest& content,
                   std::uint32_t form, std::uint64_t& audit);
  bool note_exceptions(std::span<const assess::ModuleUsed> modules);
  bool see_forgotten();
  /// Rows and digests of the modules, and what lets some of them run noted, unless they are those
  /// of the assessment before.
  bool find_modules(std::span<const assess::ModuleUsed> modules);
  bool write_modules(const Written& it);
  /// Those that aren't shared; `before` others stand before all of them.
  bool write_modules(std::int64_t row, std::span<const assess::ModuleUsed> modules,
                     std::span<const std::int64_t> module_rows, const SharedRows& shared,
                     std::size_t before);
  bool write_facts(const Written& it);
  bool write_causes(const Written& it);
  bool write_evidence(const Written& it, std::size_t cause, std::size_t position);
  bool write_alerts(const Written& it);
  bool write_advice(const Written& it);
  bool write_names(const Written& it);
  bool write_ignored(const Written& it);
  bool write_findings(const Written& it);

  bool add_module(const ModuleSource& module);
  bool note_module(const ModuleSource& module, std::string_view digest);
  static std::string module_key(std::string_view id, std::string_view version,
                                std::string_view sha256);
  std::optional<std::int64_t> patient(const assess::Assessment& assessment);
  void compare_person(std::int64_t patient, const assess::Assessment& assessment);
  std::optional<std::int64_t> config(const std::string& sha256, std::string_view text);
  /// Of the assessment that write_merged() writes.
  struct Merged {
    std::string_view origin;
    Digest content{};
  };

  bool record(const Entry& entry, std::optional<std::int64_t>& row);
  bool record_before(const Entry& entry, std::optional<std::int64_t>& row);
  bool resolve(const assess::ModuleUsed& module, KnownModule& known);
  bool look_up_module(const assess::ModuleUsed& module, KnownModule& known);
  [[nodiscard]] std::int64_t last_row() const { return sqlite3_last_insert_rowid(database_); }
  bool refuse(std::string message, std::string cure = {});

  Connection& connection_;
  Chain& chain_;
  sqlite3* database_;
  std::optional<Error> refusal_;
  OtherPeople other_people_;
  std::vector<Written> rows_written_;  ///< whose lists are not
  std::shared_ptr<const std::vector<std::int64_t>> module_rows_ =
      std::make_shared<const std::vector<std::int64_t>>();
  std::vector<std::string> module_digests_;
  std::vector<assess::ModuleUsed> last_modules_;  ///< what these two are of
  std::optional<Digest> record_digest_;
  std::optional<Merged> merged_;
  std::unordered_map<std::string, KnownModule> modules_;
  std::string config_sha256_, config_text_;  ///< the last one that was looked up
  std::int64_t config_row_ = 0;
  Digest config_digest_{};
  std::set<std::string> exceptions_;               ///< those that were noted
  std::unordered_set<std::string_view> in_batch_;  ///< assessments whose rows may wait
  std::string space_;                              ///< for the content of an assessment
  std::int64_t times_forgotten_ = 0;

  Dictionary concepts_, causes_, rules_, alerts_, advice_, names_, findings_;
  Statement find_module_, compare_module_, other_file_, insert_module_;
  Statement find_patient_, find_person_, insert_patient_;
  Statement find_config_, insert_config_;
  Statement find_record_, insert_record_;
  Statement insert_run_, end_run_, move_run_;
  Statement insert_assessment_;
  Rows modules_used_, facts_, cause_results_, evidence_, raised_alerts_, given_advice_, states_;
  Rows must_not_miss_, ignored_, found_;
  Statement find_times_forgotten_;
  Sharing sharing_;
  VersionCopy copy_;
  Statement insert_version_, find_repeated_, insert_repeat_;
};

}  // namespace causa::store
