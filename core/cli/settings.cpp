// SPDX-License-Identifier: Apache-2.0

#include "cli/settings.hpp"

#include <fmt/core.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/config_text.hpp"
#include "cli/file_error.hpp"
#include "cli/model_settings.hpp"
#include "cli/parts_of.hpp"
#include "cli/setting_values.hpp"

namespace causa::cli {

namespace {

constexpr SettingDefinition definitions[] = {
    {"config", "", "FILE", "", "read this causa.toml"},
    {"store", "store.path", "FILE|none", "", "the store (default: the user's causa.db)"},
    {"audit-user", "store.audit_user", "NAME", "",
     "who is noted in the store's audit beside the user of the system"},
    {"plugins", "plugins.only", "a,b", "", "load only these modules (short names or ids)", true},
    {"without", "plugins.without", "c,d", "", "leave these modules out", true},
    {"plugin", "plugins.files", "FILE", "", "load this module too", true},
    {"plugin-path", "plugins.path", "DIRS", "", "look for modules here (colon-separated) first",
     true},
    {"policy", "plugins.policy", "folder|locked|signed", "folder",
     "locked: load nothing that no plugins.lock approves; signed: nor what no trusted key signed"},
    {"allow-unapproved", "plugins.allow_unapproved", "a,b|all", "",
     "load these modules though the policy refuses them; every assessment says so", true},
    {"trusted-keys", "plugins.trusted_keys", "DIRS", "",
     "public keys of those whose signatures count (colon-separated; default: trusted-keys in the "
     "configuration folders)",
     true},
    {"isolation", "plugins.isolation", "WHERE", "in-process",
     "where libraries run: in-process, worker (each in a process of its own, which it can only "
     "take "
     "down itself) or worker-unless-approved"},
    {"worker-seconds", "plugins.worker_seconds", "N", "2",
     "a worker that takes longer for a batch, beside a millisecond a patient, is stopped"},
    {"worker-memory", "plugins.worker_memory", "MIB", "512",
     "what a library may take in its worker, in MiB"},
    {"as-of", "assess.as_of", "DATE", "", "date of the assessment (default: now)"},
    {"from", "assess.from", "FORMAT", "auto",
     "auto (by content), fhir (JSON), ndjson (one document a line), hl7v2, csv or case; kept to"},
    {"mapping", "assess.mapping", "FILE", "", "what the columns of CSV input mean (docs/csv.md)"},
    {"to", "assess.to", "FORMAT", "text", "text, json, html, csv, fhir, cards, hl7v2 or none"},
    {"ack", "assess.ack", "FILE|-", "",
     "write an acknowledgment of each HL7 v2 message to this file"},
    {"top", "assess.top", "N", "0", "write at most N causes (0: all)"},
    {"fail-on", "assess.fail_on", "LEVEL", "",
     "exit 10 on an alert at or above emergency, same-day or urgent"},
    {"lint", "assess.lint", "strict|lenient|minimal", "lenient",
     "strict: refuse patients whose input has errors; lenient: show all findings; minimal: show "
     "those of patient safety"},
    {"summary", "assess.summary", "FILE", "", "write how the run ended to this file, as JSON"},
    {"batch", "assess.batch", "N", "256", "patients that are assessed and stored together"},
    {"jobs", "assess.jobs", "N", "0", "threads that read modules and assess; 0: one for each core"},
    {"temporary-folder", "assess.temporary_folder", "DIR", "",
     "where lone resources go that are too many for memory (default: $TMPDIR, else /var/tmp)"},
    {"out", "watch.out", "DIR", "", "where watch puts answers (default: out in the folder)"},
    {"done", "watch.done", "DIR", "", "where watch moves files that it assessed (default: done)"},
    {"failed", "watch.failed", "DIR", "",
     "where watch moves files of which something could not be assessed (default: failed)"},
    {"acks", "watch.acks", "DIR", "",
     "where watch puts acknowledgments of HL7 v2 messages, one file for each input"},
    {"quiet", "watch.quiet", "SECONDS", "5",
     "a file that has not changed for so long is complete; one that was renamed into the folder is "
     "complete at once"},
    {"poll", "watch.poll", "SECONDS", "10",
     "watch looks at the folder at least so often, since network file systems tell nothing"},
    {"notify", "watch.notify", "auto|never", "auto",
     "auto: the system tells when files arrive (inotify); never: only --poll"},
    {"questions", "interview.questions", "N", "0",
     "interview asks at most so many questions after those that everybody is asked; 0: all that "
     "tell enough"},
    {"least-bits", "interview.least_bits", "BITS", "0.01",
     "interview asks nothing that tells less, unless it could raise an alert"},
    {"log-level", "log.level", "LEVEL", "warning", "debug, info, warning or error"},
    {"cards", "output.cards", "new|all", "new",
     "new: leave out cards that stand with the clinician already; all: leave out none"},
    {"color", "output.color", "auto|never|always", "auto", "color on a terminal"},
};

/// Lists with colons, like PATH.
bool is_path_list(std::string_view setting) {
  return setting == "plugin-path" || setting == "trusted-keys";
}

constexpr std::string_view fraction = "least-bits";  // the only number that isn't whole

const SettingDefinition* find_toml(std::string_view key) {
  for (const auto& definition : definitions)
    if (*definition.toml != '\0' && key == definition.toml) return &definition;
  return nullptr;
}

std::string variable_of(std::string_view name) {
  std::string variable = "CAUSA_";
  for (const char c : name)
    variable += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return variable;
}

/// A path that isn't absolute doesn't count (XDG), or a foreign current folder could bring modules,
/// keys or settings. Empty: there is no home.
std::filesystem::path home_folder(const char* variable, const char* below_home) {
  if (const char* folder = std::getenv(variable); folder && *folder == '/') return folder;
  const char* home = std::getenv("HOME");
  return home && *home == '/' ? std::filesystem::path(home) / below_home : std::filesystem::path();
}

/// Nothing if the node is of a kind that no setting has.
std::optional<std::string> text_of(const toml::node& node, std::string_view setting) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* number = node.as_floating_point(); number && setting == fraction)
    return format_number(number->get());
  const auto* array = node.as_array();
  if (!array) return std::nullopt;
  std::string joined;
  for (const auto& entry : *array) {
    const auto* text = entry.as_string();
    if (!text) return std::nullopt;
    if (!joined.empty()) joined += is_path_list(setting) ? ':' : ',';
    joined += text->get();
  }
  return joined;
}

}  // namespace

