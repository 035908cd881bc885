// SPDX-License-Identifier: Apache-2.0
//
// Short ways to write HL7 v2 messages and to say what was read of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intake/hl7v2/message_reader.hpp"
#include "intake/hl7v2/receipts.hpp"
#include "intake/reading.hpp"

namespace hl7v2_test {

using causa::Result;
using causa::intake::PatientInput;
using causa::intake::hl7v2::Receipts;
using causa::record::Item;
using causa::record::Record;

/// Segments, given with LF, end with CR.
inline std::string with_cr(std::string text) {
  for (char& c : text)
    if (c == '\n') c = '\r';
  return text;
}

inline std::string msh(std::string_view type = "ORU^R01^ORU_R01", std::string_view id = "M1",
                       std::string_view time = "20260110080000+0000") {
  return "MSH|^~\\&|LAB|HOSP|CAUSA|CLINIC|" + std::string(time) + "||" + std::string(type) + "|" +
         std::string(id) + "|P|2.5.1\r";
}

inline std::string pid() { return "PID|1||70001^^^HOSP^MR||DOE^J||19500213|F\r"; }

/// A result message with these segments (each with its LF) under one order.
inline std::string oru(std::string_view segments, std::string_view id = "M1",
                       std::string_view time = "20260110080000+0000") {
  return msh("ORU^R01^ORU_R01", id, time) + pid() +
         "OBR|1||F1^LAB|24326-1^Electrolytes^LN|||20260110073000+0000\r" +
         with_cr(std::string(segments));
}

inline std::string obx(std::string_view type, std::string_view value,
                       std::string_view more = "mmol/L|3.5-5.1|L|||F", std::string_view sub = "") {
  return "OBX|1|" + std::string(type) + "|2823-3^Potassium^LN|" + std::string(sub) + "|" +
         std::string(value) + "|" + std::string(more) + "\r";
}

inline std::vector<Result<PatientInput>> read_all(std::string_view bytes,
                                                  Receipts* receipts = nullptr) {
  std::vector<Result<PatientInput>> found;
  const auto keep = [&](Result<PatientInput> patient) { found.push_back(std::move(patient)); };
  causa::intake::Options options;
  options.receipts = receipts;
  causa::intake::hl7v2::MessageReader reader(options);
  causa::intake::Document document;
  document.bytes = bytes;
  document.place = "x.hl7";
  document.format = causa::intake::Format::hl7v2;
  reader.read(document, keep);
  reader.finish(keep);
  return found;
}

/// The one patient; throws with the error's text if it isn't one.
inline Record read_one(std::string_view bytes) {
  auto found = read_all(bytes);
  if (found.size() != 1) throw std::runtime_error(std::to_string(found.size()) + " results");
  return std::move(found.front().value().record);
}

inline std::string error_of(std::string_view bytes) {
  auto found = read_all(bytes);
  if (found.size() != 1) return std::to_string(found.size()) + " results";
  return found.front().has_error() ? to_string(found.front().error()) : std::string();
}

/// What all messages were answered, one segment a line, without times and control ids of the
/// answers.
inline std::string answers(const Receipts& receipts) {
  std::string text = receipts.acknowledgments(0);
  for (char& c : text)
    if (c == '\r') c = '\n';
  return text;
}

/// Everything is told that must be: MSA and ERR lines only.
inline std::string verdicts(const Receipts& receipts) {
  std::string all = answers(receipts), kept;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find('\n', at);
    const std::string line = all.substr(at, end - at);
    if (!line.starts_with("MSH")) kept += line + "\n";
    at = end + 1;
  }
  return kept;
}

using intake_test::adds_up;
using intake_test::ignored;
using intake_test::item_of;

}  // namespace hl7v2_test
