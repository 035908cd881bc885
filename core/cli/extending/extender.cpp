// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/extender.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/time.hpp"
#include "record/codec.hpp"

namespace causa::cli::extending {

namespace {

using Modules = std::vector<assess::ModuleUsed>;

/// Of records, as they are stored, that are taken apart at once: long histories take memory.
constexpr std::size_t most_record_bytes = std::size_t{1} << 20;

bool has_failed(const assess::Assessment& assessment, std::string_view id) {
  return std::any_of(assessment.modules.begin(), assessment.modules.end(), [&](const auto& module) {
    return module.id.text() == id && module.status == assess::ModuleStatus::failed;
  });
}

/// An earlier module that fails now said more in the version before. One that comes and fails is
/// stored so, as when it is assessed with: it must keep back neither what others say nor its own
/// alerts. Only if there are none of either a version would tell nothing but the failure.
void refuse_failures(Extended& extended) {
  const auto& added = extended.group->added;
  const bool nothing_new =
      std::none_of(added.begin(), added.end(),
                   [&](const std::string& id) { return has_spoken(extended.now, id); }) &&
      new_alerts(extended).empty();
  for (const auto& module : extended.now.modules) {
    if (module.status != assess::ModuleStatus::failed) continue;
    const bool again = has_failed(extended.before, module.id.text());
    if (added.contains(module.id) ? !nothing_new : again) continue;
    extended.why_not = fmt::format("{} failed{}", module.id, again ? " again" : "");
    extended.failure = module.why;
    extended.exit = Exit::plugin;
  }
}

}  // namespace

struct Extender::Loaded {
  Extended* extended = nullptr;
  store::Outline outline;
  record::Record record;
  bool read_otherwise = false;      ///< since modules came
  bool computed_otherwise = false;  ///< by steps that don't run in the group's worker
};

Result<std::vector<Extended>> Extender::extend(std::int64_t after, std::int64_t until,
                                               std::int64_t newest) {
  const store::Store::Reading reading(store_);
  std::vector<store::Outline> outlines;
  std::vector<Extended> unread;
  if (auto done = find(after, until, newest, outlines, unread); !done) return done.error();
  auto all = extend(std::move(outlines));
  if (all) std::move(unread.begin(), unread.end(), std::back_inserter(*all));
  return all;
}

/// By halves where a place can't be read, so that it keeps back nobody else.
Result<void> Extender::find(std::int64_t after, std::int64_t until, std::int64_t newest,
                            std::vector<store::Outline>& outlines, std::vector<Extended>& unread) {
  auto there = store_.outlines(after, until);
  const auto overtaken = there ? store_.overtaken(after, until, newest) : there.error();
  if (!overtaken && until - after > 1) {
    const std::int64_t middle = after + (until - after) / 2;
    if (auto done = find(after, middle, newest, outlines, unread); !done) return done;
    return find(middle, until, newest, outlines, unread);
  }
  if (!overtaken) {
    Extended& one = unread.emplace_back();
    const auto last = store_.last_versions(after, 1);
    const bool is_known = last && !last->empty() && last->front().place == until;
    one.id = is_known ? last->front().id : fmt::format("at place {}", until);
    one.version = (is_known ? last->front().version : 0) + 1;
    return leave_unread(one, overtaken.error(), store_);
  }
  std::move(there->begin(), there->end(), std::back_inserter(outlines));
  for (const std::string& id : *overtaken) {
    store::Outline outline;
    const auto found = store_.outline(id, outline);
    if (found) {
      outlines.push_back(std::move(outline));
      continue;
    }
    Extended& one = unread.emplace_back();
    one.id = id;
    const auto last = store_.last_version(id);
    one.version = (last ? *last : 0) + 1;
    if (auto left = leave_unread(one, found.error(), store_); !left) return left;
  }
  return {};
}

Result<Extended> Extender::extend(const std::string& id) {
  const store::Store::Reading reading(store_);
  std::vector<store::Outline> outlines(1);
  if (auto found = store_.outline(id, outlines.front()); !found) return found.error();
  auto extended = extend(std::move(outlines));
  if (!extended) return extended.error();
  return std::move(extended->front());
}

Result<std::vector<Extended>> Extender::extend(std::vector<store::Outline> outlines) {
  std::vector<Extended> all(outlines.size());
  std::vector<Loaded> loaded;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    bytes += outlines[i].record.size();
    if (auto done = load(std::move(outlines[i]), all[i], loaded); !done) return done.error();
    if (bytes < most_record_bytes && i + 1 < all.size()) continue;
    if (auto done = extend(loaded); !done) return done.error();
    loaded.clear();
    bytes = 0;
  }
  return all;
}

