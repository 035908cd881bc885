// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/person.hpp"

#include <algorithm>

#include "intake/hl7v2/codes.hpp"
#include "intake/hl7v2/values.hpp"

namespace causa::intake::hl7v2 {

namespace {

std::string text_of(std::string_view written, const Dialect& dialect) {
  return is_null(trimmed(written)) ? std::string() : unescape(trimmed(written), dialect);
}

Identifier read_identifier(std::string_view repetition, const Header& header,
                           const Dialect& dialect) {
  const auto component = [&](std::size_t number) {
    return part(repetition, dialect.delimiters.component, number);
  };
  const auto authority = [&](std::size_t number) {
    return text_of(part(component(4), dialect.delimiters.subcomponent, number), dialect);
  };
  Identifier read;
  read.id = text_of(component(1), dialect);
  read.type = text_of(component(5), dialect);
  read.name_space = authority(1);
  read.universal = authority(2);
  const std::string kind = authority(3);
  if (!read.universal.empty() && !kind.empty()) read.universal += "&" + kind;
  if (read.name_space.empty() && read.universal.empty())
    read.sender = header.sending_application + "|" + header.sending_facility;
  return read;
}

/// Types of table 0203 (HL7/UTG, cs-v2-0203) that are of something else than the patient, or of
/// what several patients may have: accounts and bank cards, visits, orders and samples, devices and
/// places, those who pay, those who treat and their organizations, certificates of two people.
constexpr std::string_view of_no_patient[] = {
    "AN",   "ANC", "AND",  "ANT",   "BA",   "BC",   "AM",   "DI",   "DS",  "MS",    "VS",   "GL",
    "CC",   "VN",  "ACSN", "LACSN", "ASID", "SID",  "USID", "SAMN", "SRX", "SNBSN", "FILL", "PLAC",
    "FGN",  "PGN", "DSG",  "OBI",   "STN",  "SNO",  "UDI",  "PIN",  "CY",  "GI",    "GN",   "SN",
    "EN",   "NE",  "FI",   "XX",    "XV",   "NII",  "NIIP", "AC",   "AMA", "APRN",  "BSNR", "NBSNR",
    "LANR", "DDS", "DEA",  "DFN",   "DN",   "DO",   "DPM",  "ESN",  "MCD", "MCR",   "MD",   "NP",
    "NPI",  "OD",  "PA",   "PHE",   "PHO",  "PPIN", "PRN",  "QA",   "RI",  "RN",    "RPH",  "RRP",
    "SL",   "TRL", "UPIN", "CAAI",  "GIN",  "MCT"};

bool is_of_person(const Identifier& identifier) {
  return std::find(std::begin(of_no_patient), std::end(of_no_patient), identifier.type) ==
         std::end(of_no_patient);
}

record::Sex sex_of(std::string_view code, bool& known) {
  known = true;
  if (code == "F") return record::Sex::female;
  if (code == "M") return record::Sex::male;
  if (code == "O" || code == "A" || code == "X") return record::Sex::other;
  known = code.empty() || code == "U" || code == "N";
  return record::Sex::unknown;
}

}  // namespace

bool Identifier::same_authority(const Identifier& other) const {
  if (!sender.empty() || !other.sender.empty()) return sender == other.sender;
  if (!universal.empty() && !other.universal.empty()) return universal == other.universal;
  return !name_space.empty() && name_space == other.name_space;
}

std::string Identifier::text() const {
  if (!sender.empty() || (name_space.empty() && universal.empty())) return id;
  return id + "^^^" + name_space + (universal.empty() ? "" : "&" + universal);
}

std::vector<Identifier> read_identifiers(const Segment& pid, const Header& header,
                                         const Dialect& dialect) {
  std::vector<Identifier> found;
  for (const std::size_t field : {std::size_t{3}, std::size_t{2}, std::size_t{4}}) {
    for (const auto repetition : parts(pid.field(field), dialect.delimiters.repetition)) {
      if (found.size() == most_identifiers) return found;
      Identifier identifier = read_identifier(repetition, header, dialect);
      if (!identifier.id.empty() && is_of_person(identifier))
        found.push_back(std::move(identifier));
    }
    if (!found.empty()) break;
  }
  return found;
}

Demographics read_demographics(const Segment& pid, const Header& header, const Dialect& dialect) {
  Demographics read;
  const auto stated = [&](std::size_t field) { return trimmed(pid.field(field)); };
  if (!stated(8).empty()) {
    bool known = true;
    const record::Sex sex = sex_of(component_text(stated(8), 1, dialect), known);
    if (known)
      read.sex = sex;
    else
      read.notes.push_back("PID.8");
  }
  if (!stated(7).empty()) {
    read.birth = read_time(component_text(stated(7), 1, dialect), header.zone_minutes);
    if (!read.birth) read.notes.push_back("PID.7");
  }
  if (!stated(29).empty()) read.deceased = !is_null(stated(29));
  if (parts(pid.field(3), dialect.delimiters.repetition).size() > most_identifiers)
    read.notes.push_back("PID.3");
  const std::string died = component_text(stated(30), 1, dialect);
  if (died == "Y") read.deceased = true;
  if ((died == "N" || is_null(stated(30))) && !read.deceased) read.deceased = false;
  return read;
}

}  // namespace causa::intake::hl7v2
