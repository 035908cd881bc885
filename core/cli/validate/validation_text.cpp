// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/validate/miss_reason.hpp"
#include "cli/validate/validation_report.hpp"
#include "report/wilson.hpp"

namespace causa::cli::validate {

namespace {

constexpr std::size_t width = 100;
constexpr std::size_t name_width = 44;
constexpr std::size_t share_width = 27;

std::string share(const Count& count) {
  if (count.all == 0) return "-";
  const report::Share it = report::wilson_share(count.some, count.all);
  return fmt::format("{:>3}/{:<3} {:>3.0f} % ({:.0f}-{:.0f})", count.some, count.all, 100 * it.p,
                     100 * it.low, 100 * it.high);
}

std::string kinds(const Verdict& verdict) {
  std::vector<std::string> told;
  for (const Miss miss : verdict.misses) {
    told.emplace_back(words(miss));
    if (miss == Miss::family && verdict.family_three) told.back() += " (among the first three)";
  }
  return fmt::format("{}", fmt::join(told, ", "));
}

class Writer {
 public:
  explicit Writer(const Told& told) : told_(told) {}

  std::string run() {
    write_head();
    write_accuracy();
    write_confusion();
    write_alerts();
    write_misses();
    write_calibration();
    if (told_.ablations != nullptr) write_ablations();
    write_notes();
    return std::move(out_);
  }

 private:
  void paragraph(const std::string& first, const std::string& text) {
    std::string margin = first;
    for (const auto& line : wrap(printable(text), width - first.size())) {
      out_ += margin + line + "\n";
      margin.assign(first.size(), ' ');
    }
  }

  /// Names come from the file of the cases and may be long.
  void row(const std::string& name, const Count& first, const Count& three) {
    std::string shown = printable(name);
    if (shown.size() > name_width - 3) {
      paragraph("  ", shown);
      shown.clear();
    }
    out_ += fmt::format("  {:<{}}{:<{}}{}\n", shown, name_width - 2, share(first), share_width,
                        share(three));
  }

  void title(const char* name) {
    out_ += fmt::format("\n{:<{}}{:<{}}{}\n", name, name_width, "    FIRST PLACE", share_width,
                        "    FIRST THREE PLACES");
  }

  void write_head() {
    const std::size_t cases = told_.set.cases.size();
    std::vector<std::string> modules;
    for (const auto& module : told_.prepared.registry.modules())
      modules.push_back(
          fmt::format("{} {}", module.manifest.short_name(), module.manifest.version));
    paragraph("", fmt::format("{} cases, each as of the day of its encounter; {}.", cases,
                              fmt::join(modules, ", ")));
    for (const auto& absence : told_.prepared.registry.absences())
      paragraph("Without: ", absence.why + ".");
    for (const auto& fault : told_.prepared.faults)
      paragraph("Without: ",
                told_.prepared.registry.modules()[fault.module].manifest.id + ": " + fault.why);
    if (!told_.set.broken.empty())
      paragraph("", fmt::format("{} more could not be read and are not counted.",
                                told_.set.broken.size()));
  }

  void write_accuracy() {
    const Tally& tally = told_.tally;
    title("ACCURACY");
    row("family", tally.all.family_first, tally.all.family_three);
    row("family, without low or inferred labels", tally.certain.family_first,
        tally.certain.family_three);
    row("cause, where the label names one", tally.all.cause_first, tally.all.cause_three);
    row("cause, without low or inferred labels", tally.certain.cause_first,
        tally.certain.cause_three);
    write_parts("FAMILY BY CLASS OF COMPLAINT", tally.by_class);
    write_parts("FAMILY BY EXPECTED FAMILY", tally.by_family);
    if (tally.by_difficulty.size() > 1) write_parts("FAMILY BY DIFFICULTY", tally.by_difficulty);
  }

  void write_parts(const char* name, const std::map<std::string, Accuracy>& parts) {
    title(name);
    for (const auto& [part, accuracy] : parts)
      row(part, accuracy.family_first, accuracy.family_three);
  }

  /// Columns are letters: ten names wouldn't fit.
  void write_confusion() {
    std::set<std::string> labels;
    for (const auto& [expected, answers] : told_.tally.confusion) {
      labels.insert(expected);
      for (const auto& [answer, number] : answers) labels.insert(answer);
    }
    out_ += fmt::format("\n{:<24}", "EXPECTED, ANSWERED");
    char letter = 'a';
    for (std::size_t i = 0; i < labels.size(); ++i) out_ += fmt::format("{:>4}", letter++);
    out_ += "\n";
    letter = 'a';
    for (const auto& expected : labels) {
      out_ += fmt::format("  {} {:<20}", letter++, expected);
      const auto row = told_.tally.confusion.find(expected);
      for (const auto& answer : labels) {
        std::uint64_t number = 0;
        if (row != told_.tally.confusion.end())
          if (const auto cell = row->second.find(answer); cell != row->second.end())
            number = cell->second;
        out_ += number == 0 ? "   ." : fmt::format("{:>4}", number);
      }
      out_ += "\n";
    }
    paragraph("  ",
              "Answered: the first place in the label's words if it accepts them; none if "
              "nothing is ranked.");
  }

