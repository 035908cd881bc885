// SPDX-License-Identifier: Apache-2.0
//
// One made patient: what a practice would know of them on the day of the visit. A pure function of
// the seed and the patient's number. Nothing can fail; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "prevalence.hpp"

namespace causa::bench {

/// Days before the visit.
using DaysAgo = int;

struct Problem {
  std::string_view name, snomed, icd10;
  DaysAgo since = 0;
  bool active = true;
};

struct Prescription {
  const Drug* drug = nullptr;
  DaysAgo since = 0;
  bool stopped = false;
};

struct Result {
  const Test* test = nullptr;
  double value = 0;
  DaysAgo taken = 0;
};

struct Person {
  std::uint64_t number = 0;
  bool female = false;
  int age = 0;           ///< whole years on the day of the visit
  DaysAgo birthday = 0;  ///< since the last one
  std::vector<Problem> problems;
  std::vector<Problem> complaints;
  std::vector<Prescription> prescriptions;
  std::vector<Result> results;
  int systolic = 0, diastolic = 0, pulse = 0;  ///< 0: not measured
  std::string note;                            ///< running text; empty for most
};

/// How much is known of a patient: all that a practice has, or what one visit says (in FHIR about
/// 6 KB and 2 KB).
enum class Extent : bool { history, visit };

Person make_person(std::uint64_t seed, std::uint64_t number, Extent extent);

/// The day of the visit, or before it, as "2026-11-20".
std::string date_of(DaysAgo days);
/// Of birth.
std::string birth_date(const Person& person);

}  // namespace causa::bench
