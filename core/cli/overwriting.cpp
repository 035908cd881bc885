// SPDX-License-Identifier: Apache-2.0

#include "cli/overwriting.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/output_file.hpp"
#include "cli/setup.hpp"
#include "cli/watch/arrivals.hpp"
#include "intake/folder.hpp"
#include "store/real_store.hpp"

namespace causa::cli {

namespace {

namespace fs = std::filesystem;

/// A file by device and inode, which all links to it share.
struct Identity {
  dev_t device;
  ino_t inode;
  bool operator==(const Identity&) const = default;
};

/// Nothing: there is no such file, or it is a pipe or a device, which nothing replaces.
std::optional<Identity> identity_of(const std::string& path) {
  struct stat status{};
  const int failed = path == "-" ? ::fstat(STDIN_FILENO, &status) : ::stat(path.c_str(), &status);
  if (failed != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return Identity{status.st_dev, status.st_ino};
}

std::string text_of(const Arguments& arguments, const char* option) {
  const auto& values = arguments.settings.values();
  const auto setting = values.find(option);
  return setting != values.end() ? setting->second.text : arguments.option(option);
}

struct Read {
  std::vector<std::string> files;
  const char* what;
  bool may_come = false;  ///< a file that isn't there yet may be made by the run
};

/// SQLite's log and what goes with it are there only while somebody has the store open.
std::vector<std::string> files_of_store(const std::string& store) {
  return {store, store + ".audit", store + "-wal", store + "-shm", store + "-journal"};
}

/// None: the run has no store.
std::vector<std::string> files_of_store(const Settings& settings) {
  const auto store = store_path(settings);
  if (!store || settings.text("store") == "none") return {};
  return files_of_store(store::real_store(*store).string());
}

/// What the run reads beside its inputs.
std::vector<Read> read_beside(const Arguments& arguments) {
  const Settings& settings = arguments.settings;
  std::vector<Read> read{{{settings.text("mapping")}, "the mapping"},
                         {{settings.file().string()}, "the configuration"},
                         {settings.list("plugin", ','), "a module"},
                         {{arguments.option("labels")}, "the file of labels"}};
  if (auto files = files_of_store(settings); !files.empty())
    read.push_back({std::move(files), "the store", true});
  return read;
}

Read all_of(std::span<const std::string> inputs) {
  Read read{{}, "an input"};
  for (const std::string& input : inputs) {
    std::error_code code;
    if (input == "-" || !fs::is_directory(input, code)) {
      read.files.push_back(input);
    } else if (const auto files = intake::list_folder(input)) {
      read.files.insert(read.files.end(), files->inputs.begin(), files->inputs.end());
    }
  }
  return read;
}

Error refusal(const char* option, const std::string& path, const std::string& why) {
  return {Fault::usage, fmt::format("--{}", option), fmt::format("{} {}", path, why),
          "name another file"};
}

/// What is written to a terminal or to /dev/null meets nothing there that it could replace.
bool is_device(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISCHR(status.st_mode);
}

/// Where it will stand if it is made: a link may lead to what isn't there yet.
fs::path place_when_written(const std::string& path) {
  std::error_code code;
  const fs::path written = fs::absolute(replaced_by_output(path).value_or(path), code);
  fs::path place = fs::weakly_canonical(written, code);
  return place.empty() ? written : place;  // a pipe of the shell's (/dev/fd/63) has no other path
}

bool is_one_path(const std::string& first, const std::string& second) {
  return place_when_written(first) == place_when_written(second);
}

bool is_among(const std::string& path, const Read& read) {
  const auto identity = identity_of(path);
  return std::any_of(read.files.begin(), read.files.end(), [&](const std::string& file) {
    return (identity && identity_of(file) == identity) ||
           (read.may_come && is_one_path(file, path));
  });
}

bool lies_in(const fs::path& place, const std::string& folder) {
  std::error_code code;
  return fs::equivalent(place.parent_path(), folder, code);
}

/// By place too: the run may make the store where its own input is looked for.
bool is_of_store(const std::string& input, const std::vector<std::string>& files) {
  const auto identity = identity_of(input);
  return std::any_of(files.begin(), files.end(), [&](const auto& file) {
    return identity ? identity_of(file) == identity : input != "-" && is_one_path(input, file);
  });
}

/// The file that standard output goes into; nothing: a terminal, a pipe or a device.
std::optional<Identity> printed_file() {
  struct stat status{};
  if (::fstat(STDOUT_FILENO, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return Identity{status.st_dev, status.st_ino};
}

Error printed_into(const std::string& file, const std::string& what, const char* cure) {
  return {Fault::usage, "standard output", fmt::format("goes into {}, which {}", file, what), cure};
}

}  // namespace

std::optional<Error> would_replace(const Arguments& arguments, std::span<const std::string> inputs,
                                   std::span<const char* const> outputs) {
  struct Output {
    const char* option;
    std::string path;
  };
  std::vector<Output> written;
  for (const char* option : outputs) {
    std::string path = text_of(arguments, option);
    if (path.empty() || path == "-") continue;
    for (const Output& other : written)
      if (is_one_path(path, other.path) && !is_device(path))
        return refusal(option, path, fmt::format("is what --{} writes too", other.option));
    written.push_back({option, std::move(path)});
  }
  if (written.empty()) return std::nullopt;
  std::vector<Read> read = read_beside(arguments);
  read.push_back(all_of(inputs));
  for (const Output& output : written)
    for (const Read& some : read)
      if (is_among(output.path, some))
        return refusal(output.option, output.path,
                       fmt::format("is {} of this run, which it would replace", some.what));
  return std::nullopt;
}

std::optional<Error> cannot_write(const Arguments& arguments,
                                  std::span<const char* const> outputs) {
  for (const char* option : outputs) {
    const std::string path = text_of(arguments, option);
    if (path.empty() || path == "-") continue;
    if (const auto tried = try_output(path); !tried)
      return Error{Fault::usage, tried.error().place, tried.error().message, tried.error().cure};
  }
  return std::nullopt;
}

void remove_earlier(const Arguments& arguments, std::span<const char* const> outputs) {
  for (const char* option : outputs) {
    const std::string path = text_of(arguments, option);
    if (path.empty() || path == "-") continue;
    const auto file = replaced_by_output(path);
    std::error_code ignored;
    if (file && fs::is_regular_file(*file, ignored)) fs::remove(*file, ignored);
  }
}

std::optional<Error> reads_store(const Settings& settings, std::span<const std::string> inputs) {
  const std::vector<std::string> files = files_of_store(settings);
  std::vector<std::string> read = all_of(inputs).files;
  for (const std::string& file : files)
    for (const std::string& input : inputs)
      if (const fs::path place = place_when_written(file);
          intake::is_input_name(place) && lies_in(place, input))
        read.push_back(file);
  for (const std::string& input : read)
    if (is_of_store(input, files))
      return Error{Fault::usage, input == "-" ? "standard input" : input,
                   "belongs to the store, which can't be an input too",
                   "name the inputs alone, or keep the store in another folder"};
  return std::nullopt;
}

bool belongs_to_store(const Settings& settings, const std::string& file) {
  return is_of_store(file, files_of_store(settings));
}

std::optional<Error> lies_in_watched(const Arguments& arguments, const std::string& folder) {
  const Settings& settings = arguments.settings;
  std::vector<Read> own = read_beside(arguments);
  if (const std::string& summary = settings.text("summary"); summary != "-")
    own.push_back({{summary}, "the summary"});
  for (const Read& some : own)
    for (const std::string& file : some.files) {
      const fs::path place = file.empty() ? fs::path() : place_when_written(file);
      if (lies_in(place, folder) && !watch::is_unfinished_name(place.filename().string()))
        return Error{Fault::usage, file,
                     fmt::format("is {} of this run, and lies in the folder that is watched, where "
                                 "it would be taken for an input and moved away",
                                 some.what),
                     "keep it in another folder"};
    }
  for (const char* folders : {"plugin-path", "trusted-keys"})
    for (const std::string& one : settings.list(folders, ':'))
      if (std::error_code code; fs::equivalent(one, folder, code))
        return Error{Fault::usage, fmt::format("--{}", folders),
                     "names the folder that is watched, whose files are moved away as inputs",
                     "name another folder"};
  return std::nullopt;
}

std::optional<Error> prints_into_input(std::span<const std::string> inputs) {
  const auto printed = printed_file();
  if (!printed) return std::nullopt;
  for (const std::string& file : all_of(inputs).files)
    if (identity_of(file) == printed)
      return printed_into(file == "-" ? "standard input" : file, "is an input of this run",
                          "send it elsewhere, and make sure that the input is still whole");
  return std::nullopt;
}

std::optional<Error> prints_into_output(const Arguments& arguments,
                                        std::span<const char* const> outputs) {
  const auto printed = printed_file();
  if (!printed) return std::nullopt;
  for (const char* option : outputs) {
    const std::string path = text_of(arguments, option);
    // Through a descriptor (/dev/stdout) it would stand behind what is printed.
    if (path.empty() || path == "-" || !replaced_by_output(path)) continue;
    if (identity_of(path) == printed)
      return printed_into(path, fmt::format("--{} would replace", option), "send it elsewhere");
  }
  return std::nullopt;
}

std::optional<Error> prints_into_store(const Settings& settings) {
  const auto printed = printed_file();
  if (!printed || settings.text("store") == "none") return std::nullopt;
  const auto store = store_path(settings);
  if (!store) return std::nullopt;
  for (const std::string& file : files_of_store(store::real_store(*store).string()))
    if (identity_of(file) == printed)
      return printed_into(file, "belongs to the store",
                          "send it elsewhere, and see with causa store check that the store is "
                          "still whole");
  return std::nullopt;
}

}  // namespace causa::cli
