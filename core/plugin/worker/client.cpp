// SPDX-License-Identifier: Apache-2.0

#include "plugin/worker/client.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "plugin/printable.hpp"
#include "plugin/worker/confinement.hpp"
#include "plugin/worker/filter.hpp"

namespace causa::plugin::worker {

namespace {

using namespace std::chrono_literals;

constexpr int most_strikes = 3;
constexpr auto load_time = 20s;      // a busy machine starts a program slowly
constexpr auto time_of_a_row = 1ms;  // a row takes some 10 ns
constexpr auto look_again = 50ms;    // whether the call was cancelled

std::string step_of(std::uint32_t step) { return fmt::format(" in step {}", step); }

}  // namespace

void Strikes::add() {
  const std::lock_guard lock(mutex_);
  ++count_;
}

void Strikes::remember(const Error& last) {
  const std::lock_guard lock(mutex_);
  last_ = last;
}

std::optional<Error> Strikes::left_out() const {
  const std::lock_guard lock(mutex_);
  if (count_ < most_strikes) return std::nullopt;
  Error error = last_;
  error.message = fmt::format(
      "is left out for the rest of this run, since its worker process failed {} times; the last "
      "time it {}",
      count_, last_.message);
  return error;
}

Client::Client(std::shared_ptr<const Apart> apart, std::string_view config_json,
               std::string_view module_id, HostServices services)
    : apart_(std::move(apart)),
      config_json_(config_json),
      module_id_(module_id),
      services_(std::move(services)) {
  if (config_json_.size() + module_id_.size() > longest_packet_text)
    refused_ = failure("its settings are too long for a worker process",
                       "shorten them, or set isolation = \"in-process\"");
  else
    static_cast<void>(start());  // tried again, and told, when it is needed
}

int Client::process() const { return process_ ? process_->id() : 0; }

Result<void> Client::derive(std::uint32_t step, const causa_batch& batch,
                            const causa_output* const* outputs) {
  if (refused_) return *refused_;
  // The rows were tried one by one since, and none of them was to blame.
  if (ended_in_batch_ && batch.row_count > 1) {
    ended_in_batch_ = false;
    apart_->strikes.add();
  }
  if (leave_out()) return *refused_;
  ended_ = false;
  auto done = start();
  if (done) done = await_ready();
  if (done) done = send_batch(step, batch, outputs);
  if (done) done = await_done(step, batch, outputs);
  if (!ended_) return done;
  count(batch);
  apart_->strikes.remember(done.error());
  static_cast<void>(leave_out());
  return done;
}

/// True from the strike on that was one too many, of this worker or of another thread's.
bool Client::leave_out() {
  if (auto why = apart_->strikes.left_out())
    refused_ = failure(std::move(why->message), std::move(why->cure));
  return refused_.has_value();
}

/// A row that takes the worker down is a strike. A batch is none yet: its rows are tried next.
void Client::count(const causa_batch& batch) {
  if (batch.row_count > 1 && ready_once_) {
    ended_in_batch_ = true;
  } else {
    ended_in_batch_ = false;
    apart_->strikes.add();
  }
}

Result<void> Client::start() {
  if (process_) return {};
  auto process = Process::start(apart_->program, apart_->file.descriptor());
  if (!process) return failure(process.error().message, "make room for a process, and run again");
  process_.emplace(std::move(*process));
  ready_ = false;
  region_ = {};  // what a process that was lost had mapped is not used again
  Packet packet;
  packet.kind = Kind::start;
  packet.number = apart_->limits.memory_bytes;
  process_->channel().send(packet, module_id_, config_json_);
  return {};
}

Result<void> Client::await_ready() {
  if (ready_) return {};
  Message message;
  const Received how = receive(message, Clock::now() + load_time);
  if (how != Received::message || message.packet.kind != Kind::ready)
    return lost(how, message, " while it was loaded");
  if (message.packet.status != 0) {
    refused_ = failure(printable(message.text), printable(message.cure));
    process_.reset();
    return *refused_;
  }
  // Where no filter can be had the program has said so already.
  const std::uint32_t walls = confined_limits | (can_filter() ? confined_filter : 0u);
  if (!is_sanitized() && (message.packet.confined & walls) != walls) {
    refused_ = failure("its process could not be walled in",
                       "run on a system that allows it, or set isolation = \"in-process\" if the "
                       "module is trusted");
    process_.reset();
    return *refused_;
  }
  ready_ = ready_once_ = true;
  return {};
}

Result<void> Client::send_batch(std::uint32_t step, const causa_batch& batch,
                                const causa_output* const* outputs) {
  bool sent = true;
  if (region_.too_small(batch, outputs)) {
    if (auto made = region_.make(batch, outputs); !made)
      return failure(made.error().message, "assess fewer patients at a time (--batch)");
    Packet map;
    map.kind = Kind::map;
    map.number = region_.input().size();
    map.output_size = region_.output().size();
    const std::array<int, 2> descriptors = {region_.input().descriptor(),
                                            region_.output().descriptor()};
    sent = process_->channel().send(map, {}, {}, descriptors);
  }
  region_.put(batch, outputs);
  Packet packet;
  packet.kind = Kind::derive;
  packet.sequence = ++sequence_;
  packet.number = step;
  sent = sent && process_->channel().send(packet);
  return sent ? Result<void>() : lost(Received::closed, {}, step_of(step));
}

Result<void> Client::await_done(std::uint32_t step, const causa_batch& batch,
                                const causa_output* const* outputs) {
  const auto time = apart_->limits.time + batch.row_count * time_of_a_row;
  Message message;
  const Received how = receive(message, Clock::now() + time);
  if (how == Received::nothing_yet)
    return stopped(fmt::format("took more than {} s{} and was stopped",
                               std::chrono::duration<double>(time).count(), step_of(step)));
  const Packet& packet = message.packet;
  if (how != Received::message || packet.kind != Kind::done || packet.sequence != sequence_ ||
      (packet.status != 0 && packet.status != 1) || (packet.status == 0 && packet.text_size != 0))
    return lost(how, message, step_of(step));
  if (packet.status != 0) return failure(printable(message.text), printable(message.cure));
  if (!region_.take(batch, outputs))
    return stopped(fmt::format("wrote beyond its outputs{}; none of them is used", step_of(step)));
  return {};
}

/// What isn't a log line; those are passed on. A deadline that passed while this process itself
/// stood still is no fault of the worker's: what has come until then counts.
Received Client::receive(Message& message, Clock::time_point deadline) {
  bool cancelled = false;
  for (;;) {
    const auto until = services_.cancelled && !cancelled
                           ? std::min<Clock::time_point>(deadline, Clock::now() + look_again)
                           : deadline;
    const Received how = process_->channel().receive(message, until);
    if (how == Received::nothing_yet && until != deadline) {
      cancelled = services_.cancelled();
      if (cancelled) region_.cancel();
      continue;
    }
    if (how != Received::message || message.packet.kind != Kind::log) return how;
    if (services_.log) services_.log(message.packet.status, module_id_, printable(message.text));
    if (Clock::now() >= deadline) return Received::nothing_yet;
  }
}

/// The process is gone, or says what can't be true.
Error Client::lost(Received how, const Message& message, const std::string& at) {
  if (how == Received::nothing_yet)
    return stopped(fmt::format("did not get ready{} and was stopped", at));
  if (how == Received::message && message.packet.kind == Kind::forbidden)
    return stopped(words_of_call(message.packet.number) + at + " and was stopped");
  if (how == Received::closed) {
    const Ending ending = process_->end_of_closed();
    return stopped(ending.words_with(at));
  }
  return stopped(fmt::format("gave an answer that can't be right{} and was stopped", at));
}

Error Client::stopped(std::string why) {
  process_.reset();
  ended_ = true;
  return failure(std::move(why), "tell the module's authors");
}

Error Client::failure(std::string message, std::string cure) const {
  return {Fault::plugin, module_id_, std::move(message), std::move(cure)};
}

}  // namespace causa::plugin::worker
