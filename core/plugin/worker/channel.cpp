// SPDX-License-Identifier: Apache-2.0

#include "plugin/worker/channel.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace causa::plugin::worker {

namespace {

constexpr std::size_t most_descriptors = 2;

/// Room for descriptors beside a packet, aligned as the system wants it.
struct alignas(cmsghdr) Beside {
  std::array<char, CMSG_SPACE(most_descriptors * sizeof(int))> bytes{};
};

/// Milliseconds for poll(), rounded up, so that it doesn't spin before the deadline.
int wait_ms(std::optional<Channel::Clock::time_point> deadline) {
  if (!deadline) return -1;
  const auto left = *deadline - Channel::Clock::now();
  if (left <= Channel::Clock::duration::zero()) return 0;
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return static_cast<int>(std::min<std::int64_t>(ms, 1'000'000));
}

/// Those that came are owned at once, so that none is lost on the way out.
void take_descriptors(msghdr& header, std::array<Descriptor, most_descriptors>& descriptors) {
  std::size_t taken = 0;
  for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int value = -1;
      std::memcpy(&value, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
      Descriptor owned(value);
      if (taken < descriptors.size()) descriptors[taken++] = std::move(owned);
    }
  }
}

}  // namespace

Result<std::pair<Channel, Descriptor>> Channel::make_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return Error{Fault::plugin, {}, std::strerror(errno), {}};
  return std::pair(Channel(Descriptor(ends[0])), Descriptor(ends[1]));
}

bool Channel::send(Packet packet, std::string_view text, std::string_view cure,
                   std::span<const int> descriptors) {
  packet.text_size = static_cast<std::uint32_t>(text.size());
  packet.cure_size = static_cast<std::uint32_t>(cure.size());
  const auto part = [](const void* memory, std::size_t size) {
    return iovec{const_cast<void*>(memory), size};  // NOLINT: sendmsg only reads
  };
  std::array<iovec, 3> parts = {part(&packet, sizeof(packet)), part(text.data(), text.size()),
                                part(cure.data(), cure.size())};
  msghdr header{};
  header.msg_iov = parts.data();
  header.msg_iovlen = parts.size();
  Beside beside;
  if (!descriptors.empty()) {
    header.msg_control = beside.bytes.data();
    header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(rights), descriptors.data(), descriptors.size_bytes());
  }
  ssize_t sent = -1;
  do sent = ::sendmsg(socket_.get(), &header, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent >= 0;
}

Received Channel::receive(Message& message, std::optional<Clock::time_point> deadline) {
  pollfd wait{socket_.get(), POLLIN, 0};
  for (int ready = 0; ready <= 0;) {
    ready = ::poll(&wait, 1, wait_ms(deadline));
    if (ready == 0 && deadline && Clock::now() >= *deadline) return Received::nothing_yet;
    if (ready < 0 && errno != EINTR) return Received::broken;
  }
  buffer_.resize(longest_packet_text);
  message = {};
  std::array<iovec, 2> parts = {iovec{&message.packet, sizeof(Packet)},
                                iovec{buffer_.data(), buffer_.size()}};
  Beside beside;
  msghdr header{};
  header.msg_iov = parts.data();
  header.msg_iovlen = parts.size();
  header.msg_control = beside.bytes.data();
  header.msg_controllen = beside.bytes.size();
  ssize_t size = -1;
  do size = ::recvmsg(socket_.get(), &header, MSG_CMSG_CLOEXEC);
  while (size < 0 && errno == EINTR);
  take_descriptors(header, message.descriptors);
  if (size == 0 || (size < 0 && errno == ECONNRESET)) return Received::closed;
  const Packet& packet = message.packet;
  const auto whole =
      static_cast<std::uint64_t>(sizeof(Packet)) + packet.text_size + packet.cure_size;
  if (size < static_cast<ssize_t>(sizeof(Packet)) || (header.msg_flags & MSG_TRUNC) != 0 ||
      whole != static_cast<std::uint64_t>(size))
    return Received::broken;
  message.text.assign(buffer_.data(), packet.text_size);
  message.cure.assign(buffer_.data() + packet.text_size, packet.cure_size);
  return Received::message;
}

}  // namespace causa::plugin::worker
