// SPDX-License-Identifier: Apache-2.0

#include "check/elf.hpp"

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <optional>

namespace causa::check {

namespace {

template <class T>
std::optional<T> read_at(std::string_view bytes, std::uint64_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

std::string text_at(std::string_view bytes, std::uint64_t offset) {
  if (offset >= bytes.size()) return {};
  const std::size_t end = bytes.find('\0', offset);
  return end == std::string_view::npos ? std::string()
                                       : std::string(bytes.substr(offset, end - offset));
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  Linking run() {
    const auto header = read_at<Elf64_Ehdr>(bytes_, 0);
    if (!header || !bytes_.starts_with(ELFMAG) || header->e_ident[EI_CLASS] != ELFCLASS64)
      return fault("is no ELF library of 64 bits");
    header_ = *header;
    read_segments();
    if (!read_dynamic_symbols()) return fault("has no table of dynamic symbols");
    return std::move(linking_);
  }

 private:
  static Linking fault(std::string why) {
    Linking linking;
    linking.fault = std::move(why);
    return linking;
  }

  template <class Each>
  void for_each_segment(Each&& each) {
    for (std::uint64_t i = 0; i < header_.e_phnum; ++i)
      if (const auto segment =
              read_at<Elf64_Phdr>(bytes_, header_.e_phoff + i * sizeof(Elf64_Phdr)))
        each(*segment);
  }

  std::optional<Elf64_Shdr> section(std::uint64_t index) const {
    if (index >= header_.e_shnum) return std::nullopt;
    return read_at<Elf64_Shdr>(bytes_, header_.e_shoff + index * sizeof(Elf64_Shdr));
  }

  /// Where an address of the loaded library stands in the file.
  std::uint64_t offset_of(std::uint64_t address) {
    std::uint64_t offset = bytes_.size();
    for_each_segment([&](const Elf64_Phdr& segment) {
      if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
          address - segment.p_vaddr < segment.p_filesz)
        offset = segment.p_offset + (address - segment.p_vaddr);
    });
    return offset;
  }

  void read_segments() {
    for_each_segment([&](const Elf64_Phdr& segment) {
      if (segment.p_type == PT_GNU_STACK) linking_.executable_stack = (segment.p_flags & PF_X) != 0;
      if (segment.p_type == PT_DYNAMIC) read_dynamic(segment.p_offset, segment.p_filesz);
    });
  }

  void read_dynamic(std::uint64_t offset, std::uint64_t size) {
    std::vector<Elf64_Dyn> entries;
    std::uint64_t texts = 0;
    for (std::uint64_t at = offset; at - offset < size; at += sizeof(Elf64_Dyn)) {
      const auto entry = read_at<Elf64_Dyn>(bytes_, at);
      if (!entry || entry->d_tag == DT_NULL) break;
      if (entry->d_tag == DT_STRTAB) texts = offset_of(entry->d_un.d_ptr);
      entries.push_back(*entry);
    }
    for (const Elf64_Dyn& entry : entries) {
      const std::uint64_t value = entry.d_un.d_val;
      switch (entry.d_tag) {
        case DT_NEEDED:
          linking_.needed.push_back(text_at(bytes_, texts + value));
          break;
        case DT_RPATH:
        case DT_RUNPATH:
          linking_.run_path = text_at(bytes_, texts + value);
          break;
        case DT_TEXTREL:
          linking_.text_relocations = true;
          break;
        case DT_BIND_NOW:
          linking_.binds_now = true;
          break;
        case DT_FLAGS:
          if (value & DF_TEXTREL) linking_.text_relocations = true;
          if (value & DF_BIND_NOW) linking_.binds_now = true;
          break;
        case DT_FLAGS_1:
          if (value & DF_1_NOW) linking_.binds_now = true;
          if (value & DF_1_NODELETE) linking_.no_delete = true;
          break;
        default:
          break;
      }
    }
  }

  bool read_dynamic_symbols() {
    for (std::uint64_t i = 0; i < header_.e_shnum; ++i) {
      const auto table = section(i);
      if (!table || table->sh_type != SHT_DYNSYM) continue;
      const auto texts = section(table->sh_link);
      if (!texts || table->sh_offset > bytes_.size()) return false;
      for (std::uint64_t at = sizeof(Elf64_Sym); at < table->sh_size; at += sizeof(Elf64_Sym)) {
        const auto symbol = read_at<Elf64_Sym>(bytes_, table->sh_offset + at);
        if (!symbol) return true;
        take(*symbol, text_at(bytes_, texts->sh_offset + symbol->st_name));
      }
      return true;
    }
    return false;
  }

  void take(const Elf64_Sym& symbol, std::string name) {
    const auto binding = ELF64_ST_BIND(symbol.st_info);
    const auto type = ELF64_ST_TYPE(symbol.st_info);
    const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    if (name.empty() || type == STT_SECTION || type == STT_FILE) return;
    if (symbol.st_shndx == SHN_UNDEF) {
      if (binding != STB_WEAK) linking_.undefined.push_back(std::move(name));
      return;
    }
    // SHN_ABS: the names of versions, which a version script makes.
    if (binding != STB_LOCAL && symbol.st_shndx != SHN_ABS &&
        (visibility == STV_DEFAULT || visibility == STV_PROTECTED))
      linking_.exported.push_back(std::move(name));
  }

  std::string_view bytes_;
  Elf64_Ehdr header_{};
  Linking linking_;
};

}  // namespace

Linking read_linking(std::string_view bytes) { return Reader(bytes).run(); }

}  // namespace causa::check
