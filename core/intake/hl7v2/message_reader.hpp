// SPDX-License-Identifier: Apache-2.0
//
// HL7 v2 -> one Record a patient. All messages of a call are looked at before the first record is
// handed over by finish(): what one system sends of a patient is spread over many messages, and a
// later one may correct an earlier one. Until then they are kept as they were written
// (patient_spool.hpp), and then read patient by patient; beside that, some 25 bytes a message and
// an identifier are held.
//
// - Which messages are read: docs/hl7v2.md. Of the others, and of one without a patient or without
//   an identifier (PID-3), the sink gets an Error; it stands for the whole message.
// - The same message (sender, MSH-10 and content) again is not used again.
// - Segments are what the record counts as resources: all but MSH and the envelopes of batches.
// - Errors: place is the document's place, then the number of the message in it, then the field
//   ("lab.hl7: message 3: PID[1]-3"); of JSON behind a message, the line. They never quote what is
//   said of a patient.
//
// One thread.
#pragma once

#include <memory>

#include "intake/document_reader.hpp"
#include "intake/patient_input.hpp"

namespace causa::intake::hl7v2 {

class MessageReader : public DocumentReader {
 public:
  explicit MessageReader(const Options& options = {});
  ~MessageReader() override;

  void read(const Document& document, const Sink& sink) override;
  void finish(const Sink& sink) override;
  bool finish_some(const Sink& sink) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace causa::intake::hl7v2
