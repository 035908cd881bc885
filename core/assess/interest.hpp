// SPDX-License-Identifier: Apache-2.0
//
// What modules which come later could have to say of a record: most of a long history says nothing
// to one more module. It asks the vocabulary what facts are asked of it, and remembers each code
// and text, which many patients share; and it knows where in the columns and conditions of all
// modules those that come are heard. Never says no where the modules would find a fact. One thread;
// borrows the Prepared.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "assess/prepared.hpp"
#include "assess/ranked_interest.hpp"
#include "facts/extract_some.hpp"
#include "facts/narrative.hpp"
#include "record/record.hpp"

namespace causa::assess {

class Interest {
 public:
  /// `added` are ids of modules.
  Interest(const Prepared& prepared, const std::set<std::string>& added);

  /// The resources of a record that hold what the modules would recognize, read or compute from.
  /// False: among it is something that only a whole assessment can tell the meaning of.
  bool find(const record::Record& record, std::vector<facts::Resource>& found);

  /// Whether something is known of a row that only the modules that come read, so that it would be
  /// shown where it wasn't, or that is measured for a cause of theirs. The row was filled from what
  /// find() found.
  [[nodiscard]] bool is_new(facts::Batch& batch, std::uint32_t row,
                            const facts::PatientFacts& facts) const;

  /// Of conditions of which one that holds makes the modules say something, whatever is ranked:
  /// their places among the masks; and whether one always holds.
  [[nodiscard]] const std::vector<std::uint32_t>& voices() const { return voices_; }
  /// The same for who is ranked, beside these.
  [[nodiscard]] const RankedInterest& ranked() const { return ranked_; }
  [[nodiscard]] bool always_speaks() const { return always_speaks_; }

  /// Alerts that were raised before may be told otherwise by what comes: they name causes of it,
  /// which must not be missed then, or concepts that have their name from it.
  [[nodiscard]] bool change_alerts() const { return change_alerts_; }

 private:
  /// What a concept, a code or a text is to the modules that come.
  enum Meaning : std::uint8_t {
    nothing = 0,
    read = 1,     ///< they read it, or what is computed from it
    strange = 2,  ///< they change how it is understood, or it can't be computed from any more
  };

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };
  /// A text of the record at hand, or two, by where they stand: the same text of a record that was
  /// stored stands in one place, and is met many times.
  struct Met {
    const char *first = nullptr, *second = nullptr;
    std::size_t first_size = 0, second_size = 0;
    Meaning meaning = nothing;
    bool known = false;
  };
  using Known = std::unordered_map<std::string, Meaning, Hash, std::equal_to<>>;
  using Ids = std::set<std::string>;

  [[nodiscard]] bool comes(std::uint32_t module) const { return comes_[module]; }
  [[nodiscard]] bool find_hearers() const;
  void find_meanings();
  void want_what_others_say_of_their_causes(Ids& wanted) const;
  void want_what_is_computed_from(Ids& wanted, Ids& changed);
  [[nodiscard]] bool runs(std::uint32_t module, std::size_t step) const;
  void mark(const Ids& concepts, Meaning meaning);
  void find_displays();
  void find_voices();
  void hear(const Test& test);
  Meaning of_matches() const;
  [[nodiscard]] Meaning of_named() const;
  Meaning of_display(std::string_view display);
  Meaning of_codings(const record::Record& record, record::CodingRange range);
  Meaning of_words(std::string_view text, record::Kind kind);
  Meaning of_new_words(std::string_view text);
  Meaning of_prose(std::string_view text);
  Meaning of_item(const record::Record& record, const record::Item& item);
  template <class Look>
  static Meaning remembered(Known& known, std::string_view key, const Look& look);
  template <class Look>
  static Meaning met(std::vector<Met>& places, std::string_view first, std::string_view second,
                     const Look& look);

  const Prepared& prepared_;
  const std::vector<bool> comes_;  ///< by module
  RankedInterest ranked_;
  std::vector<Meaning> meanings_;        ///< by concept, those of its broader ones included
  std::vector<bool> read_by_them_;       ///< by column: and by none of the others
  std::vector<std::uint32_t> measured_;  ///< columns that decide causes that come
  std::vector<std::uint32_t> voices_;
  bool always_speaks_ = false;
  bool change_alerts_ = false;
  std::set<std::string> displays_;  ///< folded, of codes that come: what others are compared with
  Known codes_, words_, names_, prose_, folded_;
  std::vector<Met> met_codes_, met_words_, met_names_;  ///< in the record at hand
  std::string key_;
  std::vector<terminology::CodeMatch> matches_;
  facts::NarrativeReader reader_;
};

}  // namespace causa::assess
