// SPDX-License-Identifier: Apache-2.0
//
// The numbered SQL files of store/schema, embedded by the build, and the numbers that mark a file
// as a causa store. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>

namespace causa::store {

/// "caus" in ASCII, in the header of the file: `file causa.db` shows it.
inline constexpr std::int32_t application_id = 0x63617573;

struct Migration {
  std::int32_t number;  ///< user_version after it
  const char* sql;
};

/// In order, counted from 1 without gaps.
std::span<const Migration> migrations();

/// What all of them make together, for a file in which nothing is yet.
const char* newest_sql();

inline std::int32_t newest_schema() { return migrations().back().number; }

}  // namespace causa::store
