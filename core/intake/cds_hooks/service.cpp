// SPDX-License-Identifier: Apache-2.0

#include "intake/cds_hooks/service.hpp"

namespace causa::intake::cds_hooks {

namespace {

// Without the list of problems there is no complaint, without medicines and laboratory values no
// cause and no alert: an answer without them would look complete and not be.
constexpr Prefetch prefetch[] = {
    {"patient", "Patient/{{context.patientId}}", true},
    {"conditions", "Condition?patient={{context.patientId}}&clinical-status=active&_count=200",
     true},
    {"medications", "MedicationRequest?patient={{context.patientId}}&status=active&_count=200",
     true},
    {"labs", "Observation?patient={{context.patientId}}&category=laboratory&_sort=-date&_count=200",
     true},
    {"statements", "MedicationStatement?patient={{context.patientId}}&status=active&_count=200",
     false},
    {"vitals",
     "Observation?patient={{context.patientId}}&category=vital-signs&_sort=-date&_count=100",
     false},
    {"findings", "Observation?patient={{context.patientId}}&category=exam&_sort=-date&_count=100",
     false},
    {"procedures", "Procedure?patient={{context.patientId}}&_sort=-date&_count=100", false},
    {"allergies", "AllergyIntolerance?patient={{context.patientId}}&_count=100", false},
    {"answers",
     "QuestionnaireResponse?patient={{context.patientId}}&status=completed&_sort=-authored&_count="
     "5",
     false}};

constexpr Service leg_cramps{
    "patient-view",
    "leg-cramps",
    "Causes of leg cramps",
    "Red flags, and the causes of a leg complaint with the evidence for and against each",
    "Answers from prefetch alone and never calls back to the FHIR server: a request without one of "
    "patient, conditions, medications and labs is answered with 412. A key whose search found "
    "nothing must be there, as null.",
    prefetch};

}  // namespace

const Service& service() { return leg_cramps; }

}  // namespace causa::intake::cds_hooks
