// SPDX-License-Identifier: Apache-2.0
//
// The numbers of a store's tables in words, as `--to json` writes them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/audit.hpp"
#include "store/tables.hpp"

namespace causa::cli {

/// The number itself if it means nothing else, or nothing that this program knows.
std::string cell_words(std::int64_t number, store::Meaning meaning);

const char* word(store::AuditKind kind);

/// Of a digest's bytes.
std::string hex_of(std::string_view bytes);

}  // namespace causa::cli