std::span<const SettingDefinition> setting_definitions() { return definitions; }

Result<Settings> Settings::read(const std::map<std::string, std::string>& given) {
  Settings settings;
  for (const auto& definition : definitions) {
    settings.values_[definition.name] = {definition.fallback, "default"};
    const std::string variable = variable_of(definition.name);
    if (const char* text = std::getenv(variable.c_str()); text && *text) {
      settings.values_[definition.name] = {text, variable};
      if (auto wrong = wrong_value(definition.name, text, variable)) return *wrong;
    }
  }
  for (const auto& [name, text] : given) {
    settings.values_[name] = {text, "command line"};
    if (name == "to") continue;  // only the verb knows in which forms it writes: cli/forms.hpp
    if (auto wrong = wrong_value(name, text, "--" + name)) return *wrong;
  }

  std::filesystem::path file = settings.text("config");
  if (file.empty()) {
    for (const auto& folder : find_places().configuration) {
      std::error_code code;
      if (!file.empty() || !std::filesystem::exists(folder / "causa.toml", code)) continue;
      file = folder / "causa.toml";
    }
  }
  if (!file.empty())
    if (auto done = settings.read_file(file); !done) return done.error();
  settings.make_config_text();
  return settings;
}

Result<void> Settings::read_file(const std::filesystem::path& file) {
  file_ = file;
  auto bytes = causa::read_file(file);
  if (!bytes)
    return Error{Fault::usage, bytes.error().place, bytes.error().message, bytes.error().cure};
  try {
    const toml::table table = toml::parse(*bytes, file.string());
    for (const auto& [section, node] : table) {
      const auto* keys = node.as_table();
      if (!keys)
        return file_error(file, node.source(),
                          fmt::format("\"{}\" stands outside a section", section.str()),
                          "put it under [store], [plugins], [assess], [watch], [interview], [log], "
                          "[output], [model], [modules.NAME] or [questionnaire.link_ids]");
      if (section.str() == "model") {
        if (auto done = read_model(*keys, file, constants_); !done) return done.error();
        continue;
      }
      if (section.str() == "modules") {
        auto modules = read_module_settings(*keys, file);
        if (!modules) return modules.error();
        module_settings_ = std::move(*modules);
        auto isolation = read_module_isolation(*keys, file);
        if (!isolation) return isolation.error();
        module_isolation_ = std::move(*isolation);
        continue;
      }
      if (section.str() == "questionnaire") {
        auto link_ids = read_link_ids(*keys, file);
        if (!link_ids) return link_ids.error();
        link_ids_ = std::make_shared<const intake::LinkIds>(std::move(*link_ids));
        continue;
      }
      for (const auto& [key, value] : *keys) {
        const std::string name = fmt::format("{}.{}", section.str(), key.str());
        const auto* definition = find_toml(name);
        if (!definition) {
          std::vector<std::string> known;
          for (const auto& entry : definitions) known.emplace_back(entry.toml);
          const std::string near = nearest(name, known);
          return file_error(
              file, value.source(), fmt::format("no setting is called {}", name),
              near.empty() ? "see docs/operations.md" : fmt::format("did you mean {}?", near));
        }
        const auto text = text_of(value, definition->name);
        if (!text)
          return file_error(file, value.source(), fmt::format("{} can't be this", name),
                            "write a text, a whole number or a list of texts");
        const std::string place = place_of(file, value.source());
        if (auto wrong = wrong_value(definition->name, *text, place)) return *wrong;
        auto& current = values_[definition->name];
        if (current.origin == "default") current = {*text, place};
      }
    }
  } catch (const toml::parse_error& error) {
    return file_error(file, error.source(), std::string(error.description()), "mend the file");
  }
  return {};
}

