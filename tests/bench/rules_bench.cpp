// SPDX-License-Identifier: Apache-2.0
//
// Twenty plain rules, and five that compare changes, times, counts and points, as Programs against
// the same rules written by hand over the same columns. The counter `times_by_hand` says how much
// dearer a Program is; a row is one patient.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <random>

#include "rules/condition.hpp"

namespace {

using namespace causa;
using rules::Mask;
using rules::Program;

constexpr const char* rule_texts[] = {
    "potassium < 2.5 mmol/L",
    "potassium < 3.0 mmol/L",
    "potassium < 3.5 mmol/L",
    "potassium > 6.0 mmol/L",
    "2.5 <= potassium < 3.0 mmol/L",
    "sodium < 120 mmol/L",
    "sodium < 130 mmol/L",
    "sodium > 145 mmol/L",
    "calcium < 1.9 mmol/L",
    "calcium < 2.2 mmol/L",
    "creatinine > 150 umol/L",
    "creatinine > 300 umol/L",
    "thiazide",
    "statin",
    "statin and age >= 65 years",
    "age >= 60 years",
    "thiazide and potassium < 3.5 mmol/L",
    "thiazide and sodium < 130 mmol/L and age >= 65 years",
    "creatinine > 150 umol/L or thiazide and age >= 75 years",
    "not thiazide and potassium < 3.5 mmol/L",
    "creatinine rose by >= 26.5 umol/L within 7 days",
    "statin started within 60 days after thiazide started",
    "at least 2 values of sodium < 130 mmol/L within 30 days",
    "score.risk >= 3",
    "potassium is low and old_on_thiazide",
};
constexpr std::size_t rule_count = std::size(rule_texts);
constexpr std::size_t plain_rules = 20;

knowledge::Manifest make_terms() {
  knowledge::Manifest own;
  own.definitions = {{"old_on_thiazide", "", {"thiazide and age >= 65 years", ""}}};
  own.bands = {{"potassium", {{"low", {"2.5 <= potassium < 3.5 mmol/L", ""}}}, {}}};
  own.scores = {{"score.risk",
                 "Risk",
                 {{{"age >= 65 years", ""}, 2},
                  {{"thiazide", ""}, 1},
                  {{"potassium < 3.5 mmol/L", ""}, 1.5},
                  {{"statin", ""}, -1}},
                 {}}};
  return own;
}

terminology::Vocabulary make_vocabulary() {
  terminology::Vocabulary vocabulary;
  const auto add = [&](const char* id, const char* unit) {
    terminology::ConceptDefinition definition;
    definition.id = definition.name = id;
    definition.unit = unit;
    definition.kind =
        *unit != '\0' ? terminology::ConceptKind::number : terminology::ConceptKind::truth;
    if (!vocabulary.add(definition, "bench")) std::abort();
  };
  for (const char* id : {"potassium", "sodium", "calcium"}) add(id, "mmol/L");
  add("creatinine", "umol/L");
  for (const char* id : {"thiazide", "statin"}) add(id, "");
  if (!vocabulary.finish()) std::abort();
  return vocabulary;
}

/// The same rules, twenty conditions deep in one function, with no machinery between.
class ByHand {
 public:
  ByHand(const facts::Batch& batch, const facts::Layout& layout,
         const terminology::Vocabulary& vocabulary)
      : batch_(batch) {
    const auto column = [&](const char* id, facts::Aspect aspect = facts::Aspect::value) {
      for (std::uint32_t i = 2; i < layout.size(); ++i)
        if (layout.keys()[i].concept_id == *vocabulary.find(id) &&
            layout.keys()[i].aspect == aspect)
          return i;
      std::abort();
    };
    potassium_ = column("potassium");
    sodium_ = column("sodium");
    calcium_ = column("calcium");
    creatinine_ = column("creatinine");
    thiazide_ = column("thiazide");
    statin_ = column("statin");
    rise_ = column("creatinine", facts::Aspect::rise);
    count_ = column("sodium", facts::Aspect::values);
    thiazide_start_ = column("thiazide", facts::Aspect::start_days);
    statin_start_ = column("statin", facts::Aspect::start_days);
  }