Result<void> Extender::extend(std::vector<Loaded>& loaded) {
  const auto order = [](const Loaded& a, const Loaded& b) {
    if (a.extended->group != b.extended->group)
      return std::less<>()(a.extended->group, b.extended->group);
    return a.outline.as_of_ms < b.outline.as_of_ms;
  };
  std::stable_sort(loaded.begin(), loaded.end(), order);
  for (std::size_t first = 0, last = 0; first < loaded.size(); first = last) {
    while (last < loaded.size() && !order(loaded[first], loaded[last])) ++last;
    if (auto done = extend_group(std::span(loaded).subspan(first, last - first)); !done)
      return done;
  }
  return {};
}

Result<void> Extender::load(store::Outline outline, Extended& extended,
                            std::vector<Loaded>& loaded) {
  constexpr std::string_view assess_again = "assess the patient again from the source";
  extended.id = outline.id;
  extended.place = outline.place;
  extended.version = outline.version + 1;
  const auto group = groups_.of(outline, store_);
  if (!group) return leave_unread(extended, group.error(), store_);
  extended.group = *group;
  extended.modules_before = outline.modules;
  extended.why_not = (*group)->why_not;
  extended.exit = (*group)->exit;
  extended.there_already = extended.why_not.empty() && (*group)->added.empty();
  if (!extended.goes_on()) return {};
  auto record = record::decode(outline.record);
  if (!record) {
    extended.why_not = outline.record.empty()
                           ? fmt::format("no record was kept with it; {}", assess_again)
                           : fmt::format("{}; {}", record.error().message, record.error().cure);
    if (const auto same = store_.is_as_stored(extended.id, outline.version); !same)
      leave_damaged(extended, not_as_stored, same.error());
    return {};
  }
  outline.record.clear();
  loaded.push_back({&extended, std::move(outline), std::move(*record), false, false});
  return {};
}

/// Libraries in processes of their own belong to the thread that uses them.
Result<Extender::ReadyWorker*> Extender::worker_of(const Group& group, Rerun run,
                                                   const Loaded& one) {
  const std::pair key(&group, run);
  if (ReadyWorker* there = workers_.find(key)) return there;
  auto ready = groups_.ready(group, run, one.outline, store_);
  if (!ready) return ready.error();
  std::unique_ptr<assess::Worker> worker;
  std::unique_ptr<WordsOfThen> words;
  if (ready->prepared) {
    worker = std::make_unique<assess::Worker>(ready->prepared, group.config_sha256);
    words = std::make_unique<WordsOfThen>(ready->prepared, group.added);
  }
  return &workers_.put(key, {std::move(*ready), std::move(worker), std::move(words)});
}

/// The worker for the first of them that can be read; those before it are left out. Null: for none.
Result<Extender::ReadyWorker*> Extender::worker_for(std::vector<Loaded*>& some, Rerun run) {
  ReadyWorker* none = nullptr;
  while (!some.empty()) {
    Extended& first = *some.front()->extended;
    auto found = worker_of(*first.group, run, *some.front());
    if (found) return found;
    if (auto left = leave_unread(first, found.error(), store_); !left) return left.error();
    some.erase(some.begin());
  }
  return none;
}

