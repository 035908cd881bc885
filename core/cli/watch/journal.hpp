// SPDX-License-Identifier: Apache-2.0
//
// What is left to do for a file whose answer is ready, written to the disk before any of it is
// done.
//
//     .causa/journal   one line an entry: key, space, value; bytes other than printable ASCII and
//                      "%" itself as %XX
//
// Each entry that moves a file is done by one rename, so whether it was done can be seen: what is
// to be moved is there or isn't. A program that was killed at any point goes on from the journal,
// and no step is done twice. One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::cli::watch {

/// A file that waits under `staged` for its name in `folder`. The name is made with the first
/// number that is free.
struct StagedMove {
  std::filesystem::path staged, folder;
  std::string stem, extension;
};

struct Journal {
  std::filesystem::path store;  ///< empty: nothing is stored
  std::string source_sha256;    ///< of the run in it that is to be ended last
  std::optional<StagedMove> answer, acknowledgments;
  std::filesystem::path reason;  ///< staged; becomes NAME.reason.txt beside the input; empty: none
  StagedMove input;
};

std::string to_text(const Journal& journal);

/// Error: not a whole journal; it is written whole, so somebody changed it.
Result<Journal> read_journal(std::string_view text, const std::filesystem::path& file);

/// Does what is left of the moves. Error: what could not be done; nothing is lost, call it again.
Result<void> do_moves(const Journal& journal);

}  // namespace causa::cli::watch
