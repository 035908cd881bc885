// SPDX-License-Identifier: Apache-2.0
//
// A library as bytes, before any of its code runs: sealed copy, hash, ELF bounds, the causa note.
// Pure but for open(); any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::plugin {

/// The bytes of a file in a sealed memfd: what is hashed is what is loaded, whatever happens to the
/// file. Owns the descriptor.
class SealedFile {
 public:
  /// Refuses links at the end of the path, directories, files over 256 MiB and files that group or
  /// others may write. Falls back to the bytes in memory plus the path if memfd isn't to be had.
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

  /// True if the bytes are in a memfd, so that nobody can change them between hash and load.
  [[nodiscard]] bool sealed() const { return descriptor_ >= 0; }

  /// For a child process that shall load the same bytes; -1: not sealed.
  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// What the loader opens: "/proc/self/fd/N" of a descriptor that is never closed, because the
  /// loader takes a path that it has seen before for the library that it loaded from there. The
  /// file's own path if there is no memfd. Error: no descriptor is left.
  [[nodiscard]] Result<std::string> load_path() const;

 private:
  SealedFile() = default;
  Result<void> seal(int from);
  Result<void> add_seals();
  Result<void> map();
  void release() noexcept;

  std::filesystem::path path_;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  int descriptor_ = -1;
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
