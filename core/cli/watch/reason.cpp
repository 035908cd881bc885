// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/reason.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "base/time.hpp"

namespace causa::cli::watch {

namespace {

constexpr std::size_t most_errors = 10'000;  ///< a file of nothing but errors needs no more
constexpr std::size_t width = 90;

std::string paragraph(std::string_view head, std::string_view text) {
  std::string lines;
  for (const auto& line : wrap(text, width)) {
    lines += fmt::format("   {:<7}{}\n", head, line);
    head = "";
  }
  return lines;
}

}  // namespace

void Reason::add(const Error& error) {
  ++count_;
  if (errors_.size() >= most_errors) return;
  errors_.push_back({error.fault, without_path(error.place), without_path(error.message),
                     without_path(error.cure)});
}

std::string Reason::without_path(std::string text) const {
  for (std::size_t at = text.find(file_); at != std::string::npos; at = text.find(file_, at))
    text.replace(at, file_.size(), "the file");
  return text;
}

std::string Reason::text(const Counts& counts) const {
  std::string text = fmt::format("causa {} could not assess all of this file ({}).\n\n",
                                 CAUSA_VERSION, format_time(now_ms() / 1000 * 1000));
  text += fmt::format("Assessed: {}. Not assessed: {}.\n", counts.assessed, counts.failed);
  text += counts.assessed > 0
              ? "The answer holds those that were assessed; give in again only the others.\n"
              : "There is no answer.\n";
  std::size_t number = 0;
  for (const auto& error : errors_) {
    text += fmt::format("\n{}.\n", ++number);
    text += paragraph("where:", error.place) + paragraph("what:", error.message);
    text += paragraph("cure:", error.cure);
  }
  if (count_ > errors_.size())
    text += fmt::format("\n{} more are not listed.\n", count_ - errors_.size());
  return text;
}

std::string crash_text(const std::string& id) {
  const bool known = !id.empty();
  return fmt::format(
             "causa {} crashed while it assessed this file ({}).\n\nThere is no answer. Who was "
             "assessed before that is in the store, and isn't assessed\nagain if the same file is "
             "given in again.\n\n1.\n",
             CAUSA_VERSION, format_time(now_ms() / 1000 * 1000)) +
         paragraph("where:", known ? id : "the program") +
         paragraph("what:", known ? "its library crashed, and the program with it"
                                  : "a crash outside of any module's library") +
         paragraph("cure:",
                   known ? "start causa watch with --isolation worker, where a crash takes down "
                           "only the library, and give the file in again; tell the module's authors"
                         : "this is a fault of the program; please report it");
}

}  // namespace causa::cli::watch
