// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/saver.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/hash.hpp"
#include "base/time.hpp"

namespace causa::cli::extending {

Saver::Saver(Groups& groups, store::Store& store)
    : groups_(groups), store_(store), again_(groups, store) {}

Result<std::vector<store::LastVersion>> Saver::begin() {
  std::vector<store::ModuleSource> sources;
  for (const auto* module : groups_.added())
    sources.push_back(
        {module->manifest.id, module->manifest.version, module->sha256, *module->manifest_json});
  if (auto kept = store_.keep_modules(sources); !kept) return kept.error();
  // One source for all modules: who adds others next reads of the new alerts all the same.
  const std::string source = sha256_hex("extend");
  auto untold = store_.untold(source);
  if (!untold) return untold.error();
  auto run = store_.begin_run(source, CAUSA_VERSION);
  if (!run) return run.error();
  run_ = *run;
  told_ = untold->until;
  return std::move(untold->versions);
}

Result<void> Saver::end() { return store_.end_run(run_, told_); }

Result<void> Saver::save(std::span<Extended> all) {
  // A transaction knows one configuration; nearly always there is but one.
  std::map<std::string_view, std::vector<std::size_t>> by_config;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].goes_on()) by_config[all[i].group->config_sha256].push_back(i);
  for (const auto& [config, places] : by_config)
    if (auto saved = save_with(places, all); !saved) return saved;
  for (Extended& one : all) {
    if (!one.overtaken) continue;
    auto extended = again_.extend(one.id);
    if (!extended) {
      const auto last = store_.last_version(one.id);
      if (!last) return extended.error();
      one.overtaken = false;
      one.forgotten = *last == 0;
      one.version = *last + 1;
      if (one.forgotten) continue;
      if (auto left = leave_unread(one, extended.error(), store_); !left) return left;
      continue;
    }
    one = std::move(*extended);
    if (auto saved = save({&one, 1}); !saved) return saved;
  }
  return {};
}

Result<void> Saver::save_with(std::span<const std::size_t> places, std::span<Extended> all) {
  const std::int64_t created_ms = now_ms();
  for (;;) {
    std::vector<store::Entry> entries;
    std::vector<store::Repeat> repeats;
    store::Batch batch;
    for (const std::size_t place : places) {
      const Extended& one = all[place];
      if (!one.goes_on()) continue;
      batch.config_text = one.group->config_text;
      if (one.repeated())
        repeats.push_back({one.place, one.id, one.version, created_ms, one.modules_before,
                           one.group->modules_kept, *one.came});
      else
        entries.push_back({&one.now, {}, &one.before});
    }
    if (entries.empty() && repeats.empty()) return {};
    batch.entries = entries;
    batch.repeats = repeats;
    batch.run = run_;
    const auto saved = store_.save(batch);
    if (saved) return {};
    const auto dropped = drop_unfit(places, all);
    if (!dropped) return dropped.error();
    if (!*dropped) return saved.error();
  }
}

/// True if another program was first with some of those at the places, or took some out, or they
/// aren't as they were stored, so that nothing can follow on them: these are left out.
Result<bool> Saver::drop_unfit(std::span<const std::size_t> places, std::span<Extended> all) {
  bool any = false;
  for (const std::size_t place : places) {
    Extended& one = all[place];
    if (!one.goes_on()) continue;
    const auto last = store_.last_version(one.id);
    if (!last) return last.error();
    one.forgotten = *last == 0;
    one.overtaken = !one.forgotten && *last + 1 != one.version;
    if (one.goes_on())
      if (const auto same = store_.is_as_stored(one.id, one.version - 1); !same)
        leave_damaged(one, not_as_stored, same.error());
    any = any || !one.goes_on();
  }
  return any;
}

}  // namespace causa::cli::extending
