// SPDX-License-Identifier: Apache-2.0

#include "plugin/module_files.hpp"

#include <algorithm>
#include <string>

#include "plugin/lock.hpp"

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

bool is_beside_its_library(const fs::path& path) {
  std::error_code error;
  return kind_of(path) == FileKind::yaml &&
         fs::exists(fs::path(path).replace_extension(".so"), error);
}

/// A signature or a lock is no module, and isn't listed as a foreign file either.
bool belongs_to_modules(const fs::path& path) {
  return path.filename() == lock_file_name || path.extension() == ".sig";
}

}  // namespace

FileKind kind_of(const fs::path& path) {
  const std::string suffix = path.extension().string();
  if (suffix == ".so") return FileKind::library;
  return suffix == ".yaml" || suffix == ".yml" ? FileKind::yaml : FileKind::other;
}

std::vector<fs::path> module_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (!entry->is_directory(error) && !belongs_to_modules(entry->path()) &&
        !is_beside_its_library(entry->path()))
      files.push_back(entry->path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace causa::plugin
