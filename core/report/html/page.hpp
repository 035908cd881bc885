// SPDX-License-Identifier: Apache-2.0
//
// One self-contained HTML page for the assessments of a run: style within, no script, nothing
// loaded, readable without style. With several patients a list of them leads to each, in the order
// in which they were added, with the most urgent that there is to say of each. Since the list
// stands first and is known last, whoever calls add() keeps the letters until frame(): about 25 kB
// a patient. One thread.
#pragma once

#include <string>
#include <vector>

#include "report/context.hpp"
#include "report/html/letter.hpp"

namespace causa::report::html {

class Page {
 public:
  explicit Page(const LetterOptions& options = {}) : options_(options) {}

  /// The letter of one more patient.
  std::string add(const assess::Assessment& assessment, const Context& context);

  /// What stands before and behind all letters, with a line end.
  struct Frame {
    std::string before, after;
  };
  [[nodiscard]] Frame frame() const;

 private:
  struct Entry {
    std::string anchor, patient, line;
  };
  void head(Markup& out) const;
  void contents(Markup& out) const;

  LetterOptions options_;
  std::vector<Entry> entries_;
};

}  // namespace causa::report::html
