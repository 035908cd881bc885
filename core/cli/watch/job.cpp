// SPDX-License-Identifier: Apache-2.0

#include "cli/watch/job.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/interrupt.hpp"
#include "cli/printer.hpp"
#include "cli/setup.hpp"
#include "cli/watch/move.hpp"
#include "intake/hl7v2/receipts.hpp"

namespace causa::cli::watch {

namespace {

namespace fs = std::filesystem;

/// Names a run: one content that came once under one name. The same content that comes again has
/// another time, and is assessed again.
Result<std::string> source_digest(const fs::path& file, const FileState& state,
                                  const std::string& folder_id) {
  const auto content = sha256_of_file(file);
  if (!content)
    return Error{Fault::usage, file.parent_path().string(),
                 "can't read the file: " + content.error().message, "check the disk"};
  return sha256_hex(fmt::format("causa watch\n{}\n{}\n{}\n{}\n{}", folder_id,
                                file.filename().string(), state.size, state.changed_ns, *content));
}

fs::path store_file(const Settings& settings, Engine& engine) {
  if (engine.store() == nullptr) return {};
  const auto path = store_path(settings);
  std::error_code code;
  return path ? fs::absolute(*path, code) : fs::path();
}

/// `staged` gets the name of the input in this folder.
StagedMove to_move(const fs::path& staged, const fs::path& file, const fs::path& folder) {
  const std::string name = file.filename().string();
  const NameParts parts = parts_of(name);
  return {staged, folder, std::string(parts.stem), std::string(parts.extension)};
}

Result<void> stage(const fs::path& path, const std::string& text) {
  auto staged = StagedFile::open(path);
  if (!staged) return staged.error();
  fmt::print(staged->stream(), "{}", text);
  return staged->keep();
}

/// Neither its content nor a loss of power matters: whoever is killed leaves the entry.
void note(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor >= 0) ::close(descriptor);
}

bool is_there(const fs::path& file) { return ::access(file.c_str(), F_OK) == 0; }

}  // namespace

Result<JobEnd> Job::run(const fs::path& file) {
  counts_ = {};
  const auto state = state_of(file);
  if (!state) return JobEnd::changed;
  const CrashMark mark(folders_.crash_mark());
  note(folders_.in_hand());
  auto end = answer_in_any_way(file, *state);
  let_go();
  return end;
}

Result<JobEnd> Job::answer_in_any_way(const fs::path& file, const FileState& state) {
  try {
    for (const bool anew : {false, true}) {
      const auto end = answer(file, state, anew);
      if (!end) return end.error();
      if (*end) return **end;
    }
    return Error{Fault::internal, file.string(), "it is read in another way each time",
                 "please report it"};
  } catch (const std::system_error& error) {
    return system_error(folders_.out, "can't write here", error.code().value());
  }
}

/// Another version of the program may read in another order: its run is left as it is. Of a file
/// that has grown since it was read, the earlier part is stored already.
Result<void> Job::begin(AssessRun& assess_run, const fs::path& file, std::string& source_sha256,
                        bool anew) {
  const auto grown = grown_.find(file.filename().string());
  std::vector<std::string> sources{source_sha256};
  if (grown != grown_.end()) sources.push_back(grown->second);
  for (const std::string& source : sources) {
    if (engine_.store() == nullptr || anew) break;
    const auto run = engine_.store()->unfinished_run(source);
    if (!run) return run.error();
    if (!*run || (*run)->program_version != CAUSA_VERSION) continue;
    source_sha256 = source;
    return assess_run.go_on(**run);
  }
  assess_run.begin(source_sha256);
  return {};
}

Result<std::optional<JobEnd>> Job::answer(const fs::path& file, const FileState& state, bool anew) {
  counts_ = {};
  auto digest = source_digest(file, state, folders_.id);
  if (!digest) return digest.error();
  const auto date = as_of(settings_);
  if (!date) return date.error();
  auto staged = StagedFile::open(folders_.staged_answer());
  if (!staged) return staged.error();

  Reason reason(file);
  intake::hl7v2::Receipts receipts;
  intake::hl7v2::Receipts* const wanted = folders_.acks.empty() ? nullptr : &receipts;
  // Cards that were noted and never arrived would be left out of the next answer: they are noted
  // after their answer has its name.
  const RunPlan plan{.as_of_ms = *date,
                     .jobs = jobs(settings_),
                     .reloads_on_signal = false,
                     .tell_unread = [&](const Error& error) { reason.add(error); },
                     .notes_given = false,
                     .input_stands = [&] { return state_of(file) == state; },
                     .receipts = wanted};
  const auto changed = [&] {
    grown_[file.filename().string()] = *digest;
    return std::optional(JobEnd::changed);
  };
  Printer printer(settings_, staged->stream(), engine_.store());
  AssessRun assess_run(settings_, engine_, printer, plan, counts_, outcome_);
  if (auto begun = begin(assess_run, file, *digest, anew); !begun) return begun.error();
  intake::Options options = options_;
  options.receipts = wanted;
  auto reader = intake::Reader::open(std::array{file.string()}, options);
  if (!reader) return Error{Fault::usage, "input", reader.error().message, reader.error().cure};
  if (auto end = assess_run.run(*reader); !end) {
    // The same file is read in another way (another mapping, other settings) than before.
    if (assess_run.met_other_input()) return std::optional<JobEnd>();
    if (state_of(file) != state) return changed();
    return end.error();
  }
  if (state_of(file) != state) return changed();
  if (counts_.assessed + counts_.failed == 0)
    reason.add(input_error(file.string(), "there is no patient in it", "check what was sent"));

  const auto journal =
      stage_results(file, *digest, *staged, reason, receipts.acknowledgments(now_ms()));
  if (!journal) return journal.error();
  if (auto committed = commit(*journal); !committed) return committed.error();
  if (auto finished = finish(); !finished) return finished.error();
  grown_.erase(file.filename().string());
  if (auto noted = printer.note_given(); !noted) return noted.error();
  return std::optional(reason.empty() ? JobEnd::done : JobEnd::failed);
}

