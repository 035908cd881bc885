// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/header.hpp"

#include <algorithm>
#include <span>

#include "base/text.hpp"
#include "intake/hl7v2/codes.hpp"
#include "intake/hl7v2/values.hpp"

namespace causa::intake::hl7v2 {

namespace {

constexpr std::string_view results[] = {"R01"};
/// Those that say who and where the patient is and what they have; a cancelled transfer, discharge
/// or plan leaves the patient's facts as they are.
constexpr std::string_view admissions[] = {
    "A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A09", "A10", "A12",
    "A13", "A14", "A15", "A16", "A17", "A20", "A21", "A22", "A25", "A26", "A27",
    "A28", "A31", "A32", "A33", "A52", "A53", "A54", "A55", "A60", "A61", "A62"};
constexpr std::string_view merges[] = {"A18", "A24", "A30", "A34", "A35", "A36", "A37",
                                       "A39", "A40", "A41", "A42", "A43", "A44", "A45",
                                       "A46", "A47", "A48", "A49", "A50", "A51"};
constexpr std::string_view withdrawals[] = {"A11", "A23", "A29", "A38"};
constexpr std::string_view encoded_orders[] = {"O11", "O01", "O25"};
constexpr std::string_view orders[] = {"O01"};
constexpr std::string_view pharmacy_orders[] = {"O09"};
constexpr std::string_view laboratory_orders[] = {"O21", "O33", "O35"};

struct Type {
  std::string_view code;
  std::span<const std::string_view> triggers;
};
constexpr Type types[] = {{"ORU", results}, {"ADT", admissions},      {"RDE", encoded_orders},
                          {"ORM", orders},  {"OMP", pharmacy_orders}, {"OML", laboratory_orders}};

bool contains(std::span<const std::string_view> list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// "2", "2.3", "2.5.1": any version 2.
bool is_version_2(std::string_view version) {
  if (!version.starts_with('2')) return false;
  version.remove_prefix(1);
  while (version.size() >= 2 && version[0] == '.' && version[1] >= '0' && version[1] <= '9')
    version.remove_prefix(2);
  return version.empty();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// "version "3"", or "the version" if it hasn't the shape of one.
std::string shown(const char* what, std::string_view text, bool is_shaped) {
  return is_shaped ? std::string(what) + " \"" + std::string(text) + "\""
                   : "the " + std::string(what);
}

std::optional<Refusal> refusal_of_type(const Header& header) {
  const auto type = std::find_if(std::begin(types), std::end(types),
                                 [&](const Type& entry) { return entry.code == header.code; });
  if (type == std::end(types))
    return Refusal{Verdict::rejected,
                   Code::unsupported_type,
                   {"MSH", 1, 9, 1},
                   header.code.empty()
                       ? "the message has no type"
                       : "messages of " +
                             shown("type", header.code, is_shaped_as_type(header.code)) +
                             " are not read",
                   "send ORU, ADT, RDE, OMP, OML or ORM"};
  if (contains(type->triggers, header.trigger)) return std::nullopt;
  const Location event{"MSH", 1, 9, 2};
  if (type->code == "ADT" && contains(merges, header.trigger))
    return Refusal{Verdict::error, Code::unsupported_event, event,
                   "merging, moving and linking of patients (" + header.trigger + ") is not done",
                   "send what is known under the identifier that stays"};
  if (type->code == "ADT" && contains(withdrawals, header.trigger))
    return Refusal{Verdict::rejected, Code::unsupported_event, event,
                   "taking back a visit or a patient (" + header.trigger + ") is not done",
                   "look whether what was sent before must still count"};
  return Refusal{Verdict::rejected, Code::unsupported_event, event,
                 shown("event", header.trigger, is_shaped_as_type(header.trigger)) + " of " +
                     header.code + " is not read",
                 "docs/hl7v2.md lists the events that are read"};
}

/// ORU^^ORU_R01, and version 2.2, where only the type stands there.
void complete_trigger(Header& header, std::string_view structure) {
  if (!header.trigger.empty()) return;
  const std::size_t begin = header.code.size() + 1;
  if (structure.size() > begin && structure.starts_with(header.code))
    header.trigger = structure.substr(begin);
  else if (header.code == "ORU")
    header.trigger = "R01";
}

}  // namespace

bool is_shaped_as_type(std::string_view text) {
  return text.size() == 3 && is_upper(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c); });
}

bool is_shaped_as_letter(std::string_view text) { return text.size() == 1 && is_upper(text[0]); }

bool is_shaped_as_version(std::string_view text) {
  constexpr std::size_t longest = 5;  // "2.5.1"
  return !text.empty() && text.size() <= longest && is_digit(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
}

Header read_header(const Message& message) {
  const Segment& msh = message.segments.front();
  const Dialect& dialect = message.dialect;
  Header header;
  header.delimiters = dialect.delimiters;
  header.sending_application = msh.field(3);
  header.sending_facility = msh.field(4);
  header.receiving_application = msh.field(5);
  header.receiving_facility = msh.field(6);
  header.written_control_id = msh.field(10);
  header.processing = msh.field(11);
  header.version = msh.field(12);
  header.accept_ack = trimmed(msh.field(15));
  header.application_ack = trimmed(msh.field(16));
  header.code = component_text(msh.field(9), 1, dialect);
  header.trigger = component_text(msh.field(9), 2, dialect);
  complete_trigger(header, component_text(msh.field(9), 3, dialect));
  header.control_id = component_text(msh.field(10), 1, dialect);
  const std::string time = component_text(msh.field(7), 1, dialect);
  header.zone_minutes = zone_of(time);
  header.time = read_time(time, header.zone_minutes).value_or(TimeSpan{});
  const std::string processing = component_text(header.processing, 1, dialect);
  header.for_test = processing == "T" || processing == "D";
  return header;
}

Header guess_header(std::string_view bytes) {
  Header header;
  const auto delimiters = read_delimiters(bytes);
  if (!delimiters) return header;
  const std::string_view line = bytes.substr(0, bytes.find_first_of("\r\n"));
  if (!is_utf8(line)) return header;
  Message message;
  message.dialect.delimiters = *delimiters;
  const std::string in_capitals = "MSH" + std::string(line.substr(3));
  message.segments.emplace_back(in_capitals, *delimiters);
  return read_header(message);
}

std::optional<Refusal> refusal_of(const Header& header) {
  if (auto refusal = refusal_of_type(header)) return refusal;
  const Dialect dialect{header.delimiters, {}};
  const std::string processing = component_text(header.processing, 1, dialect);
  if (!processing.empty() && processing != "P" && !header.for_test)
    return Refusal{
        Verdict::rejected,
        Code::unsupported_processing_id,
        {"MSH", 1, 11, 1},
        shown("processing id", processing, is_shaped_as_letter(processing)) + " is not known",
        "write P (production), T (training) or D (debugging)"};
  const std::string version = component_text(header.version, 1, dialect);
  if (!version.empty() && !is_version_2(version))
    return Refusal{Verdict::rejected,
                   Code::unsupported_version,
                   {"MSH", 1, 12, 1},
                   shown("version", version, is_shaped_as_version(version)) + " is not read",
                   "send version 2.1 to 2.9"};
  return std::nullopt;
}

}  // namespace causa::intake::hl7v2
