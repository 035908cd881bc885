// SPDX-License-Identifier: Apache-2.0

#include "report/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/approval.hpp"
#include "report/figures.hpp"
#include "report/findings.hpp"
#include "report/json.hpp"
#include "report/paragraph.hpp"
#include "report/wording.hpp"

namespace causa::report {

namespace {

using assess::Assessment;
using assess::CauseResult;
using knowledge::AdviceKind;

class Writer {
 public:
  Writer(const Assessment& it, const TextOptions& options, const Context& context)
      : it_(it), options_(options), context_(context) {}

  std::string run() {
    header();
    alerts();
    missing();
    causes();
    must_not_miss();
    ask_next();
    advice();
    findings();
    ignored();
    modules();
    return std::move(out_);
  }

 private:
  void paragraph(std::string_view first, std::string_view text) {
    out_ += report::paragraph(first, text);
  }

  void heading(std::string_view text) {
    out_ += "\n";
    out_ += options_.color ? fmt::format("\x1b[1m{}\x1b[0m\n", text) : fmt::format("{}\n", text);
  }

  void header() {
    paragraph("", fmt::format("Patient {}, {}, sex {}. Assessed as of {}.",
                              it_.patient_id.empty() ? "without identifier" : it_.patient_id,
                              age_words(it_), word(it_.sex), format_date(it_.as_of_ms)));
    tell_old_data();
    if (it_.complaint_present)
      paragraph("", fmt::format("Complaint: {}.", it_.complaint_text));
    else
      paragraph("", "No leg complaint is recorded.");
  }

  /// An export of last year assessed today looks as if nothing had been measured.
  void tell_old_data() {
    if (const double days = days_without_news(it_); days > 0)
      paragraph("",
                fmt::format("The newest finding is {:.0f} days old; --as-of DATE assesses as of "
                            "an earlier day.",
                            days));
  }

  void alerts() {
    if (it_.alerts.empty()) return;
    heading("ALERTS");
    for (const auto& alert : it_.alerts) {
      const bool red = options_.color && alert.urgency >= knowledge::Urgency::same_day;
      if (red) out_ += "\x1b[31m";
      paragraph("  ", fmt::format("{}: {}", loud(alert.urgency), alert.title));
      if (red) out_ += "\x1b[0m";
      if (!alert.value.empty()) paragraph("    ", "Because of: " + trigger_of(alert));
      paragraph("    ", fmt::format("What to do: {}", alert.action));
    }
  }

  /// Before the ranking: an alert that nobody could raise looks like none.
  void missing() {
    const std::string words = missing_words(it_);
    if (words.empty()) return;
    heading("MODULES ARE MISSING");
    paragraph("  ! ", words + " Why stands under MODULES.");
  }

  void causes() {
    if (it_.ranking == assess::Sufficiency::none && it_.causes.empty()) {
      heading("CAUSES");
      paragraph("  ", fmt::format("Not ranked: {}.", it_.ranking_why));
      states();
      return;
    }
    const bool none = it_.ranking == assess::Sufficiency::none;
    heading(none ? "CAUSES that were looked at" : "CAUSES, most likely first");
    if (it_.ranking != assess::Sufficiency::sufficient)
      paragraph("  ",
                fmt::format("{}: {}.", none ? "None comes first" : "With care", it_.ranking_why));
    std::size_t written = 0;
    for (const auto& cause : it_.causes) {
      if (!is_written(cause, options_.causes)) continue;
      write_cause(cause);
      ++written;
    }
    const std::size_t left = it_.causes.size() - written;
    if (left > 0)
      paragraph("  ", fmt::format("{} further {} less weight (see --to json).", left,
                                  left == 1 ? "cause has" : "causes have"));
    paragraph("  ", fmt::format("Left unexplained by all of these: {}.", percent(it_.unexplained)));
    if (context_.would_change && !context_.would_change->empty())
      paragraph("  ", hangs_on_words(*context_.would_change));
    if (!context_.not_tried.empty())
      paragraph("  ", fmt::format("What the first place hangs on was not tried: {}.",
                                  context_.not_tried));
  }

  void states() {
    for (const auto& state : it_.states)
      paragraph("  ", fmt::format("Found: {} ({} sure).", state.name, percent(state.present.p)));
  }

  void write_cause(const CauseResult& cause) {
    const bool idiopathic = is_placed_by_rule(cause);
    const std::string place =
        it_.ranking == assess::Sufficiency::none ? "  -  " : fmt::format("  {}. ", cause.rank);
    const std::string number = cause.chain_head.empty() ? place : std::string("     + ");
    std::string line = cause.name;
    if (idiopathic) {
      line += ": " + idiopathic_words(it_, cause);
    } else {
      line += fmt::format(": explains the complaint {}", range_words(cause.explains));
      if (cause.role == knowledge::Role::dangerous) line += ", DANGEROUS";
    }
    paragraph(number, line);
    const std::string margin(number.size(), ' ');
    if (!idiopathic)
      paragraph(
          margin,
          fmt::format("Present {} ({}); if present, it accounts for such a complaint in "
                      "{}.{}",
                      percent(cause.present.p), decided_words(cause), percent(cause.accounts_for.p),
                      cause.judgement_only ? " Judgement only." : ""));
    if (cause.chain)
      paragraph(margin,
                fmt::format("Probably because of: {}.", name_of(it_, cause.chain->because_of)));
    if (const std::string words = hemolyzed_words(it_, cause); !words.empty())
      paragraph(margin, words);
    write_evidence(margin, cause, true);
    write_evidence(margin, cause, false);
  }

