// SPDX-License-Identifier: Apache-2.0

#include "report/explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "assess/fact_words.hpp"
#include "base/text.hpp"
#include "report/json.hpp"
#include "report/paragraph.hpp"
#include "report/wording.hpp"

namespace causa::report {

namespace {

using assess::Assessment;
using assess::CauseResult;
using assess::Counted;
using assess::Evidence;
using assess::Outcome;
using Changes = std::optional<std::vector<assess::WouldChange>>;

std::string percents(const assess::Estimate& it) {
  return fmt::format("{:.1f} % ({:.1f} to {:.1f})", 100 * it.p, 100 * it.low, 100 * it.high);
}

class Explainer {
 public:
  Explainer(const Assessment& it, const std::vector<knowledge::Manifest>& manifests,
            const Changes& changes, std::string_view not_tried)
      : it_(it), manifests_(manifests), changes_(changes), not_tried_(not_tried) {}

  std::string run(std::string_view only) {
    for (const auto& cause : it_.causes)
      if (only.empty() || cause.id == only) explain_cause(cause);
    explain_alerts(only);
    if (only.empty()) hangs_on();
    cite();
    return std::move(out_);
  }

 private:
  void line(std::string_view first, std::string_view text) { out_ += paragraph(first, text); }

  void explain_cause(const CauseResult& cause) {
    line(fmt::format("{}. ", cause.rank),
         fmt::format("{} [{}], {}, of {}", cause.name, cause.id, word(cause.role),
                     it_.modules[cause.module].id));
    line("   ",
         fmt::format("Explains the complaint: {} = {}", percents(cause.explains), product(cause)));
    cite_account(cause);
    if (!cause.decided_by.empty())
      line("   ", fmt::format("Presence is decided by: {}", cause.decided_by));
    else
      line("   ", fmt::format("Presence starts from a prior of {} in {} ({})",
                              percents(cause.prior.estimate), cause.prior.population,
                              word(cause.prior.basis)));
    if (cause.chain)
      line("   ", fmt::format("In a chain: because of {}, which carries {:.0f} % of it",
                              cause.chain->because_of, 100 * cause.chain->f));
    if (!cause.chain_head.empty())
      line("   ", fmt::format("Takes the place of {}, in the same chain", cause.chain_head));
    if (cause.judgement_only) line("   ", "Judgement only: no measured evidence counted");
    group("Counted", cause, [](const Evidence& e) {
      return e.counted == Counted::yes || e.counted == Counted::capped;
    });
    group("Known, not counted", cause, [](const Evidence& e) {
      return e.counted != Counted::yes && e.counted != Counted::capped;
    });
    unjudged(cause);
    out_ += "\n";
  }

  /// P x X, or what a cause explains by way of a state that it leads to, whichever is more.
  std::string product(const CauseResult& cause) const {
    constexpr double rounding = 0.0005;
    const std::string direct = fmt::format(
        "present {} x accounts for it {}{}", percents(cause.present), percents(cause.accounts_for),
        cause.complaint_class.empty() ? "" : fmt::format(" (class {})", cause.complaint_class));
    const auto states = [&](const CauseResult& state) {
      return state.chain && state.chain->because_of == cause.id;
    };
    const CauseResult* by = nullptr;
    for (const auto& state : it_.causes)
      if (states(state) &&
          (!by || state.explains.p * state.chain->f > by->explains.p * by->chain->f))
        by = &state;
    if (by == nullptr || cause.explains.p <= cause.present.p * cause.accounts_for.p + rounding)
      return direct;
    return fmt::format(
        "present {} x {:.0f} % of what {} explains, {}; by itself less: accounts for it {}",
        percents(cause.present), 100 * by->chain->f, by->name, percents(by->explains),
        percents(cause.accounts_for));
  }

  /// Where X, the prior and the decision come from.
  void cite_account(const CauseResult& cause) {
    const knowledge::Cause* stated = nullptr;
    if (cause.module >= manifests_.size()) return;
    for (const auto& entry : manifests_[cause.module].causes)
      if (entry.id == cause.id) stated = &entry;
    if (!stated) return;
    std::set<std::string> ids;
    for (const auto& account : stated->accounts_for)
      if (account.complaint == cause.complaint_class)
        for (const auto& band : account.bands) ids.insert(band.sources.begin(), band.sources.end());
    if (!ids.empty())
      line("   ", fmt::format("How far it accounts for this class: {}",
                              sources(cause.module, {ids.begin(), ids.end()})));
    ids.clear();
    if (cause.decided_by.empty())
      for (const auto& prior : stated->prior)
        ids.insert(prior.sources.begin(), prior.sources.end());
    for (const auto& decision : stated->decided_by)
      if (decision.id == cause.decided_by) {
        if (!decision.adjusted.empty()) line("   ", fmt::format("({})", decision.adjusted));
        ids.insert(decision.sources.begin(), decision.sources.end());
      }
    if (!ids.empty())
      line("   ", fmt::format("Presence: {}", sources(cause.module, {ids.begin(), ids.end()})));
  }

  template <class Test>
  void group(const char* title, const CauseResult& cause, Test test) {
    bool any = false;
    for (const auto& evidence : cause.evidence) {
      if (!test(evidence)) continue;
      if (!any) out_ += fmt::format("   {}\n", title);
      any = true;
      write(evidence);
    }
  }

