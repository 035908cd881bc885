// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <filesystem>
#include <set>

#include "cli/plugins/action.hpp"
#include "plugin/called.hpp"

namespace causa::cli {

namespace {

using plugin::Module;

std::string policy_words(const Settings& settings) {
  const std::string& policy = settings.text("policy");
  return fmt::format(
      "Policy: {} ({}): {}", policy, settings.origin("policy"),
      policy == "signed"   ? "what a plugins.lock approves and a trusted key signed may load."
      : policy == "locked" ? "only what a plugins.lock approves may load."
                           : "of a folder with plugins.lock only what it approves may load, of one "
                             "without everything.");
}

std::string approval_words(const Module& it) {
  if (it.path.empty()) return "It is part of the program and needs no approval.";
  std::string words = it.approved_by.empty()
                          ? "Nobody approved it."
                          : fmt::format("Approved by {}: {}.", it.approved_by, it.lock_place);
  words += it.signed_by.empty() ? " No trusted key signed it."
                                : fmt::format(" Signed by {}.", it.signed_by);
  if (!it.allowed_because.empty()) {
    words += it.approved ? " But look: " : " It is loaded in spite of that: ";
    words += it.allowed_because + "; each assessment says so.";
  }
  return words;
}

void print_loaded(const Module& it, const Settings& settings) {
  print_wrapped("", fmt::format("{} {} is loaded from {}.", it.manifest.id, it.manifest.version,
                                it.path.empty() ? "the program itself" : it.path.string()));
  print_wrapped("  ", approval_words(it));
  if (it.apart) print_wrapped("  ", "Its library runs in a worker process.");
  print_wrapped("  ", fmt::format("sha256 {}", it.sha256));
  print_wrapped("  ", policy_words(settings));
}

void print_absent(const plugin::Absence& it, const Settings& settings) {
  print_wrapped("", it.why);
  print_wrapped("  ", fmt::format("file {}", it.path.string()));
  print_wrapped("  ", policy_words(settings));
}

bool is_file(const std::filesystem::path& path, const std::string& name) {
  return path == name || path.filename() == name;
}

void why(const Arguments& arguments, Outcome& outcome) {
  const auto prepared = prepared_for(arguments, outcome);
  if (!prepared) return;
  const std::string& name = arguments.words[0];
  std::set<std::string> ids = prepared->registry.ids();
  for (const auto& absence : prepared->registry.absences())
    if (!absence.id.empty()) ids.insert(absence.id);
  const auto id = plugin::id_called(name, ids, "plugins why");
  if (!id) return report(id.error(), outcome);
  const auto modules = prepared->registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    const auto& it = modules[i].manifest;
    if (id->empty() ? !is_file(modules[i].path, name) : it.id != *id) continue;
    for (const auto& fault : prepared->faults)
      if (fault.module == i) {
        print_wrapped("", fmt::format("{} is refused: {}", it.id, fault.why));
        return;
      }
    return print_loaded(modules[i], arguments.settings);
  }
  for (const auto& it : prepared->registry.absences())
    if (id->empty() ? is_file(it.path, name) || it.path.stem() == name : it.id == *id)
      return print_absent(it, arguments.settings);
  misuse(plugins_verb, fmt::format("no file or module {} was found; see causa plugins scan", name),
         outcome);
}

}  // namespace

const PluginsAction why_action{
    "why", "ID", "why a module or a file is loaded or not: who approved it, which policy",
    1,     1,    why};

}  // namespace causa::cli
