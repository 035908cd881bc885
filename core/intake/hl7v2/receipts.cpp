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

}  // namespace

std::uint32_t Receipts::accept(Header header, std::uint32_t patients) {
  const auto index = static_cast<std::uint32_t>(receipts_.size());
  receipts_.push_back({std::move(header), patients, {}, true});
  arrivals_.push_back(index);
  return index;
}

void Receipts::refuse(Header header, Refusal refusal) {
  arrivals_.push_back(static_cast<std::uint32_t>(receipts_.size()));
  receipts_.push_back({std::move(header), 0, std::move(refusal), false});
}

void Receipts::repeat(std::uint32_t index) { arrivals_.push_back(index); }

void Receipts::warn(std::uint32_t index, Refusal warning) {
  receipts_[index].refusal = std::move(warning);
}

void Receipts::stored(std::span<const std::uint32_t> messages) {
  for (const std::uint32_t index : messages)
    if (receipts_[index].waiting > 0) --receipts_[index].waiting;
}

std::string Receipts::acknowledgments(std::int64_t now_ms) const {
  std::string text;
  for (const std::uint32_t index : arrivals_) {
    const Receipt& receipt = receipts_[index];
    if (!receipt.accepted)
      text += acknowledge(receipt.header, receipt.refusal->verdict, &*receipt.refusal, now_ms);
    else if (receipt.waiting > 0) {
      const Refusal refusal = not_stored();
      text += acknowledge(receipt.header, Verdict::error, &refusal, now_ms);
    } else
      text += acknowledge(receipt.header, Verdict::accepted,
                          receipt.refusal ? &*receipt.refusal : nullptr, now_ms);
  }
  return text;
}

}  // namespace causa::intake::hl7v2
