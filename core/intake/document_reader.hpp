// SPDX-License-Identifier: Apache-2.0
//
// One way of reading: the documents of one format -> patients. A reader belongs to one thread.
// What one patient's things are spread over (messages, files of one resource type each) is held
// back by the reader and handed over by finish().
//
// Each document ends in at least one call of the sink, or in something held back: nothing that was
// read disappears. Errors name the document's place.
#pragma once

#include <vector>

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

  /// What the document led to and read() left for later, since it may be much: some of it; false if
  /// nothing is left. Called until then, before the next document. Nothing by default.
  virtual bool read_on(const Sink& sink);

  /// After the last document of a run: hands over what was held back. Nothing by default.
  virtual void finish(const Sink& sink);

  /// The same in steps, for readers that hold back more than fits into memory a second time: hands
  /// over the next patient; false if none is left. By default finish(), in one step.
  virtual bool finish_some(const Sink& sink);

  /// What was read since the last call and belongs to no patient (an Organization among several
  /// patients), counted. Nothing by default.
  virtual std::vector<record::Ignored> take_of_no_patient();

  /// Another reader of the run has handed over what a document of this format holds: this one may
  /// end without a patient. Nothing by default.
  virtual void others_gave();
};

}  // namespace causa::intake
