// SPDX-License-Identifier: Apache-2.0
//
// Documents on their way from the thread that splits the input to one that reads them, copied out
// of the source's buffer, and between them what was known before (the errors of files, patients who
// were held back), all in the order of the input. A parcel that is cleared keeps its memory. One
// thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "intake/document.hpp"
#include "intake/patient_input.hpp"

namespace causa::intake {

class Parcel {
 public:
  struct Packed {
    std::size_t first = 0, size = 0;  ///< of the bytes
    std::string place;
    bool one_of_many = false;
    Format format = Format::json;
  };
  using Entry = std::variant<Packed, Result<PatientInput>>;

  void clear();
  void add(const Document& document);
  void add(Result<PatientInput> patient) { entries_.emplace_back(std::move(patient)); }

  [[nodiscard]] std::vector<Entry>& entries() { return entries_; }
  [[nodiscard]] std::size_t bytes() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

  /// Borrows the parcel, which mustn't be added to meanwhile.
  [[nodiscard]] Document unpack(const Packed& packed) const;

 private:
  void grow(std::size_t size);

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0, capacity_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace causa::intake
