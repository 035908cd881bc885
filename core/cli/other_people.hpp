// SPDX-License-Identifier: Apache-2.0
//
// Warns of patients of one id who can't be one person. The log names the assessment: an id of a
// patient has no place there. Any thread.
#pragma once

#include "store/store.hpp"

namespace causa::cli {

/// Nothing is said if there are none.
void tell(const store::OtherPeople& others);

}  // namespace causa::cli
