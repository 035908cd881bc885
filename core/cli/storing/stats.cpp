// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/channel.hpp"
#include "cli/setup.hpp"
#include "cli/span_options.hpp"
#include "cli/store_stats.hpp"
#include "cli/storing/actions.hpp"

namespace causa::cli {

void count_feedback(const StoreAction& action) {
  const auto span = read_span(store_verb, action.arguments, action.outcome);
  if (!span) return;
  store::FeedbackFilter filter;
  filter.since_ms = span->since_ms;
  filter.until_ms = span->until_ms;
  if (const std::string channel = action.arguments.option("channel"); !channel.empty()) {
    filter.channel = channel_of(channel);
    if (!filter.channel)
      return misuse(
          store_verb,
          fmt::format("--channel {} is none of {}", channel, fmt::join(channel_words(), ", ")),
          action.outcome);
  }
  auto store = store::Store::open(action.store, store::Mode::read_only);
  if (!store) return report(store.error(), action.outcome);
  const auto counts = store->feedback_counts(filter);
  if (!counts) return report(counts.error(), action.outcome);
  fmt::print("{}", action.form == "json"  ? stats_json(*counts, filter)
                   : action.form == "csv" ? stats_csv(*counts)
                                          : stats_text(*counts, filter));
}

}  // namespace causa::cli
