// SPDX-License-Identifier: Apache-2.0
//
// The bounds of every enumeration that the store keeps as a number. An enumerator that is added
// goes to the end, and to the end here; a store that holds it is then refused by older programs
// row by row, not misread.
#pragma once

#include "assess/assessment.hpp"
#include "store/audit.hpp"
#include "store/feedback.hpp"
#include "store/statement.hpp"

namespace causa::store {

template <auto First, auto Last>
struct Between {
  static constexpr auto first = First;
  static constexpr auto last = Last;
};

template <>
struct Enumerators<record::State> : Between<record::State::present, record::State::unknown> {};
template <>
struct Enumerators<record::Comparator>
    : Between<record::Comparator::none, record::Comparator::greater> {};
template <>
struct Enumerators<record::Sex> : Between<record::Sex::unknown, record::Sex::other> {};
template <>
struct Enumerators<knowledge::Basis>
    : Between<knowledge::Basis::measured, knowledge::Basis::guideline> {};
template <>
struct Enumerators<knowledge::Role> : Between<knowledge::Role::cause, knowledge::Role::state> {};
template <>
struct Enumerators<knowledge::About>
    : Between<knowledge::About::present, knowledge::About::explains> {};
template <>
struct Enumerators<knowledge::Urgency>
    : Between<knowledge::Urgency::routine, knowledge::Urgency::emergency> {};
template <>
struct Enumerators<knowledge::AdviceKind>
    : Between<knowledge::AdviceKind::self_care, knowledge::AdviceKind::workup> {};
template <>
struct Enumerators<assess::Outcome> : Between<assess::Outcome::present, assess::Outcome::unknown> {
};
template <>
struct Enumerators<assess::Counted> : Between<assess::Counted::yes, assess::Counted::no> {};
template <>
struct Enumerators<assess::ModuleStatus>
    : Between<assess::ModuleStatus::ok, assess::ModuleStatus::absent> {};
template <>
struct Enumerators<assess::RanIn> : Between<assess::RanIn::unknown, assess::RanIn::worker> {};
template <>
struct Enumerators<AuditKind> : Between<AuditKind::begun, AuditKind::loss_accepted> {};
template <>
struct Enumerators<lint::Severity> : Between<lint::Severity::note, lint::Severity::error> {};
template <>
struct Enumerators<assess::Sufficiency>
    : Between<assess::Sufficiency::none, assess::Sufficiency::sufficient> {};
template <>
struct Enumerators<Channel> : Between<Channel::text, Channel::csv> {};
template <>
struct Enumerators<FeedbackOutcome>
    : Between<FeedbackOutcome::accepted, FeedbackOutcome::overridden> {};

}  // namespace causa::store
