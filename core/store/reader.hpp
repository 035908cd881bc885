// SPDX-License-Identifier: Apache-2.0
//
// Reads assessments back and proves them whole. Errors are results; belongs to its connection's
// thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/connection.hpp"
#include "store/content.hpp"
#include "store/stated.hpp"
#include "store/statement.hpp"
#include "store/store.hpp"

namespace causa::store {

struct Sealed {
  assess::Assessment assessment;
  Digest content{};
  std::uint32_t form = 0;  ///< of content
  Digest whole{};          ///< in the form of a whole content
  std::vector<std::string> module_digests;
  std::uint32_t modules_kept = 0;  ///< of a repeated version: stand as in the one before
};

class Reader {
 public:
  explicit Reader(Connection& connection);

  Result<assess::Assessment> load(std::string_view id, std::uint32_t version);
  /// With the digest of all that is stored of it, made anew from what is there.
  Result<Sealed> load_sealed(std::string_view id, std::uint32_t version);

  Result<std::vector<std::string>> manifests(std::string_view id, std::uint32_t version);
  Result<std::string> record(std::string_view id, std::uint32_t version);
  Result<std::string> program(std::string_view id, std::uint32_t version);
  Result<std::vector<std::string>> ids_that_begin(std::string_view begin, std::uint32_t limit);
  Result<std::uint32_t> last_version(std::string_view id);
  Result<std::int64_t> newest_place();
  Result<std::vector<LastVersion>> last_versions(std::int64_t after, std::uint32_t limit);
  Result<std::string> config(std::string_view sha256);
  Result<std::vector<ListRow>> list(const ListFilter& filter);
  Result<std::optional<Run>> last_run(std::string_view source_sha256);
  Result<Untold> untold(std::string_view source_sha256);
  Result<std::vector<std::string>> assessments_of(std::int64_t run, std::string_view after,
                                                  std::uint32_t limit);

  /// After a rollback: rows that were met may be gone.
  void forget() { stated_.forget(); }

 private:
  /// A row that says nothing is left as 0.
  bool find(std::string_view id, std::uint32_t version, std::int64_t& row);
  Result<assess::Assessment> load_once(std::string_view id, std::uint32_t version);
  bool see_forgotten();
  bool read_header(std::string_view id, std::uint32_t version, assess::Assessment& assessment);
  bool read_modules(assess::Assessment& assessment);
  bool read_facts(assess::Assessment& assessment);
  bool read_causes(assess::Assessment& assessment);
  bool read_evidence(assess::Assessment& assessment);
  bool read_evidence(std::vector<assess::CauseResult>& causes, std::int64_t row, bool from_base);
  bool read_alerts(assess::Assessment& assessment);
  bool read_advice(assess::Assessment& assessment);
  bool read_states(assess::Assessment& assessment);
  bool read_must_not_miss(assess::Assessment& assessment);
  bool read_ignored(assess::Assessment& assessment);
  bool read_findings(assess::Assessment& assessment);

  /// Where the rows of a list stand: those before `shared` with the base, but for those in whose
  /// place the version has a row of its own.
  using Shared = std::optional<std::int64_t>;

  /// Puts each row of the list that the statement gives into its place; counts them. `read` says
  /// where it stands; false: what it points at isn't there.
  template <class Row, class Read>
  bool each(Statement& statement, Shared shared, std::vector<Row>& rows, const Read& read);
  template <class Row, class Read, class... Values>
  bool each_of(Statement& statement, std::vector<Row>& rows, const Read& read,
               const Values&... values);
  template <class Row>
  const Row* stated(StatedRows<Row>& rows, std::int64_t id);

  bool read_seal(std::vector<std::string>& modules, std::optional<Digest>& record,
                 std::uint32_t& form);
  Result<Sealed> seal_repeated(Sealed sealed, ContentParts parts);

  /// The end of a loop over rows: notes what was strange; false if the file failed.
  bool ended(const Cursor& cursor);
  template <class List>
  void list_of(const std::string& text, List& list) {
    if (!read_list(text, list)) strange_ = true;
  }
  [[nodiscard]] Error not_found(std::string_view id, std::uint32_t version) const;
  [[nodiscard]] Error damaged(std::string_view id, const std::string& what) const;

  Connection& connection_;
  std::int64_t row_ = 0;    ///< of the assessment that is being read
  std::int64_t parts_ = 0;  ///< rows that it said it has
  std::int64_t read_ = 0;   ///< rows that were found
  std::int64_t base_ = 0;   ///< row of the version that it shares rows with; 0: none
  struct {
    Shared modules, facts, causes, advice, states, must_not_miss, ignored, findings;
  } shared_;
  std::map<std::uint32_t, std::uint32_t> evidence_there_;  ///< cause of the base -> of this one
  bool strange_ = false;
  bool failed_ = false;           ///< the file, while a statement of a module was looked up
  std::optional<Error> fault_;    ///< and why
  std::int64_t times_seen_ = -1;  ///< how often somebody has forgotten patients
  std::optional<std::string> config_sha256_;  ///< the last one that load_sealed() met
  Digest config_digest_{};
  std::string space_;

  Statement find_, header_, modules_, facts_, causes_, evidence_, alerts_, advice_, states_;
  Statement must_not_miss_, ignored_, findings_, manifests_, record_, config_, run_;
  Statement module_digests_, form_, times_forgotten_;
  Stated stated_;
};

}  // namespace causa::store
