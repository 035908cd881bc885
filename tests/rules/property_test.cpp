// SPDX-License-Identifier: Apache-2.0
//
// Random conditions on random patients: the text and a slow interpreter are made side by side, and
// must agree with the compiled program for batches around the size of a word.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <tuple>

#include "clinic.hpp"

BOOST_AUTO_TEST_SUITE(rules_property)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;

namespace {

constexpr std::string_view truth_ids[] = {"drug.thiazide", "drug.statin", "symptom.leg_pain",
                                          "symptom.thirst"};
constexpr std::string_view number_ids[] = {"lab.potassium", "lab.sodium", "score.wells"};

struct Row {
  const facts::Batch& batch;
  std::uint32_t row;
  bool worse;
};
using Reference = std::function<Truth(const Row&, bool negated)>;

/// How tightly a piece of text holds together: 0 any, 1 all, 2 one test.
struct Piece {
  std::string text;
  int binding;
  Reference reference;
};

class Generator {
 public:
  Generator(facts::Layout& layout, std::uint64_t seed) : layout_(layout), random_(seed) {}

  Piece condition(int depth) {
    switch (depth == 0 ? 0 : below(8)) {
      case 1:
        return join(depth, " and ", 1, [](int, int no, int unknown) {
          return no > 0 ? Truth::no : unknown > 0 ? Truth::unknown : Truth::yes;
        });
      case 2:
        return join(depth, " or ", 0, [](int yes, int, int unknown) {
          return yes > 0 ? Truth::yes : unknown > 0 ? Truth::unknown : Truth::no;
        });
      case 3:
        return negation(depth);
      case 4:
        return at_least(depth);
      case 6:
        return named(depth);
      case 7:
        return score(depth);
      default:
        return leaf();
    }
  }

  /// The definitions and scores that the texts use.
  [[nodiscard]] const knowledge::Manifest& own() const { return own_; }

  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }

 private:
  static std::string bracket(const Piece& piece, int binding) {
    return piece.binding < binding ? "(" + piece.text + ")" : piece.text;
  }

  template <class Decide>
  Piece join(int depth, const std::string& joint, int binding, Decide decide) {
    std::vector<Reference> parts;
    std::string text;
    for (std::uint32_t i = 0; i < 2 + below(3); ++i) {
      const Piece piece = condition(depth - 1);
      text += (i == 0 ? "" : joint) + bracket(piece, binding + 1);
      parts.push_back(piece.reference);
    }
    return {text, binding, [parts, decide](const Row& row, bool negated) {
              int counts[3] = {};
              for (const auto& part : parts) ++counts[static_cast<int>(part(row, negated))];
              return decide(counts[1], counts[2], counts[0]);
            }};
  }

  Piece negation(int depth) {
    const Piece piece = condition(depth - 1);
    return {"not " + bracket(piece, 2), 2, [part = piece.reference](const Row& row, bool negated) {
              const Truth truth = part(row, !negated);
              if (truth == Truth::unknown) return truth;
              return truth == Truth::yes ? Truth::no : Truth::yes;
            }};
  }

  Piece at_least(int depth) {
    const int count = 1 + static_cast<int>(below(6));
    const int needed = 1 + static_cast<int>(below(static_cast<std::uint32_t>(count)));
    std::string list;
    std::vector<Reference> parts;
    for (int i = 0; i < count; ++i) {
      const Piece piece = condition(depth - 1);
      list += (i == 0 ? "" : ", ") + piece.text;
      parts.push_back(piece.reference);
    }
    return {"at least " + std::to_string(needed) + " of (" + list + ")", 2,
            [parts, needed](const Row& row, bool negated) {
              int yes = 0;
              int possible = 0;
              for (const auto& part : parts) {
                const Truth truth = part(row, negated);
                yes += truth == Truth::yes;
                possible += truth != Truth::no;
              }
              return yes >= needed ? Truth::yes : possible < needed ? Truth::no : Truth::unknown;
            }};
  }

  Piece named(int depth) {
    const Piece piece = condition(depth - 1);
    const std::string id = "named" + std::to_string(own_.definitions.size());
    own_.definitions.push_back({id, "", {piece.text, ""}});
    const std::uint32_t asked = below(4);
    if (asked > 1) return {id, 2, piece.reference};
    return {id + (asked == 0 ? " is known" : " is unknown"), 2,
            [part = piece.reference, asked](const Row& row, bool negated) {
              // "is unknown" is the opposite of "is known", and `not` turns what is the worse.
              const bool known = part(row, negated != (asked == 1)) != Truth::unknown;
              return known == (asked == 0) ? Truth::yes : Truth::no;
            }};
  }

