// SPDX-License-Identifier: Apache-2.0
//
// Which items of a record are of one resource. Pure.
#pragma once

#include <cstddef>

#include "record/record.hpp"

namespace causa::facts {

/// Items [first, last) of a record: one resource, whole.
struct Resource {
  std::size_t first = 0, last = 0;
};

/// The resource whose first item it is.
Resource resource_from(const record::Record& record, std::size_t first);

}  // namespace causa::facts
