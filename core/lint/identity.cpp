// SPDX-License-Identifier: Apache-2.0
//
// Who the record is of. No message repeats what identifies a person.

#include "lint/checks.hpp"

namespace causa::lint {

namespace {

// Judgement: nobody whose age is known for certain has lived longer than 122 years.
constexpr double oldest_years = 122;

}  // namespace

void no_birth_date(const Subject& subject, Findings& found) {
  if (!subject.record.birth.known())
    found.add({}, "no birth date: the patient may be a child, so causes are not ranked");
}

void born_later(const Subject& subject, Findings& found) {
  const TimeSpan& birth = subject.record.birth;
  if (birth.known() && birth.earliest_ms > subject.as_of_ms)
    found.add({}, "born after the date of the assessment");
}

void too_old(const Subject& subject, Findings& found) {
  const AgeRange& age = subject.facts.age;
  if (!subject.record.deceased && age.low_years > oldest_years)
    found.add({}, "older than anybody alive: the birth date can't be right");
}

void no_sex(const Subject& subject, Findings& found) {
  if (subject.record.sex == record::Sex::unknown)
    found.add({}, "no sex: rules that ask for it stay undecided");
}

void no_id(const Subject& subject, Findings& found) {
  if (subject.record.patient_id().empty())
    found.add({}, "the patient has no id: assessments of one person can't be found together");
}

void deceased(const Subject& subject, Findings& found) {
  if (subject.record.deceased) found.add({}, "the patient is recorded as deceased");
}

}  // namespace causa::lint