  struct Item {
    Reference reference;
    double points;
  };

  /// `fewer`: few points are the worse.
  static Truth points_within(const std::vector<Item>& items, double low, double high, bool fewer,
                             const Row& row, bool negated) {
    double least = 0;
    double most = 0;
    for (const Item& item : items) {
      const Truth truth = item.reference(row, negated != (fewer != (item.points < 0)));
      if (truth == Truth::yes) least += item.points;
      if (truth == Truth::yes) most += item.points;
      if (truth == Truth::unknown) (item.points < 0 ? least : most) += item.points;
    }
    if (low <= least && most <= high) return Truth::yes;
    return most < low || least > high ? Truth::no : Truth::unknown;
  }

  Piece score(int depth) {
    static constexpr double choices[] = {-2, -1.5, -1, 0.5, 1, 1, 2, 3};
    knowledge::Score made;
    std::vector<Item> items;
    for (std::uint32_t i = 0; i < 1 + below(5); ++i) {
      const Piece piece = condition(depth - 1);
      items.push_back({piece.reference, choices[below(std::size(choices))]});
      made.items.push_back({{piece.text, ""}, items.back().points});
    }
    made.id = "score.s" + std::to_string(own_.scores.size());  // those within have theirs by now
    made.name = made.id;
    own_.scores.push_back(made);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    static constexpr std::string_view signs[] = {">=", "<=", "="};
    const std::uint32_t sign = below(3);
    const double bound = (static_cast<double>(below(13)) - 4) / 2;
    const double low = sign == 1 ? -infinity : bound;
    const double high = sign == 0 ? infinity : bound;
    const bool or_unknown = below(4) == 0;
    return {fmt::format("{} {} {}{}", made.id, signs[sign], bound, or_unknown ? " or unknown" : ""),
            2, [=](const Row& row, bool negated) {
              Truth truth = points_within(items, low, high, sign == 1, row, negated);
              if (sign == 2 && row.worse) {
                const Truth enough = points_within(items, low, infinity, false, row, negated);
                const Truth few = points_within(items, -infinity, high, true, row, negated);
                truth = enough == Truth::no || few == Truth::no     ? Truth::no
                        : enough == Truth::yes && few == Truth::yes ? Truth::yes
                                                                    : Truth::unknown;
              }
              return or_unknown && truth == Truth::unknown ? Truth::yes : truth;
            }};
  }

  Piece between() {
    const std::string first(truth_ids[below(std::size(truth_ids))]);
    const std::string other(truth_ids[below(std::size(truth_ids))]);
    const int days = 1 + static_cast<int>(below(20));
    const std::uint32_t form = below(3);  // bare, within, over
    const bool after = below(2) == 0;
    const bool or_unknown = below(3) == 0;
    const std::string text =
        fmt::format("{} started {}{} {} started{}", first,
                    form == 0   ? ""
                    : form == 1 ? fmt::format("within {} days ", days)
                                : fmt::format("over {} days ", days),
                    after ? "after" : "before", other, or_unknown ? " or unknown" : "");
    return {
        text, 2,
        [=, one = column(first, facts::Aspect::value), two = column(other, facts::Aspect::value),
         one_start = column(first, facts::Aspect::start_days),
         two_start = column(other, facts::Aspect::start_days)](const Row& at, bool) {
          const auto low = [&](auto cell) { return at.batch.low(cell)[at.row]; };
          const auto high = [&](auto cell) { return at.batch.high(cell)[at.row]; };
          // How much later the first is, at least and at most.
          double least = low(two_start) - high(one_start);
          double most = high(two_start) - low(one_start);
          if (!after) std::tie(least, most) = std::pair(-most, -least);
          Truth time = or_unknown ? Truth::yes : Truth::unknown;
          if (form == 0) {
            if (least > 0) time = Truth::yes;
            if (most <= 0) time = Truth::no;
          } else if (form == 1) {
            if (least >= 0 && most <= days) time = Truth::yes;
            if (most < 0 || least > days) time = Truth::no;
          } else {
            if (least > days) time = Truth::yes;
            if (most <= days) time = Truth::no;
          }
          if (high(one_start) < 0 || high(two_start) < 0) time = Truth::no;
          const Truth parts[] = {truth_cell(at, one), truth_cell(at, two), time};
          if (std::count(std::begin(parts), std::end(parts), Truth::no) > 0) return Truth::no;
          return std::count(std::begin(parts), std::end(parts), Truth::unknown) > 0 ? Truth::unknown
                                                                                    : Truth::yes;
        }};
  }

