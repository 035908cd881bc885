// SPDX-License-Identifier: Apache-2.0
//
// One statement of a module (a rule, a cause, an alert, ...) with everything that a reviewer wants
// to know of it, as JSON; text is made from the same. Keys stand in a fixed order. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "cli/review/wording.hpp"

namespace causa::cli::review {

/// Every statement of a module in the order of its manifest, the causes first. Each has `kind`
/// (cause, rule, alert, advice, withhold or derive), `plugin` and `id`; part objects have `words`.
std::vector<boost::json::object> entries(const Place& place);

/// For people: a heading and a line or more for each thing, 100 columns.
std::string entry_text(const boost::json::object& entry);

/// Header and line of a table of all statements (RFC 4180, CRLF).
std::string entry_csv_header();
std::string entry_csv(const boost::json::object& entry);

}  // namespace causa::cli::review
