// SPDX-License-Identifier: Apache-2.0
//
// Tests of what a module states: sources, review, texts, and its worked cases run through the whole
// host.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/time.hpp"
#include "check/case_run.hpp"
#include "check/child.hpp"
#include "check/subject.hpp"
#include "check/test.hpp"
#include "rules/doubts.hpp"

namespace causa::check {

namespace {

using knowledge::Manifest;

/// "3 rules (a, b, c)", or the first five of more.
std::string listed(std::vector<std::string> ids, std::string_view of_one,
                   std::string_view of_many) {
  const std::size_t count = ids.size();
  ids.resize(std::min<std::size_t>(count, 5));
  return fmt::format("{} {} ({}{})", count, count == 1 ? of_one : of_many, fmt::join(ids, ", "),
                     count > ids.size() ? ", ..." : "");
}

Verdict sources(const Subject& subject) {
  const Manifest& it = subject.manifest();
  const auto was_seen = [&](const std::string& id) {
    return std::any_of(it.sources.begin(), it.sources.end(), [&](const knowledge::Source& source) {
      return source.id == id && source.verified;
    });
  };
  std::vector<std::string> unseen;
  for (const auto& rule : it.rules)
    if (rule.basis == knowledge::Basis::measured &&
        std::none_of(rule.sources.begin(), rule.sources.end(), was_seen))
      unseen.push_back(rule.id);
  if (unseen.empty()) return pass();
  return fail(
      fmt::format("{} of basis measured rest on no source that somebody has looked up; look "
                  "it up and write verified: true, or call the basis expert",
                  listed(unseen, "rule", "rules")));
}

Verdict review(const Subject& subject) {
  const auto& it = subject.manifest().attributes;
  if (!it.reviewed_by) return pass("no clinician has reviewed this module yet; outputs say so");
  if (it.reviewed_until && *it.reviewed_until < format_date(now_ms()))
    return warn(fmt::format("the review by {} was good until {}; have the module reviewed again",
                            *it.reviewed_by, *it.reviewed_until));
  return pass();
}

/// Ids in braces that the vocabulary doesn't know.
void find_unknown_slots(std::string_view text, const std::string& where,
                        const terminology::Vocabulary& vocabulary,
                        std::vector<std::string>& found) {
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return;
    const std::string id(text.substr(open + 1, close - open - 1));
    if (id != "age" && id != "medicine" && !vocabulary.find(id))
      found.push_back(
          fmt::format("{} shows {{{}}}, which is no fact; {}", where, id,
                      vocabulary.suggest(id).empty() ? "name one" : vocabulary.suggest(id)));
  }
}

Verdict texts(const Subject& subject) {
  const Manifest& it = subject.manifest();
  std::vector<std::string> found;
  const auto look = [&](std::string_view text, const std::string& where) {
    find_unknown_slots(text, where, subject.knowledge()->vocabulary, found);
  };
  for (const auto& rule : it.rules) look(rule.text, "the text of rule " + rule.id);
  for (const auto& alert : it.alerts)
    for (const std::string& text : {alert.title.text(), alert.action.text()})
      if (text.find('{') != std::string::npos)
        found.push_back(
            fmt::format("alert {} has a {{slot}} in its title or action, which stays as "
                        "it is; an alert shows its value by itself",
                        alert.id));
  for (const auto& advice : it.advice) look(advice.text, "the text of advice " + advice.id);
  if (found.empty()) return pass();
  return fail(found.size() == 1 ? found.front()
                                : fmt::format("{} (and {} more)", found.front(), found.size() - 1));
}

/// The cases of the module: its own, else those of the file beside it. An error ends the child.
std::vector<cases::Case> cases_of(const Subject& subject) {
  if (!subject.manifest().cases.empty()) return subject.manifest().cases;
  const auto file = subject.case_file();
  if (!file) return {};
  auto read = cases::read_case_file(*file);
  if (!read) report(fail(fmt::format("a case can't be read: {}", to_string(read.error()))));
  return std::move(*read);
}

std::shared_ptr<const assess::Prepared> host_of(const Subject& subject) {
  doing("loading all modules");
  auto host = subject.load_all();
  if (!host) report(fail(to_string(host.error())));
  if (subject.index_in(**host) == assess::no_index)
    for (const auto& absence : (*host)->registry.absences())
      if (absence.id == subject.manifest().id) report(fail(absence.why));
  return std::move(*host);
}

/// What is well formed and yet can't be meant, beside the modules that the settings load.
Verdict doubts(const Subject& subject) {
  const auto host = host_of(subject);
  std::vector<const Manifest*> loaded;
  const auto modules = host->registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i)
    if (host->takes_part(i)) loaded.push_back(&modules[i].manifest);
  const std::uint32_t own = subject.index_in(*host);
  if (own == assess::no_index || !host->takes_part(own))
    return skip("it takes no part beside the other modules");
  auto found = rules::doubts_of(modules[own].manifest, host->vocabulary, loaded);
  std::stable_partition(found.begin(), found.end(), [](const auto& one) { return one.certain; });
  if (found.empty()) return pass();
  const auto& first = found.front();
  std::string text = fmt::format(
      "{}: {}{}", first.id, rules::words_of(first),
      found.size() == 1 ? ""
                        : fmt::format(" (and {} more: causa knowledge check)", found.size() - 1));
  return first.certain ? fail(std::move(text)) : warn(std::move(text));
}

