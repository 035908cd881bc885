// SPDX-License-Identifier: Apache-2.0

#include "cli/plugins/check_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <iterator>

#include "base/text.hpp"
#include "report/json.hpp"

namespace causa::cli {

namespace {

namespace json = boost::json;
using check::Outcome;
using check::Status;

constexpr std::size_t width = 100;
constexpr std::size_t margin = 36;

constexpr Status statuses[] = {Status::pass, Status::warn, Status::skip, Status::fail,
                               Status::crash};

std::size_t count(const std::vector<Outcome>& outcomes, Status status) {
  std::size_t found = 0;
  for (const Outcome& outcome : outcomes) found += outcome.verdict.status == status ? 1 : 0;
  return found;
}

json::object module_json(const CheckedModule& module, bool only_failed) {
  json::array tests;
  for (const Outcome& outcome : module.outcomes) {
    if (only_failed && !is_trouble(outcome)) continue;
    const std::string& text = outcome.verdict.text;
    tests.push_back(json::object{
        {"test", outcome.test->name},
        {"status", check::word(outcome.verdict.status)},
        {"text", text.empty() ? json::value() : json::value(text)},
        {"milliseconds", static_cast<std::int64_t>(std::llround(outcome.seconds * 1000))}});
  }
  json::object counts;
  for (const Status status : statuses) counts[check::word(status)] = count(module.outcomes, status);
  const auto or_null = [](const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
  };
  return {{"file", module.file},
          {"id", or_null(module.id)},
          {"version", or_null(module.version)},
          {"kind", module.is_library ? "library" : "rules"},
          {"sha256", or_null(module.sha256)},
          {"counts", std::move(counts)},
          {"tests", std::move(tests)}};
}

}  // namespace

bool is_trouble(const Outcome& outcome) {
  return outcome.verdict.status != Status::pass && outcome.verdict.status != Status::skip;
}

std::string check_heading(const check::Subject& subject) {
  const auto& manifest = subject.manifest();
  const std::string name =
      manifest.id.empty() ? "no module yet" : fmt::format("{} {}", manifest.id, manifest.version);
  return fmt::format("{}: {}, {}, seed {}\n", subject.file().string(), name,
                     subject.is_library() ? "library" : "rules", subject.trial.seed);
}

std::string check_line(const Outcome& outcome, bool only_failed) {
  if (only_failed && !is_trouble(outcome)) return {};
  const Status status = outcome.verdict.status;
  const bool says_more = status != Status::pass || !outcome.verdict.text.empty();
  const std::string& text = outcome.verdict.text;
  std::string about = outcome.test->about;
  if (status == Status::pass && says_more) about += fmt::format(" ({})", text);
  std::string lines;
  std::string lead = fmt::format("  {:<5}  {:<27}", check::word(status), outcome.test->name);
  lead.resize(std::max(lead.size(), margin), ' ');
  for (const auto& line : wrap(status == Status::pass ? about : text, width - margin)) {
    fmt::format_to(std::back_inserter(lines), "{}{}\n", lead, line);
    lead.assign(margin, ' ');
  }
  return lines;
}

std::string check_sum(const std::vector<Outcome>& outcomes) {
  std::string text;
  double seconds = 0;
  for (const Outcome& outcome : outcomes) seconds += outcome.seconds;
  const std::pair<Status, const char*> words[] = {{Status::pass, "passed"},
                                                  {Status::warn, "with a warning"},
                                                  {Status::skip, "not tried"},
                                                  {Status::fail, "failed"},
                                                  {Status::crash, "crashed"}};
  for (const auto& [status, word] : words)
    if (const std::size_t number = count(outcomes, status); number > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, word);
  return fmt::format("{} in {:.1f} s\n", text.empty() ? "no test was chosen" : text, seconds);
}

std::string check_json(const std::vector<CheckedModule>& modules, const check::Trial& trial,
                       bool only_failed) {
  json::array list;
  for (const CheckedModule& module : modules) list.push_back(module_json(module, only_failed));
  return report::write_json(json::object{{"schema", "causa.plugins-check/1"},
                                         {"causa", CAUSA_VERSION},
                                         {"seed", trial.seed},
                                         {"fuzz_seconds", trial.fuzz_seconds},
                                         {"modules", std::move(list)}});
}

}  // namespace causa::cli
