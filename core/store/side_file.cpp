// SPDX-License-Identifier: Apache-2.0

#include "store/side_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <string_view>

#include "base/file.hpp"

namespace causa::store {

namespace {

constexpr std::string_view mark = "causa.audit/1 ";
constexpr std::size_t number_digits = 20;
constexpr std::size_t hash_digits = 64;
constexpr std::size_t line_bytes = mark.size() + number_digits + 1 + hash_digits + 1;

std::string line_of(const ChainEnd& end) {
  const std::string number = std::to_string(end.number);
  std::string line(mark);
  line.append(number_digits - number.size(), '0');
  line += number;
  line += ' ';
  line += to_hex(end.hash);
  line += '\n';
  return line;
}

std::optional<ChainEnd> parse(std::string_view line) {
  ChainEnd end;
  if (line.size() != line_bytes || !line.starts_with(mark)) return std::nullopt;
  const char* number = line.data() + mark.size();
  const auto read = std::from_chars(number, number + number_digits, end.number);
  if (read.ec != std::errc() || read.ptr != number + number_digits) return std::nullopt;
  const char* hash = number + number_digits + 1;
  for (std::byte& byte : end.hash) {
    unsigned value = 0;
    if (std::from_chars(hash, hash + 2, value, 16).ptr != hash + 2) return std::nullopt;
    byte = static_cast<std::byte>(value);
    hash += 2;
  }
  // Whatever else stands between the fields, this line was not written here.
  return line_of(end) == line ? std::optional(end) : std::nullopt;
}

/// Nothing: too short or not such a line.
std::optional<ChainEnd> read_end(int descriptor) {
  std::array<char, line_bytes> line{};
  const ssize_t count = ::pread(descriptor, line.data(), line.size(), 0);
  if (count != static_cast<ssize_t>(line.size())) return std::nullopt;
  return parse({line.data(), line.size()});
}

class Locked {
 public:
  explicit Locked(int descriptor) : descriptor_(descriptor) {
    while (::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  ~Locked() { ::flock(descriptor_, LOCK_UN); }

 private:
  int descriptor_;
};

}  // namespace

std::filesystem::path side_file_of(const std::filesystem::path& store) {
  return store.string() + ".audit";
}

Result<std::optional<ChainEnd>> read_side_file(const std::filesystem::path& store) {
  const std::filesystem::path path = side_file_of(store);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) {
    if (errno == ENOENT) return std::optional<ChainEnd>();
    return Error{Fault::store, path.string(), std::string("can't be read: ") + std::strerror(errno),
                 "make it readable for you"};
  }
  struct stat status{};
  const bool empty = ::fstat(descriptor, &status) == 0 && status.st_size == 0;
  const std::optional<ChainEnd> end = read_end(descriptor);
  ::close(descriptor);
  if (end || empty) return end;
  return Error{Fault::store, path.string(), "is not what causa writes there",
               "look at who changed it, then remove it; it is made again"};
}

SideFile::~SideFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> SideFile::prepare() {
  struct stat status{};
  // Removed or replaced since: another file has the name now.
  if (descriptor_ >= 0 && ::fstat(descriptor_, &status) == 0 && status.st_nlink == 0) {
    ::close(descriptor_);
    descriptor_ = -1;
  }
  if (descriptor_ < 0)
    if (auto opened = open(); !opened) return opened.error();
  if (::fstat(descriptor_, &status) != 0) return error(errno, "can't be read");
  if (status.st_size != 0) return {};
  const Locked locked(descriptor_);
  if (::fstat(descriptor_, &status) == 0 && status.st_size != 0) return {};
  const std::string line = line_of({});
  if (::pwrite(descriptor_, line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()))
    return error(errno, "can't be written");
  if (::fsync(descriptor_) != 0) return error(errno, "can't be written");
  if (const int code = sync_folder(store_.parent_path()); code != 0)
    return error(code, "can't be written");
  return {};
}

Result<void> SideFile::open() {
  descriptor_ =
      ::open(side_file_of(store_).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) return error(errno, "can't be opened");
  return {};
}

Result<void> SideFile::advance(const ChainEnd& end, bool back) {
  const Locked locked(descriptor_);
  if (const auto there = read_end(descriptor_); there && !back && there->number >= end.number)
    return {};
  const std::string line = line_of(end);
  if (::pwrite(descriptor_, line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()) ||
      ::fdatasync(descriptor_) != 0)
    return error(errno, "can't be written, though what it speaks of is stored");
  return {};
}

Error SideFile::error(int code, const char* what) const {
  return {Fault::store, side_file_of(store_).string(),
          std::string(what) + " (" + std::strerror(code) + ")",
          "make the file and its folder writable for you, on a disk with room"};
}

}  // namespace causa::store
