// SPDX-License-Identifier: Apache-2.0
//
// The first records of an audit, made in the transaction that brings a store to the schema that has
// one. Belongs to the connection's thread.
#pragma once

#include <cstdint>
#include <optional>

#include "base/error.hpp"
#include "store/chain.hpp"
#include "store/connection.hpp"

namespace causa::store {

/// Notes that the schema was `before` (0: there was no store), and takes the assessments that are
/// there already into the audit.
std::optional<Error> begin_audit(Connection& connection, Chain& chain, std::int64_t before);

}  // namespace causa::store