  void evaluate_new(std::vector<Mask>& masks) const {
    from(rise_, 26.5 - 26.5e-9, masks[20]);
    after_thiazide(masks[21]);
    from(count_, 2, masks[22]);
    risk(masks[23]);
    each(masks[24], [low = batch_.low(potassium_), high = batch_.high(potassium_),
                     young = batch_.low(facts::age_column),
                     old = batch_.high(facts::age_column)](std::uint32_t i) {
      return Answer{low[i] >= 2.5 && high[i] < 3.5 && young[i] >= 65,
                    high[i] < 2.5 || low[i] >= 3.5 || old[i] < 65};
    });
    both(thiazide_, masks[24]);
  }

  void evaluate(std::vector<Mask>& masks) const {
    below(potassium_, 2.5, masks[0]);
    below(potassium_, 3.0, masks[1]);
    below(potassium_, 3.5, masks[2]);
    above(potassium_, 6.0, masks[3]);
    each(masks[4], [low = batch_.low(potassium_), high = batch_.high(potassium_)](std::uint32_t i) {
      return Answer{low[i] >= 2.5 && high[i] < 3.0, high[i] < 2.5 || low[i] >= 3.0};
    });
    below(sodium_, 120, masks[5]);
    below(sodium_, 130, masks[6]);
    above(sodium_, 145, masks[7]);
    below(calcium_, 1.9, masks[8]);
    below(calcium_, 2.2, masks[9]);
    above(creatinine_, 150, masks[10]);
    above(creatinine_, 300, masks[11]);
    truth(thiazide_, masks[12]);
    truth(statin_, masks[13]);
    from(facts::age_column, 65, masks[14]);
    both(statin_, masks[14]);
    from(facts::age_column, 60, masks[15]);
    below(potassium_, 3.5, masks[16]);
    both(thiazide_, masks[16]);
    thiazide_and_sodium(masks[17]);
    creatinine_or_thiazide(masks[18]);
    below(potassium_, 3.5, masks[19]);
    both_not(thiazide_, masks[19]);
  }

 private:
  struct Answer {
    bool yes, no;
  };

  template <class Ask>
  void each(Mask& mask, Ask ask) const {
    const std::uint32_t rows = batch_.rows();
    mask.resize(batch_.words());
    for (std::uint32_t word = 0; word < batch_.words(); ++word) {
      const std::uint32_t first = word * 64;
      const std::uint32_t count = rows - first < 64 ? rows - first : 64;
      std::uint64_t yes = 0;
      std::uint64_t no = 0;
      for (std::uint32_t i = 0; i < count; ++i) {
        const Answer answer = ask(first + i);
        yes |= std::uint64_t{answer.yes} << i;
        no |= std::uint64_t{answer.no} << i;
      }
      mask.yes[word] = yes;
      mask.no[word] = no;
    }
  }
  void below(std::uint32_t column, double bound, Mask& mask) const {
    each(mask, [=, low = batch_.low(column), high = batch_.high(column)](std::uint32_t i) {
      return Answer{high[i] < bound, low[i] >= bound};
    });
  }
  void above(std::uint32_t column, double bound, Mask& mask) const {
    each(mask, [=, low = batch_.low(column), high = batch_.high(column)](std::uint32_t i) {
      return Answer{low[i] > bound, high[i] <= bound};
    });
  }
  void from(std::uint32_t column, double bound, Mask& mask) const {
    each(mask, [=, low = batch_.low(column), high = batch_.high(column)](std::uint32_t i) {
      return Answer{low[i] >= bound, high[i] < bound};
    });
  }
  void truth(std::uint32_t column, Mask& mask) const {
    mask.resize(batch_.words());
    for (std::uint32_t word = 0; word < batch_.words(); ++word) {
      mask.yes[word] = batch_.present(column)[word];
      mask.no[word] = batch_.absent(column)[word];
    }
  }
  void both(std::uint32_t column, Mask& mask) const {
    for (std::uint32_t word = 0; word < batch_.words(); ++word) {
      mask.yes[word] &= batch_.present(column)[word];
      mask.no[word] |= batch_.absent(column)[word];
    }
  }
  void both_not(std::uint32_t column, Mask& mask) const {
    for (std::uint32_t word = 0; word < batch_.words(); ++word) {
      mask.yes[word] &= batch_.absent(column)[word];
      mask.no[word] |= batch_.present(column)[word];
    }
  }
  void thiazide_and_sodium(Mask& mask) const {
    each(mask, [low = batch_.low(sodium_), high = batch_.high(sodium_),
                young = batch_.low(facts::age_column),
                old = batch_.high(facts::age_column)](std::uint32_t i) {
      return Answer{high[i] < 130 && young[i] >= 65, low[i] >= 130 || old[i] < 65};
    });
    both(thiazide_, mask);
  }
  void creatinine_or_thiazide(Mask& mask) const {
    thread_local Mask other;
    from(facts::age_column, 75, other);
    both(thiazide_, other);
    above(creatinine_, 150, mask);
    for (std::uint32_t word = 0; word < batch_.words(); ++word) {
      mask.yes[word] |= other.yes[word];
      mask.no[word] &= other.no[word];
    }
  }

