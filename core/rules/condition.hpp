// SPDX-License-Identifier: Apache-2.0
//
// The condition language of manifests (docs/manifest.md): parsed once with line and column, checked
// against the vocabulary, compiled to columns, evaluated for a whole batch, explained for one row.
// A Condition is immutable, cheap to copy and may be shared by threads; evaluation writes only to
// its arguments.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "facts/columns.hpp"
#include "knowledge/manifest.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::rules {

enum class Truth : std::uint8_t { unknown = 0, yes, no };

/// What is wrong with a condition, at which byte of its text, and a hint that may be empty.
struct ConditionError {
  std::size_t offset = 0;
  std::string message;
  std::string hint;
};

/// Line and column of a byte of a text, both from 1; columns count characters, not bytes.
struct TextPlace {
  std::size_t line = 1;
  std::size_t column = 1;
};
TextPlace place_of(std::string_view text, std::size_t offset);

/// "line 1, column 5: no concept 'lab.potasium'; did you mean lab.potassium?"
std::string describe(const ConditionError& error, std::string_view text);

/// Two bits a row: `yes` and `no`; neither: unknown. words() of the batch each.
struct Mask {
  std::vector<std::uint64_t> yes, no;

  void resize(std::size_t words) {
    yes.resize(words);
    no.resize(words);
  }
  /// The same for all of so many rows.
  void fill(Truth truth, std::uint32_t rows);
  [[nodiscard]] Truth at(std::uint32_t row) const {
    if (yes[row / 64] >> (row % 64) & 1) return Truth::yes;
    return no[row / 64] >> (row % 64) & 1 ? Truth::no : Truth::unknown;
  }
};

/// A rule decides only what all tied values agree on; an alert takes the worse of them: what makes
/// its condition true.
enum class Ties : std::uint8_t { must_agree = 1, take_worse };

/// Windows of concepts apply, or are lifted (to find an old critical value).
enum class Windows : std::uint8_t { apply = 1, lift };

/// What a module's own words mean in its conditions: views into its manifest, for as long as a
/// condition is parsed.
struct Terms {
  Terms() = default;
  Terms(const knowledge::Manifest& manifest)  // NOLINT: a module's conditions are read in its words
      : facts(manifest.facts),
        definitions(manifest.definitions),
        bands(manifest.bands),
        scores(manifest.scores) {}
  Terms(const std::vector<knowledge::FactWish>& wishes) : facts(wishes) {}  // NOLINT: likewise

  std::span<const knowledge::FactWish> facts;  ///< narrow or widen a concept's window and take
  std::span<const knowledge::Definition> definitions;
  std::span<const knowledge::BandedFact> bands;
  std::span<const knowledge::Score> scores;
};

class Condition {
 public:
  /// A condition that is always true; so is the empty text.
  Condition() = default;

  static std::variant<Condition, ConditionError> parse(std::string_view text,
                                                       const terminology::Vocabulary& vocabulary,
                                                       const Terms& terms = {});

  [[nodiscard]] bool always() const { return tree_ == nullptr; }

  /// As written.
  [[nodiscard]] std::string_view text() const;

  /// In words for people: concepts by name, numbers and units as written, brackets wherever `and`
  /// meets `or`: "potassium < 3.0 mmol/L". Empty if always true.
  [[nodiscard]] std::string words(const terminology::Vocabulary& vocabulary) const;

  /// Every concept spoken of, in order of appearance, once each (age and sex not included).
  [[nodiscard]] std::vector<terminology::ConceptId> concepts() const;

  /// True if it asks when this concept started, or whether before or after something else.
  [[nodiscard]] bool asks_start(terminology::ConceptId id) const;

  struct Tree;  ///< rules/tree.hpp

  /// For those who make patients that fit a condition; null if always true.
  [[nodiscard]] const Tree* tree() const { return tree_.get(); }

 private:
  friend class Program;
  std::shared_ptr<const Tree> tree_;
};

/// A cell that gave a condition its outcome, and what its test asked of it.
struct DecidingCell {
  std::uint32_t column = 0;
  /// Of a comparison the values that it looks for; else every number.
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool is_within = true;  ///< false: the comparison was false

  /// True for a value that alone would have given the test its outcome.
  [[nodiscard]] bool agrees(double value) const {
    return (value >= low && value <= high) == is_within;
  }
};

