// SPDX-License-Identifier: Apache-2.0

#include "cli/replay.hpp"

#include <algorithm>

#include "cli/config_text.hpp"
#include "record/codec.hpp"

namespace causa::cli {

Result<Replayer::Made*> Replayer::made_for(const assess::Assessment& assessment) {
  const auto [at, fresh] = made_.try_emplace(recorded_key(assessment));
  if (!fresh) return &at->second;
  auto recorded = find_recorded(settings_, store_, assessment);
  if (!recorded) {
    made_.erase(at);
    return recorded.error();
  }
  at->second.recorded = std::move(*recorded);
  if (at->second.recorded.prepared)
    at->second.worker =
        std::make_unique<assess::Worker>(at->second.recorded.prepared, assessment.config_sha256);
  return &at->second;
}

Result<Replay> Replayer::replay(std::string_view id, std::uint32_t version) {
  const auto then = store_.load(id, version);
  if (!then) return then.error();
  auto program = store_.load_program(id, version);
  if (!program) return program.error();
  Replay replay;
  replay.id = then->id;
  replay.version = then->version;
  replay.program = std::move(*program);
  replay.as_of_ms = then->as_of_ms;
  const auto made = made_for(*then);
  if (!made) return made.error();
  replay.impossible = (*made)->recorded.missing;
  if (!replay.impossible.empty()) return replay;
  replay.modules = (*made)->recorded.prepared->registry.modules().size();
  const auto bytes = store_.load_record(id, version);
  const auto record = bytes ? record::decode(*bytes) : Result<record::Record>(bytes.error());
  if (!record) {
    replay.impossible.push_back(record.error().message);
    return replay;
  }
  if (auto compared = compare(*then, *record, **made, replay); !compared) return compared.error();
  return replay;
}

Result<void> Replayer::compare(const assess::Assessment& then, const record::Record& record,
                               Made& made, Replay& replay) {
  const auto config = store_.load_config(then.config_sha256);
  if (!config) return config.error();
  const LintMode lint = lint_mode_of(*config);
  const record::Record* const records[] = {&record};
  std::vector<assess::Assessment> now;
  made.worker->assess(records, then.as_of_ms, then.created_ms, now);
  keep_findings(lint, now.front().findings);
  replay.differences = assess::differences(then, now.front());
  if (replay.differences.empty() || then.version == 1) return {};
  return compare_after(then, record, lint, made, std::move(now.front()), replay);
}

/// Modules came to it: then alerts of the version before stayed, with all that follows from them.
Result<void> Replayer::compare_after(const assess::Assessment& then, const record::Record& record,
                                     LintMode lint, Made& made, assess::Assessment alone,
                                     Replay& replay) {
  const auto before = store_.load(then.id, then.version - 1);
  if (!before) return before.error();
  auto now = made.worker->assess_after({&*before, &record}, then.created_ms);
  keep_findings(lint, now.findings);
  const auto is_of = [](const assess::Assessment& a, const assess::RaisedAlert& one,
                        const assess::Assessment& b, const assess::RaisedAlert& other) {
    return one.id == other.id && one.urgency == other.urgency &&
           a.modules[one.module].id == b.modules[other.module].id;
  };
  for (const auto& alert : now.alerts)
    if (std::none_of(alone.alerts.begin(), alone.alerts.end(),
                     [&](const auto& one) { return is_of(now, alert, alone, one); }))
      replay.kept_alerts.push_back(now.modules[alert.module].id + "/" + alert.id);
  if (!replay.kept_alerts.empty()) replay.differences = assess::differences(then, now);
  return {};
}

}  // namespace causa::cli
