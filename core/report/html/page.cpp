// SPDX-License-Identifier: Apache-2.0

#include "report/html/page.hpp"

#include <fmt/core.h>

#include "report/wording.hpp"

namespace causa::report::html {

namespace {

/// What the list of patients says of one: the worst alert, else the first cause.
std::string summary(const assess::Assessment& it) {
  if (!it.alerts.empty())
    return fmt::format("{}: {}", loud(it.alerts.front().urgency), it.alerts.front().title);
  if (it.causes.empty()) return "not ranked: " + it.ranking_why;
  if (it.ranking == assess::Sufficiency::none) return "no alert; " + it.ranking_why;
  return "no alert; first: " + it.causes.front().name;
}

}  // namespace

std::string Page::add(const assess::Assessment& assessment, const Context& context) {
  Entry entry{fmt::format("p{}", entries_.size() + 1), assessment.patient_id, summary(assessment)};
  std::string letter = Letter(assessment, context, entry.anchor, options_).write().take();
  entries_.push_back(std::move(entry));
  return letter;
}

void Page::head(Markup& out) const {
  const auto head = out.open("head");
  out.single("meta", {{"charset", "utf-8"}});
  out.single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.single("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.single("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  // Even a fault of this program could load nothing and run nothing.
  out.single("meta", {{"http-equiv", "Content-Security-Policy"},
                      {"content",
                       "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
                       "form-action 'none'"}});
  out.write("title", entries_.size() == 1 ? "Assessment of a leg complaint"
                                          : fmt::format("{} assessments", entries_.size()));
  out.style();
}

void Page::contents(Markup& out) const {
  const auto nav = out.open("nav", {{"aria-labelledby", "contents"}});
  out.write("h2", "Patients", {{"id", "contents"}});
  const auto list = out.open("ol");
  for (const auto& entry : entries_) {
    const auto item = out.open("li");
    {
      const auto link = out.open_inline("a", {{"href", "#" + entry.anchor}});
      out.text("Patient ");
      out.quote(entry.patient.empty() ? "without identifier" : entry.patient);
    }
    out.text(": ");
    out.quote(entry.line);
  }
}

Page::Frame Page::frame() const {
  Markup out;
  std::size_t before = 0;
  const bool several = entries_.size() > 1;
  {
    const auto html = out.open_inline("html", {{"lang", "en"}});
    head(out);
    const auto body = out.open("body");
    out.write("a", "Skip to the assessment", {{"class", "skip"}, {"href", "#main"}});
    {
      const auto header = out.open("header");
      out.write("h1", several ? fmt::format("{} assessments of leg complaints", entries_.size())
                              : "Assessment of a leg complaint");
    }
    {
      const auto main = out.open("main", {{"id", "main"}});
      if (several) contents(out);
      before = out.str().size();
    }
    const auto footer = out.open("footer");
    out.write("p",
              "Made by causa to support a clinician's decision, not to replace it. What isn't "
              "recorded counts as unknown, not as normal.");
  }
  const std::string& all = out.str();
  return {"<!DOCTYPE html>\n" + all.substr(0, before), all.substr(before) + "\n"};
}

}  // namespace causa::report::html