  void write_evidence(const std::string& margin, const CauseResult& cause, bool in_favor) {
    const auto strongest = heaviest(cause, in_favor);
    if (strongest.empty()) return;
    std::string text;
    for (const auto* evidence : strongest) {
      if (!text.empty()) text += "; ";
      text += finding(*evidence);
    }
    paragraph(margin, (in_favor ? "For: " : "Against: ") + text + ".");
  }

  void must_not_miss() {
    if (it_.must_not_miss.empty()) return;
    heading("MUST NOT BE MISSED");
    for (const auto& cause : it_.must_not_miss)
      paragraph("  ", fmt::format("{}{}{}", cause.name,
                                  is_judged(cause) ? fmt::format(" (present {}, up to {})",
                                                                 percent(cause.present.p),
                                                                 percent(cause.present.high))
                                                   : "",
                                  cause.action.empty() ? "" : ": " + cause.action));
  }

  void ask_next() {
    if (!context_.ask_next || context_.ask_next->empty() || !it_.complaint_present) return;
    heading("ASK OR TEST NEXT, what would tell most first");
    for (const auto& question : first_questions(*context_.ask_next))
      paragraph("  - ", question_words(question) + told_words(question));
  }

  void advice() {
    if (it_.advice.empty()) return;
    heading("ADVICE");
    const std::pair<AdviceKind, const char*> kinds[] = {{AdviceKind::workup, "Test next"},
                                                        {AdviceKind::medical, "Treatment"},
                                                        {AdviceKind::self_care, "Self-care"},
                                                        {AdviceKind::prevention, "Prevention"}};
    for (const auto& [kind, title] : kinds) {
      bool any = false;
      for (const auto& given : it_.advice) {
        if (given.kind != kind || !given.withheld.empty()) continue;
        if (!any) out_ += fmt::format("  {}\n", title);
        any = true;
        paragraph("  - ", text_of(given));
      }
    }
    for (const auto& reason : withheld_reasons(it_)) {
      paragraph("  ", fmt::format("Withheld: {}", reason));
      for (const auto& given : it_.advice)
        if (given.withheld == reason) paragraph("  x ", given.text + " [withheld]");
    }
  }

  void findings() {
    const auto found = to_look_at(it_);
    if (!found.empty()) heading("CHECK THE INPUT");
    for (const lint::Finding* finding : found)
      paragraph(finding->severity == lint::Severity::error ? "  ! " : "  - ",
                finding_words(*finding) + ".");
  }

  void ignored() {
    if (it_.ignored.empty() && it_.not_understood.empty()) return;
    heading("NOT USED");
    for (const auto& entry : it_.ignored)
      if (!entry.grouped) paragraph("  ! ", ignored_words(entry));
    for (const auto& sentence : grouped_words(it_)) paragraph("  ", sentence);
    if (!it_.not_understood.empty())
      paragraph("  ", fmt::format("Not understood: {}.", fmt::join(it_.not_understood, "; ")));
  }

  void modules() {
    std::vector<std::string> took_part;
    for (const auto& module : it_.modules)
      if (module.status == assess::ModuleStatus::ok) took_part.push_back(short_name(module.id));
    heading("MODULES");
    paragraph("  ", fmt::format("Took part: {}.", fmt::join(took_part, ", ")));
    for (const auto& sentence : approval_words(it_, ModuleNames::short_ones))
      paragraph("  ", sentence);
    for (const auto& sentence : review_words(it_, context_, ModuleNames::short_ones))
      paragraph("  ", sentence);
    for (const auto& module : it_.modules)
      if (module.status != assess::ModuleStatus::ok)
        paragraph("  ! ", fmt::format("{} {}: {}. What it knows is missing here.", module.id,
                                      word(module.status), module.why));
    if (it_.modules.size() <= 1)
      paragraph("  ! ", "No module beside the core is installed: almost all knowledge is missing.");
    if (!it_.id.empty()) paragraph("  ", fmt::format("Assessment {}.", it_.id));
    if (options_.stored && !it_.alerts.empty())
      paragraph("  ", fmt::format("To answer an alert, causa feedback takes its name: {}.",
                                  fmt::join(alert_names(it_), ", ")));
  }

  const Assessment& it_;
  const TextOptions& options_;
  const Context& context_;
  std::string out_;
};

}  // namespace

std::string to_text(const assess::Assessment& assessment, const TextOptions& options,
                    const Context& context) {
  return Writer(assessment, options, context).run();
}

}  // namespace causa::report
