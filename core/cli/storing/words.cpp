// SPDX-License-Identifier: Apache-2.0

#include "cli/storing/words.hpp"

#include "base/time.hpp"
#include "report/json.hpp"
#include "store/enumerations.hpp"

namespace causa::cli {

namespace {

using store::Meaning;

template <class Enum>
bool is_known(std::int64_t number) {
  return number >= static_cast<std::int64_t>(store::Enumerators<Enum>::first) &&
         number <= static_cast<std::int64_t>(store::Enumerators<Enum>::last);
}

/// With report::word of the enumeration.
template <class Enum>
std::string named(std::int64_t number) {
  return is_known<Enum>(number) ? report::word(static_cast<Enum>(number)) : std::to_string(number);
}

std::string of_two(std::int64_t number, std::int64_t first, const char* one, const char* other) {
  return number == first ? one : number == first + 1 ? other : std::to_string(number);
}

}  // namespace

std::string cell_words(std::int64_t number, Meaning meaning) {
  switch (meaning) {
    case Meaning::time_ms:
      return format_time(number);
    case Meaning::truth:
      return number != 0 ? "true" : "false";
    case Meaning::sex:
      return named<record::Sex>(number);
    case Meaning::sufficiency:
      return named<assess::Sufficiency>(number);
    case Meaning::urgency:
      return named<knowledge::Urgency>(number);
    case Meaning::role:
      return named<knowledge::Role>(number);
    case Meaning::basis:
      return named<knowledge::Basis>(number);
    case Meaning::outcome:
      return named<assess::Outcome>(number);
    case Meaning::counted:
      return named<assess::Counted>(number);
    case Meaning::advice_kind:
      return named<knowledge::AdviceKind>(number);
    case Meaning::fact_state:
      return named<record::State>(number);
    case Meaning::module_status:
      return named<assess::ModuleStatus>(number);
    case Meaning::ran_in:
      return named<assess::RanIn>(number);
    case Meaning::comparator:
      return is_known<record::Comparator>(number)
                 ? report::sign(static_cast<record::Comparator>(number))
                 : std::to_string(number);
    case Meaning::about:
      return of_two(number, static_cast<std::int64_t>(knowledge::About::present), "present",
                    "explains");
    case Meaning::feedback_outcome:
      return of_two(number, static_cast<std::int64_t>(store::FeedbackOutcome::accepted), "accepted",
                    "overridden");
    case Meaning::audit_kind:
      return is_known<store::AuditKind>(number) ? word(static_cast<store::AuditKind>(number))
                                                : std::to_string(number);
    case Meaning::plain:
    case Meaning::digest:
      break;
  }
  return std::to_string(number);
}

const char* word(store::AuditKind kind) {
  switch (kind) {
    case store::AuditKind::begun:
      return "begun";
    case store::AuditKind::migrated:
      return "migrated";
    case store::AuditKind::adopted:
      return "adopted";
    case store::AuditKind::assessment:
      return "assessment";
    case store::AuditKind::extension:
      return "extension";
    case store::AuditKind::merged:
      return "merged";
    case store::AuditKind::module:
      return "module";
    case store::AuditKind::exception:
      return "exception";
    case store::AuditKind::exported:
      return "exported";
    case store::AuditKind::backup:
      return "backup";
    case store::AuditKind::merge:
      return "merge";
    case store::AuditKind::forgotten:
      return "forgotten";
    case store::AuditKind::loss:
      return "loss";
    case store::AuditKind::loss_accepted:
      break;
  }
  return "loss_accepted";
}

std::string hex_of(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (const char letter : bytes) {
    const auto byte = static_cast<unsigned char>(letter);
    hex += digits[byte >> 4];
    hex += digits[byte & 15];
  }
  return hex;
}

}  // namespace causa::cli
