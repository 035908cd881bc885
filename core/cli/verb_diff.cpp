// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "cli/forms.hpp"
#include "cli/setup.hpp"
#include "cli/stored.hpp"
#include "cli/verb.hpp"
#include "report/difference.hpp"
#include "report/json.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {"store", "to"};
constexpr std::string_view forms[] = {"text", "json"};

/// `which` one of two it is.
Result<assess::Assessment> load(store::Store& store, const std::string& word, const char* which) {
  const auto name = read_stored_name(word);
  if (!name) return name.error();
  const auto id = whole_id(store, name->id);
  if (!id) {
    Error error = id.error();
    if (name->id.empty()) error.place = fmt::format("the {} ID", which);
    return error;
  }
  return store.load(*id, name->version);
}

boost::json::object name_of(const assess::Assessment& it) {
  return {{"id", it.id}, {"version", it.version}};
}

boost::json::value text_or_null(const std::string& text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

void print_json(const assess::Assessment& before, const assess::Assessment& after,
                const std::vector<report::Change>& changes) {
  boost::json::array array;
  for (const auto& change : changes)
    array.push_back(boost::json::object{{"section", report::word(change.section)},
                                        {"id", change.id},
                                        {"name", text_or_null(change.name)},
                                        {"field", text_or_null(change.field)},
                                        {"before", text_or_null(change.before)},
                                        {"after", text_or_null(change.after)}});
  fmt::print("{}\n", report::write_json(boost::json::object{{"schema", "causa.diff/1"},
                                                            {"before", name_of(before)},
                                                            {"after", name_of(after)},
                                                            {"same", changes.empty()},
                                                            {"changes", std::move(array)}}));
}

void run(const Arguments& arguments, Outcome& outcome) {
  if (arguments.words.size() != 2)
    return misuse(diff_verb, "it takes two assessments, each ID or ID@VERSION", outcome);
  const auto form = form_of(diff_verb, arguments.settings, forms, outcome);
  if (!form) return;
  auto store = open_store(arguments.settings, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  if (!*store) return misuse(diff_verb, "there is no store to read (--store none)", outcome);
  const auto before = load(**store, arguments.words[0], "first");
  if (!before) return report(before.error(), outcome);
  const auto after = load(**store, arguments.words[1], "second");
  if (!after) return report(after.error(), outcome);
  const auto changes = report::changes_between(*before, *after);
  if (*form == "json") return print_json(*before, *after, changes);
  if (before->patient_id != after->patient_id)
    fmt::print("These are assessments of two patients.\n\n");
  fmt::print("{}", changes.empty() ? "Both say the same.\n" : report::changes_text(changes));
}

}  // namespace

const Verb diff_verb{"diff",
                     "ID|ID@VERSION ID|ID@VERSION",
                     "Say what differs between two stored assessments: alerts, causes, evidence, "
                     "facts, modules",
                     run,
                     {},
                     settings,
                     "causa diff 2f1c… 2f1c…@1",
                     {},
                     "text or json"};

}  // namespace causa::cli
