// SPDX-License-Identifier: Apache-2.0

#include "cli/plugins/templates.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace causa::cli {

namespace {

constexpr std::size_t longest_id = 100;

/// Targets that CMake has already, and words that would be one name for two things.
constexpr std::string_view taken_names[] = {"all",     "clean", "help",  "install", "test",
                                            "package", "causa", "build", "cases",   "patient"};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

/// "thyroid_dose" to "ThyroidDose".
std::string class_name(std::string_view name) {
  std::string made;
  bool begins = true;
  for (const char c : name) {
    if (c != '_') made += begins && is_letter(c) ? static_cast<char>(c - 'a' + 'A') : c;
    begins = c == '_';
  }
  return made;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (is_letter(c)) c = static_cast<char>(c - 'a' + 'A');
  return text;
}

Error wrong_id(const std::string& id, std::string message, std::string cure) {
  return {Fault::usage, fmt::format("\"{}\"", id), std::move(message), std::move(cure)};
}

}  // namespace

Result<ModuleNames> module_names(const std::string& id) {
  const std::string example = "write a name of your own turned round, as in org.clinic.thyroid";
  if (id.size() > longest_id)
    return wrong_id(id.substr(0, 20) + "…", "is too long for the id of a module",
                    fmt::format("write at most {} letters", longest_id));
  bool begins = true;
  for (const char c : id) {
    if (c != '.' && !is_word(c))
      return wrong_id(id, "isn't the id of a module",
                      "lower-case letters, digits and _, with dots between the parts, as in "
                      "org.clinic.thyroid");
    if (begins && !is_letter(c))
      return wrong_id(id, "has a part that doesn't begin with a letter", example);
    begins = c == '.';
  }
  const auto dot = id.rfind('.');
  if (begins || dot == std::string::npos) return wrong_id(id, "needs two parts or more", example);
  if (id.starts_with("org.causa."))
    return wrong_id(id, "is a name of causa's own modules", example);
  ModuleNames names;
  names.id = id;
  names.name = id.substr(dot + 1);
  if (std::find(std::begin(taken_names), std::end(taken_names), names.name) !=
      std::end(taken_names))
    return wrong_id(
        id, fmt::format("can't end in {}, which means something else in a project", names.name),
        "choose another last part");
  return names;
}

std::vector<NewFile> fill_templates(std::string_view language, const ModuleNames& names) {
  // The id goes first, since the name is a part of it.
  const std::pair<std::string_view, std::string> replacements[] = {
      {"org.example.template_name", names.id}, {"template_name", names.name},
      {"TEMPLATE_NAME", upper(names.name)},    {"TemplateName", class_name(names.name)},
      {"TEMPLATE_SCHEMA", names.schema},       {"1970-01-01", names.date},
  };
  const auto filled = [&](std::string text) {
    for (const auto& [from, to] : replacements)
      for (std::size_t at = text.find(from); at != std::string::npos;
           at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
  };
  std::vector<NewFile> files;
  for (const auto& file : template_files())
    if (file.language == language)
      files.push_back({filled(std::string(file.name)), filled(std::string(file.text))});
  return files;
}

}  // namespace causa::cli
