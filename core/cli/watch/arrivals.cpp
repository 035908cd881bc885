// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/arrivals.hpp"

#include <algorithm>

namespace causa::cli::watch {

namespace {

bool ends_with_in_any_case(std::string_view name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  name.remove_prefix(name.size() - ending.size());
  return std::equal(name.begin(), name.end(), ending.begin(), [](char letter, char small) {
    return letter == small || (letter >= 'A' && letter <= 'Z' && letter - 'A' + 'a' == small);
  });
}

}  // namespace

bool is_unfinished_name(std::string_view name) {
  if (name.starts_with('.')) return true;
  for (const std::string_view ending : {".tmp", ".part", ".filepart"})
    if (ends_with_in_any_case(name, ending)) return true;
  return false;
}

std::chrono::seconds pause_after(unsigned failures) {
  return std::chrono::seconds(failures > 6 ? 60 : 1u << (failures > 0 ? failures - 1 : 0));
}

void Arrivals::look(const std::vector<ListedFile>& files, Instant now) {
  std::map<std::string, Seen, std::less<>> seen;
  for (const auto& file : files) {
    auto former = seen_.extract(file.name);
    if (former.empty() || former.mapped().state != file.state) {
      Seen fresh;
      fresh.state = file.state;
      fresh.since = fresh.not_before = now;
      seen.insert_or_assign(file.name, fresh);
    } else {
      seen.insert(std::move(former));
    }
  }
  seen_ = std::move(seen);
  for (const auto& name : moved_in_)
    if (const auto found = seen_.find(name); found != seen_.end()) found->second.came_whole = true;
  moved_in_.clear();
}

Instant Arrivals::due(const Seen& seen) const {
  const Instant quiet = seen.came_whole ? seen.since : seen.since + quiet_;
  return std::max(quiet, seen.not_before);
}

std::vector<ListedFile> Arrivals::ready(Instant now) const {
  std::vector<ListedFile> files;
  for (const auto& [name, seen] : seen_)
    if (due(seen) <= now) files.push_back({name, seen.state});
  std::stable_sort(files.begin(), files.end(), [](const ListedFile& a, const ListedFile& b) {
    return a.state.changed_ns < b.state.changed_ns;
  });
  return files;
}

bool Arrivals::put_off(const ListedFile& file, Instant now) {
  const auto found = seen_.find(file.name);
  if (found == seen_.end()) return false;
  Seen& seen = found->second;
  ++seen.failures;
  seen.not_before = now + pause_after(seen.failures);
  return seen.failures == 1;
}

Instant Arrivals::next_due(Instant now) const {
  Instant next = Instant::max();
  for (const auto& [name, seen] : seen_) next = std::min(next, std::max(due(seen), now));
  return next;
}

std::size_t Arrivals::unfinished(Instant now) const {
  return static_cast<std::size_t>(std::count_if(
      seen_.begin(), seen_.end(), [&](const auto& entry) { return due(entry.second) > now; }));
}

}  // namespace causa::cli::watch