  Piece leaf() {
    switch (below(6)) {
      case 5:
        return between();
      case 0:
        return state();
      case 1:
        return started();
      case 2:
        return age();
      default:
        return comparison();
    }
  }

  std::uint32_t column(std::string_view id, facts::Aspect aspect) {
    const auto concept_id = id_of(id);
    const std::int64_t window =
        aspect == facts::Aspect::value ? vocabulary()[concept_id].definition.window_ms : 0;
    return layout_.add({concept_id, aspect, knowledge::Take::latest, window}, vocabulary());
  }

  static bool bit(const std::uint64_t* words, std::uint32_t row) {
    return (words[row / 64] >> (row % 64) & 1) != 0;
  }
  static Truth truth_cell(const Row& at, std::uint32_t column) {
    if (bit(at.batch.present(column), at.row)) return Truth::yes;
    return bit(at.batch.absent(column), at.row) ? Truth::no : Truth::unknown;
  }

  Piece state() {
    static constexpr std::string_view states[] = {"", " is present", " is absent", " is known",
                                                  " is unknown"};
    const std::string id(truth_ids[below(std::size(truth_ids))]);
    const std::uint32_t asked = below(std::size(states));
    return {id + std::string(states[asked]), 2,
            [asked, cell = column(id, facts::Aspect::value)](const Row& at, bool) {
              const Truth truth = truth_cell(at, cell);
              const bool known = truth != Truth::unknown;
              if (asked == 3) return known ? Truth::yes : Truth::no;
              if (asked == 4) return known ? Truth::no : Truth::yes;
              if (asked < 2 || !known) return truth;
              return truth == Truth::yes ? Truth::no : Truth::yes;
            }};
  }

  Piece started() {
    const std::string id(truth_ids[below(std::size(truth_ids))]);
    const int days = 1 + static_cast<int>(below(40));
    const bool over = below(2) == 0;
    const bool or_unknown = below(2) == 0;
    const std::string text = id + " started " + (over ? "over " : "within ") +
                             std::to_string(days) + " days" + (over ? " ago" : "") +
                             (or_unknown ? " or unknown" : "");
    return {text, 2,
            [=, cell = column(id, facts::Aspect::value),
             start = column(id, facts::Aspect::start_days)](const Row& at, bool) {
              const double low = at.batch.low(start)[at.row];
              const double high = at.batch.high(start)[at.row];
              Truth time = or_unknown ? Truth::yes : Truth::unknown;
              if (over ? low > days : (high >= 0 && high <= days)) time = Truth::yes;
              if (over ? high <= days : (low > days || high < 0)) time = Truth::no;
              const Truth there = truth_cell(at, cell);
              if (there == Truth::no || time == Truth::no) return Truth::no;
              return there == Truth::yes ? time : Truth::unknown;
            }};
  }

  using Accepts = std::function<bool(double)>;

  /// From the definition of an interval of values and, for alerts, of its two ends.
  static Truth interval(double low, double high, bool tied, bool worse, bool negated, double from,
                        double to, const Accepts& accepts) {
    if (std::isnan(low)) return Truth::unknown;
    const bool first = accepts(low);
    const bool last = accepts(high);
    const bool outside = !first && !last && (high <= from || low >= to);
    if (tied && worse && !negated && (first || last)) return Truth::yes;
    if (tied && worse && negated && !(first && last)) return Truth::no;
    return first && last ? Truth::yes : outside ? Truth::no : Truth::unknown;
  }

