// SPDX-License-Identifier: Apache-2.0

#include "cli/replay.hpp"

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
  const record::Record* const records[] = {&*record};
  std::vector<assess::Assessment> now;
  (*made)->worker->assess(records, then->as_of_ms, then->created_ms, now);
  const auto config = store_.load_config(then->config_sha256);
  if (!config) return config.error();
  keep_findings(lint_mode_of(*config), now.front().findings);
  replay.differences = assess::differences(*then, now.front());
  return replay;
}

}  // namespace causa::cli
