// SPDX-License-Identifier: Apache-2.0

#include "store/forget.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "base/time.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/progress.hpp"
#include "cli/setup.hpp"
#include "cli/span_options.hpp"
#include "cli/storing/actions.hpp"
#include "store/tables.hpp"

namespace causa::cli {

namespace {

/// A time in which nothing was stored, by the clock.
struct Silence {
  std::int64_t from_ms = 0, to_ms = 0;
};

constexpr std::int64_t year_ms = 365 * ms_per_day;

/// Meets the times of all records of the audit in their order, and then now.
class SilenceFinder {
 public:
  void meet(std::int64_t at_ms) {
    // The clock was set back since, to before the silence was a long one.
    if (found_ && at_ms - found_->from_ms <= year_ms) found_.reset();
    if (last_ms_ && at_ms - *last_ms_ > year_ms) found_ = Silence{*last_ms_, at_ms};
    last_ms_ = at_ms;
  }
  /// The last that was longer than a year and ended within the last one.
  [[nodiscard]] std::optional<Silence> found(std::int64_t now_ms) const {
    return found_ && now_ms - found_->to_ms < year_ms ? found_ : std::nullopt;
  }

 private:
  std::optional<std::int64_t> last_ms_;
  std::optional<Silence> found_;
};

/// What a clock that jumped ahead may have ended, before the store was written again or after.
Result<std::optional<Silence>> find_silence(const std::filesystem::path& store,
                                            std::int64_t now_ms) {
  auto view = store::TableView::open(store);
  // forget(), which brings an older store up to date as well, says what is wrong.
  if (!view) return std::optional<Silence>();
  const auto is_audit = [](const auto& table) { return std::string_view(table.name) == "audit"; };
  const auto is_time = [](const auto& column) { return std::string_view(column.name) == "time"; };
  const auto tables = store::tables();
  const store::Table& audit = *std::find_if(tables.begin(), tables.end(), is_audit);
  const auto column = std::find_if(audit.columns.begin(), audit.columns.end(), is_time);
  const auto time = static_cast<std::size_t>(std::distance(audit.columns.begin(), column));
  SilenceFinder finder;
  const auto read = view->each_row(audit, {}, {}, [&](std::span<const store::Cell> cells) {
    if (const auto* at_ms = std::get_if<std::int64_t>(&cells[time])) finder.meet(*at_ms);
    return true;
  });
  if (!read) return read.error();
  finder.meet(now_ms);
  return finder.found(now_ms);
}

/// DAYS count from the clock. False, and reported: it may have jumped, and the whole store be old.
bool may_count_days(const StoreAction& action, std::int64_t days, std::int64_t now_ms) {
  const auto silence = find_silence(action.store, now_ms);
  if (!silence) {
    report(silence.error(), action.outcome);
    return false;
  }
  if (!*silence) return true;
  report({Fault::usage, fmt::format("--older-than {}", days),
          fmt::format("today is {} by the clock, and nothing was stored in {} from {} to {}: the "
                      "clock may have jumped ahead, and too much would go",
                      format_date(now_ms), action.store.string(), format_date((*silence)->from_ms),
                      format_date((*silence)->to_ms)),
          fmt::format("set the clock; if it is right, say the date: --older-than {}",
                      format_date(now_ms - days * ms_per_day))},
         action.outcome);
  return false;
}

/// DAYS before now, or the start of a DATE. Nothing: reported.
std::optional<std::int64_t> read_age(const StoreAction& action, const std::string& text) {
  std::int64_t days = 0;
  const char* end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, days);
  constexpr std::int64_t most_days = 100'000;
  if (code == std::errc() && stop == end) {
    const bool may_be_year = days >= 1900 && days <= 2100;
    if (days >= 1 && days <= most_days && !may_be_year) {
      const std::int64_t now = now_ms();
      if (!may_count_days(action, days, now)) return std::nullopt;
      return now - days * ms_per_day;
    }
    misuse(store_verb,
           may_be_year
               ? fmt::format("--older-than {} may be a year or days; give a date, YYYY-MM-DD", text)
               : fmt::format("--older-than {} is not 1 to {} days", text, most_days),
           action.outcome);
    return std::nullopt;
  }
  bool wrong = false;
  const auto date =
      read_time_option(store_verb, action.arguments, "older-than", false, wrong, action.outcome);
  // Until tomorrow it may mean all; later it is a slip, which would take all.
  if (!date || *date <= now_ms() + ms_per_day) return date;
  report({Fault::usage, "--older-than " + text,
          "is still to come by the clock, which says " + format_date(now_ms()),
          "write a date up to tomorrow"},
         action.outcome);
  return std::nullopt;
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
    tell_watchers("causa: nothing is stored that fits{}\n",
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
