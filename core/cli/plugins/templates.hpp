// SPDX-License-Identifier: Apache-2.0
//
// The projects that `causa plugins new` writes: the files of sdk/templates, compiled in, so that it
// works wherever the program does. Each template is a project that builds as it is, of a module
// called org.example.template_name; what is written has the author's names in their place. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace causa::cli {

struct TemplateFile {
  std::string_view language;  ///< cpp, c, rust or rules
  std::string_view name;
  std::string_view text;
};

std::span<const TemplateFile> template_files();

/// What takes the place of the template's names.
struct ModuleNames {
  std::string id;      ///< "org.clinic.thyroid"
  std::string name;    ///< "thyroid": of files, target and facts
  std::string schema;  ///< path of the manifest's JSON Schema, for editors
  std::string date;    ///< "2026-11-23"
};

/// Fault::usage if the id can't be that of a module, or its last part not the name of one's files.
Result<ModuleNames> module_names(const std::string& id);

struct NewFile {
  std::string name;
  std::string text;
};

/// All files of a project; `language` must be one of the templates'.
std::vector<NewFile> fill_templates(std::string_view language, const ModuleNames& names);

}  // namespace causa::cli
