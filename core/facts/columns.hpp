// SPDX-License-Identifier: Apache-2.0
//
// Facts of many patients as columns, one row a patient: what conditions are evaluated on and what
// libraries read. A number cell is the interval [low, high] of values that the record allows (equal
// for a plain measurement; open for "< 0.3"; both values for a tie), NaN if unknown: then a
// comparison that is true for the whole interval is true, one that is false for all of it is false,
// and everything else is unknown, without a branch. A truth cell is one bit in `present` and one in
// `absent`; neither set: unknown.
//
// A Layout is made at start and shared; a Batch belongs to one thread and is reused.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "facts/by_concept.hpp"
#include "facts/fact.hpp"
#include "knowledge/manifest.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

/// Which side of a fact a column holds.
enum class Aspect : std::uint8_t {
  value = 1,      ///< number: the value. truth: present or absent
  start_days,     ///< number: days from start or onset to as_of
  recorded_days,  ///< number: days from measurement or record to as_of
  stopped_days,   ///< number: days from the end (of a medicine, a condition) to as_of
  // What several facts say together (series.hpp); all numbers.
  rise,        ///< the latest value less the lowest of the span before it
  fall,        ///< the highest of the span before the latest value, less that
  rise_ratio,  ///< the latest value over the lowest of the span before it
  fall_ratio,  ///< the latest value over the highest of the span before it
  values,      ///< at how many times a value was measured that lies in [from, to]
  kinds,       ///< how many different ones of a class are present
};

inline constexpr std::uint32_t age_column = 0;     ///< number, years
inline constexpr std::uint32_t female_column = 1;  ///< truth
inline constexpr std::uint32_t no_fact = 0xffffffffu;

struct ColumnKey {
  terminology::ConceptId concept_id = terminology::no_concept;
  Aspect aspect = Aspect::value;
  knowledge::Take take = knowledge::Take::latest;
  std::int64_t window_ms = 0;  ///< 0: no limit
  /// As alerts see it, which nothing may silence: a value of a hemolyzed sample as measured (else
  /// an upper bound), and an older value although a newer one was refused (else unknown); the start
  /// of a new complaint although there is an old one of its name.
  bool for_alerts = false;
  std::int64_t span_ms = 0;  ///< of changes: how long before the latest value
  double from = -std::numeric_limits<double>::infinity();  ///< of `values`
  double to = std::numeric_limits<double>::infinity();

  friend bool operator==(const ColumnKey&, const ColumnKey&) = default;
};

class Layout {
 public:
  /// Columns 0 and 1 are age and female.
  Layout();

  /// The column for a key, added if new. A number concept's value, and every aspect that
  /// counts days, is a number column; a truth concept's value is a truth column.
  std::uint32_t add(const ColumnKey& key, const terminology::Vocabulary& vocabulary);

  [[nodiscard]] std::span<const ColumnKey> keys() const { return keys_; }
  [[nodiscard]] bool is_number(std::uint32_t column) const { return number_[column]; }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  std::vector<ColumnKey> keys_;
  std::vector<bool> number_;
  std::unordered_map<terminology::ConceptId, std::vector<std::uint32_t>> columns_of_;
};

/// Of several values that may count, the ends that are certain: of "< 3.5" and 3.8 those are 3.5
/// (the next double below) and 3.8, where the interval of the cell is open below.
struct Ends {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// The end of what a measurement allows that is certain: of "> 6.0" the next double above, of a
/// plain number itself.
double sure_value(const Fact& fact);

/// True for two measurements of one thing that differ, and of which either may be the later.
bool are_tied(const Fact& a, const Fact& b);

class Batch {
 public:
  using EndsOfRows = std::unordered_map<std::uint32_t, Ends>;

  explicit Batch(const Layout& layout);

  /// Empties the batch for `rows` patients; all cells unknown.
  void reset(std::uint32_t rows, std::int64_t as_of_ms);

  /// Fills one row from a patient's facts (ancestors included, windows applied).
  void fill(std::uint32_t row, const PatientFacts& facts,
            const terminology::Vocabulary& vocabulary);

  /// Writes the cell of every column of a concept that a library derived.
  void set_derived_number(std::uint32_t row, terminology::ConceptId concept_id, double value,
                          std::uint32_t fact_index);
  void set_derived_truth(std::uint32_t row, terminology::ConceptId concept_id, bool value,
                         std::uint32_t fact_index);

