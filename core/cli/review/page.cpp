// SPDX-License-Identifier: Apache-2.0

#include "cli/review/page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "cli/review/markdown_parts.hpp"
#include "report/json.hpp"

namespace causa::cli::review {

namespace {

using report::word;

/// Writes a page from top to bottom.
class Page {
 public:
  explicit Page(const Place& place) : place_(place), it_(place.manifest) {}

  std::string write() {
    head();
    causes();
    rules_about_others();
    alerts();
    advice();
    withholds();
    computed();
    sources();
    return std::move(text_);
  }

 private:
  template <class... Parts>
  void add(fmt::format_string<Parts...> format, Parts&&... parts) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Parts>(parts)...);
  }

  [[nodiscard]] std::string condition(const knowledge::ConditionText& text) const {
    return markdown(condition_words(place_, text));
  }

  [[nodiscard]] std::string if_words(const knowledge::ConditionText& text) const {
    return text.text.empty() ? std::string() : fmt::format(", if {}", condition(text));
  }

  void head() {
    add("# {}\n\n", markdown(it_.title));
    add("What the module `{}` {} states, for review line by line. Written by `causa knowledge "
        "export {} --to md`: mend the manifest, not this page. How numbers become an answer: "
        "docs/clinical-model.md.\n\n",
        it_.id, markdown(it_.version), it_.short_name());
    add("- Intended use: {}\n", markdown(it_.intended_use));
    add("- Population: {}\n", markdown(it_.attributes.population));
    add("- Reviewed: {}\n", markdown(review_words(it_.attributes)));
    const auto measured = std::count_if(it_.rules.begin(), it_.rules.end(), [](const auto& rule) {
      return rule.basis == knowledge::Basis::measured;
    });
    add("- {} causes; {} rules ({} measured, {} by judgement); {} alerts; {} pieces of advice; {} "
        "withholds; {} computed steps; {} sources\n",
        it_.causes.size(), it_.rules.size(), measured,
        it_.rules.size() - static_cast<std::size_t>(measured), it_.alerts.size(), it_.advice.size(),
        it_.withholds.size(), it_.derives.size(), it_.sources.size());
    add("\nLR is a likelihood ratio, \"counts as\" what is left of it after shrinkage, and in "
        "brackets the same in millibans (1000 x log10).\n");
  }

  void causes() {
    if (it_.causes.empty()) return;
    add("\n## Causes\n");
    for (const auto& cause : it_.causes) one_cause(cause);
  }

  void one_cause(const knowledge::Cause& cause) {
    add("\n### {}\n\n`{}`, {}\n\n", markdown(cause.name), cause.id, word(cause.role));
    if (!cause.action.empty()) add("- What to do: {}\n", markdown(cause.action));
    if (!cause.requires_condition.text.empty())
      add("- Considered only if: {}\n", condition(cause.requires_condition));
    if (!cause.pattern.text.empty()) add("- Pattern: {}\n", condition(cause.pattern));
    if (!cause.codes.empty()) add("- Codes: {}\n", codes_words(cause.codes));
    for (const auto& prior : cause.prior)
      add("- Prior{}: {} [{}; {}]\n", if_words(prior.when), markdown(prior_words(prior)),
          word(prior.basis), source_links(prior.sources));
    accounts(cause);
    for (const auto& decision : cause.decided_by)
      add("- Decided, `{}`: {} [{}; {}]\n", decision.id, markdown(decision_words(place_, decision)),
          word(decision.basis), source_links(decision.sources));
    for (const auto& edge : cause.leads_to)
      add("- Leads to {} [{}; {}]\n", markdown(edge_words(edge)), word(edge.basis),
          source_links(edge.sources));
    rules(cause.id);
    rules_of_others(cause.id);
  }

  void accounts(const knowledge::Cause& cause) {
    for (const auto& account : cause.accounts_for)
      for (const auto& band : account.bands)
        add("- Accounts for {}{}: {}{}\n", markdown(account.complaint), if_words(band.when),
            markdown(account_words(band, place_.prepared.constants)),
            band.sources.empty() ? "" : fmt::format(" [{}]", source_links(band.sources)));
  }

  [[nodiscard]] std::string side(const std::optional<knowledge::Strength>& strength,
                                 bool holds) const {
    if (!strength) return "-";
    return markdown(fmt::format("{}; {}", strength_words(*strength),
                                counts_words(*strength, holds, place_.prepared.constants)));
  }

  void rule_row(const knowledge::Rule& rule) {
    std::string name = fmt::format("`{}`", rule.id);
    name += fmt::format(" {}", markdown(rule.text));
    if (rule.about == knowledge::About::explains) name += " (about explains)";
    std::string basis = word(rule.basis);
    if (!rule.evidence_grade.empty()) basis += fmt::format(", grade {}", rule.evidence_grade);
    if (!rule.group.empty()) basis += fmt::format("; group {}", rule.group);
    if (!rule.replaces.empty())
      basis += fmt::format("; replaces {}", fmt::join(rule.replaces, ", "));
    if (!rule.population.empty()) basis += fmt::format("; {}", rule.population);
    add("| {} | {} | {} | {} | {} | {} |\n", name, condition(rule.when), side(rule.holds, true),
        side(rule.fails, false), markdown(basis), source_links(rule.sources));
  }

