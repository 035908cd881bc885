// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <array>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/file.hpp"
#include "base/time.hpp"
#include "cli/plugins/action.hpp"
#include "cli/plugins/templates.hpp"

namespace causa::cli {

namespace {

namespace fs = std::filesystem;

constexpr VerbOption options[] = {
    {"lang", "cpp|c|rust|rules", "of its code; rules: a module without any"},
    {"into", "FOLDER", "write here (default: a new folder; rules: one file in this one)"},
};

struct Language {
  const char* name;
  const char* next;  ///< how it is built in its folder; empty: there is nothing to build
};

constexpr std::array<Language, 4> languages{{
    {"cpp", "  cmake -B build && cmake --build build && ctest --test-dir build\n"},
    {"c", "  cmake -B build && cmake --build build && ctest --test-dir build\n"},
    {"rust", "  make && make test\n"},
    {"rules", ""},
}};

const Language* language_named(const std::string& name) {
  for (const auto& language : languages)
    if (name == language.name) return &language;
  return nullptr;
}

Error usage_error(Error error) {
  error.fault = Fault::usage;
  return error;
}

/// Refuses what is there already, so that nobody's work is lost.
std::optional<Error> anything_there(const fs::path& folder, const std::vector<NewFile>& files) {
  std::error_code code;
  for (const auto& file : files)
    if (fs::exists(fs::symlink_status(folder / file.name, code)))
      return Error{Fault::usage, (folder / file.name).string(),
                   "is there already; nothing was written",
                   "name another folder with --into, or move it away"};
  return std::nullopt;
}

/// All files or none.
Result<void> write_files(const fs::path& folder, const std::vector<NewFile>& files) {
  if (auto there = anything_there(folder, files)) return *there;
  std::error_code code;
  const bool is_new = !folder.empty() && !fs::exists(folder, code);
  if (is_new && !fs::create_directories(folder, code) && code)
    return Error{Fault::usage, folder.string(), "can't be made: " + code.message(),
                 "check the path and its permissions"};
  for (std::size_t i = 0; i < files.size(); ++i) {
    // A host refuses modules that others may write; write_file's mode is right whatever the umask.
    auto done = write_file(folder / files[i].name, files[i].text);
    if (done) continue;
    for (std::size_t written = 0; written < i; ++written)
      fs::remove(folder / files[written].name, code);
    if (is_new) fs::remove(folder, code);
    return usage_error(done.error());
  }
  return {};
}

fs::path schema_of_manifests() {
  return find_places().terminology.parent_path() / "schemas/manifest.schema.json";
}

void print_next(const Language& language, const ModuleNames& names, const fs::path& place) {
  if (*language.next == '\0') {
    fmt::print("Wrote {0}. Next:\n  causa plugins check {0}\n  causa assess PATIENT --plugin {0}\n",
               place.string());
    return;
  }
  fmt::print("Wrote a module in {}. Next, in that folder:\n{}", place.string(), language.next);
  fmt::print(
      "  causa plugins check build/{0}.so --cases cases.yaml\n"
      "  causa assess patient.yaml --plugin build/{0}.so --as-of 2026-11-20 --store none\n"
      "README.md says what to change.\n",
      names.name);
}

void make_new(const Arguments& arguments, Outcome& outcome) {
  const std::string wanted = arguments.option("lang");
  const Language* language = language_named(wanted);
  if (!language) {
    const std::string said = wanted.empty() ? "nothing" : wanted;
    return misuse(plugins_verb,
                  fmt::format("plugins new takes --lang cpp, c, rust or rules, not {}", said),
                  outcome);
  }
  auto names = module_names(arguments.words[0]);
  if (!names) return report(names.error(), outcome);
  names->schema = schema_of_manifests().string();
  names->date = format_date(now_ms());
  const auto files = fill_templates(language->name, *names);
  const fs::path into = arguments.option("into");
  const bool is_project = files.size() > 1;
  const fs::path folder = is_project && into.empty() ? fs::path(names->name) : into;
  if (auto done = write_files(folder, files); !done) return report(done.error(), outcome);
  print_next(*language, *names, is_project ? folder : folder / files.front().name);
}

}  // namespace

const PluginsAction new_action{
    "new",  "ID", "write a new module: a project of --lang cpp, c or rust, or a file of rules",
    1,      1,    make_new,
    options};

}  // namespace causa::cli
