// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/acknowledgment.hpp"

#include <fmt/core.h>

#include "base/hash.hpp"

namespace causa::intake::hl7v2 {

namespace {

constexpr char segment_end = '\r';
constexpr std::size_t control_id_size = 20;  // the most that versions before 2.7 allow

const char* text_of(Code code) {
  switch (code) {
    case Code::accepted:
      return "Message accepted";
    case Code::segment_sequence:
      return "Segment sequence error";
    case Code::required_field_missing:
      return "Required field missing";
    case Code::data_type:
      return "Data type error";
    case Code::table_value:
      return "Table value not found";
    case Code::unsupported_type:
      return "Unsupported message type";
    case Code::unsupported_event:
      return "Unsupported event code";
    case Code::unsupported_processing_id:
      return "Unsupported processing id";
    case Code::unsupported_version:
      return "Unsupported version id";
    case Code::unknown_key:
      return "Unknown key identifier";
    case Code::duplicate_key:
      return "Duplicate key identifier";
    case Code::internal:
      break;
  }
  return "Application internal error";
}

/// "20261125181500+0000".
std::string time_text(std::int64_t ms) {
  std::string digits;
  for (const char c : format_time(ms).substr(0, 19))
    if (c >= '0' && c <= '9') digits += c;
  return digits + "+0000";
}

class Writer {
 public:
  Writer(const Header& header, const Refusal* why, std::int64_t now_ms)
      : header_(header), why_(why), now_ms_(now_ms) {
    // A sender that doesn't use a delimiter still reads one that MSH-2 of the answer names.
    const Hl7Delimiters usual;
    delimiters_ = header.delimiters;
    const auto complete = [](char& own, char common) { own = own == '\0' ? common : own; };
    complete(delimiters_.component, usual.component);
    complete(delimiters_.repetition, usual.repetition);
    complete(delimiters_.escape, usual.escape);
    complete(delimiters_.subcomponent, usual.subcomponent);
  }

  std::string write(const char* code, Verdict verdict) {
    const std::string event = is_shaped_as_type(header_.trigger) ? header_.trigger : "";
    const std::string type = event.empty() ? "ACK" : joined({"ACK", event, "ACK"});
    line({"MSH", encoding(), or_default(header_.receiving_application, "causa"),
          header_.receiving_facility, header_.sending_application, header_.sending_facility,
          time_text(now_ms_), "", type, control_id(code),
          if_first(is_shaped_as_letter, header_.processing, "P"),
          if_first(is_shaped_as_version, header_.version, "2.5.1"), "", "", "", "", "",
          "UNICODE UTF-8"});
    line({"MSA", code, header_.written_control_id});
    if (why_) error(verdict);
    return std::move(out_);
  }

 private:
  static std::string or_default(const std::string& text, const char* fallback) {
    return text.empty() ? fallback : text;
  }

  /// A field whose first component has its shape.
  template <class IsShaped>
  [[nodiscard]] std::string if_first(IsShaped is_shaped, const std::string& field,
                                     const char* fallback) const {
    return is_shaped(trimmed(part(field, header_.delimiters.component, 1))) ? field : fallback;
  }

  [[nodiscard]] std::string encoding() const {
    std::string text{delimiters_.component, delimiters_.repetition, delimiters_.escape,
                     delimiters_.subcomponent};
    if (delimiters_.truncation != '\0') text += delimiters_.truncation;
    return text;
  }

  [[nodiscard]] std::string escape(const std::string& text) const {
    return hl7_escape(text, delimiters_);
  }

  [[nodiscard]] std::string joined(std::initializer_list<std::string> components) const {
    std::string text;
    for (const auto& component : components) {
      if (&component != components.begin()) text += delimiters_.component;
      text += component;
    }
    return text;
  }

  void line(std::initializer_list<std::string> fields) {
    for (const auto& field : fields) {
      if (&field != fields.begin()) out_ += delimiters_.field;
      out_ += field;
    }
    out_ += segment_end;
  }

  /// ERR-2 place, ERR-3 code, ERR-4 severity, ERR-8 for people; ERR-1 as versions before 2.5 know
  /// it.
  void error(Verdict verdict) {
    const Location& at = why_->location;
    const std::string number = std::to_string(static_cast<unsigned>(why_->code));
    const auto counted = [](unsigned value) { return value == 0 ? "" : std::to_string(value); };
    std::string place, old_place;
    if (!at.segment.empty()) {
      place = joined({std::string(at.segment), counted(at.sequence), counted(at.field)});
      if (at.component > 0) place = joined({place, "1", counted(at.component)});
      old_place = joined({std::string(at.segment), counted(at.sequence), counted(at.field),
                          number + delimiters_.subcomponent + text_of(why_->code)});
    }
    line({"ERR", is_before_2_5() ? old_place : "", place,
          joined({number, text_of(why_->code), "HL70357"}),
          verdict == Verdict::accepted ? "W" : "E", "", "", "",
          escape(why_->cure.empty() ? why_->message : why_->message + "; " + why_->cure)});
  }

  [[nodiscard]] bool is_before_2_5() const {
    const std::string version = header_.version.substr(0, 3);
    return version >= "2.1" && version < "2.5";
  }

  /// The same for the same message, so that one that is sent twice is answered alike.
  [[nodiscard]] std::string control_id(const char* code) const {
    return sha256_hex(fmt::format("{}\r{}\r{}\r{}", header_.sending_application,
                                  header_.sending_facility, header_.written_control_id, code))
        .substr(0, control_id_size);
  }

  const Header& header_;
  const Refusal* why_;
  const std::int64_t now_ms_;
  Hl7Delimiters delimiters_;
  std::string out_;
};

/// Table 0155: always, never, on error, on success.
bool asks_for(const std::string& condition, bool success) {
  return condition == "AL" || (condition == "ER" && !success) || (condition == "SU" && success);
}

}  // namespace

std::string acknowledge(const Header& header, Verdict verdict, const Refusal* why,
                        std::int64_t now_ms) {
  if (header.code == "ACK") return {};
  static constexpr const char* application[] = {"AA", "AE", "AR"};
  static constexpr const char* accept[] = {"CA", "CE", "CR"};
  const auto index = static_cast<std::size_t>(verdict);
  const bool success = verdict == Verdict::accepted;
  if (header.accept_ack.empty() && header.application_ack.empty())
    return Writer(header, why, now_ms).write(application[index], verdict);
  std::string text;
  if (asks_for(header.accept_ack, success))
    text += Writer(header, why, now_ms).write(accept[index], verdict);
  if (asks_for(header.application_ack, success))
    text += Writer(header, why, now_ms).write(application[index], verdict);
  return text;
}

}  // namespace causa::intake::hl7v2
