// SPDX-License-Identifier: Apache-2.0
//
// Whether a record that was read from words might have been read otherwise if modules that come to
// it had been there: of what a person wrote, words are looked up when it is read, and what they
// mean is kept. Of the lines of a CSV not all is kept that was looked up (the words that a mapping
// gave them, codes beside a name that was known, lines that were left out), so any word, code or
// concept that comes may change one. A case file is kept whole: each entry with its words, and its
// code if it has no words of its own; so its entries are compared one by one. One thread until it
// is whole, any number afterwards. Borrows the vocabularies.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "intake/written/words.hpp"
#include "record/record.hpp"

namespace causa::intake::written {

class NewWords {
 public:
  /// `before`: without the modules that come.
  NewWords(const terminology::Vocabulary& before, const terminology::Vocabulary& now);

  /// By which a module that comes calls something that is known: a name of the site's own. Before
  /// the first record is asked of.
  void add_name(std::string_view name);

  /// False if the record can be read from what is kept as it would be read from its source: it is
  /// made of messages, or nothing new can be meant in it. Says true rather than be wrong.
  [[nodiscard]] bool may_change(const record::Record& record) const;

 private:
  using Matches = std::vector<terminology::CodeMatch>;

  void add_changed(const Words::Index& now, const Words::Index& before);
  void add(std::string folded, bool can_be_stated);
  [[nodiscard]] bool same(const std::vector<Words::Candidate>& now,
                          const std::vector<Words::Candidate>& before) const;
  [[nodiscard]] bool can_be_stated(const std::vector<Words::Candidate>& candidates) const;
  [[nodiscard]] bool brings_codes() const;

  [[nodiscard]] bool are_in(std::string_view folded) const;
  [[nodiscard]] bool are_near(std::string_view folded) const;
  [[nodiscard]] bool may_change(const record::Record& record, const record::Item& item) const;
  [[nodiscard]] Matches matches_of(const record::Record& record, const record::Item& item,
                                   const terminology::Vocabulary& vocabulary) const;
  [[nodiscard]] bool means_the_same(const Matches& now, const Matches& before) const;
  [[nodiscard]] bool is_kept_as(const record::Item& item,
                                const terminology::CodeMatch& match) const;
  [[nodiscard]] bool words_are_read_alike(const record::Item& item) const;
  [[nodiscard]] bool is_found_alike(std::string_view text, std::string_view unit) const;

  const terminology::Vocabulary &before_, &now_;
  Words words_before_, words_now_;
  std::set<std::string, std::less<>> changed_;  ///< folded, that mean something else now
  std::size_t most_words_ = 0;                  ///< of one of them
  bool can_be_stated_ = false;  ///< not only what libraries compute is new, or means something else
};

}  // namespace causa::intake::written
