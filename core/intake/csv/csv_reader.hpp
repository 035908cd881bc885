// SPDX-License-Identifier: Apache-2.0
//
// CSV files: laboratories' and registries' exports in the long form (one line a finding) or the
// wide one (one line a patient, one column a finding), with or without a mapping (docs/csv.md).
// Lines of one patient are joined wherever they stand in the file, so a file is kept until its end,
// as it is written (patient_spool.hpp), and then read patient by patient. A line that can't be read
// is an Error at its place; the others go on. One thread.
#pragma once

#include <memory>

#include "intake/document_reader.hpp"

namespace causa::intake::csv {

class CsvReader final : public DocumentReader {
 public:
  explicit CsvReader(const Options& options);
  ~CsvReader() override;

  void read(const Document& document, const Sink& sink) override;
  bool read_on(const Sink& sink) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace causa::intake::csv
