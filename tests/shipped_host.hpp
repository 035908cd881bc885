// SPDX-License-Identifier: Apache-2.0
//
// The host with all shipped modules, as the program makes it. Made once; read-only.
#pragma once

#include <memory>

#include "assess/prepared.hpp"

namespace causa::tests {

const std::shared_ptr<const assess::Prepared>& shipped_host();

/// Any choice of modules. Throws if they can't be loaded.
std::shared_ptr<const assess::Prepared> host_of(const plugin::LoadOptions& options,
                                                const assess::Constants& constants = {});

}  // namespace causa::tests
