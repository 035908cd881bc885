// SPDX-License-Identifier: Apache-2.0
//
// What may break a property, one by one and with its reason. A reviewed list: the tests fail if
// something breaks a property that isn't in it, and if something in it no longer needs to be.
#pragma once

#include <span>
#include <string_view>

namespace causa::properties {

/// An alert that another fact may clear or lower, since the alert is about not knowing it, or about
/// a picture that this fact makes another one.
struct Clears {
  std::string_view alert;  ///< "circulation/dvt_suspected"
  std::string_view fact;   ///< the concept; those below it count too
  std::string_view why;
};
std::span<const Clears> clearing_facts();

/// A derived fact whose value without one of its needs is another one, and not unknown.
struct FromLess {
  std::string_view fact;  ///< the derived concept, or its beginning up to a dot
  std::string_view why;
};
bool is_computed_from_less(std::string_view fact);

/// A decision that holds only as long as something isn't known: a picture that this would explain
/// otherwise, or a measurement that would stand in its place.
struct Provisional {
  std::string_view cause, decision, why;
};
bool is_provisional(std::string_view cause, std::string_view decision);

}  // namespace causa::properties
