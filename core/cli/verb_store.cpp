// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/channel.hpp"
#include "cli/forms.hpp"
#include "cli/setup.hpp"
#include "cli/store_stats.hpp"
#include "cli/verb.hpp"
#include "store/backup.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {
    {"since", "DATE", "stats: only assessments made from this time on"},
    {"until", "DATE", "stats: only assessments made up to this time; a date is the whole day"},
    {"channel", "FORMAT", "stats: count as shown only what was given out in this form of --to"}};
constexpr const char* settings[] = {"store", "to"};
constexpr std::string_view forms[] = {"text", "json", "csv"};

void wrong(const std::string& message, Outcome& outcome) { misuse(store_verb, message, outcome); }

std::string with_hint(std::string message, const std::string& word,
                      std::span<const std::string> known) {
  const std::string near = nearest(word, known);
  return near.empty() ? message : fmt::format("{}, did you mean {}?", message, near);
}

/// False: reported.
bool read_time(const Arguments& arguments, const char* option, bool end,
               std::optional<std::int64_t>& time, Outcome& outcome) {
  const std::string text = arguments.option(option);
  if (text.empty()) return true;
  const auto span = parse_time(text);
  if (!span) {
    wrong(fmt::format("--{} \"{}\" is {}", option, text, span.error().message), outcome);
    return false;
  }
  time = end ? span->latest_ms : span->earliest_ms;
  return true;
}

void stats(const Arguments& arguments, Outcome& outcome) {
  store::FeedbackFilter filter;
  if (!read_time(arguments, "since", false, filter.since_ms, outcome) ||
      !read_time(arguments, "until", true, filter.until_ms, outcome))
    return;
  if (const std::string channel = arguments.option("channel"); !channel.empty()) {
    filter.channel = channel_of(channel);
    if (!filter.channel)
      return wrong(
          fmt::format("--channel {} is none of {}", channel, fmt::join(channel_words(), ", ")),
          outcome);
  }
  const auto form = form_of(store_verb, arguments.settings, forms, outcome);
  if (!form) return;
  auto store = open_store(arguments.settings, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  if (!*store) return wrong("there is no store to count in (--store none)", outcome);
  const auto counts = (*store)->feedback_counts(filter);
  if (!counts) return report(counts.error(), outcome);
  fmt::print("{}", *form == "json"  ? stats_json(*counts, filter)
                   : *form == "csv" ? stats_csv(*counts)
                                    : stats_text(*counts, filter));
}

void check(const std::filesystem::path& path, Outcome& outcome) {
  auto store = store::Store::open(path, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  const auto faults = store->integrity();
  const std::vector<std::string> found =
      faults ? *faults : std::vector<std::string>{faults.error().message};
  if (found.empty()) {
    fmt::print("{} is whole\n", path.string());
    return;
  }
  for (const auto& fault : found) fmt::print("{}: {}\n", path.string(), printable(fault));
  fmt::print("Take the last good backup; keep the damaged file.\n");
  outcome.add(Exit::check);
}

void migrate(const std::filesystem::path& path, Outcome& outcome) {
  if (store::Store::open(path, store::Mode::read_only)) {
    fmt::print("{} is up to date\n", path.string());
    return;
  }
  // Whatever kept it from being read keeps it from being migrated, unless it was its age.
  const auto store = store::Store::open(path, store::Mode::existing);
  if (!store) return report(store.error(), outcome);
  fmt::print("{} was brought up to date\n", path.string());
}

void back_up(const std::filesystem::path& path, const std::string& copy, Outcome& outcome) {
  if (auto done = store::back_up(path, copy); !done) return report(done.error(), outcome);
  fmt::print("{} is a whole copy of {}\n", copy, path.string());
}

void run(const Arguments& arguments, Outcome& outcome) {
  const std::vector<std::string> known{"stats", "check", "migrate", "backup"};
  if (arguments.words.empty())
    return wrong(fmt::format("it takes one of {}", fmt::join(known, ", ")), outcome);
  const std::string& what = arguments.words.front();
  if (std::find(known.begin(), known.end(), what) == known.end())
    return wrong(with_hint(fmt::format("there is no store {}", what), what, known), outcome);
  const std::size_t expected = what == "backup" ? 2 : 1;
  if (arguments.words.size() < expected)
    return wrong("store backup takes the file to write", outcome);
  if (arguments.words.size() > expected)
    return wrong(fmt::format("store {} takes no {}", what, arguments.words[expected]), outcome);
  if (what == "stats") return stats(arguments, outcome);
  if (!arguments.options.empty())
    return wrong(fmt::format("--{} is for store stats", arguments.options.begin()->first), outcome);
  if (arguments.settings.origin("to") == "command line")
    return wrong("--to is for store stats", outcome);
  if (arguments.settings.text("store") == "none")
    return wrong("there is no store (--store none)", outcome);
  const auto path = store_path(arguments.settings);
  if (!path) return report(path.error(), outcome);
  if (what == "check") return check(*path, outcome);
  if (what == "migrate") return migrate(*path, outcome);
  back_up(*path, arguments.words[1], outcome);
}

}  // namespace

const Verb store_verb{"store",
                      "stats|check|migrate|backup FILE",
                      "Count what clinicians did with each alert, card and rule; check that the "
                      "store is whole; bring "
                      "it up to date with this program; or copy it while it is in use",
                      run,
                      options,
                      settings,
                      "causa store stats --since 2026-11-01 --to json"};

}  // namespace causa::cli
