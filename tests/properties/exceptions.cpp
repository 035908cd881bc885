// SPDX-License-Identifier: Apache-2.0

#include "properties/exceptions.hpp"

#include <algorithm>
#include <iterator>

namespace causa::properties {

namespace {

// "Another alert judges it" means: once the value is known, its own critical values decide, and
// those can't be cleared by anything.
constexpr Clears clears[] = {
    {"chronic_disease/creatinine_high_no_known_disease", "condition.ckd",
     "about a creatinine that nothing explains; a doubled one alerts in known disease too"},
    {"chronic_disease/filtration_rate_low_no_known_disease", "condition.ckd",
     "about a rate that nothing explains; a doubled creatinine alerts in known disease too"},
    {"circulation/acute_limb_ischemia", "symptom.leg_pain.exertional",
     "a weak pulse with pain on walking only is claudication; coldness, pallor alert regardless"},
    {"circulation/acute_limb_ischemia", "symptom.cramp.exercise",
     "a weak pulse with cramps on walking only is claudication; a new sign alerts regardless"},
    {"circulation/acute_limb_ischemia", "symptom.leg_pain",
     "an old pain beside a cold pale limb of unknown date; a recent one keeps the alert"},
    {"circulation/acute_limb_ischemia", "condition.chronic_limb_ischemia",
     "no Doppler signal is part of it; limb_threatening_ischemia judges that one"},
    {"circulation/limb_threatening_ischemia", "sign.pulse.normal",
     "an ulcer with normal pulses isn't ischemic; pain at rest alerts regardless"},
    {"circulation/dvt_suspected", "sign.leg_swelling.bilateral",
     "both legs swollen is no sign of one leg; a swelling told of one leg alerts regardless"},
    {"circulation/dvt_suspected", "history.injury.leg",
     "explains a tender calf without swelling; swelling alerts regardless"},
    {"circulation/dvt_suspected", "history.exercise.excessive",
     "explains a tender calf without swelling; swelling alerts regardless"},
    {"circulation/dvt_suspected", "history.onset_during_sport",
     "explains a tender calf without swelling; swelling alerts regardless"},
    {"circulation/dvt_suspected", "symptom.leg_pain.sudden_pop",
     "with a gap or a bruise it is a torn muscle: both together clear it, neither alone"},
    {"circulation/dvt_suspected", "sign.calf_gap", "with a sudden pop it is a torn muscle"},
    {"circulation/dvt_suspected", "sign.calf_bruising", "with a sudden pop it is a torn muscle"},
    {"circulation/dvt_suspected", "lab.d_dimer.positive",
     "negative, it excludes thrombosis where the Wells score can't reach 2 (ng158)"},
    {"circulation/dvt_suspected", "lab.d_dimer",
     "below 500 ug/L, it excludes thrombosis where the Wells score can't reach 2 (ng158)"},
    {"circulation/dvt_suspected", "condition.dvt",
     "diagnosed within 14 days it isn't to be excluded; dvt_diagnosed is as urgent"},
    {"circulation/dvt_diagnosed", "drug.vitamin_k_antagonist",
     "treated and of unknown date; a recent one alerts regardless"},
    {"circulation/dvt_diagnosed", "drug.direct_anticoagulant",
     "treated and of unknown date; a recent one alerts regardless"},
    {"circulation/dvt_diagnosed", "drug.heparin",
     "treated and of unknown date; a recent one alerts regardless"},
    {"circulation/dvt_suspected", "score.wells_dvt.upper",
     "falls as items become known; below 2, with a negative D-dimer or without swelling, no alert"},
    {"circulation/leg_sign_in_pregnancy", "sign.leg_swelling.bilateral",
     "both ankles swell in pregnancy; a swelling or tenderness of one leg alerts regardless"},
    {"circulation/possible_pulmonary_embolism", "sign.leg_swelling.bilateral",
     "both legs swollen is no sign of one leg; a swelling told of one leg alerts regardless"},
    {"circulation/possible_pulmonary_embolism", "condition.heart_failure",
     "explains swelling of unknown date without a side; a new swelling alerts regardless"},
    {"circulation/possible_pulmonary_embolism", "symptom.leg_pain.exertional",
     "calf pain on walking is no sign of thrombosis; other leg signs alert regardless"},
    {"electrolytes/ecg_high_potassium", "lab.potassium",
     "about a potassium not known; another alert judges it"},
    {"electrolytes/ecg_low_potassium", "lab.potassium",
     "about a potassium not known; another alert judges it"},
    {"electrolytes/calcium_critical_low", "lab.calcium.ionized",
     "ionized calcium is the truer value; low, it alerts itself"},
    {"electrolytes/calcium_low_symptomatic", "lab.calcium.ionized",
     "ionized calcium is the truer value; low, it alerts itself"},
    {"electrolytes/calcium_low_symptomatic", "lab.calcium.adjusted",
     "with albumin the total value is judged as adjusted; low, it alerts itself"},
    {"electrolytes/calcium_low_cramp", "lab.calcium.ionized",
     "ionized calcium is the truer value; low, it alerts itself"},
    {"electrolytes/calcium_low", "lab.calcium.ionized",
     "ionized calcium is the truer value; low, it alerts itself"},
    {"electrolytes/calcium_total_low", "lab.calcium.ionized",
     "ionized calcium is the truer value; low, it alerts itself"},
    {"electrolytes/calcium_total_low", "lab.calcium.adjusted",
     "with albumin the total value is judged as adjusted; low, it alerts itself"},
    {"electrolytes/calcium_critical_high", "lab.calcium.adjusted",
     "with albumin the total value is judged as adjusted; high, it alerts itself"},
    {"electrolytes/calcium_high_3", "lab.calcium.adjusted",
     "with albumin the total value is judged as adjusted; high, it alerts itself"},
    {"electrolytes/calcium_high", "lab.calcium.adjusted",
     "with albumin the total value is judged as adjusted; high, it alerts itself"},
    {"electrolytes/digoxin_electrolytes", "lab.calcium.adjusted",
     "the adjusted value stands before the total one; high, it alerts itself"},
    {"electrolytes/digoxin_electrolytes", "lab.calcium.ionized",
     "the measured ionized value stands before the total one; high, it alerts itself"},
    {"hydration/osmolality_unwell", "lab.osmolality",
     "the measured value stands before the calculated one; high, it alerts itself"},
    {"hydration/severe_depletion", "history.plain_water_excess",
     "explains confusion, with an emergency of its own; collapse, little urine alert regardless"},
    {"medication/ck_10_times_on_drug", "lab.ck.times_upper_limit",
     "the multiple of the limit that the laboratory sent is judged"},
    {"medication/ck_4_to_10_times_on_statin", "lab.ck.times_upper_limit",
     "the multiple of the limit that the laboratory sent is judged"},
    {"medication/ck_5_times_with_organ_sign", "lab.ck.times_upper_limit",
     "the multiple of the limit that the laboratory sent is judged"},
    {"medication/dark_urine_ck_unknown", "lab.ck",
     "about a creatine kinase not known; another alert judges it"},
    {"medication/metformin_acidosis", "lab.anion_gap",
     "acidosis without a gap isn't that of lactate; acidosis_severe and bicarbonate_very_low judge "
     "it"},
    {"medication/metformin_acidosis", "lab.anion_gap.calculated",
     "acidosis without a gap isn't that of lactate; acidosis_severe and bicarbonate_very_low judge "
     "it"},
    {"medication/potassium_retaining_combination", "lab.potassium",
     "about a potassium not known; another alert judges it"},
    {"medication/thiazide_confusion", "lab.sodium",
     "about a sodium not known; another alert judges it"},
    {"neurologic/cauda_equina", "symptom.leg_pain.exertional",
     "pain of both legs on walking is stenosis; numb saddle, bladder, weakness alert regardless"},
    {"neurologic/new_focal_weakness", "condition.stroke",
     "an old weakness that is explained; one known to be new alerts regardless"},
    {"neurologic/new_focal_weakness", "condition.multiple_sclerosis",
     "an old weakness that is explained; one known to be new alerts regardless"},
    {"neurologic/new_focal_weakness", "condition.motor_neuron_disease",
     "an old weakness that is explained; one known to be new alerts regardless"},
    {"neurologic/cord_compression", "condition.stroke", "explains spasticity and brisk reflexes"},
    {"neurologic/cord_compression", "condition.multiple_sclerosis",
     "explains spasticity and brisk reflexes"},
    {"neurologic/cord_compression", "condition.motor_neuron_disease",
     "explains spasticity and brisk reflexes"},
    {"neurologic/cord_compression", "symptom.fasciculation",
     "brisk reflexes with twitching are rather motor neuron disease; a sensory level alerts "
     "regardless"},
    {"strain/ck_five_times_with_danger", "condition.ckd",
     "explains a low filtration rate; dark urine, weakness, a rise of creatinine alert regardless"},
    {"strain/ck_five_times_with_danger", "lab.ck.times_upper_limit",
     "another limit may be configured; the multiple of that limit is judged"},
    {"strain/ck_ten_times", "lab.ck.times_upper_limit",
     "another limit may be configured; the multiple of that limit is judged"},
    {"strain/dark_urine_after_effort", "lab.ck",
     "about a creatine kinase not known; another alert judges it"},
};

constexpr FromLess from_less[] = {
    {"timing.",
     "the first complaint and the last start that are known count, since none is complete"},
    {"history.exercise.hours_to_onset", "the first of three complaints that is known counts"},
    {"lab.ck.times_upper_limit", "a limit that the laboratory didn't send is 200 U/L"},
    {"criteria.ckd_g_stage", "the calculated rate stands before the reported one"},
    {"criteria.ckd_risk", "of the stage, and so of the rate that is known"},
    {"score.wells_dvt", "items not known score 0, as published; not valid in a known pregnancy"},
    {"score.dvt_primary_care", "items not known score 0, as published; not in a known pregnancy"},
    {"score.rutherford_ali", "for a limb that isn't known to be ischemic for over 14 days"},
};

constexpr Provisional provisional[] = {
    {"chronic_disease.acute_kidney_injury", "high_without_known_disease",
     "chronic disease explains it"},
    {"chronic_disease.acute_kidney_injury", "high_first_seen", "earlier values would tell"},
    {"circulation.acute_limb_ischemia", "ischemic_limb_of_unknown_onset",
     "pain on walking says that the artery was narrow before"},
    {"circulation.dvt", "wells_low", "the score isn't valid in pregnancy and after birth"},
    {"circulation.dvt", "wells_moderate", "the score isn't valid in pregnancy and after birth"},
    {"circulation.dvt", "wells_high", "the score isn't valid in pregnancy and after birth"},
    {"electrolytes.metabolic_alkalosis", "low_potassium_and_chloride", "pH would tell"},
    {"medication.statin_myopathy", "rhabdomyolysis_instead",
     "the multiple by the limit that was sent would tell"},
    {"medication.statin_myopathy", "after_exertion",
     "the multiple by the limit that was sent would tell"},
    {"medication.statin_myopathy", "other_myopathy",
     "the multiple by the limit that was sent would tell"},
    {"medication.drug_rhabdomyolysis", "ck_40_times",
     "the multiple by the limit that was sent would tell"},
    {"medication.drug_rhabdomyolysis", "ck_5_times_with_organ_sign",
     "the multiple by the limit that was sent would tell"},
    {"medication.drug_rhabdomyolysis", "ck_10_times",
     "the multiple by the limit that was sent would tell"},
    {"medication.drug_rhabdomyolysis", "ck_5_to_10_times",
     "the multiple by the limit that was sent would tell"},
    {"medication.drug_rhabdomyolysis", "ck_4_to_5_times",
     "the multiple by the limit that was sent would tell"},
    {"medication.drug_rhabdomyolysis", "ck_below_4_times",
     "the multiple by the limit that was sent would tell"},
    {"neurologic.motor_neuron_disease", "upper_and_lower_signs",
     "loss of feeling, stroke, multiple sclerosis, cord disease explain the signs"},
    {"neurologic.guillain_barre", "weak_and_areflexic",
     "brisk reflexes or a potassium far off explain the weakness"},
    {"neurologic.dystonia", "defining_posture", "a hard muscle makes it a cramp or a contracture"},
    {"strain.calf_strain", "pop_with_bruise_or_gap",
     "a positive Thompson test makes it the tendon"},
    {"strain.exercise_cramp", "cramp_in_exercise", "in the heat it is exertional_heat's"},
    {"strain.rhabdomyolysis", "ck_forty_times_no_drug", "on the drug it is drug_rhabdomyolysis"},
    {"strain.rhabdomyolysis", "ck_ten_times_no_drug", "on the drug it is drug_rhabdomyolysis"},
    {"strain.rhabdomyolysis", "ck_ten_times_after_cause",
     "the multiple by the limit that was sent would tell"},
    {"strain.rhabdomyolysis", "ck_five_times_after_cause",
     "the multiple by the limit that was sent would tell"},
    {"strain.rhabdomyolysis", "ck_below_five_times",
     "the multiple by the limit that was sent would tell"},
    {"strain.compartment_syndrome", "one_finding", "a measured pressure or diagnosis stands first"},
};

}  // namespace

std::span<const Clears> clearing_facts() { return clears; }

bool is_computed_from_less(std::string_view fact) {
  return std::any_of(std::begin(from_less), std::end(from_less), [&](const FromLess& one) {
    return one.fact.ends_with('.') ? fact.starts_with(one.fact) : fact == one.fact;
  });
}

bool is_provisional(std::string_view cause, std::string_view decision) {
  return std::any_of(std::begin(provisional), std::end(provisional), [&](const Provisional& one) {
    return one.cause == cause && one.decision == decision;
  });
}

}  // namespace causa::properties
