// SPDX-License-Identifier: Apache-2.0
//
// OBX. Final, corrected, verified and amended results count; preliminary ones, and those without a
// status, count with a flag. All others are ignored and said so; those that were deleted, could not
// be obtained or were of the wrong patient also take back what an earlier message gave. Of a value
// that can't be used an item remains that says so (record::why_unread): only who knows the code
// knows whether that matters.

#include <algorithm>

#include "intake/hl7v2/observed_value.hpp"
#include "intake/hl7v2/telling.hpp"
#include "intake/hl7v2/values.hpp"
#include "record/hemolysis.hpp"
#include "record/unread.hpp"

namespace causa::intake::hl7v2 {

namespace {

using record::Item;
using record::mentions_hemolysis;

struct Status {
  char code;
  bool counts, preliminary, corrects;
  const char* reason;      ///< why it doesn't count
  const char* takes_back;  ///< and what that means for an earlier result; null: nothing
  bool denies = false;     ///< there is no result; a number beside it contradicts it
};

/// Table 0085.
constexpr Status statuses[] = {
    {'F', true, false, false, nullptr, nullptr},
    {'C', true, false, true, nullptr, nullptr},
    {'U', true, false, false, nullptr, nullptr},
    {'V', true, false, false, nullptr, nullptr},
    {'A', true, false, true, nullptr, nullptr},
    {'B', true, false, false, nullptr, nullptr},
    {'P', true, true, false, nullptr, nullptr},
    {'R', true, true, false, nullptr, nullptr},
    {'S', true, true, false, nullptr, nullptr},
    {'D', false, false, false, "status D: deleted", "deleted by the sender"},
    {'X', false, false, false, "status X: no result could be obtained",
     "taken back: no result could be obtained", true},
    {'W', false, false, false, "status W: result of the wrong patient",
     "taken back: it was the result of the wrong patient"},
    {'N', false, false, false, "status N: not asked", nullptr, true},
    {'I', false, false, false, "status I: pending", nullptr, true},
    {'O', false, false, false, "status O: only the order's description", nullptr},
};
constexpr Status no_status{'\0', true, true, false, nullptr, nullptr};

const Status* status_of(std::string_view code) {
  if (code.empty()) return &no_status;
  for (const Status& status : statuses)
    if (code.size() == 1 && code.front() == status.code) return &status;
  return nullptr;
}

constexpr std::int64_t exact_ms = 60 * 1000;

/// What a correction would name it by: any of its codes, since senders differ in which of them
/// stands first. Without an order number only the sender, the code and an exact time tell one
/// result from another.
void put_keys(const Desk& desk, const OrderedTest& test, const Segment& obx, Statement& statement) {
  const std::string& order = test.filler.empty() ? test.placer : test.filler;
  const std::string begin = "OBX|" + desk.telling.sender + "|" + order + "|";
  const std::string end = "|" + desk.text(obx.field(4));
  const auto put_key = [&](const std::string& code) {
    std::string key = begin + code + end;
    if (std::find(statement.keys.begin(), statement.keys.end(), key) == statement.keys.end())
      statement.keys.push_back(std::move(key));
  };
  for (const std::size_t first : coding_places) {
    const std::string code = desk.text(obx.field(3), first);
    const std::string words = code.empty() ? desk.text(obx.field(3), first + 1) : std::string();
    if (code.empty() && words.empty()) continue;
    const std::string system = desk.text(obx.field(3), first + 2);
    put_key(code + "^" + system + "^" + words);
    if (!code.empty()) statement.codes.emplace_back(system, code);
  }
  if (statement.keys.empty()) put_key(whole_text(obx.field(3), desk.source.dialect));
  const TimeSpan& when = statement.when;
  statement.numbered = !order.empty();
  statement.identified =
      !order.empty() || (when.known() && when.latest_ms - when.earliest_ms < exact_ms);
}

/// OBX-14, then the time of collection.
void put_time(const Desk& desk, const OrderedTest& test, const Segment& obx, Statement& statement) {
  statement.when = desk.time(obx.field(14), "OBX.14");
  statement.dated = statement.when.known();
  statement.collected = test.observed;
  if (!statement.dated) statement.when = test.observed;
}

/// If neither is stated, when it was reported or sent.
void put_time(const Desk& desk, const OrderedTest& test, const TimeSpan& stated, Item& item) {
  item.time = stated;
  if (item.time.known()) return;
  item.time = test.reported.known() ? test.reported : desk.telling.time;
  if (item.time.known()) item.flags |= record::time_is_issued;
}

bool put_interpretation(const Desk& desk, const Segment& obx, Item& item) {
  bool hemolyzed = false;
  for (const auto flag : parts(obx.field(8), desk.source.dialect.delimiters.repetition)) {
    if (is_null(trimmed(flag))) continue;
    const std::string code = desk.text(flag, 1);
    hemolyzed = hemolyzed || mentions_hemolysis(code) || mentions_hemolysis(desk.text(flag, 2)) ||
                mentions_hemolysis(desk.text(flag, 9));
    if (item.interpretation.empty()) item.interpretation = desk.draft().keep(code);
  }
  return hemolyzed;
}

void put_unit_and_range(const Desk& desk, const Segment& obx, Item& item) {
  const Unit unit = read_unit(obx.field(6), desk.source.dialect);
  item.unit = desk.draft().keep(unit.text);
  item.unit_code = desk.draft().keep(unit.ucum);
  const std::string range = desk.text(obx.field(7));
  if (!range.empty() && !read_range(range, unit.text, item.reference_low, item.reference_high))
    desk.note("OBX.7", "a reference range that isn't in plain numbers");
}

/// What all values of the segment have in common.
Item common_item(const Desk& desk, const OrderedTest& test, const Segment& obx,
                 const Status& status, const Statement& statement) {
  record::Record& draft = desk.draft();
  Item item;
  item.kind = record::Kind::observation;
  item.state = record::State::present;
  item.source = statement.source;
  if (status.preliminary) item.flags |= record::provisional;
  const Coded code = read_coded(
      draft, part(obx.field(3), desk.source.dialect.delimiters.repetition, 1), desk.source.dialect);
  item.codes = code.codes;
  item.text = code.text;
  put_time(desk, test, statement.when, item);
  put_unit_and_range(desk, obx, item);
  if (put_interpretation(desk, obx, item) || test.hemolyzed) item.flags |= record::hemolyzed;
  return item;
}

/// Why a value can't be used where it stands; empty: it can.
std::string_view why_unusable(const ObservedValue& value, const Item& common) {
  const bool two_units =
      !value.unit.text.empty() && !common.unit.empty() && value.unit.text != common.unit;
  return two_units ? "its unit isn't that of OBX-6" : value.unusable;
}

/// Puts what can be used and, of all else that is stated, that it can't. `uncounted` is why none of
/// it can (empty: it can); then only numbers are of interest. True if something can be used.
bool put_values(const Desk& desk, const std::vector<ObservedValue>& values, const Item& common,
                std::string_view uncounted) {
  record::Record& draft = desk.draft();
  const std::size_t first = draft.items.size();
  bool usable = false, left_out = false;
  for (const ObservedValue& value : values) {
    const std::string_view unusable = uncounted.empty() ? why_unusable(value, common) : uncounted;
    if (unusable == no_value || (!uncounted.empty() && !value.measured)) {
      left_out = true;
      continue;
    }
    Item item = common;
    // A number that may be in another unit than the one beside it is none.
    if (unusable == value.unusable || !uncounted.empty()) put(value, draft, item);
    if (unusable.empty())
      usable = usable || !value.instead_of_number;
    else
      record::mark_unread(item, unusable);
    if (const std::size_t count = draft.items.size() - first; count > 0)
      item.source =
          draft.keep(std::string(common.source) + ".component[" + std::to_string(count) + "]");
    draft.items.push_back(item);
  }
  if (left_out && draft.items.size() > first && uncounted.empty()) desk.note("OBX.5", no_value);
  return usable;
}

/// A value of two quotation marks: the sender deletes what it gave before.
bool deletes_value(const Segment& obx) { return is_null(trimmed(obx.field(5))); }

void take_back(const Desk& desk, const OrderedTest& test, const Segment& obx, Statement statement,
               std::string_view why) {
  put_time(desk, test, obx, statement);
  statement.takes_back = why;
  put_keys(desk, test, obx, statement);
  desk.telling.statements.push_back(std::move(statement));
}

void mark(std::span<Reading> lines, std::string_view reason, bool grouped = true) {
  for (Reading& line : lines) line.ignore(reason, grouped);
}

/// It may stand for a result that counts, or be what is left of a broken line.
void refuse_status(const Desk& desk, const std::string& code, std::span<Reading> lines) {
  std::string why(record::unreadable_prefix);
  why += "status";
  if (code.size() == 1 && code.front() > ' ' && code.front() < 0x7f) why += " \"" + code + "\"";
  why += " isn't known";
  mark(lines, desk.draft().keep(why), false);
  desk.doubt(lines.front(), Code::table_value, 11, "the status of a result isn't known");
}

/// What its fields say stands somewhere else, or was never sent.
void refuse_nameless(const Desk& desk, std::span<Reading> lines) {
  std::string why(record::unreadable_prefix);
  mark(lines, desk.draft().keep(why + "a result without a code (OBX-3)"), false);
  desk.doubt(lines.front(), Code::required_field_missing, 3, "a result has no code");
}

/// Puts the values as a statement, which is ended here. False: there are none.
bool state_values(const Desk& desk, const OrderedTest& test, std::span<Reading> lines,
                  const Status& status, Statement statement, std::string_view uncounted) {
  const Segment& obx = *lines.front().segment;
  const std::size_t codings = desk.draft().codings.size();
  put_time(desk, test, obx, statement);
  const Item item = common_item(desk, test, obx, status, statement);
  std::vector<const Segment*> segments;
  for (const Reading& line : lines) segments.push_back(line.segment);
  statement.unread =
      !put_values(desk, read_values(desk.draft(), segments, desk.source.dialect), item, uncounted);
  statement.item_count =
      static_cast<std::uint32_t>(desk.draft().items.size()) - statement.first_item;
  if (statement.item_count == 0) {
    desk.draft().codings.resize(codings);
    return false;
  }
  statement.corrects = status.corrects;
  // Beside a status that denies it a number is none that a later one contradicts.
  statement.preliminary = status.preliminary || status.denies;
  put_keys(desk, test, obx, statement);
  statement.segments = static_cast<std::uint32_t>(lines.size());
  desk.telling.statements.push_back(std::move(statement));
  for (Reading& line : lines) line.used = true;
  return true;
}

}  // namespace

void read_observation(const Desk& desk, const OrderedTest& test, std::span<Reading> lines) {
  Reading& first = lines.front();
  const Segment& obx = *first.segment;
  const std::string code = desk.text(obx.field(11));
  const Status* status = status_of(code);
  if (!status) return refuse_status(desk, code, lines);
  const bool named = !trimmed(obx.field(3)).empty() && !is_null(trimmed(obx.field(3)));
  const bool stated = may_be_result(obx, desk.source.dialect);
  Statement statement = desk.begin(first);
  if (!status->counts) {
    if (status->takes_back) take_back(desk, test, obx, statement, status->takes_back);
    mark(lines, status->reason, status->code != 'W');
    if (status->denies && named && stated)
      state_values(desk, test, lines, *status, std::move(statement), status->reason);
    return;
  }
  if (deletes_value(obx)) {
    take_back(desk, test, obx, statement, "its value was deleted by the sender");
    return mark(lines, "its value is deleted (\"\")");
  }
  if (!named && stated) return refuse_nameless(desk, lines);
  if (!named) return mark(lines, "no code");
  if (!state_values(desk, test, lines, *status, std::move(statement), {}))
    return mark(lines, no_value);
  if (code.empty()) desk.note("OBX.11", "no status: the result counts as preliminary");
  if (stated && !has_type_of_hl7(obx))
    desk.doubt(first, Code::table_value, 2, "the type of a result isn't one of HL7");
}

bool says_hemolyzed(const Segment& segment, const Dialect& dialect) {
  if (segment.id() == "NTE") return mentions_hemolysis(whole_text(segment.field(3), dialect));
  // SPM-24, condition of the specimen (table 0493), and SPM-21, why it was rejected (table 0490).
  const auto says = [&](std::size_t field, std::string_view code) {
    for (const auto repetition : parts(segment.field(field), dialect.delimiters.repetition))
      if (component_text(repetition, 1, dialect) == code ||
          mentions_hemolysis(component_text(repetition, 2, dialect)))
        return true;
    return false;
  };
  return says(24, "HEM") || says(21, "RH");
}

}  // namespace causa::intake::hl7v2
