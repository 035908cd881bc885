// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <algorithm>

#include "writer.hpp"

namespace causa::bench {

namespace {

/// "20261120"
std::string plain(std::string date) {
  std::erase(date, '-');
  return date;
}

class Messages {
 public:
  Messages(const Person& person, std::string& out) : person_(person), out_(out) {}

  void run() {
    begin("ADT^A04^ADT_A01");
    int set = 0;
    if (person_.pulse != 0) {
      number(++set, "8867-4", "Heart rate", std::to_string(person_.pulse), "/min", 0);
      number(++set, "8480-6", "Systolic blood pressure", std::to_string(person_.systolic), "mm[Hg]",
             0);
    }
    set = 0;
    for (const Problem& complaint : person_.complaints)
      segment("DG1|{}||{}^{}^SCT||{}|W", ++set, complaint.snomed, complaint.name,
              plain(date_of(complaint.since)));
    for (const Problem& problem : person_.problems)
      if (problem.active)
        segment("DG1|{}||{}^{}^I10C||{}|F", ++set, problem.icd10, problem.name,
                plain(date_of(problem.since)));
    orders();
    results();
  }

 private:
  template <class... Parts>
  void segment(fmt::format_string<Parts...> text, Parts&&... parts) {
    fmt::format_to(std::back_inserter(out_), text, std::forward<Parts>(parts)...);
    out_ += '\r';
  }

  void begin(std::string_view type) {
    segment("MSH|^~\\&|PRACTICE|GENERATED|CAUSA|CLINIC|{}080000+0000||{}|G{}-{}|P|2.5.1",
            plain(date_of(0)), type, person_.number, ++messages_);
    if (type.starts_with("ADT")) segment("EVN|A04|{}080000+0000", plain(date_of(0)));
    segment("PID|1||G{:08}^^^PRACTICE^MR||||{}|{}", person_.number, plain(birth_date(person_)),
            person_.female ? 'F' : 'M');
    if (type.starts_with("ADT")) segment("PV1|1|O");
  }

  void number(int set, std::string_view loinc, std::string_view name, std::string_view value,
              std::string_view unit, DaysAgo taken) {
    segment("OBX|{}|NM|{}^{}^LN||{}|{}|||||F|||{}", set, loinc, name, value, unit,
            plain(date_of(taken)));
  }

  void orders() {
    const auto& all = person_.prescriptions;
    const auto is_current = [](const Prescription& one) { return !one.stopped; };
    if (std::none_of(all.begin(), all.end(), is_current)) return;
    begin("RDE^O11^RDE_O11");
    int order = 0;
    for (const Prescription& prescription : all) {
      if (prescription.stopped) continue;
      segment("ORC|NW|P{}-{}^EHR|||||||{}", person_.number, ++order,
              plain(date_of(prescription.since)));
      segment("RXE||{}^{}^RXNORM|1", prescription.drug->rxnorm, prescription.drug->name);
      segment("TQ1|1||||||{}", plain(date_of(prescription.since)));
    }
  }

  void results() {
    if (person_.results.empty() && person_.note.empty()) return;
    begin("ORU^R01^ORU_R01");
    segment("OBR|1|P{}^EHR|F{}^LAB|24326-1^Electrolytes^LN|||{}|||||||||||||||||||F",
            person_.number, person_.number, plain(date_of(0)));
    int set = 0;
    for (const Result& result : person_.results)
      number(++set, result.test->loinc, result.test->name,
             fmt::format("{:.{}f}", result.value, result.test->decimals), result.test->unit,
             result.taken);
    if (!person_.note.empty())
      segment("OBX|{}|TX|10164-2^History of present illness^LN||{}||||||F", ++set, person_.note);
  }

  const Person& person_;
  std::string& out_;
  int messages_ = 0;
};

}  // namespace

void write_hl7v2(const Person& person, std::string& out) { Messages(person, out).run(); }

}  // namespace causa::bench
