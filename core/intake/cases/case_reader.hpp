// SPDX-License-Identifier: Apache-2.0
//
// Case files: short YAML or JSON that a person writes by hand, a case a document (`---` between
// them) or a list of cases. A case with faults is one Error that tells the first by line and column
// and where the others are; the other cases of the file are read. docs/case-files.md has the
// format. One thread.
#pragma once

#include <memory>

#include "intake/document_reader.hpp"

namespace causa::intake::cases {

class CaseReader final : public DocumentReader {
 public:
  explicit CaseReader(const Options& options);
  ~CaseReader() override;

  void read(const Document& document, const Sink& sink) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace causa::intake::cases
