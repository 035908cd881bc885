// SPDX-License-Identifier: Apache-2.0

#include "abi/patients.hpp"

#include <random>

namespace causa::abi_tests {

namespace {

using cases::Stated;
using record::Comparator;
using record::State;

/// Whole numbers below `end`; std's distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }
  bool once_in(std::size_t n) { return below(n) == 0; }
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(below(1'000'000)) / 1e6;
  }

 private:
  std::mt19937_64 engine_;
};

Stated number(const char* id, double value) {
  Stated stated;
  stated.concept_id = id;
  stated.number = value;
  stated.unit = "mmol/L";
  return stated;
}

void add_sodium(cases::Case& patient, Dice& dice, Ties ties) {
  if (dice.once_in(4)) return;
  Stated sodium = number("lab.sodium", dice.between(125, 155));
  if (dice.once_in(5)) sodium.comparator = dice.once_in(2) ? Comparator::less : Comparator::greater;
  // Of several values the latest counts, and one is older than its window.
  sodium.measured_days = dice.between(0.1, 16);
  patient.given.push_back(sodium);
  if (ties == Ties::some && dice.once_in(3)) {
    sodium.number = dice.between(125, 155);
    patient.given.push_back(sodium);
  }
  if (dice.once_in(3)) {
    Stated older = number("lab.sodium", dice.between(125, 155));
    older.measured_days = *sodium.measured_days + 1;
    patient.given.push_back(older);
  }
}

void add_list(cases::Case& patient, Dice& dice) {
  const std::size_t count = dice.below(5);
  for (std::size_t i = 0; i < count; ++i) {
    Stated calcium = number("lab.calcium", dice.between(1.7, 2.8));
    calcium.measured_days = 0.5 + 4.0 * static_cast<double>(i);
    patient.given.push_back(calcium);
  }
}

void add_truth(cases::Case& patient, Dice& dice, const char* id) {
  if (dice.once_in(3)) return;
  Stated stated;
  stated.concept_id = id;
  stated.state = dice.once_in(3) ? State::absent : State::present;
  patient.given.push_back(stated);
}

void add_thiazide(cases::Case& patient, Dice& dice) {
  if (dice.once_in(3)) return;
  Stated thiazide;
  thiazide.concept_id = "drug.thiazide";
  if (dice.once_in(4)) {
    thiazide.state = State::absent;
  } else if (!dice.once_in(4)) {
    thiazide.started_days = dice.between(1, 200);
  }
  patient.given.push_back(thiazide);
}

}  // namespace

cases::Case neutral_patient(std::uint64_t seed, Ties ties) {
  Dice dice(seed);
  cases::Case patient;
  Stated cramp;
  cramp.concept_id = "symptom.cramp.leg";
  patient.given.push_back(cramp);
  if (!dice.once_in(6)) patient.age_years = static_cast<double>(18 + dice.below(80));
  if (!dice.once_in(6)) patient.sex = dice.once_in(2) ? record::Sex::female : record::Sex::male;
  add_sodium(patient, dice, ties);
  if (!dice.once_in(4)) patient.given.push_back(number("lab.magnesium", dice.between(0.4, 1.4)));
  add_list(patient, dice);
  add_truth(patient, dice, "symptom.vomiting");
  add_truth(patient, dice, "symptom.diarrhea");
  add_thiazide(patient, dice);
  return patient;
}

}  // namespace causa::abi_tests