  void after_thiazide(Mask& mask) const {
    each(mask, [low = batch_.low(statin_start_), high = batch_.high(statin_start_),
                other_low = batch_.low(thiazide_start_),
                other_high = batch_.high(thiazide_start_)](std::uint32_t i) {
      const double least = other_low[i] - high[i];
      const double most = other_high[i] - low[i];
      return Answer{least >= 0 && most <= 60 && high[i] >= 0 && other_high[i] >= 0,
                    most < 0 || least > 60 || high[i] < 0 || other_high[i] < 0};
    });
    both(statin_, mask);
    both(thiazide_, mask);
  }
  static bool bit(const std::uint64_t* words, std::uint32_t row) {
    return (words[row / 64] >> (row % 64) & 1) != 0;
  }
  void risk(Mask& mask) const {
    each(mask,
         [&, young = batch_.low(facts::age_column), old = batch_.high(facts::age_column),
          low = batch_.low(potassium_), high = batch_.high(potassium_),
          thiazide = batch_.present(thiazide_), no_thiazide = batch_.absent(thiazide_),
          statin = batch_.present(statin_), no_statin = batch_.absent(statin_)](std::uint32_t i) {
           double least = 0;
           double most = 0;
           if (young[i] >= 65) least += 2;
           if (!(old[i] < 65)) most += 2;
           if (bit(thiazide, i)) least += 1;
           if (!bit(no_thiazide, i)) most += 1;
           if (high[i] < 3.5) least += 1.5;
           if (!(low[i] >= 3.5)) most += 1.5;
           if (!bit(no_statin, i)) least -= 1;
           if (bit(statin, i)) most -= 1;
           return Answer{least >= 3, most < 3};
         });
  }

  const facts::Batch& batch_;
  std::uint32_t potassium_, sodium_, calcium_, creatinine_, thiazide_, statin_;
  std::uint32_t rise_, count_, thiazide_start_, statin_start_;
};

/// One in ten values is missing, so that "unknown" is part of what is measured.
void fill(facts::Batch& batch, const terminology::Vocabulary& vocabulary) {
  std::mt19937_64 random(1);
  const auto chance = [&](std::uint32_t of) { return static_cast<std::uint32_t>(random() % of); };
  for (std::uint32_t row = 0; row < batch.rows(); ++row) {
    facts::PatientFacts patient;
    const double years = 20.0 + chance(70);
    patient.age = {years, years};
    const auto fact = [&](const char* id, std::int64_t days) -> facts::Fact& {
      facts::Fact one;
      one.concept_id = *vocabulary.find(id);
      one.time = one.start = {-days * ms_per_day, -days * ms_per_day};
      return patient.facts.emplace_back(one);
    };
    for (const char* id : {"thiazide", "statin"}) fact(id, 1 + chance(200));
    for (const char* id : {"creatinine", "sodium"})
      for (std::int64_t days = 1; days < 4; ++days)
        if (chance(4) != 0) fact(id, days).value = 100.0 + chance(60);
    batch.fill(row, patient, vocabulary);
    const auto number = [&](const char* id, double low, double step) {
      const double value = low + step * chance(40);
      if (chance(10) != 0)
        batch.set_derived_number(row, *vocabulary.find(id), value, facts::no_fact);
    };
    number("potassium", 2, 0.1);
    number("sodium", 115, 1);
    number("calcium", 1.6, 0.03);
    number("creatinine", 40, 8);
    for (const char* id : {"thiazide", "statin"})
      if (chance(10) != 0)
        batch.set_derived_truth(row, *vocabulary.find(id), chance(3) == 0, facts::no_fact);
  }
}

struct Setting {
  terminology::Vocabulary vocabulary = make_vocabulary();
  facts::Layout layout;
  std::vector<Program> programs;

