// SPDX-License-Identifier: Apache-2.0
//
// `definitions`, `bands` and `scores`: words that a module's conditions may use beside concepts.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "knowledge/parts.hpp"

namespace causa::knowledge {

namespace {

constexpr std::size_t most_items = 100;  // a condition's list has no more, either
constexpr double most_points = 1000;

void read_score(Reader& part, Score& score) {
  score.id = read_id(part, "id", Dots::required);
  score.name = part.text("name", Need::required);
  score.sources = read_sources(part, Need::required);
  std::size_t listed = 0;
  part.list("items", Need::required, [&](Reader& entry) {
    ++listed;
    Score::Item item;
    item.when = entry.condition("when", Need::required);
    item.points = entry.number("points", Need::required).value_or(1);
    const double tenths = item.points * 10;
    if (entry.has("points") && item.points == 0)
      entry.wrong("points", "0 points change nothing", "leave the item out");
    else if (std::abs(item.points) > most_points || std::abs(tenths - std::round(tenths)) > 1e-9)
      entry.wrong("points", fmt::format("must lie between -{0} and {0}, with at most one decimal",
                                        most_points));
    else
      score.items.push_back(std::move(item));
  });
  if (listed > most_items) part.wrong("items", fmt::format("are more than {}", most_items));
  if (part.has("items") && listed == 0)
    part.wrong("items", "must name at least one", "write - {when: \"...\", points: 1}");
}

}  // namespace

void read_definitions(Reader& top, Manifest& manifest) {
  top.list("definitions", Need::optional, [&](Reader& part) {
    Definition definition;
    // Without a dot it can't be taken for a concept.
    definition.id = read_id(part, "id", Dots::none);
    definition.name = part.text("name");
    definition.when = part.condition("when", Need::required);
    manifest.definitions.push_back(std::move(definition));
  });
}

void read_bands(Reader& top, Manifest& manifest) {
  top.list("bands", Need::optional, [&](Reader& part) {
    BandedFact banded;
    banded.fact = read_id(part, "fact", Dots::required);
    banded.sources = read_sources(part, Need::required);
    for (const auto& other : manifest.bands)
      if (other.fact == banded.fact)
        part.wrong("fact", fmt::format("the bands of {} stand twice", banded.fact),
                   "write all bands of a fact in one list");
    part.list("bands", Need::required, [&](Reader& entry) {
      Band band;
      band.name = read_id(entry, "name", Dots::none);
      band.when = entry.condition("when", Need::required);
      for (const auto& other : banded.bands)
        if (other.name == band.name)
          entry.wrong("name", fmt::format("band \"{}\" stands twice", band.name));
      banded.bands.push_back(std::move(band));
    });
    manifest.bands.push_back(std::move(banded));
  });
}

void read_scores(Reader& top, Manifest& manifest) {
  top.list("scores", Need::optional,
           [&](Reader& part) { read_score(part, manifest.scores.emplace_back()); });
}

}  // namespace causa::knowledge
