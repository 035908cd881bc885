// SPDX-License-Identifier: Apache-2.0

#include "report/hl7v2.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>

#include "base/hash.hpp"
#include "base/hl7v2_text.hpp"
#include "base/text.hpp"
#include "report/figures.hpp"
#include "report/findings.hpp"
#include "report/json.hpp"
#include "report/patient_identifier.hpp"
#include "report/wording.hpp"

namespace causa::report {

namespace {

using assess::Assessment;
using assess::CauseResult;

constexpr char segment_end = '\r';
constexpr const char* system = "99CAUSA";
constexpr std::size_t control_id_size = 20;  // the most that version 2.5.1 allows

std::string escape(std::string_view text) { return hl7_escape(text); }

std::string time_text(std::int64_t ms) {
  std::string digits;
  for (const char c : format_time(ms).substr(0, 19))
    if (c >= '0' && c <= '9') digits += c;
  return digits + "+0000";
}

/// "42.3" for 0.423.
std::string percentage(double p) { return format_number(std::round(p * 1000) / 10); }

std::string probability(double p) { return format_number(std::round(p * 10000) / 10000); }

const char* sex_code(record::Sex sex) {
  switch (sex) {
    case record::Sex::female:
      return "F";
    case record::Sex::male:
      return "M";
    case record::Sex::other:
      return "O";
    case record::Sex::unknown:
      break;
  }
  return "U";
}

/// With its authority, if one is known.
std::string identifier(const std::string& id) {
  const PatientIdentifier patient = patient_identifier(id);
  std::string authority = escape(patient.name_space);
  if (!patient.universal.empty())
    authority += "&" + escape(patient.universal) + "&" + escape(patient.universal_type);
  while (authority.ends_with('&')) authority.pop_back();
  return escape(patient.value) + (authority.empty() ? "" : "^^^" + authority);
}

/// What an OBX says beside its value.
struct Extra {
  const char* unit = "";
  const char* flags = "";
  std::string probability;
  /// Of the observation; empty: nobody knows. Nothing: it is said as of the assessment.
  std::optional<std::string> time{};
};

class Writer {
 public:
  explicit Writer(const Assessment& it) : it_(it) {}

  std::string run() {
    header();
    alerts();
    complaint();
    for (const auto& cause : it_.causes) write_cause(cause);
    states();
    must_not_miss();
    advice();
    check_input();
    not_used();
    modules();
    return std::move(out_);
  }

 private:
  void header() {
    const std::string id =
        sha256_hex(fmt::format("{}/{}", it_.id, it_.version)).substr(0, control_id_size);
    const std::string created = time_text(it_.created_ms);
    out_ += fmt::format("MSH|^~\\&|causa||||{}||ORU^R01^ORU_R01|{}|P|2.5.1||||||UNICODE UTF-8\r",
                        created, id);
    // PID-5 is required; the name isn't kept.
    out_ += fmt::format("PID|1||{}||^^^^^^U|||{}\r", identifier(it_.patient_id), sex_code(it_.sex));
    const std::string state = it_.version > 1 ? "C" : "F";
    out_ += fmt::format(
        "OBR|1||{}^causa|ASSESSMENT^Assessment of leg complaints^{}|||{}|||||||||||||||{}|||{}\r",
        escape(it_.id), system, time_text(it_.as_of_ms), created, state);
  }

  void observe(const char* type, const char* code, const char* name, const std::string& group,
               const std::string& value, const Extra& extra = {}) {
    out_ += fmt::format("OBX|{}|{}|{}^{}^{}|{}|{}|{}||{}|{}||F|||{}", ++number_, type, code, name,
                        system, group, value, extra.unit, extra.flags, extra.probability,
                        extra.time.value_or(time_text(it_.as_of_ms)));
    out_ += segment_end;
  }

  /// Tells an OBX from others of its code.
  std::string next(const char* code) { return std::to_string(++counts_[code]); }

  void say(const char* code, const char* name, const std::string& group, std::string_view text,
           const Extra& extra = {}) {
    if (!text.empty()) observe("TX", code, name, group, escape(text), extra);
  }

  void estimate(const char* code, const char* name, const char* range_code, const char* range_name,
                const std::string& group, const assess::Estimate& it) {
    const Extra unit{"%^percent^UCUM", "", {}};
    observe("NM", code, name, group, percentage(it.p), unit);
    observe("SN", range_code, range_name, group,
            fmt::format("^{}^-^{}", percentage(it.low), percentage(it.high)), unit);
  }

  static std::string coded(std::string_view id, std::string_view name) {
    return fmt::format("{}^{}^{}", escape(id), escape(name), system);
  }

  /// Of the oldest value that raised the alert: whoever files it by OBX-14 must not take it for one
  /// of the day of the assessment.
  [[nodiscard]] std::string time_of_value(const assess::RaisedAlert& alert) const {
    constexpr double seconds_per_hour = 3600;
    if (!alert.age_hours) return {};
    const auto seconds = std::llround(*alert.age_hours * seconds_per_hour);
    return time_text(it_.as_of_ms - static_cast<std::int64_t>(seconds) * 1000);
  }

