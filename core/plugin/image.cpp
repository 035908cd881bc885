// SPDX-License-Identifier: Apache-2.0

#include "plugin/image.hpp"

#include <elf.h>
#include <fmt/core.h>

#include <bit>
#include <cstring>
#include <optional>

#include "plugin/note.hpp"

namespace causa::plugin {

namespace {

static_assert(std::endian::native == std::endian::little,
              "the note is read as it lies in the file");

#if defined(__x86_64__)
constexpr Elf64_Half native_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half native_machine = EM_AARCH64;
#else
#error "name this machine's ELF number"
#endif

std::string machine_name(Elf64_Half machine) {
  switch (machine) {
    case EM_X86_64:
      return "x86-64";
    case EM_AARCH64:
      return "ARM64";
    case EM_386:
      return "x86 (32 bits)";
    case EM_ARM:
      return "ARM (32 bits)";
    case EM_RISCV:
      return "RISC-V";
    case EM_PPC64:
      return "POWER";
    default:
      return fmt::format("machine {}", machine);
  }
}

/// A copy of a T at `offset`, or nothing if it isn't wholly inside.
template <class T>
std::optional<T> read_at(std::string_view bytes, std::uint64_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

std::optional<std::string_view> slice(std::string_view bytes, std::uint64_t offset,
                                      std::uint64_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return std::nullopt;
  return bytes.substr(offset, size);
}

Image damaged(std::string fault) {
  Image image;
  image.note = Note::damaged;
  image.fault = std::move(fault);
  return image;
}

Image cut_off() {
  return damaged(
      "is cut off: parts that its header names lie behind its end; copy or build it again");
}

/// Empty: a library of this machine, whole as far as its tables say.
std::string check_header(const Elf64_Ehdr& header) {
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB)
    return "isn't a library of 64 bits in little-endian order; build it for this machine";
  if (header.e_machine != native_machine)
    return fmt::format("is built for {}, this causa for {}; build it for this machine",
                       machine_name(header.e_machine), machine_name(native_machine));
  if (header.e_type != ET_DYN)
    return "is no shared library; link it with -shared, or use causa_add_plugin()";
  if (header.e_phentsize != sizeof(Elf64_Phdr) ||
      (header.e_shnum != 0 && header.e_shentsize != sizeof(Elf64_Shdr)))
    return "has tables of an unknown size; build it again";
  return {};
}

constexpr std::uint64_t pad4(std::uint64_t size) { return (size + 3) & ~std::uint64_t{3}; }

/// The description of the causa note.
Image read_description(std::string_view description) {
  const auto abi_major = read_at<std::uint32_t>(description, 0);
  const auto abi_minor = read_at<std::uint32_t>(description, 4);
  const auto length = read_at<std::uint64_t>(description, 8);
  if (!abi_major || !abi_minor || !length)
    return damaged("has a causa note that is too short; build it again with causa-manifest");
  const auto manifest = slice(description, note_header_size, *length);
  if (!manifest)
    return damaged(
        "has a causa note whose manifest is longer than the note; build it again with "
        "causa-manifest");
  Image image;
  image.note = Note::found;
  image.abi_major = *abi_major;
  image.abi_minor_needed = *abi_minor;
  image.manifest = *manifest;
  return image;
}

/// Looks through one segment or section of notes. A note that overruns it ends the look: notes of
/// others aren't judged. Some are padded to 8; they follow a PT_NOTE of their own.
void find_note(std::string_view notes, std::uint64_t align, Image& image) {
  const auto pad = [&](std::uint64_t size) {
    return align == 8 ? (size + 7) & ~std::uint64_t{7} : pad4(size);
  };
  std::uint64_t offset = 0;
  while (true) {
    const auto header = read_at<Elf64_Nhdr>(notes, offset);
    if (!header) return;
    const std::uint64_t name_at = offset + sizeof(Elf64_Nhdr);
    const std::uint64_t description_at = name_at + pad(header->n_namesz);
    const auto name = slice(notes, name_at, header->n_namesz);
    const auto description = slice(notes, description_at, header->n_descsz);
    if (name == note_owner && header->n_type == note_type) {
      if (!description) {
        image = damaged("has a causa note that overruns its segment; build it again");
      } else if (image.note == Note::found &&
                 image.manifest.data() != description->data() + note_header_size) {
        image = damaged("has two causa notes; use CAUSA_PLUGIN or CAUSA_EMBED_NOTE once");
      } else {
        image = read_description(*description);
      }
      if (image.note == Note::damaged) return;
    }
    if (!name || !description) return;
    offset = description_at + pad(header->n_descsz);
  }
}

/// Segments: all that will be mapped must be inside, or the loader gets SIGBUS.
bool read_segments(std::string_view bytes, const Elf64_Ehdr& header, Image& image) {
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    const auto segment = read_at<Elf64_Phdr>(bytes, header.e_phoff + i * sizeof(Elf64_Phdr));
    if (!segment) return false;
    const auto content = slice(bytes, segment->p_offset, segment->p_filesz);
    if (!content) return false;
    if (segment->p_type == PT_NOTE && image.note != Note::damaged)
      find_note(*content, segment->p_align, image);
  }
  return true;
}

bool read_sections(std::string_view bytes, const Elf64_Ehdr& header, Image& image) {
  for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
    const auto section = read_at<Elf64_Shdr>(bytes, header.e_shoff + i * sizeof(Elf64_Shdr));
    if (!section) return false;
    if (section->sh_type == SHT_NOBITS || section->sh_type == SHT_NULL) continue;
    const auto content = slice(bytes, section->sh_offset, section->sh_size);
    if (!content) return false;
    if (section->sh_type == SHT_NOTE && image.note == Note::absent)
      find_note(*content, section->sh_addralign, image);
  }
  return true;
}

}  // namespace

Image read_image(std::string_view bytes) {
  Image image;
  if (bytes.empty()) return damaged("is empty; copy or build it again");
  if (!bytes.starts_with(ELFMAG)) {
    image.fault = "is no library (not an ELF file)";
    return image;
  }
  const auto header = read_at<Elf64_Ehdr>(bytes, 0);
  if (!header) return cut_off();
  if (std::string fault = check_header(*header); !fault.empty()) return damaged(std::move(fault));
  // Offsets beyond the file would wrap around when an index is added.
  if (header->e_phoff > bytes.size() || header->e_shoff > bytes.size()) return cut_off();
  if (!read_segments(bytes, *header, image)) return cut_off();
  if (!read_sections(bytes, *header, image)) return cut_off();
  if (image.note == Note::absent)
    image.fault =
        "carries no causa note, so it is no causa module; build it with causa_add_plugin()";
  return image;
}

}  // namespace causa::plugin
