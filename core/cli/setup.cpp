// SPDX-License-Identifier: Apache-2.0

#include "cli/setup.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>

#include "base/at_once.hpp"
#include "base/file.hpp"
#include "base/time.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "intake/csv/mapping.hpp"
#include "plugin/worker/filter.hpp"
#include "store/network_place.hpp"

namespace causa::cli {

plugin::LoadOptions load_options(const Settings& settings) {
  plugin::LoadOptions options;
  const Places places = find_places();
  for (const auto& folder : settings.list("plugin-path", ':')) options.folders.emplace_back(folder);
  options.named_folders = options.folders.size();
  if (!places.own_plugins.empty()) options.folders.push_back(places.own_plugins);
  options.folders.push_back(places.plugins);
  for (const auto& file : settings.list("plugin", ',')) options.files.emplace_back(file);
  options.only = settings.list("plugins", ',');
  options.without = settings.list("without", ',');
  const std::string& policy = settings.text("policy");
  options.policy = policy == "signed"   ? plugin::Policy::locked_signed
                   : policy == "locked" ? plugin::Policy::locked
                                        : plugin::Policy::folder;
  options.allow = settings.list("allow-unapproved", ',');
  options.places = {settings.place("plugins"), settings.place("without"),
                    settings.place("allow-unapproved")};
  for (const auto& folder : settings.list("trusted-keys", ':'))
    options.key_folders.emplace_back(folder);
  if (options.key_folders.empty())
    for (const auto& folder : places.configuration)
      options.key_folders.push_back(folder / "trusted-keys");
  options.isolation.usual = *isolation_named(settings.text("isolation"));
  options.isolation.by_module = settings.module_isolation();
  options.isolation.limits.time = std::chrono::seconds(std::stoul(settings.text("worker-seconds")));
  options.isolation.limits.memory_bytes = std::stoull(settings.text("worker-memory")) << 20;
  options.jobs = jobs(settings);
  return options;
}

Result<terminology::Vocabulary> load_vocabulary() {
  auto vocabulary = terminology::Vocabulary::load(find_places().terminology);
  if (vocabulary) return vocabulary;
  return Error{Fault::usage, vocabulary.error().place, vocabulary.error().message,
               "reinstall causa; the terminology belongs beside the program, in ../share"};
}

Result<std::shared_ptr<const assess::Prepared>> prepare_with(
    const Settings& settings, const plugin::LoadOptions& load, const assess::Constants& constants,
    const ModulesAreRead& modules_are_read) {
  auto reading = load.jobs > 1 ? begin_at_once(load_vocabulary)
                               : std::async(std::launch::deferred, load_vocabulary);
  // Libraries are loaded by this thread.
  auto registry = plugin::Registry::load(load);
  auto vocabulary = reading.get();
  if (!vocabulary) return vocabulary.error();
  if (!registry) return registry.error();
  auto module_settings = settings_by_id(settings.module_settings(), registry->modules());
  if (!module_settings) return module_settings.error();
  if (modules_are_read) modules_are_read(registry->modules());
  return assess::Prepared::make(std::move(*registry), std::move(*vocabulary), constants,
                                std::move(*module_settings));
}

void tell_modules(const assess::Prepared& prepared, Outcome& outcome) {
  for (const auto& warning : prepared.registry.warnings()) log_warning("{}", warning);
  for (const auto& absence : prepared.registry.absences())
    if (absence.refused) {
      log_warning("{}", absence.why);
      outcome.add(Exit::plugin);
    }
  const auto modules = prepared.registry.modules();
  if (std::any_of(modules.begin(), modules.end(), [](const auto& it) { return it.apart; }) &&
      !plugin::worker::can_filter())
    log_warning(
        "this system filters no system calls (seccomp): what runs in a worker could open files and "
        "connections");
  for (const auto& fault : prepared.faults) {
    log_warning("{}: {}", modules[fault.module].manifest.id, fault.why);
    outcome.add(Exit::plugin);
  }
}

/// Taking knowledge apart again, piece by piece, costs a twentieth of a short run; the system takes
/// back a process's memory at once.
static void keep_to_the_end(std::shared_ptr<const assess::Prepared> prepared) {
  static auto& kept = *new std::vector<std::shared_ptr<const assess::Prepared>>();
  kept.push_back(std::move(prepared));
}

Result<std::shared_ptr<const assess::Prepared>> prepare(const Settings& settings, Outcome& outcome,
                                                        const ModulesAreRead& modules_are_read) {
  auto prepared =
      prepare_with(settings, load_options(settings), settings.constants(), modules_are_read);
  if (!prepared) return prepared.error();
  keep_to_the_end(*prepared);
  for (const auto& sentence : misspelled_sections(
           settings.module_settings(), settings.module_isolation(), (*prepared)->registry))
    log_warning("{}", sentence);
  tell_modules(**prepared, outcome);
  return prepared;
}

/// /tmp may be memory.
std::string temporary_folder(const Settings& settings) {
  if (const std::string& folder = settings.text("temporary-folder"); !folder.empty()) return folder;
  const char* folder = std::getenv("TMPDIR");
  return folder != nullptr && *folder == '/' ? folder : "/var/tmp";
}

Result<intake::Options> intake_options(const Settings& settings, const assess::Prepared& prepared) {
  intake::Options options;
  options.format = intake::format_named(settings.text("from"));
  options.vocabulary = &prepared.vocabulary;
  options.link_ids = settings.link_ids();
  options.temporary_folder = temporary_folder(settings);
  options.tell_spooled = [folder = options.temporary_folder](std::uint64_t bytes) {
    if (bytes > 0)
      log_warning(
          "an export that doesn't fit into memory: {} MiB or more are written to {} for the "
          "time of the run",
          bytes >> 20, folder);
    else
      log_warning("an export that doesn't fit into memory is written to {} for the time of the run",
                  folder);
  };
  if (options.link_ids)
    if (auto known = check_link_ids(*options.link_ids, prepared.vocabulary); !known)
      return known.error();
  const std::string& file = settings.text("mapping");
  if (file.empty()) return options;
  const auto text = read_file(file);
  if (!text)
    return Error{Fault::usage, text.error().place, text.error().message, text.error().cure};
  auto mapping = intake::csv::parse_mapping(*text, file, options.vocabulary);
  if (!mapping) return mapping.error();
  options.mapping = std::make_shared<const intake::csv::Mapping>(std::move(*mapping));
  return options;
}

Result<std::filesystem::path> store_path(const Settings& settings) {
  const std::string& text = settings.text("store");
  if (!text.empty()) return std::filesystem::path(text);
  return store::default_path();
}

store::Actor actor_of(const Settings& settings) {
  store::Actor actor = store::this_process();
  actor.user = settings.text("audit-user");
  actor.version = CAUSA_VERSION;
  return actor;
}

namespace {

/// Once, however often it is opened.
void warn_of_network(const Settings& settings) {
  static std::once_flag told;
  const auto path = store_path(settings);
  const auto network = path ? store::network_file_system(*path) : std::nullopt;
  if (!network) return;
  std::call_once(told, [&] {
    log_warning(
        "{}: is on a network file system ({}); only one computer may use it, or it will be "
        "damaged; keep stores on a local disk",
        path->string(), *network);
  });
}

/// Asked many times a second while somebody waits; says so if that takes long.
class Waits {
 public:
  bool go_on() {
    const auto now = std::chrono::steady_clock::now();
    if (now - asked_ > std::chrono::seconds(1)) began_ = now;
    asked_ = now;
    if (!told_ && now - began_ >= std::chrono::seconds(10)) {
      told_ = true;
      log_warning(
          "another program writes to the store; this one waits until that is done, and "
          "Ctrl-C ends it");
    }
    return signal_seen() == 0;
  }

