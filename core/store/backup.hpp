// SPDX-License-Identifier: Apache-2.0
//
// A copy of a store that is in use: one moment of it, whole, checked before it gets its name. The
// store may be of an older schema, so that it can be copied before it is migrated. Own connections;
// any thread. Errors: Fault::store with the file as place.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/error.hpp"

namespace causa::store {

struct BackUp {
  std::string warning;        ///< what somebody must know of the copy, or empty
  std::optional<Error> loss;  ///< what the store is known to lack, and the copy with it
};

/// Makes `copy` with mode 0600; what is there already is never overwritten, and a copy that could
/// not be finished leaves nothing under that name. `stopped` is asked now and then on this thread;
/// once it says so, there is an error and nothing is left.
Result<BackUp> back_up(const std::filesystem::path& store, const std::filesystem::path& copy,
                       const std::function<bool()>& stopped = {});

}  // namespace causa::store
