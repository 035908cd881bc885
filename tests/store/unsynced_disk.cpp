// SPDX-License-Identifier: Apache-2.0

#include "unsynced_disk.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <new>
#include <random>
#include <string>
#include <vector>

namespace causa::store_test {

namespace {

constexpr std::size_t sector = 512;

struct Change {
  std::size_t at = 0;
  std::string bytes;
  bool is_size = false;  ///< the file was cut or grown to `at`
};

void apply(const Change& change, std::string& content) {
  if (change.is_size) {
    content.resize(change.at);
    return;
  }
  content.resize(std::max(content.size(), change.at + change.bytes.size()));
  std::copy(change.bytes.begin(), change.bytes.end(),
            content.begin() + static_cast<std::ptrdiff_t>(change.at));
}

struct Kept {
  std::string synced;
  std::vector<Change> since;
};

struct Disk {
  sqlite3_vfs* below = nullptr;
  std::map<std::string, Kept> files;  ///< by path
  std::uint64_t events = 0, last_event = 0;
  std::mt19937_64 random;

  void happen() {
    if (++events == last_event) fail();
  }

  [[noreturn]] void fail() {
    for (auto& [path, kept] : files) {
      std::vector<Change> pieces;
      for (const Change& change : kept.since)
        if (change.is_size)
          pieces.push_back(change);
        else
          for (std::size_t at = 0; at < change.bytes.size(); at += sector)
            pieces.push_back({change.at + at, change.bytes.substr(at, sector), false});
      std::string content = kept.synced;
      // Sometimes all or nothing of it, since a short series seldom comes through whole by chance.
      const std::uint64_t kind = random() % 4;
      for (const Change& piece : pieces)
        if (kind == 0 || (kind > 1 && random() % 2 == 0)) apply(piece, content);
      std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
      std::error_code ignored;
      std::filesystem::remove(path + "-shm", ignored);  // memory, not a file
    }
    ::_exit(0);
  }
};

Disk disk;

/// What SQLite gives room for: this, and behind it the file of the layer below.
struct File {
  sqlite3_file base;
  Kept* kept;
};

sqlite3_file* below(sqlite3_file* file) {
  return static_cast<sqlite3_file*>(
      static_cast<void*>(reinterpret_cast<char*>(file) + sizeof(File)));
}
Kept& kept(sqlite3_file* file) { return *reinterpret_cast<File*>(file)->kept; }

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  kept(file).since.push_back({static_cast<std::size_t>(at),
                              {static_cast<const char*>(bytes), static_cast<std::size_t>(size)},
                              false});
  disk.happen();
  return below(file)->pMethods->xWrite(below(file), bytes, size, at);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  kept(file).since.push_back({static_cast<std::size_t>(size), {}, true});
  disk.happen();
  return below(file)->pMethods->xTruncate(below(file), size);
}

/// The power can fail before it has an effect; the real disk isn't asked to sync.
int sync(sqlite3_file* file, int) {
  disk.happen();
  for (const Change& change : kept(file).since) apply(change, kept(file).synced);
  kept(file).since.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods methods{
    2,
    [](sqlite3_file* file) { return below(file)->pMethods->xClose(below(file)); },
    [](sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
      return below(file)->pMethods->xRead(below(file), bytes, size, at);
    },
    write,
    truncate,
    sync,
    [](sqlite3_file* file, sqlite3_int64* size) {
      return below(file)->pMethods->xFileSize(below(file), size);
    },
    [](sqlite3_file* file, int lock) { return below(file)->pMethods->xLock(below(file), lock); },
    [](sqlite3_file* file, int lock) { return below(file)->pMethods->xUnlock(below(file), lock); },
    [](sqlite3_file* file, int* reserved) {
      return below(file)->pMethods->xCheckReservedLock(below(file), reserved);
    },
    [](sqlite3_file* file, int what, void* value) {
      return below(file)->pMethods->xFileControl(below(file), what, value);
    },
    [](sqlite3_file* file) { return below(file)->pMethods->xSectorSize(below(file)); },
    [](sqlite3_file* file) { return below(file)->pMethods->xDeviceCharacteristics(below(file)); },
    [](sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
      return below(file)->pMethods->xShmMap(below(file), page, size, extend, memory);
    },
    [](sqlite3_file* file, int offset, int count, int flags) {
      return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
    },
    [](sqlite3_file* file) { below(file)->pMethods->xShmBarrier(below(file)); },
    [](sqlite3_file* file, int remove) {
      return below(file)->pMethods->xShmUnmap(below(file), remove);
    },
    nullptr,
    nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
  file->pMethods = nullptr;
  const int code = disk.below->xOpen(disk.below, name, below(file), flags, given);
  if (code != SQLITE_OK) return code;
  const std::string path = name == nullptr ? std::string() : name;
  const auto [place, is_new] = disk.files.try_emplace(path);
  if (is_new && !path.empty()) {
    std::ifstream in(path, std::ios::binary);
    place->second.synced.assign(std::istreambuf_iterator<char>(in), {});
  }
  reinterpret_cast<File*>(file)->kept = &place->second;
  file->pMethods = &methods;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
  disk.happen();
  if (const auto place = disk.files.find(name); place != disk.files.end()) place->second = {};
  return disk.below->xDelete(disk.below, name, sync_folder);
}

}  // namespace

void use_unsynced_disk(std::uint64_t event, std::uint64_t seed) {
  disk.below = sqlite3_vfs_find(nullptr);
  disk.last_event = event;
  disk.random.seed(seed);
  static sqlite3_vfs layer = *disk.below;
  layer.zName = "unsynced";
  layer.szOsFile = static_cast<int>(sizeof(File)) + disk.below->szOsFile;
  layer.xOpen = open;
  layer.xDelete = remove;
  sqlite3_vfs_register(&layer, 1);
}

std::uint64_t disk_events() { return disk.events; }

}  // namespace causa::store_test
