// SPDX-License-Identifier: Apache-2.0
//
// Flat tables in a folder, which gets its name when all of them are in it.

#include <fmt/core.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/text.hpp"
#include "base/time.hpp"
#include "base/unfinished.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/progress.hpp"
#include "cli/setup.hpp"
#include "cli/span_options.hpp"
#include "cli/storing/actions.hpp"
#include "cli/storing/words.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"
#include "store/store.hpp"
#include "store/tables.hpp"

namespace causa::cli {

namespace {

using store::Cell;
using store::Meaning;
using store::Table;

Error file_error(const std::filesystem::path& path, int code) {
  return {Fault::usage, path.string(), std::strerror(code),
          "name a folder that isn't there yet, in one that you may write to, on a disk with room"};
}

std::string text_of(const Cell& cell, Meaning meaning) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return cell_words(*number, meaning);
  if (const auto* real = std::get_if<double>(&cell)) return format_number(*real);
  if (const auto* text = std::get_if<std::string>(&cell))
    return meaning == Meaning::digest ? hex_of(*text) : *text;
  return {};
}

std::string csv_row(const Table& table, std::span<const Cell> cells) {
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) row += ',';
    const std::string text = text_of(cells[i], table.columns[i].meaning);
    row += std::holds_alternative<std::string>(cells[i]) ? report::csv_cell(text) : text;
  }
  return row + "\r\n";
}

std::string csv_header(const Table& table) {
  std::string header;
  for (const auto& column : table.columns)
    header += (header.empty() ? "" : ",") + std::string(column.name);
  return header + "\r\n";
}

boost::json::value json_of(const Cell& cell, Meaning meaning) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    if (meaning == Meaning::plain) return *number;
    if (meaning == Meaning::truth) return *number != 0;
    return boost::json::value(cell_words(*number, meaning));
  }
  if (const auto* real = std::get_if<double>(&cell)) return *real;
  if (std::holds_alternative<std::string>(cell)) return boost::json::value(text_of(cell, meaning));
  return nullptr;
}

std::string json_row(const Table& table, std::span<const Cell> cells) {
  boost::json::object object;
  for (std::size_t i = 0; i < cells.size(); ++i)
    object[table.columns[i].name] = json_of(cells[i], table.columns[i].meaning);
  return report::write_json(object) + '\n';
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// What is exported of which assessments.
struct Selection {
  store::TableFilter filter;
  store::Damaged left_out;
  bool csv = true;
};

/// Rows that were written.
Result<std::uint64_t> write_table(store::TableView& view, const Table& table,
                                  const Selection& selection, const std::filesystem::path& folder) {
  const bool csv = selection.csv;
  const std::filesystem::path path =
      folder / fmt::format("{}.{}", table.name, csv ? "csv" : "ndjson");
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "wxe"));
  if (!file) return file_error(path, errno);
  ::fchmod(::fileno(file.get()), 0600);
  bool good = !csv || std::fputs(csv_header(table).c_str(), file.get()) >= 0;
  int code = errno;
  const auto take = [&](std::span<const Cell> cells) {
    const std::string row = csv ? csv_row(table, cells) : json_row(table, cells);
    good = good && std::fwrite(row.data(), 1, row.size(), file.get()) == row.size();
    code = errno;
    return good && signal_seen() == 0;
  };
  const auto rows = view.each_row(table, selection.filter, selection.left_out, take);
  if (!rows) return rows.error();
  if (good && (std::fflush(file.get()) != 0 || ::fsync(::fileno(file.get())) != 0)) {
    good = false;
    code = errno;
  }
  if (!good) return file_error(path, code);
  return *rows;
}

struct Exported {
  std::uint64_t assessments = 0;  ///< each version counts
  store::Damaged left_out;
  std::optional<Error> loss;  ///< what the store is known to lack
};

Result<void> note_export(const StoreAction& action, const Exported& all) {
  store::OpenOptions options;
  options.actor = actor_of(action.arguments.settings);
  auto store = store::Store::open(action.store, store::Mode::existing, options);
  if (!store) return store.error();
  store::AuditEntry exported;
  exported.what = store::AuditKind::exported;
  exported.detail = fmt::format(
      "{} assessments as {}{}", all.assessments, action.form,
      all.left_out.rows.empty() ? "" : fmt::format(", {} left out", all.left_out.rows.size()));
  return store->note(exported);
}

Result<Exported> write_all(const StoreAction& action, const store::TableFilter& filter,
                           const std::filesystem::path& folder) {
  auto view = store::TableView::open(action.store);
  if (!view) return view.error();
  Exported all;
  all.loss = view->loss();
  Progress progress("assessments");
  // Rows alone don't tell which are missing, and a table of half an assessment looks like a whole.
  auto damaged = view->find_damaged(
      filter,
      [&](std::uint64_t done, std::uint64_t newest) { progress.update(done, done, newest); },
      [] { return signal_seen() != 0; });
  progress.clear();
  if (!damaged) return damaged.error();
  const Selection selection{filter, *std::move(damaged), action.form == "csv"};
  for (const Table& table : store::tables()) {
    if (signal_seen() != 0) break;
    const auto rows = write_table(*view, table, selection, folder);
    if (!rows) return rows.error();
    if (std::string_view(table.name) == "assessments") all.assessments = *rows;
  }
  all.left_out = selection.left_out;
  return all;
}

void tell_left_out(const StoreAction& action, const store::Damaged& damaged) {
  for (const Error& error : damaged.named) report(error, action.outcome);
  if (const std::size_t more = damaged.rows.size() - damaged.named.size(); more > 0)
    log_warning("{}: ... and {} more that were left out", action.store.string(), more);
}

}  // namespace

void export_store(const StoreAction& action) {
  std::filesystem::path folder = action.word(0);
  if (!folder.has_filename()) folder = folder.parent_path();  // "export/"
  const auto span = read_span(store_verb, action.arguments, action.outcome);
  if (!span) return;
  std::error_code code;
  if (std::filesystem::exists(folder, code))
    return report(file_error(folder, EEXIST), action.outcome);
  watch_signals();
  stop_at_hangup();
  Unfinished unfinished(folder);
  if (const int made = unfinished.make_folder(); made != 0)
    return report(file_error(unfinished.path(), made), action.outcome);
  const auto all = write_all(action, {span->since_ms, span->until_ms}, unfinished.path());
  if (!all) return report(all.error(), action.outcome);
  if (signal_seen() != 0) return stopped(action);
  // Nothing leaves the store that its audit doesn't know of.
  if (auto noted = note_export(action, *all); !noted) {
    Error error = noted.error();
    error.message = "an export is noted in the audit, and the store " + error.message;
    return report(error, action.outcome);
  }
  if (const int named = unfinished.name(); named != 0)
    return report(file_error(folder, named), action.outcome);
  if (!unfinished.warning().empty()) log_warning("{}", unfinished.warning());
  if (all->loss) log_warning("{}", to_string(*all->loss));
  tell_left_out(action, all->left_out);
  const std::size_t left_out = all->left_out.rows.size();
  fmt::print("{} holds {} assessments in {} tables{}\n", folder.string(), all->assessments,
             store::tables().size(),
             left_out > 0 ? fmt::format("; {} left out, not as stored", left_out) : "");
}

}  // namespace causa::cli
