// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <random>
#include <set>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "cli/parts_of.hpp"
#include "cli/plugins/action.hpp"
#include "cli/plugins/check_report.hpp"
#include "cli/setup.hpp"
#include "plugin/called.hpp"

namespace causa::cli {

namespace {

namespace fs = std::filesystem;

struct Request {
  std::vector<fs::path> files;
  check::Choice choice;
  check::Trial trial;
  bool only_failed = false, json = false;
};

template <class T>
std::optional<T> number(const std::string& text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

/// Empty, or what is wrong with a pattern that no test fits.
std::string unknown(const std::vector<std::string>& patterns) {
  std::vector<std::string> names;
  for (const auto& test : check::tests()) names.emplace_back(test.name);
  for (const auto& pattern : patterns) {
    const bool fits_one = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return check::fits(name, pattern);
    });
    if (fits_one) continue;
    const std::string near = nearest(pattern, names);
    return fmt::format("no test is called {}{}", pattern,
                       near.empty() ? "; causa plugins check FILE shows their names"
                                    : fmt::format(", did you mean {}?", near));
  }
  return {};
}

/// A file, or the name of a module that is installed.
Result<fs::path> find(const std::string& word, const Settings& settings) {
  std::error_code error;
  const fs::path path = word;
  if (fs::exists(fs::symlink_status(path, error)) || path.has_extension() ||
      word.find('/') != std::string::npos)
    return path;
  const auto candidates = plugin::Registry::scan(load_options(settings));
  std::set<std::string> ids;
  for (const auto& candidate : candidates)
    if (candidate.is_module) ids.insert(candidate.id);
  const auto id = plugin::id_called(word, ids, word);
  if (!id) return id.error();
  for (const auto& candidate : candidates)
    if (candidate.is_module && !id->empty() && candidate.id == *id) return candidate.path;
  const std::string near = plugin::nearest_called(word, ids);
  return Error{Fault::usage, word, "is neither a file nor an installed module",
               near.empty() ? "causa plugins list shows what is installed"
                            : fmt::format("did you mean {}?", near)};
}

std::uint64_t any_seed() { return std::random_device{}() % 1'000'000; }

/// Empty: `request` is filled; else what is wrong with the arguments.
std::string read(const Arguments& arguments, Request& request) {
  for (const auto& word : arguments.words) {
    const auto file = find(word, arguments.settings);
    if (!file) return to_string(file.error());
    request.files.push_back(*file);
  }
  request.json = !arguments.option("json").empty();
  request.only_failed = !arguments.option("only-failed").empty();
  request.choice.include = parts_of(arguments.option("include"), ',');
  request.choice.exclude = parts_of(arguments.option("exclude"), ',');
  request.trial.seed = any_seed();
  if (const std::string text = arguments.option("seed"); !text.empty()) {
    const auto seed = number<std::uint64_t>(text);
    if (!seed) return fmt::format("--seed: {} is no whole number from 0 up", text);
    request.trial.seed = *seed;
  }
  for (const auto& [option, to] : {std::pair("fuzz", &request.trial.fuzz_seconds),
                                   std::pair("time-limit", &request.choice.seconds)}) {
    const std::string text = arguments.option(option);
    if (text.empty()) continue;
    const auto seconds = number<double>(text);
    if (!seconds || !(*seconds >= 0 && *seconds <= 86'400))
      return fmt::format("--{}: {} is no number of seconds up to 86400", option, text);
    *to = *seconds;
  }
  if (const std::string text = arguments.option("reproduce"); !text.empty()) {
    const std::size_t colon = text.rfind(':');
    const auto seed =
        colon == std::string::npos ? std::nullopt : number<std::uint64_t>(text.substr(colon + 1));
    if (!seed) return fmt::format("--reproduce: write TEST:SEED, not {}", text);
    request.choice.include = {text.substr(0, colon)};
    request.trial.seed = *seed;
    request.trial.fuzz_seconds = 0;
  }
  std::string wrong = unknown(request.choice.include);
  return wrong.empty() ? unknown(request.choice.exclude) : wrong;
}

CheckedModule check_one(const fs::path& file, const Request& request, const Arguments& arguments) {
  check::Surroundings surroundings;
  surroundings.modules = load_options(arguments.settings);
  surroundings.prepare = [&](const plugin::LoadOptions& load) {
    return prepare_with(arguments.settings, load, arguments.settings.constants());
  };
  surroundings.cases = arguments.option("cases");
  check::Subject subject(file, std::move(surroundings));
  subject.trial = request.trial;
  if (!request.json) fmt::print("{}", check_heading(subject));
  CheckedModule module;
  module.file = file.string();
  module.id = subject.manifest().id;
  module.version = subject.manifest().version;
  module.is_library = subject.is_library();
  if (subject.has_bytes()) module.sha256 = sha256_hex(subject.sealed().bytes());
  module.outcomes = check::run(subject, request.choice, [&](const check::Outcome& outcome) {
    if (request.json) return;
    fmt::print("{}", check_line(outcome, request.only_failed));
    std::fflush(stdout);
  });
  if (!request.json) fmt::print("{}\n", check_sum(module.outcomes));
  return module;
}

void run(const Arguments& arguments, Outcome& outcome) {
  Request request;
  if (const std::string wrong = read(arguments, request); !wrong.empty())
    return misuse(plugins_verb, wrong, outcome);
  std::vector<CheckedModule> modules;
  for (const auto& file : request.files) {
    modules.push_back(check_one(file, request, arguments));
    for (const auto& one : modules.back().outcomes)
      if (one.verdict.status == check::Status::fail || one.verdict.status == check::Status::crash)
        outcome.add(Exit::check);
  }
  if (request.json) fmt::print("{}\n", check_json(modules, request.trial, request.only_failed));
}

constexpr VerbOption options[] = {
    {"cases", "FILE", "check: cases to run; else those in the module, else cases.yaml beside it"},
    {"only-failed", "", "check: show only what failed, crashed or has a warning"},
    {"include", "TESTS",
     "check: only these, with commas between; * stands for anything, a family's "
     "name for all its tests"},
    {"exclude", "TESTS", "check: all but these"},
    {"seed", "N", "check: begin of the random numbers [another each time]"},
    {"fuzz", "SECONDS", "check: how long random batches are tried [1]"},
    {"reproduce", "TEST:SEED", "check: one test with the seed that it named"},
    {"time-limit", "SECONDS", "check: how long a test may take [20]"},
    {"json", "", "check: one line of JSON, schema causa.plugins-check/1"},
};

}  // namespace

const PluginsAction check_action{"check",
                                 "FILE...",
                                 "tests a module: its file, its interface, its memory, its cases",
                                 1,
                                 std::numeric_limits<std::size_t>::max(),
                                 run,
                                 options};

}  // namespace causa::cli