/// "case X: what isn't as it says", and how many more there are.
Verdict verdict_of(const std::vector<std::string>& wrong, std::size_t run, const char* what,
                   const char* cure) {
  if (wrong.empty()) return pass(fmt::format("{} {}", run, what));
  return fail(fmt::format("{}{}; {}", wrong.front(),
                          wrong.size() == 1 ? "" : fmt::format(" (and {} more)", wrong.size() - 1),
                          cure));
}

Verdict examples(const Subject& subject) {
  const Manifest& manifest = subject.manifest();
  cases::Runner runner(host_of(subject));
  const std::uint32_t module = subject.index_in(runner.host());
  std::vector<std::string> wrong;
  std::size_t run = 0;
  for (const auto& step : manifest.derives)
    for (std::size_t i = 0; i < step.examples.size(); ++i, ++run) {
      const auto worked = cases::read_example(step, i);
      if (!worked) {
        wrong.push_back(fmt::format("example {} of step {} can't be read: {}", i + 1, step.id,
                                    to_string(worked.error())));
        continue;
      }
      doing(fmt::format("example {} of step {}", i + 1, step.id));
      for (const auto& fault : runner.run(*worked, module))
        wrong.push_back(fmt::format("example {} of step {}: {}", i + 1, step.id, fault));
    }
  if (run == 0) return skip("no step has an example");
  return verdict_of(wrong, run, run == 1 ? "example" : "examples",
                    "mend the code, or the example if its source says so");
}

Verdict worked_cases(const Subject& subject) {
  const auto worked = cases_of(subject);
  if (worked.empty()) return skip("there are no cases: neither in the module nor in cases.yaml");
  cases::Runner runner(host_of(subject));
  const std::uint32_t module = subject.index_in(runner.host());
  std::vector<std::string> wrong;
  for (const auto& one : worked) {
    doing(fmt::format("case \"{}\"", one.name));
    for (const auto& fault : runner.run(one, module))
      wrong.push_back(fmt::format("case \"{}\": {}", one.name, fault));
  }
  return verdict_of(wrong, worked.size(), worked.size() == 1 ? "case" : "cases",
                    "mend the rule, or the case if it is the one that errs");
}

/// Rules or alerts that no case expects.
template <class Parts>
std::vector<std::string> untried(const Parts& parts, const std::set<std::string>& expected) {
  std::vector<std::string> ids;
  for (const auto& part : parts)
    if (!expected.contains(part.id)) ids.push_back(part.id);
  return ids;
}

Verdict tried(const Subject& subject) {
  const Manifest& manifest = subject.manifest();
  std::set<std::string> rules, alerts;
  for (const auto& one : cases_of(subject)) {
    rules.insert(one.rules.begin(), one.rules.end());
    alerts.insert(one.alerts.begin(), one.alerts.end());
  }
  const auto idle_rules = untried(manifest.rules, rules);
  const auto idle_alerts = untried(manifest.alerts, alerts);
  std::vector<std::string> idle;
  if (!idle_rules.empty()) idle.push_back(listed(idle_rules, "rule", "rules"));
  if (!idle_alerts.empty()) idle.push_back(listed(idle_alerts, "alert", "alerts"));
  if (idle.empty()) return pass();
  return warn(
      fmt::format("no case tries {}; a rule that nobody tried may not hold where you mean it "
                  "to: add cases",
                  fmt::join(idle, " and ")));
}

constexpr Test all[] = {
    {"content.sources", "what is called measured has a source that somebody has seen", For::all,
     "image.manifest", sources},
    {"content.review", "the review, if there is one, is still good", For::all, "image.manifest",
     review},
    {"content.texts", "texts show facts that there are", For::all, "image.knowledge", texts},
    {"content.doubts", "what it states can act, and not on everyone", For::all,
     "image.knowledge load.loads", doubts},
    {"content.examples", "the examples of the steps come out as they are stated", For::libraries,
     "image.knowledge contract.derive memory.bounds", examples},
    {"content.cases", "every case comes out as it says, both ways", For::all,
     "image.knowledge contract.derive memory.bounds", worked_cases},
    {"content.tried", "every rule and every alert is expected by a case", For::all,
     "image.manifest content.cases", tried},
};

}  // namespace

std::span<const Test> content_tests() { return all; }

}  // namespace causa::check