  /// The columns of a row that a fact stands in, in their order.
  [[nodiscard]] const std::vector<std::uint32_t>& columns_with_facts(std::uint32_t row);

  /// False: nothing is known in this column of any row.
  [[nodiscard]] bool is_used(std::uint32_t column) const { return used_[column]; }

  [[nodiscard]] std::uint32_t rows() const { return rows_; }
  [[nodiscard]] std::uint32_t words() const { return (rows_ + 63) / 64; }
  [[nodiscard]] std::int64_t as_of_ms() const { return as_of_ms_; }

  [[nodiscard]] const double* low(std::uint32_t column) const;
  [[nodiscard]] const double* high(std::uint32_t column) const;
  [[nodiscard]] const std::uint64_t* present(std::uint32_t column) const;
  [[nodiscard]] const std::uint64_t* absent(std::uint32_t column) const;

  /// Bit set: the interval of this cell is a tie of different values at one instant, or, of a start
  /// for alerts, of things that began at different times.
  [[nodiscard]] const std::uint64_t* tied(std::uint32_t column) const;

  /// Of ties whose interval is wider than what is certain of them, by row; null if there is none.
  [[nodiscard]] const EndsOfRows* ends(std::uint32_t column) const;

  /// Index into PatientFacts::facts of the fact that the cell shows, or no_fact.
  [[nodiscard]] std::uint32_t fact(std::uint32_t column, std::uint32_t row) const;

  /// All facts that made the cell, the one that it shows first; several for a change, a count or a
  /// tie. Appends.
  void facts_of(std::uint32_t column, std::uint32_t row, std::vector<std::uint32_t>& facts) const;

  [[nodiscard]] const Layout& layout() const { return *layout_; }

 private:
  struct Number {
    std::vector<double> low, high;
    std::vector<std::uint64_t> tied;
    std::vector<std::uint64_t> settled;  ///< found among all facts of the patient: once is enough
    std::vector<std::uint64_t> met;      ///< of starts: a fact was there
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> others;  ///< by row
    EndsOfRows ends;
  };
  struct Truth {
    std::vector<std::uint64_t> present, absent;
  };
  void empty(std::uint32_t column);
  void put(std::uint32_t row, terminology::ConceptId concept_id, std::uint32_t index,
           const PatientFacts& patient, const terminology::Vocabulary& vocabulary);
  void put_series(std::uint32_t row, std::uint32_t column, const PatientFacts& patient,
                  const terminology::Vocabulary& vocabulary);
  void put_number(std::uint32_t row, std::uint32_t column, const Fact& fact, std::uint32_t index,
                  const PatientFacts& patient);
  void put_extreme(std::uint32_t row, std::uint32_t column, double low, double high,
                   std::uint32_t index, const PatientFacts& patient);
  void put_truth(std::uint32_t row, std::uint32_t column, const Fact& fact, std::uint32_t index,
                 const PatientFacts& patient);
  void put_start(std::uint32_t row, std::uint32_t column, const Fact& fact, std::uint32_t index,
                 const PatientFacts& patient, const terminology::Vocabulary& vocabulary);
  void put_recorded(std::uint32_t row, std::uint32_t column, const Fact& fact, std::uint32_t index,
                    const PatientFacts& patient);
  void put_stopped(std::uint32_t row, std::uint32_t column, const Fact& fact, std::uint32_t index,
                   const PatientFacts& patient);

  void mark(std::uint32_t row, std::uint32_t column) {
    used_[column] = 1;
    columns_of_row_[row].push_back(column);
  }

  const Layout* layout_;
  std::uint32_t rows_ = 0;
  std::int64_t as_of_ms_ = 0;
  std::vector<std::uint32_t> slot_;  ///< column -> index into numbers_ or truths_
  std::vector<Number> numbers_;
  std::vector<Truth> truths_;
  std::vector<std::vector<std::uint32_t>> facts_;       ///< by column
  std::vector<std::vector<std::uint32_t>> columns_of_;  ///< by concept
  ByConcept by_concept_{0};                             ///< facts of the patient at hand
  std::vector<std::uint8_t> used_;                      ///< by column
  std::vector<std::vector<std::uint32_t>> columns_of_row_;
};

}  // namespace causa::facts