  Setting() {
    const auto own = make_terms();
    for (const char* text : rule_texts) {
      auto parsed = rules::Condition::parse(text, vocabulary, own);
      if (std::holds_alternative<rules::ConditionError>(parsed)) std::abort();
      programs.emplace_back(std::get<rules::Condition>(parsed), layout, vocabulary);
    }
  }
};

bool same(const std::vector<Mask>& left, const std::vector<Mask>& right, std::size_t first,
          std::size_t last) {
  for (std::size_t i = first; i < last; ++i)
    if (left[i].yes != right[i].yes || left[i].no != right[i].no) return false;
  return true;
}

/// Rules [first, last).
void compare(benchmark::State& state, std::size_t first, std::size_t last) {
  Setting setting;
  facts::Batch batch(setting.layout);
  batch.reset(static_cast<std::uint32_t>(state.range(0)), 0);
  fill(batch, setting.vocabulary);
  const ByHand by_hand(batch, setting.layout, setting.vocabulary);
  std::vector<Mask> masks(rule_count);
  std::vector<Mask> masks_by_hand(rule_count);
  Program::Scratch scratch;
  using Clock = std::chrono::steady_clock;
  Clock::duration of_programs{};
  Clock::duration of_hand{};
  // Both in turn, many times a turn: what disturbs the machine disturbs both.
  const int repeats = static_cast<int>(4096 / batch.rows() + 16);
  for (auto unused : state) {
    const auto start = Clock::now();
    for (int i = 0; i < repeats; ++i) {
      for (std::size_t rule = first; rule < last; ++rule)
        setting.programs[rule].evaluate(batch, scratch, masks[rule]);
      benchmark::ClobberMemory();
    }
    const auto middle = Clock::now();
    for (int i = 0; i < repeats; ++i) {
      if (first == 0)
        by_hand.evaluate(masks_by_hand);
      else
        by_hand.evaluate_new(masks_by_hand);
      benchmark::ClobberMemory();
    }
    of_programs += middle - start;
    of_hand += Clock::now() - middle;
    state.SetIterationTime(std::chrono::duration<double>(middle - start).count());
  }
  if (!same(masks, masks_by_hand, first, last)) state.SkipWithError("the two don't agree");
  const double rows = static_cast<double>(state.iterations()) * repeats * batch.rows();
  const auto nanoseconds = [](Clock::duration time) {
    return std::chrono::duration<double, std::nano>(time).count();
  };
  state.counters["program_ns_per_row"] = nanoseconds(of_programs) / rows;
  state.counters["hand_ns_per_row"] = nanoseconds(of_hand) / rows;
  state.counters["times_by_hand"] = nanoseconds(of_programs) / nanoseconds(of_hand);
}

void twenty_rules(benchmark::State& state) { compare(state, 0, plain_rules); }
BENCHMARK(twenty_rules)->Arg(1)->Arg(256)->Arg(1024)->UseManualTime();

void changes_times_counts_points(benchmark::State& state) {
  compare(state, plain_rules, rule_count);
}
BENCHMARK(changes_times_counts_points)->Arg(1)->Arg(256)->Arg(1024)->UseManualTime();

}  // namespace
