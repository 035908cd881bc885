// SPDX-License-Identifier: Apache-2.0
//
// Files in a watched folder that are no inputs whatever their name: stores, which somebody may have
// open. To move such a one away loses what is written to it from then on. One thread.
#pragma once

#include <filesystem>

#include "cli/settings.hpp"

namespace causa::cli::watch {

/// True for an SQLite database, for what lies beside one (its log, its audit), and for the files of
/// the store of this run, by whatever link.
bool is_of_some_store(const Settings& settings, const std::filesystem::path& file);

}  // namespace causa::cli::watch
