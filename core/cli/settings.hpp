// SPDX-License-Identifier: Apache-2.0
//
// What the program was told, and by whom: command line, then environment (CAUSA_*), then
// causa.toml, then the default. Read once at start.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/constants.hpp"
#include "base/error.hpp"
#include "cli/link_ids.hpp"
#include "cli/module_settings.hpp"

namespace causa::cli {

/// One setting: an option `--name`, a variable CAUSA_NAME, a key of causa.toml.
struct SettingDefinition {
  const char* name;
  const char* toml;      ///< "plugins.policy"
  const char* argument;  ///< "FILE"; empty: a switch
  const char* fallback;  ///< default, empty: none
  const char* about;
  bool may_repeat = false;  ///< on the command line; a list of all that is given
};

std::span<const SettingDefinition> setting_definitions();

class Settings {
 public:
  struct Value {
    std::string text;
    std::string origin;  ///< "command line", "CAUSA_STORE", "/etc/causa/causa.toml", "default"
  };

  /// Reads the environment and the first causa.toml of --config, $CAUSA_CONFIG,
  /// $XDG_CONFIG_HOME/causa/, /etc/causa/. `given` are the options of the command line.
  static Result<Settings> read(const std::map<std::string, std::string>& given);

  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] const std::string& origin(std::string_view name) const;
  /// For what is wrong with a value: "--without", "CAUSA_WITHOUT" or "plugins.without".
  [[nodiscard]] std::string place(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> list(std::string_view name, char separator) const;
  [[nodiscard]] const std::map<std::string, Value, std::less<>>& values() const { return values_; }

  /// The model's constants, with what [model] of the file changes.
  [[nodiscard]] const assess::Constants& constants() const { return constants_; }

  /// [modules.NAME] of the file, not yet checked against the manifests.
  [[nodiscard]] const ModuleSettings& module_settings() const { return module_settings_; }
  /// What [modules.NAME] says of isolation.
  [[nodiscard]] const ModuleIsolation& module_isolation() const { return module_isolation_; }
  /// Null if there are none.
  [[nodiscard]] const std::shared_ptr<const intake::LinkIds>& link_ids() const { return link_ids_; }

  /// Everything that an assessment's result depends on beside modules and input, as JSON with
  /// sorted keys; its digest is stamped into each assessment.
  [[nodiscard]] const std::string& config_text() const { return config_text_; }

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  Result<void> read_file(const std::filesystem::path& file);
  void make_config_text();

  std::map<std::string, Value, std::less<>> values_;
  assess::Constants constants_;
  ModuleSettings module_settings_;
  ModuleIsolation module_isolation_;
  std::shared_ptr<const intake::LinkIds> link_ids_;
  std::string config_text_;
  std::filesystem::path file_;
};

/// Where the program's own files are: beside the program, in ../share and ../lib.
struct Places {
  std::filesystem::path terminology;  ///< ../share/causa/terminology
  std::filesystem::path knowledge;    ///< ../share/causa/knowledge
  std::filesystem::path plugins;      ///< ../lib/causa/plugins
  std::filesystem::path own_plugins;  ///< $XDG_DATA_HOME/causa/plugins; empty: there is no home
  std::vector<std::filesystem::path> configuration;  ///< $XDG_CONFIG_HOME/causa, /etc/causa
};
Places find_places();

}  // namespace causa::cli
