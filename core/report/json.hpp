// SPDX-License-Identifier: Apache-2.0
//
// An assessment as the JSON that other programs depend on (docs/reports.md): schema
// causa.assessment/1, keys always in the same order, what isn't known null. Pure.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "assess/assessment.hpp"
#include "report/context.hpp"

namespace causa::report {

/// One line, without the line end.
std::string to_json(const assess::Assessment& assessment, const Context& context = {});

/// Any JSON value in one line; numbers in their shortest plain form (Boost.JSON's own writer prints
/// 0.42 as 4.2E-1).
std::string write_json(const boost::json::value& value);

/// A finding of the linter, the same in assessments and in what `lint` writes.
boost::json::object finding_json(const lint::Finding& finding);

/// Words of the contract.
const char* word(knowledge::Urgency urgency);
const char* word(knowledge::Role role);
const char* word(knowledge::Basis basis);
const char* word(knowledge::AdviceKind kind);
const char* word(record::Sex sex);
const char* word(record::State state);
const char* word(assess::Outcome outcome);
const char* word(assess::Counted counted);
const char* word(assess::ModuleStatus status);
const char* word(assess::RanIn ran_in);  ///< empty: unknown
const char* word(assess::Sufficiency sufficiency);
const char* word(lint::Severity severity);
const char* word(assess::QuestionKind kind);
const char* sign(record::Comparator comparator);  ///< "<", or empty

}  // namespace causa::report
