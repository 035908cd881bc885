// SPDX-License-Identifier: Apache-2.0
//
// How often what is met among the adults that the generator makes. A source's id is that of the
// modules' manifests (docs/references.md); "judgement": nobody published it for such a practice, or
// no source was read, and the number only has to make the files look like a practice's. Nothing
// clinical may be learned from it.
#pragma once

#include <array>
#include <string_view>

namespace causa::bench {

/// By age: 18 to 39, 40 to 59, 60 to 74, 75 and older.
using ByAge = std::array<double, 4>;

inline constexpr std::size_t age_band(int years) {
  return years < 40 ? 0u : years < 60 ? 1u : years < 75 ? 2u : 3u;
}

struct Disease {
  std::string_view name, snomed, icd10;
  ByAge women, men;
  std::string_view source;
};

enum DiseaseIndex : std::size_t {
  hypertension,
  diabetes,
  kidney_disease,
  advanced_kidney_disease,
  heart_failure,
  artery_disease,
  hypothyroidism,
  lung_disease,
  neuropathy,
  spinal_stenosis,
  knee_osteoarthritis,
  varicose_veins,
  cirrhosis,
  pregnancy,
  restless_legs,
  disease_count
};

inline constexpr std::array<Disease, disease_count> diseases{{
    {"Hypertension", "38341003", "I10", {.05, .25, .5, .65}, {.08, .3, .5, .6}, "judgement"},
    {"Type 2 diabetes", "44054006", "E11.9", {.02, .07, .15, .18}, {.02, .1, .2, .2}, "judgement"},
    // 10.6 % of adults have stages 3 to 5; how they lie by age is judgement.
    {"Chronic kidney disease stage 3",
     "433144002",
     "N18.3",
     {.01, .04, .18, .35},
     {.01, .04, .15, .3},
     "hill2016"},
    {"Chronic kidney disease stage 4",
     "431857002",
     "N18.4",
     {.001, .002, .006, .012},
     {.001, .002, .006, .012},
     "hill2016"},
    {"Heart failure",
     "84114007",
     "I50.9",
     {.001, .01, .04, .12},
     {.001, .015, .06, .13},
     "judgement"},
    {"Peripheral artery disease",
     "399957001",
     "I73.9",
     {.001, .02, .07, .19},
     {.001, .02, .07, .19},
     "nhanes_pad60"},
    {"Hypothyroidism",
     "40930008",
     "E03.9",
     {.04, .08, .12, .15},
     {.02, .04, .06, .08},
     "canaris2000"},
    {"Chronic obstructive lung disease",
     "13645005",
     "J44.9",
     {.005, .04, .09, .11},
     {.005, .05, .11, .14},
     "judgement"},
    {"Polyneuropathy",
     "42345000",
     "G62.9",
     {.002, .01, .04, .07},
     {.002, .01, .04, .07},
     "hanewinckel2016"},
    {"Spinal stenosis of lumbar region",
     "18347007",
     "M48.06",
     {.005, .04, .11, .2},
     {.005, .04, .11, .2},
     "jensen2020"},
    {"Osteoarthritis of knee",
     "239873007",
     "M17.9",
     {.01, .08, .2, .3},
     {.01, .06, .15, .22},
     "judgement"},
    {"Varicose veins of lower extremity",
     "72866009",
     "I83.9",
     {.2, .32, .4, .4},
     {.2, .4, .45, .45},
     "afp1999"},
    {"Cirrhosis of liver",
     "19943007",
     "K74.6",
     {.001, .003, .005, .003},
     {.001, .005, .006, .003},
     "scaglione2015"},
    {"Pregnant", "77386006", "Z33", {.05, .001, 0, 0}, {0, 0, 0, 0}, "judgement"},
    {"Restless legs",
     "32914008",
     "G25.81",
     {.02, .05, .08, .09},
     {.01, .03, .05, .06},
     "judgement"},
}};

struct Complaint {
  std::string_view name, snomed;
  ByAge women, men;
  std::string_view source;
};

inline constexpr std::array<Complaint, 6> complaints{{
    // 24 to 31 % of adults in a month; 46 % of patients of 60 and older.
    {"Leg cramps",
     "449917004",
     {.24, .3, .46, .46},
     {.2, .26, .44, .44},
     "grandner2017, maisonneuve2016"},
    {"Calf pain", "300954003", {.02, .03, .04, .04}, {.02, .03, .04, .04}, "judgement"},
    {"Pain in lower limb", "10601006", {.05, .1, .14, .16}, {.05, .09, .12, .14}, "judgement"},
    {"Edema of lower extremity",
     "102572006",
     {.01, .03, .08, .15},
     {.01, .02, .06, .12},
     "judgement"},
    {"Numbness of lower limb",
     "309537005",
     {.01, .03, .06, .08},
     {.01, .03, .06, .08},
     "judgement"},
    {"Muscle pain", "68962001", {.04, .08, .1, .1}, {.04, .07, .08, .08}, "judgement"},
}};

/// A drug, by whom it is taken: judgement throughout; effects on laboratory values as well, but for
/// the relative risk of a low potassium on thiazides, 11 (rodenburg_k).
struct Drug {
  std::string_view name, rxnorm;
  double otherwise;      ///< without that disease
  DiseaseIndex disease;  ///< for which it is taken mostly
  double with_disease;
};

enum DrugIndex : std::size_t {
  hydrochlorothiazide,
  amlodipine,
  lisinopril,
  losartan,
  metoprolol,
  furosemide,
  spironolactone,
  potassium_chloride,
  atorvastatin,
  simvastatin,
  metformin,
  insulin_glargine,
  levothyroxine,
  omeprazole,
  albuterol,
  fluticasone_salmeterol,
  prednisone,
  naproxen,
  cholecalciferol,
  quinine,
  drug_count
};

inline constexpr std::array<Drug, drug_count> drugs{{
    {"hydrochlorothiazide 25 MG Oral Tablet", "5487", .005, hypertension, .25},
    {"amlodipine 5 MG Oral Tablet", "17767", .005, hypertension, .3},
    {"lisinopril 10 MG Oral Tablet", "29046", .005, hypertension, .35},
    {"losartan 50 MG Oral Tablet", "52175", .005, hypertension, .2},
    {"metoprolol succinate 50 MG Oral Tablet", "6918", .03, heart_failure, .7},
    {"furosemide 40 MG Oral Tablet", "4603", .01, heart_failure, .75},
    {"spironolactone 25 MG Oral Tablet", "9997", .005, heart_failure, .35},
    {"potassium chloride 20 MEQ Oral Tablet", "8591", .005, heart_failure, .2},
    {"atorvastatin 20 MG Oral Tablet", "83367", .08, diabetes, .5},
    {"simvastatin 20 MG Oral Tablet", "36567", .04, artery_disease, .3},
    {"metformin 500 MG Oral Tablet", "6809", .003, diabetes, .65},
    {"insulin glargine 100 UNT/ML Injection", "274783", .001, diabetes, .2},
    {"levothyroxine 50 MCG Oral Tablet", "10582", .01, hypothyroidism, .8},
    {"omeprazole 20 MG Oral Capsule", "7646", .12, lung_disease, .25},
    {"albuterol inhaler", "435", .05, lung_disease, .8},
    {"fluticasone / salmeterol inhaler", "284635", .02, lung_disease, .4},
    {"prednisone 10 MG Oral Tablet", "8640", .015, lung_disease, .1},
    {"naproxen 500 MG Oral Tablet", "7258", .06, knee_osteoarthritis, .3},
    {"cholecalciferol 1000 UNT Oral Tablet", "2418", .1, knee_osteoarthritis, .15},
    {"quinine 200 MG Oral Tablet", "9071", .01, restless_legs, .03},
}};

/// A laboratory value: middle and spread of healthy adults, from the reference intervals of
/// configs/terminology/observations.json (a quarter of the interval is taken as the deviation).
struct Test {
  std::string_view name, loinc, unit;
  double low, high;  ///< reference interval, in `unit`
  int decimals;
};

enum TestIndex : std::size_t {
  potassium,
  sodium,
  calcium,
  magnesium,
  creatinine,
  urea,
  glucose,
  hba1c,
  tsh,
  ck,
  hemoglobin,
  ferritin,
  vitamin_d,
  test_count
};

inline constexpr std::array<Test, test_count> tests{{
    {"Potassium", "2823-3", "mmol/L", 3.5, 5.0, 1},
    {"Sodium", "2951-2", "mmol/L", 135, 145, 0},
    {"Calcium", "2000-8", "mmol/L", 2.15, 2.55, 2},
    {"Magnesium", "2601-3", "mmol/L", .7, 1.05, 2},
    {"Creatinine", "14682-9", "umol/L", 45, 110, 0},
    {"Urea", "14937-7", "mmol/L", 2.5, 7.8, 1},
    {"Glucose", "14749-6", "mmol/L", 3.9, 7.8, 1},
    {"Hemoglobin A1c", "4548-4", "%", 4.4, 5.6, 1},
    {"Thyrotropin", "3016-3", "m[IU]/L", .4, 4.2, 2},
    {"Creatine kinase", "2157-6", "U/L", 30, 200, 0},
    {"Hemoglobin", "718-7", "g/dL", 12, 17.5, 1},
    {"Ferritin", "2276-4", "ng/mL", 30, 300, 0},
    {"Vitamin D", "1989-3", "ng/mL", 20, 60, 0},
}};

}  // namespace causa::bench
