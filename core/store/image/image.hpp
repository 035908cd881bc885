// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a store in which nothing is yet: the newest tables, application_id, a WAL. Its
// user_version is still 0, since its audit hasn't begun. To make the tables of SQL takes a new
// store longer than all that is written into it for one patient. Any thread.
#pragma once

#include <string_view>

namespace causa::store {

std::string_view empty_store();

}  // namespace causa::store