  static constexpr const char* rule_head =
      "\n| rule | if | then | if surely not | basis | sources |\n"
      "|---|---|---|---|---|---|\n";

  void rules(const std::string& cause) {
    bool begun = false;
    for (const auto& rule : it_.rules) {
      if (rule.cause != cause) continue;
      if (!begun) add("{}", rule_head);
      begun = true;
      rule_row(rule);
    }
  }

  /// What other modules say about a cause of this one, by name: their own pages show it.
  void rules_of_others(const std::string& cause) {
    std::vector<std::string> names;
    for (const auto& module : place_.prepared.registry.modules())
      for (const auto& rule : module.manifest.rules)
        if (module.manifest.id != it_.id && rule.cause == cause)
          names.push_back(fmt::format("`{}/{}`", module.manifest.short_name(), rule.id));
    if (!names.empty()) add("\nRules of other modules about it: {}.\n", fmt::join(names, ", "));
  }

  void rules_about_others() {
    std::vector<std::string> others;
    for (const auto& rule : it_.rules) {
      const bool own = std::any_of(it_.causes.begin(), it_.causes.end(),
                                   [&](const auto& cause) { return cause.id == rule.cause; });
      if (!own && std::find(others.begin(), others.end(), rule.cause) == others.end())
        others.push_back(rule.cause);
    }
    if (others.empty()) return;
    add("\n## Rules about causes of other modules\n");
    for (const auto& cause : others) {
      add("\n### {}\n", markdown(cause));
      rules(cause);
    }
  }

  void alerts() {
    if (it_.alerts.empty()) return;
    add("\n## Alerts\n\n| alert | urgency | if | what to do | basis | sources |\n"
        "|---|---|---|---|---|---|\n");
    for (const auto& alert : it_.alerts)
      add("| `{}` {}{} | {} | {} | {} | {} | {} |\n", alert.id, markdown(alert.title),
          alert.cause.empty() ? "" : fmt::format(" ({})", markdown(alert.cause)),
          word(alert.urgency), condition(alert.when), markdown(alert.action), word(alert.basis),
          source_links(alert.sources));
  }

  static std::string for_words(const knowledge::Advice& advice) {
    std::string text = advice.for_causes.empty()
                           ? "any cause"
                           : markdown(fmt::format("{}", fmt::join(advice.for_causes, ", ")));
    if (!advice.complaint.empty())
      text += markdown(fmt::format("; complaint {}", fmt::join(advice.complaint, ", ")));
    return text;
  }

  void advice() {
    if (it_.advice.empty()) return;
    add("\n## Advice\n\n| advice | kind | for | if | text | tags | basis | sources |\n"
        "|---|---|---|---|---|---|---|---|\n");
    for (const auto& one : it_.advice)
      add("| `{}` | {} | {} | {} | {} | {} | {} | {} |\n", one.id, word(one.kind), for_words(one),
          condition(one.when), markdown(one.text),
          markdown(fmt::format("{}", fmt::join(one.tags, ", "))), word(one.basis),
          source_links(one.sources));
  }

  void withholds() {
    if (it_.withholds.empty()) return;
    add("\n## When advice is withheld\n\n| withhold | tags | if | reason | only after checking | "
        "basis | sources |\n|---|---|---|---|---|---|---|\n");
    for (const auto& one : it_.withholds)
      add("| `{}` | {} | {} | {} | {} | {} | {} |\n", one.id,
          markdown(fmt::format("{}", fmt::join(one.tags, ", "))), condition(one.when),
          markdown(one.reason), markdown(one.check), word(one.basis), source_links(one.sources));
  }

  void computed() {
    if (it_.derives.empty()) return;
    add("\n## What is computed\n\n| step | how | from | gives | examples | sources |\n"
        "|---|---|---|---|---|---|\n");
    for (const auto& step : it_.derives) {
      std::vector<std::string> given;
      for (const auto& fact : step.provides)
        given.push_back(fmt::format("`{}` {}{}", fact.id, markdown(fact.name),
                                    fact.unit.empty() ? "" : markdown(", " + fact.unit)));
      add("| `{}` | {} | {} | {} | {} | {} |\n", step.id, markdown(step.about),
          markdown(fmt::format("{}", fmt::join(step.needs, ", "))), fmt::join(given, "; "),
          step.examples.size(), source_links(step.sources));
    }
  }

  void sources() {
    add("\n## Sources\n\n");
    for (const auto& source : it_.sources)
      add("- **{}**: {}\n", markdown(source.id), source_entry(source));
  }

  const Place& place_;
  const knowledge::Manifest& it_;
  std::string text_;
};

}  // namespace

std::string module_page(const Place& place) { return Page(place).write(); }

}  // namespace causa::cli::review