/// All of one group, and as of one date.
Result<void> Extender::extend_group(std::span<Loaded> all) {
  const Group& group = *all.front().extended->group;
  std::vector<Loaded*> loaded;
  for (Loaded& one : all) loaded.push_back(&one);
  const auto found = worker_for(loaded, Rerun::needed);
  if (!found) return found.error();
  if (*found == nullptr) return {};
  // Null if it could when its first one was asked for.
  assess::Worker* const there = (*found)->worker.get();
  std::erase_if(loaded, [there, &with = **found](const Loaded* one) {
    if (there == nullptr) one->extended->exit = with.ready.exit;
    one->extended->why_not =
        there == nullptr ? with.ready.why_not : with.words->why_not(one->record);
    return !one->extended->why_not.empty();
  });
  if (loaded.empty()) return {};
  assess::Worker& worker = *there;
  std::vector<assess::Worker::Known> known;
  for (const Loaded* one : loaded)
    known.push_back({&one->record, one->outline.age, one->outline.sex,
                     one->outline.complaint_present, one->outline.alerted, &one->outline.said});
  const auto told = worker.concerned(known, loaded.front()->outline.as_of_ms, group.added);
  const Modules looked = worker.looked(group.added);
  // What a module said before it failed stands in the version before, and must not be repeated.
  // What another couldn't do then it may do now, and its failure is told of all that it concerns.
  const bool always = group.has_failed || group.others_failed;
  std::vector<bool> is_concerned(loaded.size(), always);
  for (const auto& one : told) {
    is_concerned[one.place] = true;
    loaded[one.place]->read_otherwise = one.read_otherwise;
    loaded[one.place]->computed_otherwise = one.computed_otherwise;
  }
  std::vector<Loaded*> concerned, with_all_steps;
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    Loaded& one = *loaded[i];
    if (group.same_config && one.outline.repeatable && !is_concerned[i]) {
      if (auto repeated = repeat(one, looked); !repeated) return repeated;
      continue;
    }
    Extended& extended = *one.extended;
    auto before = store_.load(one.outline.id, one.outline.version);
    if (!before) {
      if (auto left = leave_unread(extended, before.error(), store_); !left) return left;
      continue;
    }
    extended.before = std::move(*before);
    if (is_concerned[i]) {
      const bool needs_all_steps = group.others_failed || one.computed_otherwise;
      (needs_all_steps ? with_all_steps : concerned).push_back(&one);
      continue;
    }
    extended.now = assess::unchanged_version(extended.before, looked);
    extended.now.config_sha256 = group.config_sha256;
    extended.now.created_ms = now_ms();
  }
  if (!concerned.empty()) extend_concerned(group, worker, concerned);
  return with_all_steps.empty() ? Result<void>() : extend_with_all_steps(group, with_all_steps);
}

/// Of modules that stand after those that come it is read what they said of this patient.
Result<void> Extender::repeat(const Loaded& one, const Modules& looked) {
  Extended& extended = *one.extended;
  const Group& group = *extended.group;
  Modules after;
  if (group.others_follow) {
    auto there = store_.modules_from(one.outline.place, group.modules_kept);
    if (!there) return leave_unread(extended, there.error(), store_);
    after = std::move(*there);
  }
  assess::put_modules(looked, after);
  extended.came = std::make_shared<const Modules>(std::move(after));
  return {};
}

Result<void> Extender::extend_with_all_steps(const Group& group, std::vector<Loaded*> concerned) {
  const auto found = worker_for(concerned, Rerun::all);
  if (!found) return found.error();
  if (*found == nullptr) return {};
  const auto& [ready, worker, words] = **found;
  std::erase_if(concerned, [&ready = ready](const Loaded* one) {
    std::string& why_not = one->extended->why_not;
    why_not = ready.why_not;
    if (!why_not.empty()) one->extended->exit = ready.exit;
    if (why_not.empty() && one->computed_otherwise) why_not = ready.why_not_otherwise;
    return !why_not.empty();
  });
  if (!concerned.empty()) extend_concerned(group, *worker, concerned);
  return {};
}

void Extender::extend_concerned(const Group& group, assess::Worker& worker,
                                std::span<Loaded* const> concerned) {
  std::vector<assess::Worker::Earlier> earlier;
  for (const Loaded* one : concerned)
    earlier.push_back({&one->extended->before, &one->record, one->read_otherwise});
  std::vector<assess::Assessment> made(concerned.size());
  worker.extend_concerned(earlier, group.added, now_ms(), made);
  for (std::size_t i = 0; i < concerned.size(); ++i) {
    Extended& extended = *concerned[i]->extended;
    keep_findings(group.lint, made[i].findings);
    extended.now = std::move(made[i]);
    refuse_failures(extended);
  }
}

}  // namespace causa::cli::extending