void Settings::make_config_text() {
  config_text_ = model_text(constants_);
  const auto add = [&](const std::string& text) {
    config_text_.insert(config_text_.size() - 1, ", " + text);
  };
  if (const std::string& lint = text("lint"); lint != "lenient")
    add(fmt::format("\"lint\": \"{}\"", lint));
  add_module_settings(module_settings_, config_text_);
}

const std::string& Settings::text(std::string_view name) const {
  return values_.find(name)->second.text;
}

const std::string& Settings::origin(std::string_view name) const {
  return values_.find(name)->second.origin;
}

std::string Settings::place(std::string_view name) const {
  const std::string& given = origin(name);
  if (given == "command line" || given == "default") return fmt::format("--{}", name);
  if (given == variable_of(name)) return given;
  for (const auto& it : setting_definitions())
    if (it.name == name) return it.toml;
  return given;
}

std::vector<std::string> Settings::list(std::string_view name, char separator) const {
  return parts_of(text(name), separator);
}

Places find_places() {
  std::error_code code;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", code);
  const auto prefix = program.parent_path().parent_path();
  Places places;
  places.terminology = prefix / "share/causa/terminology";
  places.knowledge = prefix / "share/causa/knowledge";
  places.plugins = prefix / "lib/causa/plugins";
  const auto data = home_folder("XDG_DATA_HOME", ".local/share");
  if (!data.empty()) places.own_plugins = data / "causa/plugins";
  const auto configuration = home_folder("XDG_CONFIG_HOME", ".config");
  if (!configuration.empty()) places.configuration.push_back(configuration / "causa");
  places.configuration.emplace_back("/etc/causa");
  return places;
}

}  // namespace causa::cli
