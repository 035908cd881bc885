// SPDX-License-Identifier: Apache-2.0

#include "knowledge/parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>

#include "base/text.hpp"

namespace causa::knowledge {

std::vector<std::string> read_sources(Reader& part, Need need) {
  std::vector<std::string> sources = part.texts("sources");
  if (sources.empty() && need == Need::required)
    part.wrong_here("names no source", "add sources: [id], or sources: [judgement]");
  return sources;
}

Basis read_basis(Reader& part, Bases bases) {
  static constexpr std::array<std::pair<std::string_view, Basis>, 3> names{{
      {"measured", Basis::measured},
      {"expert", Basis::expert},
      {"guideline", Basis::guideline},
  }};
  const std::size_t count = bases == Bases::with_guideline ? 3 : 2;
  return part.choice<Basis>("basis", std::span(names).first(count), Basis::expert, Need::required);
}

void check_measured(Reader& part, Basis basis, const std::vector<std::string>& sources) {
  if (basis != Basis::measured || sources.empty()) return;
  if (std::all_of(sources.begin(), sources.end(), [](const auto& id) { return id == "judgement"; }))
    part.wrong("sources", "basis is measured, but the only source is judgement",
               "name the study, or write basis: expert");
}

std::string_view read_id(Reader& part, std::string_view key, Dots dots) {
  const std::string_view id = part.text(key, Need::required);
  if (id.empty()) return id;
  bool good = id.front() != '.' && id.back() != '.' && id.find("..") == std::string_view::npos;
  for (const char c : id)
    good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.');
  const bool has_dot = id.find('.') != std::string_view::npos;
  if (!good)
    part.wrong(key, fmt::format("\"{}\" is not an id", id),
               "lower-case letters, digits and _, with dots between the parts");
  else if (dots == Dots::required && !has_dot)
    part.wrong(key, fmt::format("\"{}\" needs a dot", id),
               key == "id" && part.place().is_top() ? "reverse DNS, such as org.causa.electrolytes"
                                                    : "family.name");
  else if (dots == Dots::none && has_dot)
    part.wrong(key, fmt::format("\"{}\" must not have a dot", id));
  return id;
}

Probability read_probability(Reader& part) {
  const Probability read{part.number("p", Need::required).value_or(0),
                         part.number("low", Need::required).value_or(0),
                         part.number("high", Need::required).value_or(1)};
  if (!part.has("p") || !part.has("low") || !part.has("high")) return read;
  if (read.p < 0 || read.p > 1) part.wrong("p", "is a probability, from 0 to 1");
  if (!(0 <= read.low && read.low <= read.p && read.p <= read.high && read.high <= 1))
    part.wrong("p",
               fmt::format("{} must lie between low {} and high {}", read.p, read.low, read.high));
  return read;
}

void check_unique(const std::vector<std::string_view>& ids,
                  const std::function<std::string(std::size_t)>& pointer_to, std::string_view what,
                  std::vector<Problem>& problems) {
  std::unordered_map<std::string_view, std::size_t> first;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i].empty()) continue;
    const auto [place, is_new] = first.emplace(ids[i], i);
    if (!is_new)
      problems.push_back({pointer_to(i) + "/id", 0,
                          fmt::format("{} \"{}\" stands twice; first at {}", what, ids[i],
                                      pointer_to(place->second)),
                          "give it another id", false});
  }
}

void check_complaint(Reader& part, std::string_view key, std::string_view name) {
  if (std::find(complaint_classes.begin(), complaint_classes.end(), name) !=
      complaint_classes.end())
    return;
  const std::vector<std::string> names(complaint_classes.begin(), complaint_classes.end());
  const std::string near = nearest(name, names);
  part.wrong(key, fmt::format("\"{}\" is not a class of complaint", name),
             near.empty() ? fmt::format("classes: {}", fmt::join(names, ", "))
                          : fmt::format("did you mean \"{}\"?", near));
}

}  // namespace causa::knowledge
