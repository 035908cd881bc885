// SPDX-License-Identifier: Apache-2.0
//
// Patients that never were, made from what the modules ask about: the same seed gives the same
// patient everywhere. Pure but for the host that they are made for.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "check/case_reader.hpp"
#include "rules/condition.hpp"

namespace causa::properties {

/// Whole numbers below `end`; std's distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }
  bool once_in(std::size_t n) { return below(n) == 0; }
  template <class List>
  const auto& of(const List& list) {
    return list[below(std::size(list))];
  }
  template <class List>
  void shuffle(List& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

/// How many patients a property is tried with: CAUSA_PROPERTY_PATIENTS, else 2,000.
std::size_t patients();

/// An adult, mostly with a complaint, with facts that rules and alerts of the modules speak of.
cases::Case patient(std::uint64_t seed);

/// A fact, of any concept that a condition speaks of.
cases::Stated any_fact(Dice& dice);

enum class Derived : std::uint8_t { no = 1, too };

inline constexpr std::size_t no_target = static_cast<std::size_t>(-1);

/// Facts that make a condition true, by way of the leaf `target` of its tree where there is a
/// choice; empty if it takes more than facts (age), or derived ones and these aren't wanted.
std::vector<cases::Stated> facts_for(const rules::Condition& condition,
                                     std::size_t target = no_target, Derived derived = Derived::no);

/// The condition of a module's rule or alert.
rules::Condition condition_of(std::uint32_t module, const std::string& text);

/// The patient with as few facts as still fail, as an entry of a module's cases.yaml. Found only
/// when it is printed: to assess every smaller patient takes far longer than the one who passes.
class Shrunk {
 public:
  Shrunk(cases::Case patient, std::function<bool(const cases::Case&)> fails)
      : patient_(std::move(patient)), fails_(std::move(fails)) {}

  friend std::ostream& operator<<(std::ostream& out, const Shrunk& shrunk);

 private:
  cases::Case patient_;
  std::function<bool(const cases::Case&)> fails_;
};

inline Shrunk shrunk(cases::Case patient, std::function<bool(const cases::Case&)> fails) {
  return {std::move(patient), std::move(fails)};
}

}  // namespace causa::properties
