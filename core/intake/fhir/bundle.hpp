// SPDX-License-Identifier: Apache-2.0
//
// A FHIR R4 document in JSON -> one Record for each patient in it, or an Error. Pure over bytes;
// no file is opened, no clock is read. A reader keeps its memory between documents and belongs to
// one thread; several threads use several readers.
//
// - A Bundle of any type, Bundles within it included, or a single resource.
// - Several Patient resources: a searchset, collection, batch or batch-response is split by
//   subject; in any other Bundle they are an error, and so is a resource of another patient in a
//   Bundle of one. Nothing is half-used: an error stands for the whole document, but for those of
//   parts in which a patient may hide, which stand beside the patients.
// - A Bundle without a Patient resource is one patient of unknown age and sex if all subjects are
//   the same, else an error.
// - Errors: place is the document's place, then the JSON path
//   ("Bundle.entry[3].resource.valueQuantity.value") and, for broken JSON, the byte from the start
//   of the document. They never quote a patient's identifier.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "intake/document_reader.hpp"
#include "intake/patient_input.hpp"

namespace causa::intake::fhir {

class BundleReader : public DocumentReader {
 public:
  explicit BundleReader(const Limits& limits = {},
                        std::shared_ptr<const LinkIds> link_ids = nullptr);
  explicit BundleReader(const Options& options);
  ~BundleReader() override;

  /// Calls `sink` once for each patient, or once with the error; and before with what may hide
  /// others. A resource that is a line of its own is held until the end of the run, and joined with
  /// others of its patient (lines.hpp); many are kept in the temporary folder until then
  /// (kept_lines.hpp), and then handed over in another order. What deletes such lines is held, too
  /// (deletions.hpp).
  void read(const Document& document, const Sink& sink) override;

  void finish(const Sink& sink) override;
  bool finish_some(const Sink& sink) override;
  std::vector<record::Ignored> take_of_no_patient() override;
  void others_gave() override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same for bytes without padding, which are copied; for tests and small inputs.
void read_bundle(std::string_view bytes, std::string_view place, const Sink& sink,
                 const Limits& limits = {});

}  // namespace causa::intake::fhir
