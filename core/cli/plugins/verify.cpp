// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <boost/json/serialize.hpp>

#include "cli/log.hpp"
#include "cli/plugins/action.hpp"
#include "cli/setup.hpp"
#include "plugin/verify.hpp"

namespace causa::cli {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using plugin::FolderCheck;
using plugin::Verified;

constexpr VerbOption options[] = {{"json", "", "verify: print JSON, one object a folder"}};

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object json_of(const Verified& it) {
  const bool has_line = it.entry.line != 0;
  return {{"id", text_or_null(it.entry.id)},
          {"version", text_or_null(it.entry.version)},
          {"file", it.entry.file},
          {"sha256", text_or_null(it.entry.sha256)},
          {"status", plugin::word(it.state)},
          {"line", has_line ? json::value(it.entry.line) : json::value(nullptr)},
          {"enabled", it.entry.enabled},
          {"approved_by", text_or_null(it.entry.approved_by)},
          {"approved_on", text_or_null(it.entry.approved_on)},
          {"signed_by", text_or_null(it.signed_by)},
          {"why", text_or_null(it.why)}};
}

void print_json(const FolderCheck& check, const std::string& policy) {
  json::array modules;
  for (const Verified& it : check.modules) modules.push_back(json_of(it));
  fmt::print("{}\n", json::serialize(json::object{{"schema", "causa.verify/1"},
                                                  {"folder", check.folder.string()},
                                                  {"policy", policy},
                                                  {"fault", text_or_null(check.fault)},
                                                  {"modules", std::move(modules)},
                                                  {"faults", check.faults()}}));
}

std::string sentence(const Verified& it) {
  if (it.is_fault()) return it.why;
  return fmt::format("{} {} ({}, line {}, approved by {}{})", it.entry.id, it.entry.version,
                     it.entry.file, it.entry.line, it.entry.approval(),
                     it.signed_by.empty() ? "" : fmt::format(", signed by {}", it.signed_by));
}

void print(const FolderCheck& check) {
  fmt::print("{}\n", check.folder.string());
  if (!check.fault.empty()) print_wrapped("  ! ", check.fault);
  for (const Verified& it : check.modules)
    print_wrapped(fmt::format("  {} {:<9} ", it.is_fault() ? '!' : ' ', plugin::word(it.state)),
                  sentence(it));
}

/// Those of the search that have something to verify.
std::vector<fs::path> folders_of(const plugin::LoadOptions& load) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (std::size_t i = 0; i < load.folders.size(); ++i)
    if (i < load.named_folders || fs::exists(load.folders[i], error))
      folders.push_back(load.folders[i]);
  return folders;
}

void verify(const Arguments& arguments, Outcome& outcome) {
  const auto load = load_options(arguments.settings);
  const auto keys = plugin::read_trusted_keys(load.key_folders);
  for (const std::string& fault : keys.faults) {
    log_warning("{}", fault);
    outcome.add(Exit::check);
  }
  std::vector<fs::path> folders(arguments.words.begin(), arguments.words.end());
  if (folders.empty()) folders = folders_of(load);
  std::size_t modules = 0, faults = 0;
  const bool as_json = !arguments.option("json").empty();
  for (const fs::path& folder : folders) {
    const auto check = plugin::verify_folder(folder, load, keys);
    modules += check.modules.size();
    faults += check.faults();
    if (as_json)
      print_json(check, arguments.settings.text("policy"));
    else
      print(check);
  }
  if (!as_json)
    fmt::print("{} {}, {} {}\n", modules, modules == 1 ? "module" : "modules", faults,
               faults == 1 ? "fault" : "faults");
  if (faults > 0) outcome.add(Exit::check);
}

}  // namespace

const PluginsAction verify_action{
    "verify",
    "[FOLDER...]",
    "compare the files of plugin folders with plugins.lock, exit 5 on a fault",
    0,
    1000,
    verify,
    options};

}  // namespace causa::cli
