// SPDX-License-Identifier: Apache-2.0
//
// From a property name to an enumerator in one comparison: a hash of length and four letters,
// chosen at compile time so that no two names of the table share a slot.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace causa::intake::fhir {

template <class Field>
class FieldTable {
 public:
  struct Name {
    std::string_view text;
    Field field;
  };

  template <std::size_t count>
  consteval explicit FieldTable(const Name (&names)[count]) {
    static_assert(count < name_count);
    for (std::size_t i = 0; i < count; ++i) names_[i + 1] = names[i];
    while (!fill(count)) {
      if (++seed_ == 4096) throw "no seed without collision: make the table larger";
    }
  }

  /// Field{} (the enumerator `none`, which must be zero) if the name isn't in the table.
  [[nodiscard]] constexpr Field find(std::string_view text) const {
    if (text.empty()) return Field{};
    const Name& name = names_[slots_[slot(text)]];
    return name.text == text ? name.field : Field{};
  }

 private:
  static constexpr std::size_t name_count = 128;
  static constexpr std::size_t slot_bits = 10;

  [[nodiscard]] constexpr std::size_t slot(std::string_view text) const {
    const auto letter = [text](std::size_t i) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    const std::uint32_t mixed = static_cast<std::uint32_t>(text.size()) + (letter(0) << 8) +
                                (letter(text.size() / 2) << 16) + (letter(text.size() - 1) << 24) +
                                (letter(text.size() * 5 / 8) << 4);
    return (mixed * (2 * seed_ + 0x9e3779b1u)) >> (32 - slot_bits);
  }

  constexpr bool fill(std::size_t count) {
    slots_ = {};
    for (std::size_t i = 1; i <= count; ++i) {
      std::uint8_t& target = slots_[slot(names_[i].text)];
      if (target != 0) return false;
      target = static_cast<std::uint8_t>(i);
    }
    return true;
  }

  std::uint32_t seed_ = 0;
  std::array<std::uint8_t, std::size_t{1} << slot_bits> slots_{};
  std::array<Name, name_count> names_{};  ///< the first is empty: no name
};

}  // namespace causa::intake::fhir