 private:
  std::chrono::steady_clock::time_point began_, asked_;
  bool told_ = false;
};

}  // namespace

store::OpenOptions writing_options(const Settings& settings, Patience patience,
                                   std::shared_ptr<const std::atomic<bool>> abandoned) {
  warn_of_network(settings);
  store::OpenOptions options;
  options.actor = actor_of(settings);
  options.tell_loss = [](const Error& loss) { log_warning("{}", to_string(loss)); };
  if (patience == Patience::endless) {
    options.wait_ms = 0;
    options.go_on_waiting = [waits = Waits(), abandoned]() mutable {
      return waits.go_on() && !(abandoned && *abandoned);
    };
  }
  return options;
}

namespace {

std::string some_of(std::span<const std::string> names) {
  constexpr std::size_t most_named = 3;
  return fmt::format("{}{}", fmt::join(names.first(std::min(names.size(), most_named)), ", "),
                     names.size() > most_named ? ", ..." : "");
}

}  // namespace

Result<intake::Reader> open_input(std::span<const std::string> inputs,
                                  const intake::Options& options) {
  auto reader = intake::Reader::open(inputs, options);
  if (!reader) {
    Error error = reader.error();
    error.fault = Fault::usage;
    return error;
  }
  if (const auto& repeated = reader->repeated(); !repeated.empty())
    log_warning("given twice, by one name or two, and read once: {}", some_of(repeated));
  const auto& left = reader->passed_over();
  if (!left.empty())
    log_warning(
        "{} in a folder {} not read, since {} name is no input's: {}; give what is one by "
        "name",
        left.size() == 1 ? "an entry" : fmt::format("{} entries", left.size()),
        left.size() == 1 ? "was" : "were", left.size() == 1 ? "its" : "their", some_of(left));
  return reader;
}

Result<std::optional<store::Store>> open_store(const Settings& settings, store::Mode mode,
                                               Patience patience,
                                               std::shared_ptr<const std::atomic<bool>> abandoned) {
  if (settings.text("store") == "none") return std::optional<store::Store>();
  const auto path = store_path(settings);
  if (!path) return path.error();
  const bool reads = mode == store::Mode::read_only;
  auto opened = store::Store::open(
      *path, mode,
      reads ? store::OpenOptions() : writing_options(settings, patience, std::move(abandoned)));
  if (!opened) return opened.error();
  return std::optional<store::Store>(std::move(*opened));
}

unsigned jobs(const Settings& settings) {
  const auto wanted = static_cast<unsigned>(std::stoul(settings.text("jobs")));
  if (wanted > 0) return wanted;
  // Taskset and containers may leave fewer than there are; of more than 1,024 it can't tell.
  cpu_set_t allowed;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0)
    return static_cast<unsigned>(CPU_COUNT(&allowed));
  return std::max(1u, std::thread::hardware_concurrency());
}

Result<std::int64_t> as_of(const Settings& settings) {
  const std::string& text = settings.text("as-of");
  if (text.empty()) return now_ms();
  const auto span = parse_time(text);
  if (!span)
    return Error{Fault::usage, "--as-of", fmt::format("\"{}\" is {}", text, span.error().message),
                 span.error().cure};
  return span->latest_ms;
}

}  // namespace causa::cli
