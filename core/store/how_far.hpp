// SPDX-License-Identifier: Apache-2.0
//
// Whom a long piece of work tells how far it is: for each thing that is done, on the thread that
// works, which must not throw. Empty: nobody.
#pragma once

#include <cstdint>
#include <functional>

namespace causa::store {

using HowFar = std::function<void(std::uint64_t done, std::uint64_t all)>;

}  // namespace causa::store
