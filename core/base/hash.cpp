// SPDX-License-Identifier: Apache-2.0

#include "base/hash.hpp"

#include <fcntl.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace causa {

namespace {

std::string to_hex(std::span<const unsigned char> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex(bytes.size() * 2, '\0');
  std::size_t at = 0;
  for (const unsigned char byte : bytes) {
    hex[at++] = digits[byte >> 4];
    hex[at++] = digits[byte & 15];
  }
  return hex;
}

class Sha256 {
 public:
  Sha256() { ::nettle_sha256_init(&state_); }
  void add(const void* bytes, std::size_t size) {
    ::nettle_sha256_update(&state_, size, static_cast<const unsigned char*>(bytes));
  }
  std::string hex() {
    std::array<unsigned char, SHA256_DIGEST_SIZE> digest{};
    ::nettle_sha256_digest(&state_, digest.size(), digest.data());
    return to_hex(digest);
  }

 private:
  sha256_ctx state_{};
};

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  Sha256 sha256;
  sha256.add(bytes.data(), bytes.size());
  return sha256.hex();
}

Result<std::string> sha256_of_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return input_error(path.string(), std::strerror(errno));
  Sha256 sha256;
  std::vector<unsigned char> buffer(1u << 20);
  ssize_t count = 0;
  while ((count = ::read(descriptor, buffer.data(), buffer.size())) > 0)
    sha256.add(buffer.data(), static_cast<std::size_t>(count));
  const int code = errno;
  ::close(descriptor);
  if (count < 0) return input_error(path.string(), std::strerror(code));
  return sha256.hex();
}

Digest blake2b(std::string_view bytes) {
  // Chooses the code for this processor; without it the hash is right, but slow.
  [[maybe_unused]] static const int ready = sodium_init();
  Digest digest{};
  crypto_generichash_blake2b(
      static_cast<unsigned char*>(static_cast<void*>(digest.data())), digest.size(),
      static_cast<const unsigned char*>(static_cast<const void*>(bytes.data())), bytes.size(),
      nullptr, 0);
  return digest;
}

std::string to_hex(const Digest& digest) {
  const auto* bytes = static_cast<const unsigned char*>(static_cast<const void*>(digest.data()));
  return to_hex(std::span(bytes, digest.size()));
}

std::string random_uuid() { return std::move(random_uuids(1).front()); }

std::vector<std::string> random_uuids(std::size_t count) {
  std::vector<boost::uuids::uuid> uuids(count);
  randombytes_buf(uuids.data(), count * sizeof(boost::uuids::uuid));
  std::vector<std::string> texts;
  texts.reserve(count);
  for (auto& uuid : uuids) {
    uuid.data[6] = static_cast<std::uint8_t>((uuid.data[6] & 0x0f) | 0x40);
    uuid.data[8] = static_cast<std::uint8_t>((uuid.data[8] & 0x3f) | 0x80);
    texts.push_back(to_string(uuid));
  }
  return texts;
}

std::string name_uuid(std::string_view name) {
  std::string urn = "urn:causa:";
  urn += name;
  return to_string(boost::uuids::name_generator_sha1(boost::uuids::ns::url())(urn));
}

}  // namespace causa
