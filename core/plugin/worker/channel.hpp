// SPDX-License-Identifier: Apache-2.0
//
// One end of the socket between host and worker: whole packets, with descriptors if need be. What
// comes from a worker was perhaps written by a library gone astray, so nothing in it is taken for
// true here but its size. One thread an end.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "plugin/descriptor.hpp"
#include "plugin/worker/protocol.hpp"

namespace causa::plugin::worker {

struct Message {
  Packet packet;
  std::string text, cure;
  std::array<Descriptor, 2> descriptors;
};

enum class Received { message, nothing_yet, closed, broken };

class Channel {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Channel(Descriptor socket) : socket_(std::move(socket)) {}

  /// Both ends; not inherited. Error: place is empty, message is the system's.
  static Result<std::pair<Channel, Descriptor>> make_pair();

  /// Never waits for long: a packet is smaller than what the system keeps for an end. False: the
  /// other end is gone.
  bool send(Packet packet, std::string_view text = {}, std::string_view cure = {},
            std::span<const int> descriptors = {});

  /// Waits until the deadline; without one, for ever. `nothing_yet`: the deadline passed. `broken`:
  /// what came is no packet.
  Received receive(Message& message, std::optional<Clock::time_point> deadline);

  [[nodiscard]] int descriptor() const { return socket_.get(); }

 private:
  Descriptor socket_;
  std::vector<char> buffer_;
};

}  // namespace causa::plugin::worker