/// What is left to do, once all of it is on the disk under names of its own.
Result<Journal> Job::stage_results(const fs::path& file, const std::string& digest,
                                   StagedFile& answer, const Reason& reason,
                                   const std::string& acknowledgments) {
  Journal journal;
  journal.store = store_file(settings_, engine_);
  journal.source_sha256 = digest;
  journal.input = to_move(file, file, reason.empty() ? folders_.done : folders_.failed);
  if (counts_.assessed > 0 && settings_.text("to") != "none") {
    if (auto kept = answer.keep(); !kept) return kept.error();
    journal.answer = to_move(folders_.staged_answer(), file, folders_.out);
    journal.answer->extension = answer_extension(settings_);
  }
  if (!acknowledgments.empty()) {
    if (auto kept = stage(folders_.staged_acks(), acknowledgments); !kept) return kept.error();
    journal.acknowledgments = to_move(folders_.staged_acks(), file, folders_.acks);
    journal.acknowledgments->extension = ".ack.hl7";
  }
  if (!reason.empty()) {
    journal.reason = folders_.staged_reason();
    if (auto kept = stage(journal.reason, reason.text(counts_)); !kept) return kept.error();
  }
  return journal;
}

Result<void> Job::commit(const Journal& journal) {
  // The answer and the reason must be there before a journal speaks of them.
  for (const auto& folder :
       {folders_.out, folders_.acks, folders_.own(), folders_.claimed(), folders_.inbox})
    if (auto synced = folder.empty() ? Result<void>() : sync(folder); !synced)
      return synced.error();
  if (auto written = write_own(folders_.journal(), to_text(journal)); !written) return written;
  return sync(folders_.own());
}

Result<std::optional<std::string>> Job::set_aside(const fs::path& file) {
  constexpr std::size_t longest_id = 256;
  const fs::path mark = folders_.crash_mark();
  std::optional<std::string> id;
  if (!is_there(mark)) return id;
  if (!file.empty()) {
    auto text = read_file(mark);
    id = text ? printable(std::string_view(*text).substr(0, longest_id)) : std::string();
    Journal journal;
    journal.input = to_move(file, file, folders_.failed);
    journal.reason = folders_.staged_reason();
    if (auto kept = stage(journal.reason, crash_text(*id)); !kept) return kept.error();
    if (auto committed = commit(journal); !committed) return committed.error();
  }
  if (::unlink(mark.c_str()) != 0)
    return system_error(folders_.own(), "can't remove the mark of a crash", errno);
  if (auto finished = finish(); !finished) return finished.error();
  return id;
}

bool Job::was_killed() const {
  return is_there(folders_.in_hand()) && !is_there(folders_.crash_mark()) && !is_unfinished();
}

void Job::let_go() const { ::unlink(folders_.in_hand().c_str()); }

bool Job::is_unfinished() const { return is_there(folders_.journal()); }

Result<void> Job::finish() {
  if (!is_unfinished()) return {};
  const auto text = read_file(folders_.journal());
  if (!text) return text.error();
  const auto journal = read_journal(*text, folders_.journal());
  if (!journal) return journal.error();
  if (auto moved = do_moves(*journal); !moved) return moved.error();
  if (auto synced = sync(folders_.claimed()); !synced) return synced.error();
  if (auto ended = end_run(*journal); !ended) return ended.error();
  let_go();
  if (::unlink(folders_.journal().c_str()) != 0)
    return system_error(folders_.own(), "can't remove the journal", errno);
  return sync(folders_.own());
}

/// In the store that the journal names, which an earlier program may have been told of.
Result<void> Job::end_run(const Journal& journal) {
  if (journal.store.empty() || !is_there(journal.store)) return {};
  std::optional<store::Store> other;
  store::Store* store = engine_.store();
  if (journal.store != store_file(settings_, engine_)) {
    auto opened = store::Store::open(journal.store, store::Mode::create);
    if (!opened) return opened.error();
    store = &other.emplace(std::move(*opened));
  }
  const auto run = store->unfinished_run(journal.source_sha256);
  if (!run) return run.error();
  if (!*run) return {};
  return store->end_run((*run)->id);
}

}  // namespace causa::cli::watch
