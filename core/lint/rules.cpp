// SPDX-License-Identifier: Apache-2.0
//
// Every rule of the linter: what it is called, how grave it is, when it fires, what to do. The
// table in docs/linting.md is this one (tests/lint/documented_test.cpp).

#include "lint/checks.hpp"

namespace causa::lint {

namespace {

constexpr bool safety = true;
constexpr bool no_safety = false;

constexpr Rule all[] = {
    {"patient.no_birth_date", Severity::warning, safety, "the patient has no birth date",
     "state it, or the age", no_birth_date},
    {"patient.born_later", Severity::error, safety,
     "the birth date lies after the date of the assessment", "correct the birth date or --as-of",
     born_later},
    {"patient.too_old", Severity::error, safety,
     "the patient would be over 122 years old and isn't recorded as deceased",
     "correct the birth date", too_old},
    {"patient.no_sex", Severity::warning, no_safety, "the patient's sex isn't stated",
     "state female or male, if it is known", no_sex},
    {"patient.no_id", Severity::note, no_safety, "the patient has no id",
     "give each patient an id that stays the same", no_id},
    {"patient.deceased", Severity::note, safety, "the patient is recorded as deceased",
     "make sure that this is the right patient", deceased},
    {"patient.pregnant_man", Severity::error, safety, "a male patient is recorded as pregnant",
     "find out whether the sex is wrong or the entry is another patient's", pregnant_man},
    {"patient.long_pregnancy", Severity::warning, safety, "a pregnancy is active for over 350 days",
     "close the entry if the pregnancy has ended", long_pregnancy},

    {"time.before_birth", Severity::error, safety,
     "entries are dated more than a day before the patient was born",
     "find out whether the date is wrong or the entry is another patient's", before_birth},
    {"time.future", Severity::warning, safety,
     "entries are dated, or start, more than an hour after the assessment (clocks differ), or on a "
     "later day; they are not used",
     "correct the dates, or give a later --as-of", future},
    {"time.end_before_start", Severity::warning, no_safety, "an entry ends before it starts",
     "correct the dates", end_before_start},
    {"time.missing", Severity::warning, safety,
     "a measurement that has a validity window has no time", "send the time of sampling", no_time},
    {"time.of_issue", Severity::note, no_safety,
     "a result has no time of sampling; that of its issue stands in", "send the time of sampling",
     time_of_issue},
    {"time.zone_unstated", Severity::note, no_safety,
     "times of day have no offset from UTC, and UTC is assumed", "send times with their offset",
     zone_unstated},
    {"time.zones_differ", Severity::note, no_safety,
     "times of one record have several offsets from UTC; they are compared as instants",
     "nothing, if the offsets are right (summer time)", zones_differ},

    {"record.contradiction", Severity::warning, safety,
     "a finding is both present and absent at one time, or an active diagnosis has been refuted",
     "find out which is so, and correct the other entry", present_and_absent},
    {"record.drug_stopped", Severity::warning, safety,
     "an order for a drug is active although a later one of the same product was stopped",
     "ask whether the drug is taken, and close the order if it isn't", drug_stopped},
    {"record.held_back", Severity::warning, safety,
     "the reader left something out for the patient's safety: of another patient, an order not to "
     "give a drug, a modifier that it doesn't know, a status or type of another version of FHIR, a "
     "Patient that contradicts another of its id, a part of an answer that failed, a status that "
     "contradicts an abatement, a history out of order, a deletion that isn't carried out or of "
     "which nothing says whether it came last, a deleted Patient whom others name, a newer version "
     "that is of another patient",
     "look at the entry in the system that it comes from", held_back},
    {"record.unreadable", Severity::error, safety,
     "a part of the input can't be read, though the rest can: a wrong element in a resource, a "
     "line that is no segment, a result before its patient or without a code, a status or an "
     "order's code that isn't known; a result may be missing",
     "correct it where it comes from, send it again, and look at the results there", unreadable},
    {"record.same_source", Severity::warning, no_safety,
     "entries of one type and id stand more than once in the input", "send each entry once",
     same_source},

    {"code.display_of_other", Severity::error, safety,
     "a code of causa's tables carries a display that belongs to something else in them",
     "find out which of the two is meant; the code is what counts", display_of_other},
    {"code.check_digit", Severity::warning, no_safety,
     "the check digit of a LOINC or SNOMED CT code is wrong",
     "correct the code; until then it is not understood", wrong_check_digit},
    {"code.replaced", Severity::note, no_safety,
     "a code of an old edition that a later one has divided or replaced; it is still read",
     "use a code of the current edition", replaced_code},

    {"unit.refused", Severity::error, safety,
     "a value has no unit, an unknown one, one that doesn't fit the analyte, or two that disagree; "
     "the value is not used",
     "send the unit that the value is in", unit_refused},
    {"unit.in_doubt", Severity::error, safety,
     "the reference range sent with a value can't be one of this analyte in this unit; the value "
     "counts for alerts only",
     "check the unit", unit_in_doubt},
    {"unit.assumed", Severity::note, no_safety,
     "a value has no unit, and its code implies one, which is taken", "send the unit",
     unit_assumed},
    {"value.implausible", Severity::error, safety,
     "a value lies outside what a living patient can have; it is not used",
     "check the unit and the decimal point", implausible},
    {"value.not_a_number", Severity::error, safety,
     "words stand where a measurement needs a number, or running text states a number that can't "
     "be "
     "read; it is not used",
     "send the number, with its unit in the field for it", not_a_number},
    {"value.unread", Severity::error, safety,
     "a result that a module asks for holds a value that can't be used: a range, a comparator that "
     "isn't understood, a type that isn't read, a value beside the reason for its absence, a "
     "status "
     "that isn't known",
     "look it up where it comes from; send a final result, its value as one number with a unit",
     unread_value},
    {"value.hemolyzed", Severity::warning, safety,
     "a value that hemolysis raises is of a hemolyzed sample; it counts as an upper bound, and for "
     "alerts as measured",
     "repeat it", hemolyzed},
    {"value.two_at_once", Severity::warning, safety,
     "the newest value of an analyte has another of the same instant (or day) beside it",
     "find out which one stands", two_at_once},
    {"value.repeated", Severity::note, no_safety,
     "the same value of the same analyte and instant stands twice", "send each result once",
     repeated},
    {"value.stale", Severity::note, no_safety,
     "the newest value of an analyte is older than its validity window; it is shown and weighs "
     "nothing",
     "measure again what the question needs", stale},
};

}  // namespace

std::span<const Rule> rules() { return all; }

}  // namespace causa::lint
