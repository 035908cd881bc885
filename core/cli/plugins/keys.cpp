// SPDX-License-Identifier: Apache-2.0

#include "plugin/keys.hpp"

#include <fmt/core.h>

#include "base/signature.hpp"
#include "cli/plugins/action.hpp"
#include "cli/plugins/secret_keys.hpp"
#include "cli/setup.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {
    {"key", "FILE", "keys new, sign: the file of the secret key, NAME.key"}};

void make(const Arguments& arguments, Outcome& outcome) {
  std::filesystem::path path = arguments.option("key");
  if (path.empty() && arguments.words.size() == 2 && !secret_key_folder().empty())
    path = secret_key_folder() / (arguments.words[1] + ".key");
  if (path.empty())
    return misuse(plugins_verb, "plugins keys new takes a NAME, or --key FILE", outcome);
  const auto made = plugin::make_key(path);
  if (!made) return report(made.error(), outcome);
  fmt::print("key {}\n", made->fingerprint);
  print_wrapped("  secret: ", fmt::format("{} (only you may read it; it has no password: keep it "
                                          "off machines that assess patients)",
                                          made->secret.string()));
  print_wrapped("  public: ",
                fmt::format("{} (copy it into trusted-keys, beside causa.toml, on every machine "
                            "that shall trust it)",
                            made->open.string()));
}

void list(const Arguments& arguments, Outcome& outcome) {
  const auto folders = load_options(arguments.settings).key_folders;
  const auto ring = plugin::read_trusted_keys(folders);
  fmt::print("Trusted: whose signatures count here\n");
  for (const auto& key : ring.keys)
    fmt::print("  {} {} ({})\n", key.fingerprint, key.name, key.path.string());
  if (ring.keys.empty()) {
    for (const auto& folder : folders) fmt::print("  none in {}\n", folder.string());
  }
  for (const auto& fault : ring.faults) {
    print_wrapped("  ! ", fault);
    outcome.add(Exit::check);
  }
  fmt::print("Secret: with which this user can sign\n");
  const auto own = secret_keys();
  for (const auto& path : own) {
    const auto key = plugin::read_secret_key(path);
    if (!key) {
      report(key.error(), outcome);
      continue;
    }
    fmt::print("  {} {} ({})\n", fingerprint_of(public_key_of(key->secret_key)), key->name,
               path.string());
  }
  if (own.empty()) fmt::print("  none in {}\n", secret_key_folder().string());
}

void keys(const Arguments& arguments, Outcome& outcome) {
  const std::string& what = arguments.words.front();
  if (what == "new") return make(arguments, outcome);
  if (what == "list" && arguments.words.size() == 1) return list(arguments, outcome);
  misuse(plugins_verb, "plugins keys takes new NAME or list", outcome);
}

}  // namespace

const PluginsAction keys_action{
    "keys", "new NAME|list", "make a key to sign modules with, or list trusted and own keys", 1, 2,
    keys,   options};

}  // namespace causa::cli
