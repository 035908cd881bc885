// SPDX-License-Identifier: Apache-2.0

#include "cli/outcome.hpp"

#include <fmt/core.h>

namespace causa::cli {

namespace {

constexpr Exit precedence[] = {Exit::interrupted, Exit::terminated, Exit::usage,  Exit::store,
                               Exit::alert,       Exit::input,      Exit::plugin, Exit::check};

const char* words(Exit code) {
  switch (code) {
    case Exit::done:
      return "done";
    case Exit::input:
      return "some input could not be assessed";
    case Exit::usage:
      return "wrong usage or configuration";
    case Exit::plugin:
      return "a plugin was refused or failed";
    case Exit::store:
      return "the store";
    case Exit::check:
      return "a check found a fault";
    case Exit::alert:
      return "an alert at or above --fail-on";
    case Exit::interrupted:
      return "interrupted";
    case Exit::terminated:
      return "terminated";
  }
  return "";
}

}  // namespace

void Outcome::add(const Error& error) {
  switch (error.fault) {
    case Fault::usage:
    case Fault::internal:
      return add(Exit::usage);
    case Fault::input:
      return add(Exit::input);
    case Fault::plugin:
      return add(Exit::plugin);
    case Fault::store:
      return add(Exit::store);
  }
}

Exit Outcome::code() const {
  for (const Exit code : precedence)
    if (codes_.contains(code)) return code;
  return Exit::done;
}

std::string Outcome::line() const {
  if (codes_.empty()) return {};
  const Exit first = code();
  std::string text = fmt::format("exit {}: {}", static_cast<int>(first), words(first));
  for (const Exit other : codes_)
    if (other != first) text += fmt::format("; also {}: {}", static_cast<int>(other), words(other));
  return text;
}

}  // namespace causa::cli