  Piece comparison() {
    static constexpr std::string_view signs[] = {"<", "<=", ">", ">=", "="};
    const std::string id(number_ids[below(std::size(number_ids))]);
    const bool mass = id == "lab.potassium" && below(2) == 0;
    const std::string unit = id == "score.wells" ? "" : mass ? " mg/dL" : " mmol/L";
    const double factor = mass ? 0.2558 : 1;
    const double infinity = std::numeric_limits<double>::infinity();
    const int written = static_cast<int>(below(mass ? 36 : 9));
    const double bound = written * factor + 0;
    const std::uint32_t sign = below(6);
    const std::uint32_t cell = column(id, facts::Aspect::value);
    double from = -infinity;
    double to = infinity;
    Accepts accepts;
    std::string text;
    if (sign == 5) {
      const int width = 1 + static_cast<int>(below(4));
      from = bound;
      to = (written + width) * factor + 0;
      accepts = [=](double value) { return from <= value && value < to; };
      text = std::to_string(written) + " <= " + id + " < " + std::to_string(written + width) + unit;
    } else {
      text = id + " " + std::string(signs[sign]) + " " + std::to_string(written) + unit;
      accepts = [=](double value) {
        return sign == 0   ? value < bound
               : sign == 1 ? value <= bound
               : sign == 2 ? value > bound
               : sign == 3 ? value >= bound
                           : value == bound;
      };
      if (sign == 0 || sign == 1 || sign == 4) to = bound;
      if (sign >= 2) from = bound;
    }
    return {text, 2, [=](const Row& at, bool negated) {
              return interval(at.batch.low(cell)[at.row], at.batch.high(cell)[at.row],
                              bit(at.batch.tied(cell), at.row), at.worse, negated, from, to,
                              accepts);
            }};
  }

  Piece age() {
    const int years = static_cast<int>(below(100));
    return {"age >= " + std::to_string(years) + " years", 2, [years](const Row& at, bool) {
              const double low = at.batch.low(facts::age_column)[at.row];
              const double high = at.batch.high(facts::age_column)[at.row];
              return low >= years ? Truth::yes : high < years ? Truth::no : Truth::unknown;
            }};
  }

  facts::Layout& layout_;
  std::mt19937_64 random_;
  knowledge::Manifest own_;
};

Patient random_patient(Generator& random) {
  Patient patient;
  for (const auto id : truth_ids) {
    const std::uint32_t kind = random.below(4);
    if (kind == 0) patient.absent(id);
    if (kind > 1) patient.truth(id, record::State::present, random.below(30));
    if (kind != 3) continue;
    const double latest = random.below(50);
    patient.started(latest + random.below(3) * 5, latest);
  }
  for (const auto id : number_ids) {
    const std::uint32_t kind = random.below(4);
    if (kind == 0) continue;
    const auto comparator =
        kind == 2 ? static_cast<record::Comparator>(random.below(5)) : record::Comparator::none;
    const double measured_days_ago = random.below(20);
    patient.number(id, random.below(18) / 2.0, measured_days_ago, comparator);
    if (kind == 3) patient.number(id, random.below(18) / 2.0, measured_days_ago);
  }
  if (random.below(4) != 0) {
    const double years = random.below(100);
    patient.age(years, years + random.below(2));
  }
  return patient;
}

void compare_with_reference(std::uint64_t seed, std::uint32_t rows, Ties ties) {
  facts::Layout layout;
  Generator random(layout, seed);
  std::vector<Piece> pieces;
  std::vector<Program> programs;
  for (int i = 0; i < 40; ++i) {
    pieces.push_back(random.condition(3));
    programs.emplace_back(condition(pieces.back().text, random.own()), layout, vocabulary(), ties);
  }
  facts::Batch batch(layout);
  batch.reset(rows, now);
  for (std::uint32_t row = 0; row < rows; ++row)
    batch.fill(row, random_patient(random).facts, vocabulary());
  Program::Scratch scratch;
  Mask mask;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    programs[i].evaluate(batch, scratch, mask);
    for (std::uint32_t row = 0; row < rows; ++row) {
      const Truth expected = pieces[i].reference({batch, row, ties == Ties::take_worse}, false);
      BOOST_REQUIRE_MESSAGE(mask.at(row) == expected, pieces[i].text << " in row " << row << " is "
                                                                     << mask.at(row) << ", not "
                                                                     << expected);
    }
    const std::uint64_t beyond = rows % 64 == 0 ? 0 : ~std::uint64_t{0} << rows % 64;
    BOOST_REQUIRE_EQUAL((mask.yes.back() | mask.no.back()) & beyond, 0u);
    for (std::size_t word = 0; word < mask.yes.size(); ++word)
      BOOST_REQUIRE_EQUAL(mask.yes[word] & mask.no[word], 0u);
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(programs_say_what_a_slow_interpreter_says) {
  std::uint64_t seed = 0;
  for (const std::uint32_t rows : {1u, 2u, 63u, 64u, 65u, 128u, 1000u})
    for (const Ties ties : {Ties::must_agree, Ties::take_worse})
      for (int repeat = 0; repeat < (rows < 100 ? 30 : 4); ++repeat)
        compare_with_reference(++seed, rows, ties);
}

BOOST_AUTO_TEST_SUITE_END()
