// SPDX-License-Identifier: Apache-2.0

#include "report/html/letter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.hpp"
#include "report/html/figure.hpp"
#include "report/json.hpp"
#include "report/wording.hpp"

namespace causa::report::html {

using assess::ModuleStatus;
using knowledge::AdviceKind;

Letter::Letter(const assess::Assessment& assessment, const Context& context, std::string anchor,
               const LetterOptions& options)
    : it_(assessment),
      context_(context),
      anchor_(std::move(anchor)),
      options_(options),
      citations_(assessment, context, anchor_) {}

Markup Letter::write() {
  {
    const auto article =
        out_.open("article", {{"id", anchor_}, {"aria-labelledby", anchor_ + "h"}});
    heading();
    alerts();
    missing_knowledge();
    in_short();
    causes();
    must_not_miss();
    ask_next();
    advice();
    findings();
    input_to_check();
    not_used();
    modules();
    sources();
  }
  return std::move(out_);
}

/// Without a label: ten landmarks a patient would hide the few that lead somewhere.
Markup::Element Letter::section(Literal kind, std::string_view title) {
  auto element = out_.open("section", {{"class", std::string(kind.view())}});
  out_.write("h3", title);
  return element;
}

void Letter::table_head(std::initializer_list<std::string_view> titles) {
  const auto head = out_.open("thead");
  const auto row = out_.open("tr");
  for (const auto title : titles) out_.write("th", title, {{"scope", "col"}});
}

void Letter::heading() {
  {
    const auto title = out_.open("h2", {{"id", anchor_ + "h"}});
    out_.text("Patient ");
    out_.quote(it_.patient_id.empty() ? "without identifier" : it_.patient_id);
  }
  const auto line = out_.open("p", {{"class", "who"}});
  out_.text(fmt::format("{}, sex {}. Assessed as of {}. ", age_words(it_), word(it_.sex),
                        format_date(it_.as_of_ms)));
  if (it_.complaint_present) {
    out_.text("Complaint: ");
    out_.quote(it_.complaint_text);
    out_.text(".");
  } else {
    out_.text("No leg complaint is recorded.");
  }
}

/// The one paragraph that is read if only one is.
void Letter::in_short() {
  const auto part = section("short", "In short");
  const auto paragraph = out_.open("p");
  if (it_.causes.empty()) {
    out_.text("The causes were not ranked: ");
    out_.quote(it_.ranking_why);
    out_.text(".");
  } else if (it_.ranking == assess::Sufficiency::none) {
    out_.text(fmt::format("No cause comes first: {}.", it_.ranking_why));
  } else {
    const auto& first = it_.causes.front();
    out_.text("First in the ranking: ");
    out_.write_inline("strong", first.name);
    if (is_placed_by_rule(first))
      out_.text(fmt::format("; {}.", idiopathic_words(it_, first)));
    else
      out_.text(fmt::format("; it explains the complaint with a probability of {}.",
                            range_words(first.explains)));
    if (it_.ranking != assess::Sufficiency::sufficient)
      out_.text(fmt::format(" Read the order with care: {}.", it_.ranking_why));
    out_.text(fmt::format(" Left unexplained by all causes: {}.", percent(it_.unexplained)));
    if (context_.would_change && !context_.would_change->empty())
      out_.quote(" " + hangs_on_words(*context_.would_change));
    if (!context_.not_tried.empty())
      out_.quote(" What the first place hangs on was not tried: " + context_.not_tried + ".");
  }
  out_.text(it_.alerts.empty() ? " No alert was raised by what is recorded."
                               : " What is urgent stands above.");
  if (const double days = days_without_news(it_); days > 0)
    out_.text(fmt::format(" The newest finding is {:.0f} days old.", days));
}

void Letter::missing_knowledge() {
  const auto failed = std::count_if(it_.modules.begin(), it_.modules.end(), [](const auto& module) {
    return module.status != ModuleStatus::ok;
  });
  if (failed == 0 && it_.modules.size() > 1) return;
  const auto part = section("missing", "Knowledge that is missing here");
  if (it_.modules.size() <= 1)
    out_.write("p", "No module beside the core is installed: almost all knowledge is missing.");
  if (failed == 0) return;
  const auto list = out_.open("ul");
  for (const auto& module : it_.modules) {
    if (module.status == ModuleStatus::ok) continue;
    const auto item = out_.open("li");
    out_.write_inline("strong", fmt::format("{} {}", module.id, word(module.status)));
    out_.text(": ");
    out_.quote(module.why);
    out_.text(". What it knows is missing from this assessment.");
  }
}

void Letter::alerts() {
  if (it_.alerts.empty()) return;
  const auto part = section("alerts", it_.alerts.size() == 1 ? "Alert" : "Alerts");
  const auto list = out_.open("ul");
  for (const auto& alert : it_.alerts) {
    const auto item = out_.open("li", {{"class", word(alert.urgency)}});
    {
      const auto title = out_.open("p", {{"class", "title"}});
      out_.write_inline("span", loud(alert.urgency), {{"class", "urgency"}});
      out_.text(" ");
      out_.write_inline("strong", alert.title);
    }
    {
      const auto action = out_.open("p");
      out_.write_inline("strong", "What to do:");
      out_.text(" " + alert.action);
      citations_.cite(out_, alert.module, alert.sources);
    }
    if (alert.value.empty()) continue;
    const auto reason = out_.open("p", {{"class", "because"}});
    out_.text("Because of ");
    out_.quote(alert.value);
    if (const std::string age = age_words(alert); !age.empty()) out_.text(", " + age);
    out_.text(alert.from_text ? ", matched in words." : ".");
  }
}

void Letter::must_not_miss() {
  if (it_.must_not_miss.empty()) return;
  const auto part = section("danger", "What must not be missed");
  const auto list = out_.open("ul");
  for (const auto& cause : it_.must_not_miss) {
    const auto item = out_.open("li");
    out_.write_inline("strong", cause.name);
    if (is_judged(cause))
      out_.text(fmt::format(" (present {}, up to {})", percent(cause.present.p),
                            percent(cause.present.high)));
    if (!cause.action.empty()) out_.text(": " + cause.action);
  }
}

void Letter::ask_next() {
  if (!context_.ask_next || context_.ask_next->empty() || !it_.complaint_present) return;
  const auto part = section("ask", "What to ask or test next");
  out_.write(
      "p",
      "What is not known and would tell most about these causes; what could raise an alert first.",
      {{"class", "note"}});
  const auto list = out_.open("ol");
  for (const auto& question : first_questions(*context_.ask_next)) {
    const auto item = out_.open("li");
    out_.quote(question_words(question));
    if (question.could_alert) out_.write_inline("strong", told_words(question));
    if (question.bits > 0)
      out_.write_inline("span", fmt::format(" ({} bits)", format_number(question.bits)),
                        {{"class", "basis"}});
  }
}

void Letter::advice() {
  if (it_.advice.empty()) return;
  const auto part = section("advice", "Advice");
  advice_of(AdviceKind::workup, "Tests with a reason");
  advice_of(AdviceKind::medical, "Treatment");
  advice_of(AdviceKind::self_care, "Self-care");
  advice_of(AdviceKind::prevention, "Prevention");
  withheld();
}

void Letter::advice_of(AdviceKind kind, const char* title) {
  const auto is_given = [&](const assess::GivenAdvice& given) {
    return given.kind == kind && given.withheld.empty();
  };
  if (std::none_of(it_.advice.begin(), it_.advice.end(), is_given)) return;
  out_.write("h4", title);
  const auto list = out_.open("ul");
  for (const auto& given : it_.advice) {
    if (!is_given(given)) continue;
    const auto item = out_.open("li");
    out_.quote(given.text);
    if (!given.check.empty())
      out_.write_inline("em",
                        fmt::format(" Only after checking: {}.", fmt::join(given.check, "; ")));
    citations_.cite(out_, given.module, given.sources);
  }
}

void Letter::withheld() {
  const auto reasons = withheld_reasons(it_);
  if (reasons.empty()) return;
  out_.write("h4", "Withheld: not advised for this patient now");
  for (const auto& reason : reasons) {
    {
      const auto why = out_.open("p", {{"class", "why"}});
      out_.write_inline("strong", "Withheld because:");
      out_.text(" ");
      out_.quote(reason);
    }
    const auto list = out_.open("ul", {{"class", "withheld"}});
    for (const auto& given : it_.advice) {
      if (given.withheld != reason) continue;
      const auto item = out_.open("li");
      out_.write_inline("s", given.text);
      citations_.cite(out_, given.module, given.sources);
    }
  }
}

}  // namespace causa::report::html
