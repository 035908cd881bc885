// SPDX-License-Identifier: Apache-2.0
//
// One way of reading: the documents of one format -> patients. A reader belongs to one thread.
// What one patient's things are spread over (messages, files of one resource type each) is held
// back by the reader and handed over by finish().
//
// Each document ends in at least one call of the sink, or in something held back: nothing that was
// read disappears. Errors name the document's place.
#pragma once

#include "intake/document.hpp"
#include "intake/patient_input.hpp"

namespace causa::intake {

class DocumentReader {
 public:
  DocumentReader() = default;
  DocumentReader(const DocumentReader&) = delete;
  DocumentReader& operator=(const DocumentReader&) = delete;
  virtual ~DocumentReader() = default;

  /// Calls `sink` for each patient, or error, that is known now. The document's bytes are valid
  /// during the call only.
  virtual void read(const Document& document, const Sink& sink) = 0;

  /// After the last document of a run: hands over what was held back. Nothing by default.
  virtual void finish(const Sink& sink);
};

}  // namespace causa::intake
