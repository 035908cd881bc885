// SPDX-License-Identifier: Apache-2.0

#include "report/html/figure.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "report/wording.hpp"

namespace causa::report::html {

namespace {

constexpr double range_width = 140;
constexpr double weight_width = 96;
constexpr double height = 14;
constexpr double margin = 4;  // so that a dot at 0 or 100 % is whole

std::string length(double units) { return fmt::format("{:.4g}", units); }

std::string place(double p) {
  return length(margin + std::clamp(p, 0.0, 1.0) * (range_width - 2 * margin));
}

Markup::Element drawing(Markup& out, double width, std::string label) {
  return out.open_inline("svg", {{"class", "figure"},
                                 {"role", "img"},
                                 {"aria-label", std::move(label)},
                                 {"width", length(width)},
                                 {"height", length(height)},
                                 {"viewBox", fmt::format("0 0 {} {}", width, height)}});
}

void line(Markup& out, Literal kind, const std::string& from, const std::string& to) {
  const auto element = out.open_inline(
      "line",
      {{"class", std::string(kind.view())}, {"x1", from}, {"x2", to}, {"y1", "7"}, {"y2", "7"}});
}

void box(Markup& out, Literal kind, double from, double width, double top, double tall) {
  const auto element = out.open_inline("rect", {{"class", std::string(kind.view())},
                                                {"x", length(from)},
                                                {"y", length(top)},
                                                {"width", length(width)},
                                                {"height", length(tall)}});
}

}  // namespace

void draw_range(Markup& out, const assess::Estimate& it) {
  const auto svg = drawing(out, range_width, range_words(it) + ", on a line from 0 to 100 %");
  line(out, "track", place(0), place(1));
  line(out, "span", place(it.low), place(it.high));
  const auto dot = out.open_inline(
      "circle", {{"class", "middle"}, {"cx", place(it.p)}, {"cy", "7"}, {"r", "4"}});
}

void draw_weight(Markup& out, std::int32_t millibans, std::int32_t scale) {
  const bool in_favor = millibans > 0;
  const double side = weight_width / 2 - 1;
  const double share = std::min(1.0, std::abs(static_cast<double>(millibans)) / scale);
  const double bar = std::max(1.0, side * share);
  const auto svg = drawing(
      out, weight_width,
      fmt::format("{}, {} of {}", in_favor ? "for" : "against", std::abs(millibans), scale));
  const double middle = weight_width / 2;
  if (in_favor)
    box(out, "for", middle, bar, 2, height - 4);
  else
    box(out, "against", middle - bar, bar, 2, height - 4);
  box(out, "axis", middle - 0.5, 1, 0, height);
}

}  // namespace causa::report::html
