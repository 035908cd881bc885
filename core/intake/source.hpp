// SPDX-License-Identifier: Apache-2.0
//
// Files, folders and standard input -> documents. Each file is read in chunks into one buffer that
// is reused, so memory is bounded by the largest single document; gzip and zstd are unpacked on the
// way, within the same bound. A file is NDJSON if its first line is a whole JSON object, if the
// second begins a new object where the first can't go on, or if the first is broken and one of the
// next is a whole resource that can't be part of a document (no valid document, however its lines
// are wrapped, has one); HL7 v2 and CSV come in parts, each of whole messages or lines; else it is
// one document. A first line that is too long for a document is a line if it ends within twice the
// limit and another begins behind it. A line that is too long, or a file that can't be read on, is
// an error in the place of its document; the others go on. What the user says of the format is kept
// to: an input that can't be that is an error.
//
// One thread; a Document is valid until the next call.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "intake/document.hpp"
#include "intake/patient_input.hpp"

namespace causa::intake {

struct Progress {
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;  ///< 0: not known (standard input)
};

class Source {
 public:
  /// An input is a file, a folder (see folder.hpp) or `-`. Error: an input that doesn't exist, or a
  /// folder without input files.
  static Result<Source> open(std::span<const std::string> inputs, const Options& options = {});
  ~Source();
  Source(Source&&) noexcept;
  Source& operator=(Source&&) noexcept;

  /// Nothing at the end, or after Options::stop was asked for.
  std::optional<Result<Document>> next();

  /// True if it was ended early.
  [[nodiscard]] bool stopped() const;

  [[nodiscard]] Progress progress() const;

  /// What lies in the folders and isn't read, since its name is no input's.
  [[nodiscard]] const std::vector<std::string>& passed_over() const;

  /// Files that were given before, by the same or another name, and so aren't read again.
  [[nodiscard]] const std::vector<std::string>& repeated() const;

 private:
  struct State;
  explicit Source(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace causa::intake
