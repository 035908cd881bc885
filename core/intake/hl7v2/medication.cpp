// SPDX-License-Identifier: Apache-2.0
//
// Orders of drugs: ORC with RXE (as the pharmacy encoded it) or else RXO (as it was requested), and
// the components of a mixture (RXC). What the order's control code and status say of it counts as
// exposure, past or unknown; of both, that which takes away more. A drug on hold was taken until
// lately and isn't now. A code that no version of HL7 knows may mean any of these: then the order
// says nothing, leaves what was said before as it is, and is told.

#include <algorithm>
#include <optional>

#include "intake/hl7v2/telling.hpp"
#include "intake/written/faults.hpp"
#include "record/unread.hpp"

namespace causa::intake::hl7v2 {

namespace {

using record::Item;
using record::State;

enum class Standing : std::uint8_t { active, unknown, held, ended };

struct Word {
  std::string_view code;
  Standing standing;
};

/// ORC-1, table 0119 (HL7/UTG, cs-v2-0119). What can't be done (UA, UD ...) leaves open what is so.
constexpr Word controls[] = {
    {"", Standing::active},    {"NW", Standing::active},  {"OK", Standing::active},
    {"RE", Standing::active},  {"XO", Standing::active},  {"XX", Standing::active},
    {"XR", Standing::active},  {"RO", Standing::active},  {"RF", Standing::active},
    {"OF", Standing::active},  {"AF", Standing::active},  {"FU", Standing::active},
    {"RL", Standing::active},  {"OE", Standing::active},  {"OR", Standing::active},
    {"SN", Standing::active},  {"NA", Standing::active},  {"SC", Standing::active},
    {"SR", Standing::active},  {"PA", Standing::active},  {"CH", Standing::active},
    {"CN", Standing::active},  {"PR", Standing::active},  {"DC", Standing::ended},
    {"OD", Standing::ended},   {"DR", Standing::ended},   {"CA", Standing::ended},
    {"OC", Standing::ended},   {"CR", Standing::ended},   {"RP", Standing::ended},
    {"RU", Standing::ended},   {"RQ", Standing::ended},   {"HD", Standing::held},
    {"OH", Standing::held},    {"HR", Standing::held},    {"CP", Standing::unknown},
    {"DE", Standing::unknown}, {"DF", Standing::unknown}, {"LI", Standing::unknown},
    {"MC", Standing::unknown}, {"OP", Standing::unknown}, {"PY", Standing::unknown},
    {"RR", Standing::unknown}, {"SS", Standing::unknown}, {"UA", Standing::unknown},
    {"UC", Standing::unknown}, {"UD", Standing::unknown}, {"UF", Standing::unknown},
    {"UH", Standing::unknown}, {"UM", Standing::unknown}, {"UN", Standing::unknown},
    {"UR", Standing::unknown}, {"UX", Standing::unknown},
};
/// ORC-5, table 0038.
constexpr Word order_statuses[] = {
    {"", Standing::active},    {"A", Standing::active}, {"IP", Standing::active},
    {"SC", Standing::active},  {"CM", Standing::ended}, {"CA", Standing::ended},
    {"DC", Standing::ended},   {"RP", Standing::ended}, {"HD", Standing::held},
    {"ER", Standing::unknown},
};

/// Nothing: HL7 knows no such code.
std::optional<Standing> standing_of(std::span<const Word> words, std::string_view code) {
  const auto found =
      std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.code == code; });
  return found == words.end() ? std::nullopt : std::optional(found->standing);
}

struct Order {
  Reading* control = nullptr;    ///< ORC
  Reading* requested = nullptr;  ///< RXO
  Reading* encoded = nullptr;    ///< RXE
  std::vector<Reading*> components, timings;

  explicit Order(std::span<Reading*> readings) {
    for (Reading* reading : readings) {
      const std::string_view id = reading->segment->id();
      if (id == "ORC" && !control) control = reading;
      if (id == "RXO" && !requested) requested = reading;
      if (id == "RXE" && !encoded) encoded = reading;
      if (id == "RXC") components.push_back(reading);
      if (id == "TQ1") timings.push_back(reading);
    }
  }
};

/// Codes of the drug and, in a mixture, of its components.
Coded read_drug(const Desk& desk, const Order& order) {
  const Dialect& dialect = desk.source.dialect;
  const auto first = [&](std::string_view field) {
    return part(field, dialect.delimiters.repetition, 1);
  };
  Coded drug = order.encoded
                   ? read_coded(desk.draft(), first(order.encoded->segment->field(2)), dialect)
                   : read_coded(desk.draft(), first(order.requested->segment->field(1)), dialect);
  const bool named = drug.codes.count > 0 || !drug.text.empty();
  if (!named) drug.codes.first = static_cast<std::uint32_t>(desk.draft().codings.size());
  for (Reading* component : order.components) {
    const Coded part_of = read_coded(desk.draft(), first(component->segment->field(2)), dialect);
    if (part_of.codes.count == 0) continue;
    drug.codes.count += part_of.codes.count;
    if (drug.text.empty()) drug.text = part_of.text;
    component->used = true;
  }
  return drug;
}

