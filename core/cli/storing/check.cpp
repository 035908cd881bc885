// SPDX-License-Identifier: Apache-2.0

#include "store/check.hpp"

#include <fmt/core.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "cli/progress.hpp"
#include "cli/setup.hpp"
#include "cli/storing/actions.hpp"
#include "report/json.hpp"
#include "store/store.hpp"

namespace causa::cli {

namespace {

void print_text(const std::filesystem::path& path, const store::CheckReport& found) {
  for (const auto& fault : found.faults)
    fmt::print("{}: {}: {}{}\n", path.string(), printable(fault.place), printable(fault.message),
               fault.cure.empty() ? "" : "; " + fault.cure);
  if (found.more_faults > 0) fmt::print("... and {} more faults\n", found.more_faults);
  for (const auto& note : found.notes) fmt::print("note: {}\n", printable(note));
  if (found.faults.empty())
    fmt::print(
        "{} is whole: {} versions of assessments are as they were stored\n"
        "The audit ends with record {}, hash {}\n",
        path.string(), found.assessments, found.end.number, to_hex(found.end.hash));
}

void print_json(const store::CheckReport& found) {
  boost::json::array faults, notes;
  for (const auto& fault : found.faults)
    faults.push_back({{"place", fault.place}, {"message", fault.message}, {"cure", fault.cure}});
  for (const auto& note : found.notes) notes.emplace_back(note);
  fmt::print("{}\n",
             report::write_json(boost::json::object{
                 {"schema", "causa.store_check/1"},
                 {"whole", found.faults.empty()},
                 {"faults", std::move(faults)},
                 {"more_faults", found.more_faults},
                 {"notes", std::move(notes)},
                 {"assessments", found.assessments},
                 {"audit", {{"records", found.end.number}, {"hash", to_hex(found.end.hash)}}}}));
}

void accept_losses(const StoreAction& action) {
  store::OpenOptions options;
  options.actor = actor_of(action.arguments.settings);
  const auto accepted = store::accept_losses(action.store, options);
  if (!accepted) return report(accepted.error(), action.outcome);
  fmt::print("{}: {}\n", action.store.string(),
             *accepted ? "the losses up to now are noted as known"
                       : "there is no loss that isn't noted as known; nothing is noted");
}

}  // namespace

void check_store(const StoreAction& action) {
  if (!action.arguments.option("accept-loss").empty()) return accept_losses(action);
  Progress progress("records");
  const auto found = store::check(action.store, [&](std::uint64_t done, std::uint64_t all) {
    progress.update(done, done, all);
  });
  progress.clear();
  if (!found) return report(found.error(), action.outcome);
  action.form == "json" ? print_json(*found) : print_text(action.store, *found);
  if (!found->faults.empty()) action.outcome.add(Exit::check);
}

}  // namespace causa::cli
