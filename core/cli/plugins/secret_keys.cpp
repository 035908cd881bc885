// SPDX-License-Identifier: Apache-2.0

#include "cli/plugins/secret_keys.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace causa::cli {

namespace fs = std::filesystem;

fs::path secret_key_folder() {
  const auto folders = find_places().configuration;
  return folders.size() < 2 ? fs::path() : folders.front() / "keys";
}

std::vector<fs::path> secret_keys() {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(secret_key_folder(), error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".key") files.push_back(entry->path());
  std::sort(files.begin(), files.end());
  return files;
}

Result<plugin::SecretKeyFile> key_meant(const Arguments& arguments) {
  if (const std::string file = arguments.option("key"); !file.empty())
    return plugin::read_secret_key(file);
  const auto files = secret_keys();
  if (files.size() == 1) return plugin::read_secret_key(files.front());
  return Error{Fault::usage, "causa plugins sign",
               files.empty()
                   ? fmt::format("there is no secret key in {}", secret_key_folder().string())
                   : fmt::format("there are {} secret keys in {}", files.size(),
                                 secret_key_folder().string()),
               files.empty() ? "make one with causa plugins keys new NAME, or name it: --key FILE"
                             : "say which: --key FILE"};
}

}  // namespace causa::cli
