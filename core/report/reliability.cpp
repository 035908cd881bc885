// SPDX-License-Identifier: Apache-2.0

#include "report/reliability.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "report/html/markup.hpp"
#include "report/wilson.hpp"

namespace causa::report {

namespace {

using html::Markup;

constexpr double width = 560;
constexpr double left = 70, top = 108, side = 440;  // of the square from 0 to 100 %
constexpr double margin = 12, line_height = 17;
constexpr double title_baseline = 26, axis_baseline = 48;
constexpr std::size_t caveat_width = 74;

// The colors of the style sheet of reports, whose contrast is tested.
constexpr std::string_view style =
    "svg{--paper:#ffffff;--ink:#1c2127;--quiet:#525b66;--rule:#cfd6dd;--mark:#0b4fa0}"
    "@media (prefers-color-scheme:dark){svg{--paper:#15191d;--ink:#e4e8ec;--quiet:#a7b0ba;"
    "--rule:#3a434c;--mark:#8ab8f5}}"
    "text{font:13px system-ui,sans-serif;fill:var(--ink)}"
    ".title{font-size:16px;font-weight:600}.quiet{fill:var(--quiet)}"
    ".middle{text-anchor:middle}.end{text-anchor:end}"
    ".paper{fill:var(--paper)}.grid{stroke:var(--rule);stroke-width:1}"
    ".ideal{stroke:var(--quiet);stroke-width:1.5;stroke-dasharray:6 5}"
    ".bar{stroke:var(--mark);stroke-width:2}.dot{fill:var(--mark)}";

std::string length(double units) { return fmt::format("{:.5g}", units); }
std::string x_of(double p) { return length(left + side * p); }
std::string y_of(double p) { return length(top + side * (1 - p)); }

double mean_of(const ReliabilityBin& bin) { return bin.sum / static_cast<double>(bin.all); }

void line(Markup& out, html::Literal kind, const std::string& x1, const std::string& y1,
          const std::string& x2, const std::string& y2) {
  const auto element = out.open(
      "line",
      {{"class", std::string(kind.view())}, {"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}});
}

void write(Markup& out, const char* kind, const std::string& x, const std::string& y,
           const std::string& text) {
  out.write("text", text, {{"class", kind}, {"x", x}, {"y", y}});
}

void draw_axes(Markup& out) {
  for (int percent = 0; percent <= 100; percent += 20) {
    const double p = percent / 100.0;
    line(out, "grid", x_of(p), y_of(0), x_of(p), y_of(1));
    line(out, "grid", x_of(0), y_of(p), x_of(1), y_of(p));
    write(out, "quiet middle", x_of(p), length(top + side + line_height),
          fmt::format("{} %", percent));
    write(out, "quiet end", length(left - 8), length(top + side * (1 - p) + 4),
          fmt::format("{} %", percent));
  }
  line(out, "ideal", x_of(0), y_of(0), x_of(1), y_of(1));
  write(out, "middle", x_of(0.5), length(top + side + 2.3 * line_height),
        "E: how far the cause was said to explain the complaint");
  write(out, "", length(margin), length(axis_baseline),
        "Causes that were the labeled one, of all that were given so much");
}

/// Two rows of counts, so that those of the narrow bins at the left don't touch.
void draw_bin(Markup& out, const ReliabilityBin& bin, bool upper_row) {
  const Share share = wilson_share(bin.some, bin.all);
  const std::string x = x_of(mean_of(bin));
  line(out, "bar", x, y_of(share.low), x, y_of(share.high));
  {
    const auto dot =
        out.open("circle", {{"class", "dot"}, {"cx", x}, {"cy", y_of(share.p)}, {"r", "5"}});
  }
  write(out, "middle", x, length(top - (upper_row ? line_height + 6 : 6)),
        fmt::format("{}/{}", bin.some, bin.all));
}

std::string described(const ReliabilityBin& bin) {
  const Share share = wilson_share(bin.some, bin.all);
  return fmt::format(
      "Given {:.0f} to {:.0f} %, {:.1f} % on average: {} of {} were the labeled one, {:.0f} % "
      "(95 % range {:.0f} to {:.0f} %).",
      100 * bin.low, 100 * bin.high, 100 * mean_of(bin), bin.some, bin.all, 100 * share.p,
      100 * share.low, 100 * share.high);
}

}  // namespace

std::string reliability_diagram(std::span<const ReliabilityBin> bins, const std::string& caveat) {
  std::string description = "On the dashed line, what is given a probability is so as often. ";
  for (const auto& bin : bins)
    if (bin.all > 0) description += described(bin) + " ";
  description += caveat;
  const auto below = wrap(caveat, caveat_width);
  const double first_line = top + side + 3.9 * line_height;
  const double height = first_line + line_height * static_cast<double>(below.size());
  Markup out;
  {
    const auto svg =
        out.open_inline("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                                {"viewBox", fmt::format("0 0 {} {}", width, length(height))},
                                {"width", length(width)},
                                {"height", length(height)},
                                {"role", "img"},
                                {"aria-labelledby", "title description"}});
    out.write("title", "Reliability of the probabilities", {{"id", "title"}});
    out.write("desc", description, {{"id", "description"}});
    out.write("style", style);
    {
      const auto paper = out.open(
          "rect", {{"class", "paper"}, {"width", length(width)}, {"height", length(height)}});
    }
    write(out, "title", length(margin), length(title_baseline), "Reliability of the probabilities");
    draw_axes(out);
    bool upper_row = false;
    for (const auto& bin : bins) {
      if (bin.all == 0) continue;
      draw_bin(out, bin, upper_row);
      upper_row = !upper_row;
    }
    for (std::size_t i = 0; i < below.size(); ++i)
      write(out, "quiet", length(margin), length(first_line + line_height * static_cast<double>(i)),
            below[i]);
  }
  return out.take() + "\n";
}

}  // namespace causa::report
