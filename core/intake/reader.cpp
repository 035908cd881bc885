// SPDX-License-Identifier: Apache-2.0

#include "intake/reader.hpp"

#include <deque>

#include "intake/fhir/bundle.hpp"

namespace causa::intake {

struct Reader::State {
  Source source;
  fhir::BundleReader bundles;
  std::deque<Result<PatientInput>> ready;  ///< of the document that was read last
};

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

Result<Reader> Reader::open(std::span<const std::string> inputs, const Limits& limits) {
  Result<Source> source = Source::open(inputs, limits);
  if (source.has_error()) return source.error();
  return Reader(std::make_unique<State>(State{std::move(*source), fhir::BundleReader(limits), {}}));
}

std::optional<Result<PatientInput>> Reader::next() {
  while (state_->ready.empty()) {
    std::optional<Result<Document>> document = state_->source.next();
    if (!document) return std::nullopt;
    if (document->has_error()) return Result<PatientInput>(document->error());
    state_->bundles.read(**document, [this](Result<PatientInput> patient) {
      state_->ready.push_back(std::move(patient));
    });
  }
  std::optional<Result<PatientInput>> patient(std::move(state_->ready.front()));
  state_->ready.pop_front();
  return patient;
}

Progress Reader::progress() const { return state_->source.progress(); }

}  // namespace causa::intake