/// Start or end (component 4, 5) of a TQ, as ORC-7 and RXE-1 had it before version 2.5.
std::string_view of_timing(const Desk& desk, std::string_view field, std::size_t component) {
  const Hl7Delimiters& delimiters = desk.source.dialect.delimiters;
  return part(part(field, delimiters.repetition, 1), delimiters.component, component);
}

void put_times(const Desk& desk, const Order& order, Standing standing, Item& item) {
  for (Reading* timing : order.timings) {
    const TimeSpan start = desk.time(timing->segment->field(7), "TQ1.7");
    if (start.known() && !item.start.known()) item.start = start;
    const TimeSpan end = desk.time(timing->segment->field(8), "TQ1.8");
    if (end.known()) item.end = end;
    timing->used = true;
  }
  const auto old_timing = [&](std::string_view field, std::string_view place) {
    if (!item.start.known()) item.start = desk.time(of_timing(desk, field, 4), place);
    if (!item.end.known()) item.end = desk.time(of_timing(desk, field, 5), place);
  };
  if (order.encoded) old_timing(order.encoded->segment->field(1), "RXE.1");
  if (!order.control) return;
  const Segment& orc = *order.control->segment;
  old_timing(orc.field(7), "ORC.7");
  item.time = desk.time(orc.field(9), "ORC.9");
  const TimeSpan effective = desk.time(orc.field(15), "ORC.15");
  if (standing == Standing::active && !item.start.known()) item.start = effective;
  // An order that was taken back ended then, whatever had been planned.
  if (standing == Standing::ended || standing == Standing::held) {
    const TimeSpan ended = effective.known() ? effective : item.time;
    if (ended.known()) item.end = ended;
  }
}

/// Numbers of the placer and the filler; one without a namespace is its sender's.
void put_keys(const Desk& desk, const Order& order, Statement& statement) {
  if (!order.control) return;
  for (const std::size_t field : {std::size_t{2}, std::size_t{3}}) {
    const std::string_view written = order.control->segment->field(field);
    const std::string number = desk.text(written, 1);
    if (number.empty()) continue;
    std::string space = desk.text(written, 2);
    if (space.empty()) space = desk.text(written, 3);
    if (space.empty()) space = "of " + desk.telling.sender;
    statement.keys.push_back("drug|" + std::to_string(field) + "|" + space + "|" + number);
  }
}

struct Said {
  Standing standing = Standing::active;
  unsigned unknown_field = 0;  ///< of ORC, if it holds a code that isn't known
};

Said said_by(const Desk& desk, const Order& order) {
  if (!order.control) return {};
  const Segment& orc = *order.control->segment;
  const auto control = standing_of(controls, desk.text(orc.field(1)));
  const auto status = standing_of(order_statuses, desk.text(orc.field(5)));
  Said said{std::max(control.value_or(Standing::unknown), status.value_or(Standing::unknown)), 0};
  if (said.standing == Standing::unknown && !(control && status))
    said.unknown_field = control ? 5 : 1;
  return said;
}

/// The drug is told by its name, since whoever looks at the record may know better.
void refuse_order(const Desk& desk, std::span<Reading*> readings, const Coded& drug, unsigned field,
                  Reading& chosen) {
  std::string_view name = drug.text;
  if (name.empty() && drug.codes.count > 0) name = desk.draft().codings[drug.codes.first].code;
  const std::string place = "ORC-" + std::to_string(field);
  std::string why(record::unreadable_prefix);
  why += "the order of \"" + written::shown(name) + "\": what its " + place + " says isn't known";
  for (Reading* reading : readings) {
    reading->ignore("of an order that can't be read");
    if (reading->segment->id() == "ORC")
      desk.doubt(*reading, Code::table_value, field, "the code of an order isn't one of HL7");
  }
  chosen.ignore(desk.draft().keep(why), false);
}

}  // namespace

void read_medication(const Desk& desk, std::span<Reading*> readings) {
  Order order(readings);
  Reading& chosen = order.encoded ? *order.encoded : *order.requested;
  const auto [standing, unknown_field] = said_by(desk, order);
  Statement statement = desk.begin(chosen);
  const Coded drug = read_drug(desk, order);
  if (drug.codes.count == 0 && drug.text.empty()) return chosen.ignore("no drug named");
  if (unknown_field > 0) return refuse_order(desk, readings, drug, unknown_field, chosen);
  if (order.encoded && order.requested)
    order.requested->ignore("the order as the pharmacy encoded it (RXE) counts");
  Item item;
  item.kind = record::Kind::medication;
  item.state = standing == Standing::unknown ? State::unknown : State::present;
  if (standing == Standing::held || standing == Standing::ended) item.flags |= record::past;
  item.codes = drug.codes;
  item.text = drug.text;
  put_times(desk, order, standing, item);
  item.source = chosen.source;
  desk.draft().items.push_back(item);
  put_keys(desk, order, statement);
  if (order.control) order.control->used = true;
  desk.state(std::move(statement), chosen);
}

}  // namespace causa::intake::hl7v2