  void write(const Evidence& evidence) {
    const char* mark = evidence.counted != Counted::yes ? "."
                       : evidence.weight_millibans > 0  ? "+"
                                                        : "-";
    const char* outcome = evidence.outcome == Outcome::absent ? "does not hold: " : "";
    line(fmt::format("     {} ", mark), fmt::format("{}{}", outcome, evidence.text));
    std::string numbers =
        fmt::format("weight {:+}, LR {:.3g}", evidence.weight_millibans, evidence.lr);
    if (evidence.weight_millibans == 0) numbers = "no weight";
    if (evidence.lr_published) {
      numbers += fmt::format(", published {}", format_number(*evidence.lr_published));
      if (evidence.ci)
        numbers += fmt::format(" ({} to {})", format_number(evidence.ci->low),
                               format_number(evidence.ci->high));
    }
    line("       ",
         fmt::format("{}/{}: {}, {}, about {}{}; {}", short_name(it_.modules[evidence.module].id),
                     evidence.rule, numbers, word(evidence.basis),
                     evidence.about == knowledge::About::present ? "presence" : "explanation",
                     why_not(evidence), sources(evidence.module, evidence.sources)));
    for (const std::uint32_t index : evidence.facts)
      line("       ", "fact: " + fact(it_.facts[index]));
  }

  static const char* why_not(const Evidence& evidence) {
    switch (evidence.counted) {
      case Counted::grouped:
        return ", not counted: another rule of its group is stronger, or a score replaces it";
      case Counted::zero:
        return ", not counted: no weight";
      case Counted::no:
        return evidence.about == knowledge::About::present
                   ? ", not counted: presence is decided, or the outcome carries no weight"
                   : ", not counted: the outcome carries no weight";
      case Counted::yes:
      case Counted::capped:
        break;
    }
    return "";
  }

  std::string sources(std::uint32_t module, const std::vector<std::string>& ids) {
    for (const auto& id : ids) cited_.emplace(module, id);
    return fmt::format("[{}]", fmt::join(ids, ", "));
  }

  static std::string fact(const assess::ShownFact& it) {
    std::string text = it.name;
    if (!assess::is_named_as_past(it)) text += fmt::format(" {}", value_words(it));
    if (it.quality & facts::Quality::preliminary) text += " (preliminary)";
    if (it.quality & facts::Quality::hemolyzed) text += " (hemolyzed sample)";
    if (it.time_ms != unknown_time) text += fmt::format(", {}", format_date(it.time_ms));
    if (it.start_ms != unknown_time) text += fmt::format(", started {}", format_date(it.start_ms));
    if (!it.source.empty()) text += fmt::format(", {}", it.source);
    if (!it.derived_from.empty()) text += fmt::format(", derived by {}", it.derived_from);
    if (!it.matched_text.empty()) text += fmt::format(", matched in \"{}\"", it.matched_text);
    return text;
  }

  /// Rules of any module about this cause that left no evidence: their condition is unknown.
  void unjudged(const CauseResult& cause) {
    bool any = false;
    for (std::uint32_t module = 0; module < manifests_.size(); ++module)
      for (const auto& rule : manifests_[module].rules) {
        if (rule.cause != cause.id || is_judged(cause, module, rule.id)) continue;
        if (!any) out_ += "   Could not be judged (something is not recorded)\n";
        any = true;
        line("     ? ",
             fmt::format("{}/{}: {}", short_name(manifests_[module].id), rule.id, rule.when.text));
      }
  }

  static bool is_judged(const CauseResult& cause, std::uint32_t module, const std::string& rule) {
    return std::any_of(cause.evidence.begin(), cause.evidence.end(), [&](const Evidence& e) {
      return e.module == module && e.rule == rule && e.outcome != Outcome::unknown;
    });
  }

  void explain_alerts(std::string_view only) {
    bool any = false;
    for (const auto& alert : it_.alerts) {
      if (!only.empty() && alert.cause != only) continue;
      if (!any) out_ += "Alerts\n";
      any = true;
      line("   ! ", fmt::format("{}: {} [{}/{}]", word(alert.urgency), alert.title,
                                short_name(it_.modules[alert.module].id), alert.id));
      line("     ",
           fmt::format("holds if: {}; {}", alert.threshold, sources(alert.module, alert.sources)));
      for (const std::uint32_t index : alert.facts)
        line("     ", "fact: " + fact(it_.facts[index]));
    }
    if (any) out_ += "\n";
  }

  void hangs_on() {
    if (it_.causes.empty()) return;
    out_ += "What would change the first place\n";
    if (!changes_)
      line("   ", fmt::format("Not tried: {}", not_tried_));
    else if (changes_->empty())
      line("   ", "No one, two or three facts alone");
    else
      for (const auto& change : *changes_)
        line("   ", fmt::format("Without {}: {} [{}]", fmt::join(change.names, " and "),
                                change.first_name, change.first));
    out_ += "\n";
  }

  void cite() {
    if (cited_.empty()) return;
    out_ += "Sources\n";
    for (const auto& [module, id] : cited_) {
      if (module >= manifests_.size()) continue;
      for (const auto& source : manifests_[module].sources) {
        if (source.id != id) continue;
        std::string text =
            fmt::format("{} ({}): {}", id, short_name(manifests_[module].id), source.citation);
        if (!source.doi.empty()) text += " doi:" + source.doi;
        if (!source.pmid.empty()) text += " PMID " + source.pmid;
        if (!source.verified && id != "judgement") text += " [not verified]";
        line("   ", text);
      }
    }
  }

  const Assessment& it_;
  const std::vector<knowledge::Manifest>& manifests_;
  const Changes& changes_;
  std::string_view not_tried_;
  std::string out_;
  std::set<std::pair<std::uint32_t, std::string>> cited_;
};

}  // namespace

std::string explain(const Assessment& assessment, const std::vector<knowledge::Manifest>& manifests,
                    const Changes& would_change, std::string_view not_tried,
                    std::string_view cause) {
  return Explainer(assessment, manifests, would_change, not_tried).run(cause);
}

}  // namespace causa::report
