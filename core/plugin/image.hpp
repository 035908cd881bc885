// SPDX-License-Identifier: Apache-2.0
//
// A library as bytes, before any of its code runs: sealed copy, hash, ELF bounds, the causa note.
// Pure but for open(); any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"

namespace causa::plugin {

/// A path from which the system's loader gets the bytes that were hashed. Moves only.
class Loadable {
 public:
  Loadable(std::filesystem::path path, std::string why_not_sealed)
      : path_(std::move(path)), why_not_sealed_(std::move(why_not_sealed)) {}
  Loadable(Loadable&& other) noexcept
      : path_(std::exchange(other.path_, {})), why_not_sealed_(std::move(other.why_not_sealed_)) {}
  Loadable& operator=(Loadable&&) = delete;
  Loadable(const Loadable&) = delete;
  Loadable& operator=(const Loadable&) = delete;
  ~Loadable();  ///< removes a private copy

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Empty: the bytes are sealed. Else it is a private copy, read-only in a folder of mode 0700.
  [[nodiscard]] const std::string& why_not_sealed() const { return why_not_sealed_; }

 private:
  std::filesystem::path path_;
  std::string why_not_sealed_;
};

/// The bytes of a file in a sealed memfd: what is hashed is what is loaded, whatever happens to the
/// file. Owns the descriptor.
class SealedFile {
 public:
  /// Refuses links at the end of the path, directories, files over 256 MiB and files that anybody
  /// but root and the user may write. Keeps the bytes in memory if memfd isn't to be had.
  static Result<SealedFile> open(const std::filesystem::path& path);

  /// Takes over the descriptor of a file that another process sealed. `path` is for messages.
  static Result<SealedFile> adopt(int descriptor, std::filesystem::path path);

  SealedFile(SealedFile&& other) noexcept;
  SealedFile& operator=(SealedFile&& other) noexcept;
  SealedFile(const SealedFile&) = delete;
  SealedFile& operator=(const SealedFile&) = delete;
  ~SealedFile();

  [[nodiscard]] std::string_view bytes() const { return {data_, size_}; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// For a child process that shall load the same bytes; -1: not sealed.
  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// What the loader opens: "/proc/self/fd/N" of a descriptor that is never closed, because the
  /// loader takes a path that it has seen before for the library that it loaded from there. Without
  /// memfd or /proc a private copy of the bytes, below $TMPDIR. Error: neither is to be had.
  [[nodiscard]] Result<Loadable> loadable() const;

 private:
  SealedFile() = default;
  Result<void> seal(int from);
  Result<void> keep_in_memory(int from);
  Result<void> add_seals();
  Result<void> map();
  [[nodiscard]] Result<Loadable> private_copy(std::string why) const;
  void release() noexcept;

  std::filesystem::path path_;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  int descriptor_ = -1;
  int memfd_error_ = 0;  ///< errno, if there is no descriptor
};

/// Outcome of looking for a causa note.
enum class Note { found, absent, damaged };

struct Image {
  Note note = Note::absent;
  std::uint32_t abi_major = 0;  ///< from the note's header, readable without parsing the manifest
  std::uint32_t abi_minor_needed = 0;
  std::string_view manifest;  ///< JSON, points into the file's bytes
  std::string fault;          ///< not found: what is wrong, and the cure
};

/// Checks ELF bounds, class, byte order and machine, then finds the note (section .note.causa by
/// PT_NOTE, owner "CAUSA", type 1). Reads only inside `bytes`; never throws.
Image read_image(std::string_view bytes);

}  // namespace causa::plugin
