// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/receipts.hpp"

#include "intake/hl7v2/acknowledgment.hpp"

namespace causa::intake::hl7v2 {

namespace {

Refusal not_stored() {
  return {Verdict::error,
          Code::internal,
          {},
          "what the message carries was not stored",
          "send it again"};
}

/// All that an acknowledgment gives back but the control id.
std::string content_of(const Header& header) {
  const Hl7Delimiters& signs = header.delimiters;
  std::string text{signs.field,  signs.component,    signs.repetition,
                   signs.escape, signs.subcomponent, signs.truncation};
  for (const std::string* field :
       {&header.sending_application, &header.sending_facility, &header.receiving_application,
        &header.receiving_facility, &header.processing, &header.version, &header.accept_ack,
        &header.application_ack, &header.code, &header.trigger})
    text.append(*field).append("\r");
  return text;
}

}  // namespace

std::uint32_t Receipts::add(Header header, std::uint32_t waiting) {
  Receipt& receipt = receipts_.emplace_back();
  receipt.waiting = waiting;
  receipt.control_id = std::move(header.written_control_id);
  const auto [at, fresh] =
      by_content_.try_emplace(content_of(header), static_cast<std::uint32_t>(headers_.size()));
  receipt.header = at->second;
  if (fresh) headers_.push_back(std::move(header));
  return static_cast<std::uint32_t>(receipts_.size() - 1);
}

std::uint32_t Receipts::accept(Header header) { return add(std::move(header), 1); }

void Receipts::refuse(Header header, Refusal refusal) {
  const std::uint32_t index = add(std::move(header), 0);
  receipts_[index].refusal = std::make_unique<Refusal>(std::move(refusal));
}

void Receipts::carry(std::uint32_t index, std::uint32_t patients) {
  receipts_[index].waiting = patients;
}

void Receipts::repeat(std::uint32_t index, std::uint32_t first) { receipts_[index].same = first; }

void Receipts::warn(std::uint32_t index, Refusal warning) {
  receipts_[index].refusal = std::make_unique<Refusal>(std::move(warning));
}

void Receipts::doubt(std::uint32_t index, Refusal refusal) {
  receipts_[index].refusal = std::make_unique<Refusal>(std::move(refusal));
}

void Receipts::stored(std::span<const std::uint32_t> messages) {
  for (const std::uint32_t index : messages)
    if (receipts_[index].waiting > 0) --receipts_[index].waiting;
}

void Receipts::not_assessed(std::span<const std::uint32_t> messages, const std::string& why) {
  for (const std::uint32_t index : messages)
    receipts_[index].refusal = std::make_unique<Refusal>(
        Refusal{Verdict::error,
                Code::internal,
                {},
                "not assessed: " + why,
                "docs/linting.md says what these mean; correct it, and send it again"});
}

std::string Receipts::acknowledgment(const Receipt& receipt, std::int64_t now_ms) const {
  const Receipt& fate = receipt.same == itself ? receipt : receipts_[receipt.same];
  Header header = headers_[receipt.header];
  header.written_control_id = receipt.control_id;
  const Refusal* why = fate.refusal.get();
  if (why != nullptr && why->verdict != Verdict::accepted)
    return acknowledge(header, why->verdict, why, now_ms);
  if (fate.waiting == 0) return acknowledge(header, Verdict::accepted, why, now_ms);
  const Refusal refusal = not_stored();
  return acknowledge(header, refusal.verdict, &refusal, now_ms);
}

void Receipts::acknowledge_all(std::int64_t now_ms,
                               const std::function<void(std::string_view)>& each) const {
  for (const Receipt& receipt : receipts_) each(acknowledgment(receipt, now_ms));
}

std::string Receipts::acknowledgments(std::int64_t now_ms) const {
  std::string text;
  acknowledge_all(now_ms, [&](std::string_view one) { text += one; });
  return text;
}

}  // namespace causa::intake::hl7v2
