// SPDX-License-Identifier: Apache-2.0
//
// `causes`: prior, what a cause accounts for, what decides it, what it leads to.

#include <fmt/core.h>

#include <charconv>
#include <cmath>

#include "knowledge/codes.hpp"
#include "knowledge/parts.hpp"

namespace causa::knowledge {

std::optional<std::pair<double, std::string>> read_quantity(Reader& part, std::string_view key,
                                                            Need need) {
  const JsonValue value = part.find(key, need);
  if (!value) return std::nullopt;
  if (value.is_number()) return std::pair(value.number(), std::string());
  if (value.is_text()) {
    const std::string_view text = value.text();
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
    if (error == std::errc() && std::isfinite(number) && rest.size() > 1 && rest.front() == ' ')
      return std::pair(number, std::string(rest.substr(rest.find_first_not_of(' '))));
  }
  part.wrong(key, "must be a number with its unit", "write 3.5 mmol/L");
  return std::nullopt;
}

namespace {

Prior read_prior(Reader& part) {
  Prior prior;
  prior.when = part.condition("when");
  const Probability read = read_probability(part);
  prior.p = read.p;
  prior.low = read.low;
  prior.high = read.high;
  prior.population = part.text("population", Need::required);
  prior.basis = read_basis(part, Bases::with_guideline);
  prior.sources = read_sources(part, Need::required);
  check_measured(part, prior.basis, prior.sources);
  return prior;
}

Account read_account(Reader& part) {
  Account account;
  account.when = part.condition("when");
  if (part.has("grade")) account.grade = part.choice<Grade>("grade", grades, Grade::none);
  account.ratio = part.number("ratio");
  account.ci = part.interval("ci");
  if (part.has("p")) {
    const Probability read = read_probability(part);
    account.p = read.p;
    account.range = Interval{read.low, read.high};
  }
  const int kinds_given = static_cast<int>(part.has("grade")) +
                          static_cast<int>(account.ratio.has_value()) +
                          static_cast<int>(account.p.has_value());
  if (kinds_given != 1)
    part.wrong_here("needs exactly one of grade, ratio with ci, and p with low and high");
  if (account.ratio && !account.ci)
    part.wrong_here("a ratio needs its interval", "add ci, or write a grade if none was published");
  if (account.ci && !account.ratio) part.wrong("ci", "an interval needs its ratio");
  if (account.ratio && *account.ratio <= 0) part.wrong("ratio", "must be greater than 0");
  if (account.ratio && account.ci &&
      (account.ci->low > *account.ratio || *account.ratio > account.ci->high))
    part.wrong("ci", "doesn't contain the ratio");
  account.sources = read_sources(part, account.grade ? Need::optional : Need::required);
  return account;
}

/// One mapping, or a list of them: the first whose condition is true counts.
void read_bands(Reader& classes, std::string_view complaint, std::vector<Account>& bands) {
  const JsonValue value = classes.find(complaint);
  if (!value) return;
  if (value.is_list()) {
    classes.list(complaint, Need::optional,
                 [&](Reader& part) { bands.push_back(read_account(part)); });
  } else if (value.is_text()) {
    Account account;
    account.grade = classes.choice<Grade>(complaint, grades, Grade::none);
    bands.push_back(std::move(account));
  } else {
    Reader part(value, classes.at(complaint), classes.problems());
    bands.push_back(read_account(part));
    part.finish();
  }
  for (std::size_t i = 0; i + 1 < bands.size(); ++i)
    if (bands[i].when.text.empty())
      classes.wrong(complaint, fmt::format("entry {} is always true, so later ones never count", i),
                    "put the entry without `when` last");
}

std::vector<AccountsFor> read_accounts_for(Reader& part) {
  std::vector<AccountsFor> accounts;
  const JsonValue value = part.find("accounts_for");
  if (!value) return accounts;
  Reader classes(value, part.at("accounts_for"), part.problems());
  for (const JsonMember& member : classes.members()) {
    AccountsFor account{member.key, {}};
    check_complaint(classes, member.key, member.key);
    read_bands(classes, member.key, account.bands);
    accounts.push_back(std::move(account));
  }
  classes.finish();
  return accounts;
}

void read_measurement(Reader& part, Decision& decision) {
  decision.fact = part.text("fact");
  const auto below = read_quantity(part, "below");
  const auto above = read_quantity(part, "above");
  const auto sigma = read_quantity(part, "sigma", Need::required);
  if (below) decision.below = below->first;
  if (above) decision.above = above->first;
  if (below.has_value() == above.has_value()) {
    part.wrong_here("a measurement needs exactly one of below and above");
    return;
  }
  decision.unit = below ? below->second : above->second;
  if (!sigma) return;
  decision.sigma = sigma->first;
  if (sigma->second != decision.unit)
    part.wrong("sigma",
               fmt::format("is in \"{}\", the threshold in \"{}\"", sigma->second, decision.unit),
               "use one unit for both");
  if (decision.sigma <= 0) part.wrong("sigma", "must be greater than 0");
}

Decision read_decision(Reader& part) {
  Decision decision;
  decision.id = read_id(part, "id", Dots::allowed);
  if (part.has("fact") == part.has("when")) part.wrong_here("needs exactly one of fact and when");
  if (part.has("fact")) {
    read_measurement(part, decision);
  } else {
    decision.when = part.condition("when");
    const Probability read = read_probability(part);
    decision.p = read.p;
    decision.low = read.low;
    decision.high = read.high;
  }
  decision.basis = read_basis(part, Bases::with_guideline);
  decision.sources = read_sources(part, Need::required);
  check_measured(part, decision.basis, decision.sources);
  return decision;
}

LeadsTo read_leads_to(Reader& part) {
  LeadsTo link;
  link.cause = read_id(part, "cause", Dots::required);
  link.ratio = part.number("ratio", Need::required).value_or(1);
  link.ci = part.interval("ci");
  link.basis = read_basis(part, Bases::with_guideline);
  link.sources = read_sources(part, Need::required);
  check_measured(part, link.basis, link.sources);
  if (link.ratio < 1) part.wrong("ratio", "must be at least 1: a cause leads to more of another");
  if (link.ci && (link.ci->low > link.ratio || link.ratio > link.ci->high))
    part.wrong("ci", "doesn't contain the ratio");
  return link;
}

void read_cause(Reader& part, Cause& cause) {
  static constexpr std::array<std::pair<std::string_view, Role>, 4> roles{{
      {"cause", Role::cause},
      {"mimic", Role::mimic},
      {"dangerous", Role::dangerous},
      {"state", Role::state},
  }};
  cause.id = read_id(part, "id", Dots::required);
  cause.family = cause.id.text().substr(0, cause.id.text().find('.'));
  cause.name = part.text("name", Need::required);
  cause.role = part.choice<Role>("role", roles, Role::cause, Need::required);
  cause.codes = read_codes(part);
  cause.requires_condition = part.condition("requires");
  cause.pattern = part.condition("pattern");
  cause.action = part.text("action");
  // Told by its pattern alone (idiopathic), or required and decided by the same exposure (drugs): a
  // cause without a prior.
  const bool decided = part.has("pattern") || (part.has("requires") && part.has("decided_by"));
  part.list("prior", decided ? Need::optional : Need::required,
            [&](Reader& entry) { cause.prior.push_back(read_prior(entry)); });
  cause.accounts_for = read_accounts_for(part);
  part.list("decided_by", Need::optional,
            [&](Reader& entry) { cause.decided_by.push_back(read_decision(entry)); });
  part.list("leads_to", Need::optional,
            [&](Reader& entry) { cause.leads_to.push_back(read_leads_to(entry)); });
  if (!cause.prior.empty() && !cause.prior.back().when.text.empty())
    part.wrong("prior", "the last entry has a condition", "end with an entry without `when`");
  for (std::size_t i = 0; i + 1 < cause.prior.size(); ++i)
    if (cause.prior[i].when.text.empty())
      part.wrong("prior", fmt::format("entry {} is always true, so later ones never count", i),
                 "put the entry without `when` last");
  if (cause.role == Role::dangerous && cause.action.empty())
    part.wrong_here("a dangerous cause needs an action", "what to do so as not to miss it");
  if ((cause.role == Role::cause || cause.role == Role::mimic) && cause.accounts_for.empty())
    part.wrong_here("accounts for no complaint", "add accounts_for with at least one class");
}

}  // namespace

void read_causes(Reader& top, Manifest& manifest) {
  manifest.causes.reserve(top.length("causes"));
  top.list("causes", Need::optional,
           [&](Reader& part) { read_cause(part, manifest.causes.emplace_back()); });
}

}  // namespace causa::knowledge
