// SPDX-License-Identifier: Apache-2.0
//
// The folders of one watch, made, locked and tried out before the first file is touched:
//
//     FOLDER/           the files that arrive
//     FOLDER/.causa/    lock     held while a program watches the folder
//                       id       of this folder, in the names of files that are being written
//                       claimed/ the file that is being assessed, under its own name
//                       journal  what is left to do for it, once its answer is ready
//                       reason   the reason file that is being written
//                       in-hand  the claimed file is being assessed; at a start: the program was
//                                killed over it
//                       crashed  the program crashed over the claimed file; whose library it was in
//     out, done, failed where answers and inputs go; FOLDER/out, FOLDER/done, FOLDER/failed
//     acks              where acknowledgments of HL7 v2 messages go, if somebody asks for them
//
// One thread. Errors: Fault::usage.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/settings.hpp"
#include "cli/watch/arrivals.hpp"

namespace causa::cli::watch {

class Folders {
 public:
  /// Makes what is missing, takes the lock, and moves a file through all folders to see that it
  /// can.
  static Result<Folders> open(const std::filesystem::path& folder, const Settings& settings);

  Folders(Folders&& other) noexcept;
  Folders& operator=(Folders&&) = delete;
  Folders(const Folders&) = delete;
  Folders& operator=(const Folders&) = delete;
  ~Folders();

  /// True while the folder is the one that was locked; else it was unmounted or replaced.
  [[nodiscard]] bool in_place() const;

  /// Regular files with a finished name; `others` counts what is neither a file nor a folder.
  Result<std::vector<ListedFile>> list(std::size_t& others) const;

  /// Where the file that is being assessed stands; empty if there is none. Its name is its own.
  Result<std::filesystem::path> claimed_file() const;

  [[nodiscard]] std::filesystem::path own() const { return inbox / ".causa"; }
  [[nodiscard]] std::filesystem::path claimed() const { return own() / "claimed"; }
  [[nodiscard]] std::filesystem::path journal() const { return own() / "journal"; }
  [[nodiscard]] std::filesystem::path in_hand() const { return own() / "in-hand"; }
  [[nodiscard]] std::filesystem::path crash_mark() const { return own() / "crashed"; }
  [[nodiscard]] std::filesystem::path staged_reason() const { return own() / "reason"; }
  [[nodiscard]] std::filesystem::path staged_answer() const { return out / (".causa-" + id); }
  [[nodiscard]] std::filesystem::path staged_acks() const { return acks / (".causa-acks-" + id); }

  std::filesystem::path inbox, out, done, failed;
  std::filesystem::path acks;  ///< empty: nobody asks for acknowledgments
  std::string id;

 private:
  Folders() = default;
  Result<void> take_lock();
  Result<void> read_id();
  int lock_ = -1;
};

/// State of the file itself, no link followed; nothing if it isn't a regular file or isn't there.
std::optional<FileState> state_of(const std::filesystem::path& file);

}  // namespace causa::cli::watch
