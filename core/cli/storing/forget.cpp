// SPDX-License-Identifier: Apache-2.0

#include "store/forget.hpp"

#include <fmt/core.h>

#include <charconv>
#include <utility>

#include "base/time.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/progress.hpp"
#include "cli/setup.hpp"
#include "cli/span_options.hpp"
#include "cli/storing/actions.hpp"

namespace causa::cli {

namespace {

/// DAYS before now, or the start of a DATE. Nothing: reported.
std::optional<std::int64_t> read_age(const StoreAction& action, const std::string& text) {
  std::int64_t days = 0;
  const char* end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, days);
  constexpr std::int64_t most_days = 100'000;
  if (code == std::errc() && stop == end) {
    const bool may_be_year = days >= 1900 && days <= 2100;
    if (days >= 1 && days <= most_days && !may_be_year) return now_ms() - days * ms_per_day;
    misuse(store_verb,
           may_be_year
               ? fmt::format("--older-than {} may be a year or days; give a date, YYYY-MM-DD", text)
               : fmt::format("--older-than {} is not 1 to {} days", text, most_days),
           action.outcome);
    return std::nullopt;
  }
  bool wrong = false;
  return read_time_option(store_verb, action.arguments, "older-than", false, wrong, action.outcome);
}

std::optional<store::ForgetFilter> read_filter(const StoreAction& action) {
  const std::string patient = action.arguments.option("patient");
  const std::string age = action.arguments.option("older-than");
  if (patient.empty() == age.empty()) {
    misuse(store_verb, "store forget takes --patient ID or --older-than DAYS|DATE", action.outcome);
    return std::nullopt;
  }
  store::ForgetFilter filter;
  if (!patient.empty()) {
    filter.patient_id = patient;
    return filter;
  }
  filter.before_ms = read_age(action, age);
  if (!filter.before_ms) return std::nullopt;
  return filter;
}

std::string words_of(const store::Forgotten& forgotten) {
  return fmt::format("{} assessment{}{}", forgotten.assessments,
                     forgotten.assessments == 1 ? "" : "s",
                     forgotten.versions == forgotten.assessments
                         ? ""
                         : fmt::format(" with {} versions", forgotten.versions));
}

std::string limit_of(const store::ForgetFilter& filter) {
  return filter.before_ms ? fmt::format(", older than {}", format_time(*filter.before_ms)) : "";
}

}  // namespace

void forget_patients(const StoreAction& action) {
  const auto filter = read_filter(action);
  if (!filter) return;
  if (!action.arguments.option("dry-run").empty()) {
    const auto count = store::count_to_forget(action.store, *filter);
    if (!count) return report(count.error(), action.outcome);
    fmt::print("{} would be forgotten{}\n", words_of(*count), limit_of(*filter));
    return;
  }
  const store::OpenOptions options = writing_options(action.arguments.settings);
  // What is begun is done to its end: what is deleted stands in the file until that is written
  // anew.
  watch_signals();
  bool is_told = false;
  Progress progress("steps");
  const auto forgotten =
      store::forget(action.store, *filter, options, [&](std::uint64_t done, std::uint64_t all) {
        progress.update(done, done, all);
        if (signal_seen() == 0 || std::exchange(is_told, true)) return;
        progress.clear();
        log_warning(
            "store forget goes on to its end; a second signal would end it at once and leave "
            "traces in the file");
      });
  progress.clear();
  if (!forgotten) return report(forgotten.error(), action.outcome);
  if (forgotten->versions == 0) {
    if (forgotten->traces_gone)
      fmt::print("the traces that an earlier call had left in the file are gone\n");
    fmt::print(stderr, "causa: nothing is stored that fits{}\n",
               filter->patient_id ? "; an identifier must be whole, as causa list has it" : "");
  } else {
    fmt::print("{} forgotten{}; copies (store backup) still have them\n", words_of(*forgotten),
               limit_of(*filter));
  }
  if (forgotten->strange_schema)
    log_warning(
        "tables, views or triggers of the store are not as causa makes them, and may keep what was "
        "forgotten; causa store check names them");
  if (!forgotten->unscrubbed) return;
  Error error = *forgotten->unscrubbed;
  error.message = "what was forgotten is out of the store, but traces may be left in the file: " +
                  error.message;
  report(error, action.outcome);
}

}  // namespace causa::cli
