// SPDX-License-Identifier: Apache-2.0
//
// What a store is known to lack of what was reported as stored, for who gives on what is in it:
// `store check` says more. An Error here is what to warn of, with the file as place. Belongs to the
// connection's thread.
#pragma once

#include <filesystem>
#include <optional>

#include "base/error.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"

namespace causa::store {

/// Of a store whose audit ends at `end`, and hasn't the record that was `reported`.
Error loss_of(const std::filesystem::path& store, const ChainEnd& reported, const ChainEnd& end);

/// Nothing: none is known, or the audit can't be read, which is an error of whoever reads on. A
/// side file that can't be read says nothing: then only the audit is asked.
/// `reported`: read_side_file() of before the view of the store began, since what others report
/// later isn't missing in it.
std::optional<Error> known_loss(Connection& connection,
                                const Result<std::optional<ChainEnd>>& reported);

}  // namespace causa::store
