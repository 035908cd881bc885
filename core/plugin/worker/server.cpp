// SPDX-License-Identifier: Apache-2.0

#include "plugin/worker/server.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "plugin/library.hpp"
#include "plugin/worker/channel.hpp"
#include "plugin/worker/confinement.hpp"
#include "plugin/worker/filter.hpp"

namespace causa::plugin::worker {

namespace {

constexpr int exit_misuse = 2;
constexpr std::uint64_t load_processor_seconds = 20;
constexpr std::uint64_t guard = 1 << 20;  // pages on both sides that nobody can touch

/// Room for one shared memory: the same place whatever its size, with nothing beside it, so that
/// a library that runs beyond its end is stopped there.
class Room {
 public:
  Room()
      : begin_(
            static_cast<std::byte*>(::mmap(nullptr, largest_memory + 2 * guard, PROT_NONE,
                                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0))) {}

  [[nodiscard]] std::byte* data() const { return begin_ + guard; }

  bool map(int descriptor, std::uint64_t size, int protection) {
    if (begin_ == MAP_FAILED || size > largest_memory) return false;
    // What was larger before would stay behind the end.
    if (::mmap(data(), largest_memory, PROT_NONE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED)
      return false;
    return ::mmap(data(), size, protection, MAP_SHARED | MAP_FIXED, descriptor, 0) != MAP_FAILED;
  }

 private:
  std::byte* begin_;
};

template <class T>
T* at(std::byte* memory, std::uint64_t place) {
  return place == 0 ? nullptr : reinterpret_cast<T*>(memory + place);
}

/// The columns of a batch, as they stand in shared memory.
class View {
 public:
  View(std::byte* input, std::byte* output) {
    std::memcpy(&head_, input, sizeof(head_));
    std::byte* place = input + sizeof(head_);
    columns_.resize(head_.column_count);
    for (auto& column : columns_) {
      ColumnPlace it;
      std::memcpy(&it, place, sizeof(it));
      place += sizeof(it);
      column = {sizeof(causa_column),
                it.type,
                at<void>(input, it.values),
                at<const std::uint64_t>(input, it.valid),
                at<const std::uint32_t>(input, it.offsets),
                at<const std::int64_t>(input, it.time_ms),
                at<const std::uint8_t>(input, it.quality)};
      column_pointers_.push_back(&column);
    }
    outputs_.resize(head_.output_count);
    for (auto& one : outputs_) {
      OutputPlace it;
      std::memcpy(&it, place, sizeof(it));
      place += sizeof(it);
      one = {sizeof(causa_output), it.type, at<void>(output, it.values),
             at<std::uint64_t>(output, it.valid), at<std::int64_t>(output, it.time_ms)};
      output_pointers_.push_back(&one);
    }
  }

  Result<void> derive(Instance& instance, std::uint32_t step) {
    causa_batch batch{};
    batch.struct_size = sizeof(batch);
    batch.row_count = head_.row_count;
    batch.column_count = head_.column_count;
    batch.output_count = head_.output_count;
    batch.as_of_ms = head_.as_of_ms;
    batch.columns = column_pointers_.data();
    return instance.derive(step, batch, output_pointers_.data());
  }

 private:
  InputHead head_;
  std::vector<causa_column> columns_;
  std::vector<causa_output> outputs_;
  std::vector<const causa_column*> column_pointers_;
  std::vector<const causa_output*> output_pointers_;
};

class Server {
 public:
  Server() : channel_(Descriptor(channel_descriptor)) {}

  int run() {
    Message message;
    if (channel_.receive(message, std::nullopt) != Received::message ||
        message.packet.kind != Kind::start)
      return EXIT_FAILURE;
    if (!prepare(message)) return EXIT_FAILURE;
    while (channel_.receive(message, std::nullopt) == Received::message) {
      const bool done = message.packet.kind == Kind::map      ? map(message)
                        : message.packet.kind == Kind::derive ? derive(message.packet)
                                                              : false;
      if (!done) return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
  }

 private:
  /// Walls first, then the library, then the narrower walls.
  bool prepare(const Message& start) {
    Packet ready;
    ready.kind = Kind::ready;
    if (limit(start.packet.number)) ready.confined |= confined_limits;
    limit_processor_seconds(load_processor_seconds);
    report_stopped_calls(channel_descriptor);
    const bool filtered = allow_only(Phase::load);
    const auto loaded = load(start);
    limit_processor_seconds(0);
    if (filtered && allow_only(Phase::derive)) ready.confined |= confined_filter;
    if (loaded) return channel_.send(ready);
    ready.status = 1;
    channel_.send(ready, loaded.error().message, loaded.error().cure);
    return false;
  }

  Result<void> load(const Message& start) {
    auto file = SealedFile::adopt(library_descriptor, start.text);
    if (!file) return file.error();
    const Image image = read_image(file->bytes());
    auto library = Library::load(*file, image);
    if (!library) return library.error();
    HostServices services;
    services.log = [this](std::int32_t level, std::string_view, std::string_view text) {
      log(level, text);
    };
    services.cancelled = [this] { return cancelled(); };
    auto instance =
        Instance::create(std::move(*library), start.cure, start.text, std::move(services));
    if (!instance) return instance.error();
    instance_ = std::move(*instance);
    return {};
  }

  bool map(const Message& message) {
    mapped_ = input_.map(message.descriptors[0].get(), message.packet.number, PROT_READ) &&
              output_.map(message.descriptors[1].get(), message.packet.output_size,
                          PROT_READ | PROT_WRITE);
    return mapped_;
  }

  bool derive(const Packet& packet) {
    if (!mapped_) return false;
    View view(input_.data(), output_.data());
    logged_ = 0;
    const auto derived = view.derive(*instance_, static_cast<std::uint32_t>(packet.number));
    Packet done;
    done.kind = Kind::done;
    done.sequence = packet.sequence;
    if (derived) return channel_.send(done);
    done.status = 1;
    return channel_.send(done, derived.error().message, derived.error().cure);
  }

  void log(std::int32_t level, std::string_view text) {
    constexpr int most_lines = 100;  // of one call: the host reads them while it waits
    if (++logged_ > most_lines) return;
    Packet line;
    line.kind = Kind::log;
    line.status = level;
    channel_.send(line, text);
  }

  [[nodiscard]] bool cancelled() const {
    if (!mapped_) return false;
    std::uint32_t value = 0;
    __atomic_load(reinterpret_cast<const std::uint32_t*>(input_.data()), &value, __ATOMIC_RELAXED);
    return value != 0;
  }

  Channel channel_;
  Room input_, output_;
  bool mapped_ = false;
  int logged_ = 0;
  std::unique_ptr<Instance> instance_;
};

bool is_socket(int descriptor) {
  struct stat status{};
  return ::fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
}

}  // namespace

int serve(std::span<const char* const> words) {
  if (words.size() != 1 || !is_socket(channel_descriptor)) {
    std::fputs("causa plugin-worker: causa starts this itself, for modules that run apart\n",
               stderr);
    return exit_misuse;
  }
  if (!end_with_host(static_cast<pid_t>(std::strtol(words[0], nullptr, 10)))) return EXIT_FAILURE;
  keep_memory_private();
  crash_plainly();
  // Not by exit(): what the library left for then isn't run.
  ::_exit(Server().run());
}

}  // namespace causa::plugin::worker
