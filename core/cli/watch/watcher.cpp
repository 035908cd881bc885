// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/watcher.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/hash.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/watch/move.hpp"
#include "cli/watch/staged_file.hpp"
#include "cli/watch/store_files.hpp"

namespace causa::cli::watch {

namespace {

namespace fs = std::filesystem;

Instant now() { return std::chrono::steady_clock::now(); }

std::string label_of(const fs::path& file) {
  return "file " + sha256_hex(file.filename().native()).substr(0, 8);
}

/// 0, or why the file can't be read.
int read_trouble(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return errno;
  ::close(descriptor);
  return 0;
}

}  // namespace

Watcher::Watcher(const Folders& folders, const Pace& pace, const Settings& settings,
                 const intake::Options& options, Engine& engine, std::function<void()> reload,
                 Counts& counts, Outcome& outcome)
    : folders_(folders),
      pace_(pace),
      settings_(settings),
      engine_(engine),
      reload_(std::move(reload)),
      counts_(counts),
      outcome_(outcome),
      job_(folders, settings, options, engine, outcome),
      arrivals_(pace.quiet),
      notice_(folders.inbox, pace.ask_system) {
  if (pace.ask_system && !notice_.asks_system())
    log_warning("the system can't say when files arrive; the folder is looked at every {} s",
                pace.poll.count());
  log_info("watching {}", folders.inbox.string());
}

int Watcher::run() {
  while (signal_seen() == 0) {
    if (round())
      notice_.wait(time_to_wait());
    else
      notice_.pause(pause_after(troubles_));  // putting a file back is an event, too
  }
  return signal_seen();
}

int Watcher::run_once() {
  // Two looks tell whether a file still grows; what comes by a rename in between is complete.
  bool well = round();
  const Instant end = now() + pace_.quiet;
  while (well && signal_seen() == 0 && arrivals_.unfinished(now()) > 0 && now() < end)
    notice_.wait(std::chrono::duration_cast<std::chrono::milliseconds>(end - now()) +
                 std::chrono::milliseconds(1));
  if (well && signal_seen() == 0) well = round();
  if (const std::size_t left = arrivals_.unfinished(now()); left > 0)
    log_warning("{} files are left: not complete, or see above", left);
  return signal_seen();
}

std::chrono::milliseconds Watcher::time_to_wait() const {
  const Instant due = arrivals_.next_due(now());
  const auto poll = std::chrono::duration_cast<std::chrono::milliseconds>(pace_.poll);
  if (due == Instant::max()) return poll;
  return std::min(poll, std::chrono::ceil<std::chrono::milliseconds>(due - now()));
}

bool Watcher::round() {
  if (reload_asked()) reload_();
  if (!folders_.in_place())
    return trouble({Fault::usage, folders_.inbox.string(), "is not the folder that was locked",
                    "mount it again; if it was replaced, start causa watch again"});
  if (job_.was_killed())
    if (auto put = put_last(); !put) return trouble(put.error());
  const auto start = look();
  if (!start) return trouble(start.error());
  auto ready = arrivals_.ready(*start);
  std::stable_partition(ready.begin(), ready.end(),
                        [&](const ListedFile& file) { return file.name != last_; });
  const auto claimed = folders_.claimed_file();
  if (!claimed) return trouble(claimed.error());
  if (!ready.empty() || !claimed->empty() || job_.is_unfinished()) {
    // Nothing is touched before it is sure that its answer can be kept.
    if (auto checked = engine_.check_store(); !checked) return trouble(checked.error());
    if (auto finished = job_.finish(); !finished) return trouble(finished.error());
    if (auto tried = StagedFile::open(folders_.staged_answer()); !tried)
      return trouble(tried.error());
    if (!deal_with_claimed()) return false;
  }
  for (const auto& file : ready) {
    if (signal_seen() != 0) return true;
    if (reload_asked()) reload_();
    if (!claim(file) || deal_with_claimed()) continue;
    arrivals_.put_off(file, now());  // so that it doesn't stand in the way of the others
    return false;
  }
  trouble_is_over();
  return true;
}

Result<Instant> Watcher::look() {
  notice_.take([this](std::string_view name) {
    const auto own = put_back_.find(std::string(name));
    if (own == put_back_.end()) return arrivals_.moved_in(name);
    put_back_.erase(own);
  });
  std::size_t others = 0;
  const auto files = folders_.list(others);
  if (!files) return files.error();
  if (others > others_told_)
    log_warning("{} entries that are no files (links, pipes) are left alone", others);
  others_told_ = others;
  const Instant start = now();
  arrivals_.look(*files, start);
  return start;
}

/// What may have killed an earlier program must not stand before all others at each start.
Result<void> Watcher::put_last() {
  const auto file = folders_.claimed_file();
  if (!file) return file.error();
  if (!file->empty() && put_back(*file)) {
    last_ = file->filename().string();
    arrivals_.moved_in(last_);
    log_warning(
        "{}: causa watch was killed while it assessed it; all others come first. If it happens "
        "again over this file, give more memory or take the file out of the folder",
        label_of(*file));
  }
  job_.let_go();
  return {};
}

void Watcher::tell_store(const fs::path& file) {
  if (std::exchange(stores_told_, true)) return;
  log_warning(
      "{}: is a store or belongs to one (an SQLite database), which is no input, and which another "
      "program may have open; all such files are left where they are. Move them to another folder "
      "once nobody uses them",
      label_of(file));
  outcome_.add(Exit::input);
}

bool Watcher::claim(const ListedFile& file) {
  const fs::path from = folders_.inbox / file.name;
  const fs::path to = folders_.claimed() / file.name;
  if (is_of_some_store(settings_, from)) {
    arrivals_.put_off(file, now());
    tell_store(from);
    return false;
  }
  std::string why;
  if (const int code = read_trouble(from); code == ENOENT) {
    return false;  // taken away again
  } else if (code != 0) {
    why = system_error(folders_.inbox, "can't be read", code).message;
  } else if (const auto moved = move_new(from, to); !moved) {
    why = moved.error().message;
  } else if (*moved != Moved::yes) {
    return false;
  }
  if (!why.empty()) {
    if (arrivals_.put_off(file, now())) {
      log_warning("{}: {}; it is left where it is and tried again now and then", label_of(from),
                  why);
      outcome_.add(Exit::input);
    }
    return false;
  }
  if (state_of(to) == file.state) return true;
  put_back(to);  // somebody wrote to it or replaced it: it has to become quiet again
  return false;
}

/// A file that can't be put back since another of its name has come stays claimed, and is next.
bool Watcher::put_back(const fs::path& file) {
  const std::string name = file.filename().string();
  put_back_.insert(name);
  const auto moved = move_new(file, folders_.inbox / name);
  const bool is_back = moved && *moved == Moved::yes;
  if (!is_back || !notice_.asks_system()) put_back_.erase(put_back_.find(name));
  return is_back;
}

bool Watcher::deal_with_claimed() {
  const auto file = folders_.claimed_file();
  if (!file) return trouble(file.error());
  const auto crashed = job_.set_aside(*file);
  if (!crashed) return trouble(crashed.error());
  if (*crashed) {
    outcome_.add(Exit::input);
    log_warning(
        "{}: {} crashed over it, and the program with it; it is set aside, and the reason "
        "is beside it in the folder for failed files",
        label_of(*file), (*crashed)->empty() ? "the program" : "the library of " + **crashed);
    return true;
  }
  if (file->empty()) return true;
  const auto end = job_.run(*file);
  if (!end) {
    // After the journal is written the file is dealt with; only moves are left.
    if (!job_.is_unfinished()) put_back(*file);
    return trouble(end.error());
  }
  if (*end == JobEnd::changed) {
    put_back(*file);
    return true;
  }
  const Counts& counts = job_.counts();
  counts_.assessed += counts.assessed;
  counts_.failed += counts.failed;
  counts_.alerted += counts.alerted;
  if (*end == JobEnd::failed) {
    outcome_.add(Exit::input);
    log_warning("{}: {} assessed, {} not; the reason is beside it in the folder for failed files",
                label_of(*file), counts.assessed, counts.failed);
  } else {
    log_info("{}: {} assessed", label_of(*file), counts.assessed);
  }
  for (const auto& entry : counts.of_no_patient)
    log_info("{}: of no patient: {} {}: {}", label_of(*file), entry.count, entry.source,
             entry.reason);
  return true;
}

/// Told once, until something else is the matter or all is well again.
bool Watcher::trouble(const Error& error) {
  ++troubles_;
  const std::string text = to_string(error);
  if (text != trouble_told_)
    log_error("{}; files stay where they are, and are tried again now and then", text);
  trouble_told_ = text;
  outcome_.add(error);
  return false;
}

void Watcher::trouble_is_over() {
  if (troubles_ > 0) log_warning("all is well again");
  troubles_ = 0;
  trouble_told_.clear();
}

}  // namespace causa::cli::watch
