// SPDX-License-Identifier: Apache-2.0
//
// Which files of a folder are complete. A file is, if it came by a rename, or if its size and its
// time of change have stayed the same for the quiet time. Pure: the caller lists the folder and
// says what time it is; no clock of a file server is believed. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace causa::cli::watch {

using Instant = std::chrono::steady_clock::time_point;

/// What tells one content of a file from the next.
struct FileState {
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t changed_ns = 0;  ///< mtime
  friend bool operator==(const FileState&, const FileState&) = default;
};

struct ListedFile {
  std::string name;
  FileState state;
};

/// True for what senders write before they rename it, and for what is hidden: ".adt.hl7",
/// "adt.hl7.tmp", "adt.part", "ADT.FILEPART".
bool is_unfinished_name(std::string_view name);

/// How long to wait after trouble: 1 s, 2 s, 4 s ... up to a minute.
std::chrono::seconds pause_after(unsigned failures);

class Arrivals {
 public:
  explicit Arrivals(std::chrono::seconds quiet) : quiet_(quiet) {}

  /// The folder's files now. Who isn't among them is forgotten.
  void look(const std::vector<ListedFile>& files, Instant now);

  /// The system said that this file came by a rename; to be called before look().
  void moved_in(std::string_view name) { moved_in_.emplace_back(name); }

  /// Complete and not put off, oldest first.
  [[nodiscard]] std::vector<ListedFile> ready(Instant now) const;

  /// There was trouble with this file: it is put off for a while, longer each time. True the first
  /// time since the file changed, when it is to be told.
  bool put_off(const ListedFile& file, Instant now);

  /// When the next file can become ready; Instant::max() if none waits.
  [[nodiscard]] Instant next_due(Instant now) const;

  /// Files that are there and not yet complete.
  [[nodiscard]] std::size_t unfinished(Instant now) const;

 private:
  struct Seen {
    FileState state;
    Instant since;            ///< it has looked like this
    Instant not_before;       ///< after trouble
    unsigned failures = 0;    ///< since it changed
    bool came_whole = false;  ///< by a rename
  };
  [[nodiscard]] Instant due(const Seen& seen) const;

  std::chrono::seconds quiet_;
  std::map<std::string, Seen, std::less<>> seen_;
  std::vector<std::string> moved_in_;
};

}  // namespace causa::cli::watch
