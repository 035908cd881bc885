// SPDX-License-Identifier: Apache-2.0

#include "knowledge/circle.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <vector>

namespace causa::knowledge {

std::string circle_through(std::string_view cause, std::string_view next,
                           std::span<const Manifest* const> manifests) {
  std::map<std::string_view, std::string_view> came_from{{next, cause}};
  std::vector<std::string_view> open{next};
  for (std::size_t i = 0; i < open.size() && !came_from.contains(cause); ++i)
    for (const Manifest* manifest : manifests)
      for (const Cause& one : manifest->causes)
        if (one.id.text() == open[i])
          for (const LeadsTo& link : one.leads_to)
            if (came_from.emplace(link.cause, open[i]).second) open.push_back(link.cause);
  if (!came_from.contains(cause)) return {};
  std::vector<std::string_view> way{cause};
  for (std::string_view at = came_from.at(cause); at != cause; at = came_from.at(at))
    way.push_back(at);
  way.push_back(cause);
  std::reverse(way.begin(), way.end());
  return fmt::format("{}", fmt::join(way, ", "));
}

}  // namespace causa::knowledge
