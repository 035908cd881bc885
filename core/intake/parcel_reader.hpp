// SPDX-License-Identifier: Apache-2.0
//
// Reads the documents of parcels: those that stand for themselves, so that several threads may each
// have a reader of their own. What has to be joined over documents never comes here
// (Reader::next_parcel). One thread.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "intake/document_reader.hpp"
#include "intake/parcel.hpp"

namespace causa::intake {

class ParcelReader {
 public:
  explicit ParcelReader(const Options& options);

  /// Calls `sink` at least once for each entry, in order. What the parcel carried is moved out.
  void read(Parcel& parcel, const Sink& sink);

  /// What was read since the last call and belongs to no patient.
  std::vector<record::Ignored> take_of_no_patient();

 private:
  void read(const Document& document, const Sink& sink);

  Options options_;
  std::map<Format, std::unique_ptr<DocumentReader>> readers_;  ///< made when first needed
};

}  // namespace causa::intake