  void write_alerts() {
    const Tally& tally = told_.tally;
    out_ += fmt::format("\n{:<24}{:>6}{:>9}{:>8}{:>10}{:>11}\n", "URGENCY, TOP ALERT", "none",
                        "routine", "urgent", "same-day", "emergency");
    for (const auto& [level, kinds] : tally.alerts)
      out_ += fmt::format("  {:<22}{:>6}{:>9}{:>8}{:>10}{:>11}\n", word(level), kinds[0], kinds[1],
                          kinds[2], kinds[3], kinds[4]);
    out_ += "\n";
    alert_row("urgency as the label accepts it", tally.urgency);
    alert_row("emergencies missed", tally.missed);
    alert_row("others raised to emergency", tally.raised);
    alert_row("... where the label doesn't accept it", tally.falsely_raised);
    if (tally.expected_alerts.all > 0)
      alert_row("alerts that labels name, raised", tally.expected_alerts);
  }

  void alert_row(const char* name, const Count& count) {
    out_ += fmt::format("  {:<{}}{}\n", name, name_width - 2, share(count));
  }

  void write_misses() {
    std::string list;
    std::swap(list, out_);
    std::size_t failed = 0;
    for (const auto& verdict : told_.verdicts) {
      if (verdict.misses.empty()) continue;
      ++failed;
      const LabeledCase& labeled = *verdict.labeled;
      paragraph("  ", fmt::format("{}: {}; label: {}{}", labeled.id, kinds(verdict),
                                  labeled.expected_cause.empty() ? labeled.expected_family
                                                                 : labeled.expected_cause,
                                  labeled.is_uncertain() ? ", " + labeled.certainty : ""));
      paragraph("    ", miss_reason(verdict, told_.prepared));
    }
    std::swap(list, out_);
    out_ += fmt::format("\nNOT AS LABELED: {} of {}\n{}", failed, told_.verdicts.size(), list);
  }

  void write_calibration() {
    if (told_.tally.calibration_cases == 0) return;
    out_ += fmt::format("\n{:<{}}{:<{}}{}\n", "CAUSES GIVEN E", name_width, "    THE LABELED ONE",
                        share_width, "MEAN E");
    for (const auto& bin : told_.tally.calibration) {
      if (bin.all == 0) continue;
      out_ += fmt::format("  {:<{}}{:<{}}{:.1f} %\n",
                          fmt::format("{:.0f} to {:.0f} %", 100 * bin.low, 100 * bin.high),
                          name_width - 2, share({bin.some, bin.all}), share_width,
                          100 * bin.sum / static_cast<double>(bin.all));
    }
    paragraph("  ", calibration_caveat(told_.tally));
  }

  void write_ablations() {
    const auto delta = [](const Count& count) {
      return fmt::format("{}/{}", count.some, count.all);
    };
    const auto line = [&](const std::string& name, const Tally& tally) {
      out_ += fmt::format("  {:<30}{:>9}{:>9}{:>9}{:>9}{:>11}{:>11}\n", name,
                          delta(tally.all.family_first), delta(tally.all.family_three),
                          delta(tally.all.cause_first), delta(tally.all.cause_three),
                          delta(tally.missed), delta(tally.falsely_raised));
    };
    out_ += fmt::format("\n{:<32}{:>9}{:>9}{:>9}{:>9}{:>11}{:>11}\n", "WITH LESS", "FAMILY", "IN 3",
                        "CAUSE", "IN 3", "MISSED E.", "FALSE E.");
    line("all of it", told_.tally);
    for (const auto& ablation : *told_.ablations) line(ablation.name, ablation.tally);
    paragraph("  ",
              "Weights of experts' rules are halved and doubled in log10: a ratio of 6 counts as "
              "2.4 or 36. Priors and grades of experts stay as they are.");
  }

  void write_notes() {
    const auto found = strangers(told_);
    if (found.empty()) return;
    out_ += "\nLABELS THAT CAN'T BE MET\n";
    for (const auto& note : found) paragraph("  ", note);
  }

  const Told& told_;
  std::string out_;
};

}  // namespace

std::string validation_text(const Told& told) { return Writer(told).run(); }

}  // namespace causa::cli::validate
