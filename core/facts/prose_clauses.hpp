// SPDX-License-Identifier: Apache-2.0
//
// The clauses that a sentence has between its commas: how far the past and what has ended reach,
// and where something is said anew behind a denial. "Last apixaban a month ago, right foot cold
// since this morning" speaks of the foot of today; "no numbness, weakness, tingling" is one list.
// It goes by form only: a clause of its own has a side or an article, a part of the body and behind
// it what is said of it, or a word of today. What looks like neither belongs to what stands before
// it. A few passes over the sentence; reuses its memory; for one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "facts/prose.hpp"
#include "facts/prose_phrases.hpp"

namespace causa::facts {

/// What the words of a clause take from all of its phrases.
enum class Time : std::uint8_t { now, history, days_ago, past };

class ProseClauses {
 public:
  /// `cues` by word of the sentence; `finds` in the order of Find::at. All are borrowed until the
  /// next call.
  void read(const Prose& prose, const Sentence& sentence, const terminology::Phrases& phrases,
            const std::vector<CueFind>& cues, const std::vector<Find>& finds);

  /// True if the comma before word `at` begins a clause that says something of a part of the body.
  [[nodiscard]] bool states(std::uint32_t at) const { return begins(at, &Clause::is_statement); }

  /// The same of the first words of a sentence.
  [[nodiscard]] bool begins_with_statement(std::uint32_t at) const {
    return clauses_[clause_at(at)].is_statement;
  }

  /// True if what stands behind the comma before word `at` began at a time that is named.
  [[nodiscard]] bool is_since(std::uint32_t at) const { return begins(at, &Clause::is_since); }

  /// True if the clause around word `at` says that something has ended.
  [[nodiscard]] bool has_ended(std::uint32_t at) const {
    return has_ended_[clause_of_[at - first_]];
  }

  /// The first word behind the comma or bracket before `at`, not before `first`.
  [[nodiscard]] std::uint32_t begin_of_clause(std::uint32_t at, std::uint32_t first) const;

  /// True for a cue of doubt that says only of what it names that it is doubtful: "suspected".
  [[nodiscard]] bool doubts_own_clause(std::uint32_t at) const;

  /// Words [first, last).
  struct Reach {
    std::uint32_t first = 0, last = 0;
  };
  /// What a cue of doubt at word `at` reaches of its statement: "left leg swollen, suspected DVT".
  [[nodiscard]] Reach reach_of_doubt(std::uint32_t at, Reach statement) const;

  /// What a question mark before word `at` reaches: "left calf swollen ?DVT".
  [[nodiscard]] Reach reach_of_query(std::uint32_t at, Reach statement) const;

  /// True if the clause around word `at` goes on about the patient where another one is about a
  /// relative: "mother with DVT, left calf swollen".
  [[nodiscard]] bool is_of_patient(std::uint32_t at) const;

  /// True if a number is doubted by such a cue, or called ended.
  [[nodiscard]] bool is_doubted(const Find& number) const;

  /// Gives each find its time, and marks numbers whose time isn't plain; returns the earliest.
  Time find_times(const std::vector<bool>& covered, std::vector<Find>& finds,
                  std::vector<Time>& times);

 private:
  struct Clause {
    std::uint32_t first = 0, last = 0;  ///< words; the last one isn't part of it
    std::uint32_t ended_at = 0;         ///< word of the first cue that something ended, or `last`
    std::uint32_t denies_at = 0;        ///< likewise, of the first "no" or "denies"
    bool after_comma = false;
    bool is_statement = false;
    bool says_of_part = false;  ///< "calf swollen", which begins no clause of its own elsewhere
    bool asks_politely = false;
    bool has_side = false;      ///< "left", "both"
    bool names_person = false;  ///< a relative, or whose it is: "her"
    bool is_since = false;
    bool is_todays = false;
    bool is_of_past = false;    ///< has a cue of the past
    bool was = false;           ///< tells of the past by its verb
    bool is_only_time = false;  ///< "last year"
    bool has_find = false;      ///< begins and ends within it
    bool has_number = false;
    bool has_drug = false;
    bool reaches_back = false;  ///< a phrase goes over the comma before it
    bool begins_anew = false;   ///< the past and what ended do not reach over the comma before
  };

  [[nodiscard]] bool begins(std::uint32_t at, bool Clause::* what) const;
  void split();
  void look_at(Clause& clause, const terminology::Phrases& phrases) const;
  void look_at_finds(const std::vector<Find>& finds);
  [[nodiscard]] bool tells_of_death() const;
  [[nodiscard]] bool is_statement(const Clause& clause) const;
  [[nodiscard]] bool says_of_part(const Clause& clause) const;
  [[nodiscard]] bool ends_question(std::size_t index, bool was_asked) const;
  [[nodiscard]] bool is_drug(std::uint32_t at, const terminology::Phrases& phrases) const;
  [[nodiscard]] bool is_since(const Clause& clause, std::uint32_t at) const;
  [[nodiscard]] bool is_only_time(const Clause& clause) const;
  [[nodiscard]] bool is_amount_of_time(std::uint32_t at) const;
  void find_beginnings();
  void find_ended();
  [[nodiscard]] bool is_past(std::uint32_t at) const;
  [[nodiscard]] bool leads_to_number(std::size_t index) const;
  [[nodiscard]] bool is_of_other_number(std::uint32_t cue_at, const Find& number) const;
  void time_number(std::vector<Find>& finds, std::size_t index, Time& time) const;
  [[nodiscard]] std::size_t clause_at(std::uint32_t at) const { return part_of_[at - first_]; }
  [[nodiscard]] terminology::Cue cue(std::uint32_t at) const { return (*cues_)[at - first_].cue; }

  const std::vector<Word>* words_ = nullptr;
  const std::vector<CueFind>* cues_ = nullptr;
  std::uint32_t first_ = 0, last_ = 0;
  std::vector<Clause> clauses_;           ///< all words between two commas
  std::vector<std::uint32_t> part_of_;    ///< by word: index of clauses_
  std::vector<std::uint32_t> clause_of_;  ///< by word: which of those that begin anew
  std::vector<bool> has_ended_;           ///< by one of those
};

}  // namespace causa::facts
