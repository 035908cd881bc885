// SPDX-License-Identifier: Apache-2.0

#include <sqlite3.h>
#include <sys/resource.h>

#include <cstring>
#include <string>

#include "store/connection.hpp"

namespace causa::store {

namespace {

struct Words {
  int code;
  const char* message;
  const char* cure;
};

// Nothing of SQLite's own message is shown for these: it speaks of databases, not of what to do.
constexpr Words known[] = {
    {SQLITE_BUSY, "is being written by another program",
     "try again when that program is done; nothing of this batch was stored"},
    {SQLITE_LOCKED, "is being written by another program",
     "try again when that program is done; nothing of this batch was stored"},
    {SQLITE_FULL, "the disk is full",
     "make room, then run the same command again; nothing of this batch was stored or changed"},
    {SQLITE_READONLY, "can't be written",
     "make the file and its folder writable for you, or name another store with --store"},
    {SQLITE_PERM, "can't be opened: permission denied",
     "make the file and its folder yours, or name another store with --store"},
    {SQLITE_AUTH, "can't be opened: permission denied",
     "make the file and its folder yours, or name another store with --store"},
    {SQLITE_NOTADB, "is not a causa store", "name another file with --store"},
    {SQLITE_CORRUPT, "is damaged", ""},
    {SQLITE_CANTOPEN, "can't be opened",
     "check that the folder exists and that you may write to it, or name another store with "
     "--store"},
    {SQLITE_IOERR, "can't be read or written",
     "check the disk and its quota; nothing of this batch was stored"},
    {SQLITE_NOMEM, "not enough memory", "run with fewer patients at a time"},
    {SQLITE_TOOBIG, "a record is larger than a store can hold (1 GB)", "split the record"},
};

/// SQLite doesn't hand on what the system said of a write.
bool limits_files() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

}  // namespace

std::string damage_cure(const std::filesystem::path& path) {
  return "restore the last backup; `causa store check --store " + path.string() +
         "` says what is wrong";
}

Error sqlite_error(const std::filesystem::path& path, int extended_code, const char* message,
                   int system_code) {
  Error error{Fault::store, path.string(), message, ""};
  const int code = extended_code & 0xff;
  for (const Words& words : known) {
    if (words.code != code) continue;
    error.message = words.message;
    error.cure = words.cure;
  }
  if ((extended_code == SQLITE_IOERR_WRITE || code == SQLITE_FULL) && limits_files()) {
    error.message = "can't be written: files may grow only so large here (ulimit -f)";
    error.cure =
        "raise that limit, then run the same command again; nothing of this batch was stored or "
        "changed";
    return error;
  }
  if (code == SQLITE_CORRUPT) error.cure = damage_cure(path);
  if (extended_code == SQLITE_CONSTRAINT_UNIQUE &&
      error.message.find("assessment.uuid") != std::string::npos)
    error.message = "this version of the assessment is stored already";
  const bool of_system = code == SQLITE_CANTOPEN || code == SQLITE_IOERR;
  if (of_system && system_code != 0)
    error.message += std::string(" (") + std::strerror(system_code) + ')';
  return error;
}

}  // namespace causa::store
