// SPDX-License-Identifier: Apache-2.0
//
// The functions of the rules, by the file that holds them. Private to this room; rules.cpp says
// what each is called and how grave it is.
#pragma once

#include "lint/rule.hpp"

namespace causa::lint {

// identity.cpp
void no_birth_date(const Subject& subject, Findings& found);
void born_later(const Subject& subject, Findings& found);
void too_old(const Subject& subject, Findings& found);
void no_sex(const Subject& subject, Findings& found);
void no_id(const Subject& subject, Findings& found);
void deceased(const Subject& subject, Findings& found);

// dates.cpp
void future(const Subject& subject, Findings& found);
void before_birth(const Subject& subject, Findings& found);
void end_before_start(const Subject& subject, Findings& found);
void no_time(const Subject& subject, Findings& found);
void time_of_issue(const Subject& subject, Findings& found);
void zone_unstated(const Subject& subject, Findings& found);
void zones_differ(const Subject& subject, Findings& found);

// contradictions.cpp
void present_and_absent(const Subject& subject, Findings& found);
void pregnant_man(const Subject& subject, Findings& found);
void long_pregnancy(const Subject& subject, Findings& found);
void drug_stopped(const Subject& subject, Findings& found);

// measurements.cpp
void unit_refused(const Subject& subject, Findings& found);
void unit_in_doubt(const Subject& subject, Findings& found);
void unit_assumed(const Subject& subject, Findings& found);
void implausible(const Subject& subject, Findings& found);
void not_a_number(const Subject& subject, Findings& found);
void unread_value(const Subject& subject, Findings& found);
void hemolyzed(const Subject& subject, Findings& found);
void stale(const Subject& subject, Findings& found);
void two_at_once(const Subject& subject, Findings& found);
void repeated(const Subject& subject, Findings& found);

// codes.cpp
void display_of_other(const Subject& subject, Findings& found);
void wrong_check_digit(const Subject& subject, Findings& found);
void replaced_code(const Subject& subject, Findings& found);

// input.cpp
void held_back(const Subject& subject, Findings& found);
void unreadable(const Subject& subject, Findings& found);
void same_source(const Subject& subject, Findings& found);

}  // namespace causa::lint