  void alerts() {
    std::size_t count = 0;
    for (const auto& alert : it_.alerts) {
      const std::string group = fmt::format("A{}", ++count);
      const Extra extra{"", alert.urgency >= knowledge::Urgency::same_day ? "AA" : "A", {}};
      observe("CWE", "ALERT", "Alert", group, coded(alert.id, alert.title), extra);
      say("ALERT-URGENCY", "Urgency", group, word(alert.urgency), extra);
      say("ALERT-BECAUSE", "Because of", group, trigger_of(alert),
          {extra.unit, extra.flags, {}, time_of_value(alert)});
      say("ALERT-ACTION", "What to do", group, alert.action, extra);
    }
  }

  void complaint() {
    say("COMPLAINT", "Complaint", "",
        it_.complaint_present ? it_.complaint_text : "no leg complaint is recorded");
    std::string ranking = word(it_.ranking);
    if (!it_.ranking_why.empty()) ranking += ": " + it_.ranking_why;
    say("RANKING", "Whether the findings suffice to rank causes", "", ranking);
    if (!it_.causes.empty())
      observe("NM", "UNEXPLAINED", "Left unexplained by all causes", "",
              percentage(it_.unexplained), {"%^percent^UCUM", "", {}});
  }

  void write_cause(const CauseResult& cause) {
    const std::string group = fmt::format("C{}", ++causes_);
    // An idiopathic cause is placed by rule, not by numbers.
    const bool by_rule = is_placed_by_rule(cause);
    const bool dangerous = cause.role == knowledge::Role::dangerous;
    observe("CWE", "CAUSE", "Possible cause", group, coded(cause.id, cause.name),
            {"", dangerous ? "A" : "", by_rule ? "" : probability(cause.explains.p)});
    observe("NM", "CAUSE-RANK", "Rank", group, std::to_string(cause.rank));
    if (!by_rule) {
      estimate("CAUSE-EXPLAINS", "Explains the complaint", "CAUSE-EXPLAINS-RANGE",
               "Explains the complaint: range", group, cause.explains);
      estimate("CAUSE-PRESENT", "Is present", "CAUSE-PRESENT-RANGE", "Is present: range", group,
               cause.present);
    }
    if (cause.chain)
      say("CAUSE-BECAUSE", "Probably because of", group, name_of(it_, cause.chain->because_of));
    say("CAUSE-FOR", "For it", group, evidence_text(cause, true));
    say("CAUSE-HEMOLYZED", "Hemolyzed sample", group, hemolyzed_words(it_, cause));
    say("CAUSE-AGAINST", "Against it", group, evidence_text(cause, false));
  }

  void states() {
    for (const auto& state : it_.states)
      observe("CWE", "STATE", "Found", next("STATE"), coded(state.id, state.name),
              {"", "A", probability(state.present.p)});
  }

  void must_not_miss() {
    for (const auto& cause : it_.must_not_miss)
      say("MUST-NOT-MISS", "Must not be missed", next("MUST-NOT-MISS"),
          fmt::format("{}{}{}", cause.name,
                      is_judged(cause)
                          ? fmt::format(" (present {} %, up to {} %)", percentage(cause.present.p),
                                        percentage(cause.present.high))
                          : "",
                      cause.action.empty() ? "" : ": " + cause.action),
          {"", "A", {}});
  }

  void advice() {
    for (const auto& given : it_.advice) {
      if (!given.withheld.empty()) {
        say("ADVICE-WITHHELD", "Advice that is withheld", next("ADVICE-WITHHELD"),
            fmt::format("{} [withheld: {}]", given.text, given.withheld));
        continue;
      }
      const std::string text = text_of(given);
      switch (given.kind) {
        case knowledge::AdviceKind::workup:
          say("ADVICE-WORKUP", "Test next", next("ADVICE-WORKUP"), text);
          break;
        case knowledge::AdviceKind::medical:
          say("ADVICE-MEDICAL", "Treatment", next("ADVICE-MEDICAL"), text);
          break;
        case knowledge::AdviceKind::self_care:
          say("ADVICE-SELF-CARE", "Self-care", next("ADVICE-SELF-CARE"), text);
          break;
        case knowledge::AdviceKind::prevention:
          say("ADVICE-PREVENTION", "Prevention", next("ADVICE-PREVENTION"), text);
          break;
      }
    }
  }

  void check_input() {
    for (const lint::Finding* finding : to_look_at(it_))
      say("CHECK-INPUT", "Input to check", next("CHECK-INPUT"), finding_words(*finding));
  }

  void not_used() {
    for (const auto& entry : it_.ignored) {
      say("NOT-USED", "Input that was not used", next("NOT-USED"), ignored_words(entry));
    }
    for (const auto& words : it_.not_understood)
      say("NOT-UNDERSTOOD", "Findings that no module knows", next("NOT-UNDERSTOOD"), words);
  }

  void modules() {
    for (const auto& module : it_.modules)
      say("MODULE", "Module", next("MODULE"),
          fmt::format("{} {} {}{}", module.id, module.version, word(module.status),
                      module.why.empty() ? "" : ": " + module.why));
  }

  const Assessment& it_;
  std::string out_;
  std::size_t number_ = 0, causes_ = 0;
  std::map<std::string_view, std::size_t> counts_;  ///< of codes that may repeat
};

}  // namespace

std::string to_hl7v2(const Assessment& assessment) { return Writer(assessment).run(); }

}  // namespace causa::report