/// A condition bound to the columns of a Layout.
class Program {
 public:
  Program() = default;

  /// Adds the columns that the condition needs. Make the Batch after the last Program.
  Program(const Condition& condition, facts::Layout& layout,
          const terminology::Vocabulary& vocabulary, Ties ties = Ties::must_agree,
          Windows windows = Windows::apply);

  [[nodiscard]] bool always() const { return steps_.empty(); }

  /// All rows at once; bits beyond the last row are zero. `scratch` is reused between calls; one
  /// per thread.
  struct Scratch {
    std::vector<std::uint64_t> words;
  };
  void evaluate(const facts::Batch& batch, Scratch& scratch, Mask& out) const;

  /// What evaluate() says of every row if nothing is known in any of columns().
  [[nodiscard]] Truth of_nothing() const;

  /// All that it reads, with repeats. Appends.
  void columns(std::vector<std::uint32_t>& columns) const;

  /// Columns whose cells gave this row its outcome (for citing). True: the true branches of `or`,
  /// all of `and`; false: the false branches of `and`, all of `or`; unknown: the columns that are
  /// missing or undecided. `outcome` is what evaluate() said. Appends, without repeats.
  void deciding_columns(const facts::Batch& batch, std::uint32_t row, Truth outcome,
                        std::vector<std::uint32_t>& columns) const;

  /// The same as cells: the first test of each column counts.
  void deciding_cells(const facts::Batch& batch, std::uint32_t row, Truth outcome,
                      std::vector<DecidingCell>& cells) const;

  /// True if answers to these columns, where they are unknown now, could make the condition true.
  [[nodiscard]] bool could_hold(const facts::Batch& batch, std::uint32_t row,
                                const std::vector<std::uint32_t>& columns) const;

 private:
  /// One instruction of a stack machine, in postfix order; rules/program.cpp has their meaning.
  enum class Code : std::uint8_t {
    within = 1,      ///< number column in [low, high]
    days_ago,        ///< days column in [0, high]; the future part of a span of dates is no past
    known_number,    ///< a value is there
    present,         ///< truth column
    known_truth,     ///< present or absent
    unknown_is_yes,  ///< of one operand
    negation,        ///< of one operand
    all_of,
    any_of,        ///< of `operands`
    at_least,      ///< `needed` of `operands`
    days_between,  ///< two days columns: by how much the first is later, in [low, high]
    known,         ///< of one operand
    score,         ///< points of `operands`, in [low, high]
  };
  struct Step {
    Code code = Code::within;
    bool worse_of_ties = false;  ///< a tie counts as true if one of its values does ...
    bool worse_is_no = false;    ///< ... or, under `not`, as false if one of its values does
    std::uint32_t column = 0;
    std::uint32_t other = 0;   ///< of days_between: the column of what came before or after
    std::uint32_t points = 0;  ///< of a score: where its points begin in points_
    std::uint32_t operands = 0;
    std::uint32_t needed = 0;
    std::uint32_t size = 1;  ///< steps of this operand's whole subtree, itself included
    double low = 0, high = 0;
    bool open_below = false;  ///< an upper bound whose end lies in [low, high] counts as within ...
    bool open_above = false;  ///< ... and so does a lower one: see join_bands()

    [[nodiscard]] bool asks_if_known() const {
      return code == Code::known_number || code == Code::known_truth;
    }
  };
  friend class Compiler;
  friend class Citing;
  friend class Bands;
  friend class Answering;
  friend class Flattening;  // tests/bench/flat
  struct Cells;

  template <class Load>
  void run(std::uint32_t words, std::uint64_t* stack, const Load& load) const;
  void add_points(const Step& step, std::uint64_t* operands, std::uint32_t words) const;

  std::vector<Step> steps_;
  std::vector<std::int32_t> points_;  ///< of scores, over their greatest common divisor
  std::uint32_t depth_ = 0;
};

/// For all alerts together, after the last one is made: where their bands of one column lie side by
/// side, a value of which only a bound is known ("< 3.0") is in the band of its certain end, if the
/// bands beyond it leave no gap. So a bound alerts as the least that it can be.
void join_bands(std::span<Program* const> programs);

}  // namespace causa::rules
