// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/telling.hpp"

#include <map>

#include "intake/hl7v2/lines.hpp"
#include "intake/hl7v2/observed_value.hpp"
#include "intake/hl7v2/values.hpp"

namespace causa::intake::hl7v2 {

namespace {

class Walker {
 public:
  Walker(const Source& source, Story& story, Telling& telling) : desk_{source, story, telling} {
    end_test();
  }

  /// Gives each segment its name, "OBX/MSG1#2".
  void name(const Message& message, std::size_t first, std::size_t last) {
    std::map<std::string_view, std::size_t> counts;
    readings_.reserve(last - first);
    for (std::size_t i = 0; i < last; ++i) {
      const std::string_view id = message.segments[i].id();
      const std::size_t number = ++counts[id];
      if (i < first) continue;
      Reading& reading = readings_.emplace_back();
      reading.segment = &message.segments[i];
      reading.kind = desk_.draft().keep(id);
      reading.number = static_cast<unsigned>(number);
      reading.source = desk_.draft().keep(std::string(id) + "/" + desk_.source.label + "#" +
                                          std::to_string(number));
      reading.reason = "segments of this kind are not used";
    }
    for (const std::size_t broken : message.broken) {
      if (broken < first || broken >= last) continue;
      const Reading& reading = readings_[broken - first];
      desk_.draft().ignore(std::string(reading.kind) + ".line", unreadable_line, reading.source,
                           false);
      desk_.doubt(reading, Code::segment_sequence, 0, "a line begins no segment");
    }
  }

  void run() {
    // The visit says which lists of diagnoses a full update replaces.
    for (const Reading& reading : readings_)
      if (reading.segment->id() == "PV1")
        desk_.telling.visit = desk_.text(reading.segment->field(19));
    for (at_ = 0; at_ < readings_.size();) take();
    end_order();
    end_test();
    account();
  }

 private:
  /// Reads the segment at at_, or several, and goes on.
  void take() {
    Reading& reading = readings_[at_];
    const std::string_view id = reading.segment->id();
    if (id == "OBX") return take_observation();
    ++at_;
    if (id == "PID") {
      desk_.telling.demographics =
          read_demographics(*reading.segment, desk_.source.header, desk_.source.dialect);
      reading.used = true;
    } else if (id == "ORC") {
      end_order();
      order_.push_back(&reading);
    } else if (id == "OBR") {
      begin_test(reading);
    } else if (id == "TQ1" || id == "RXO" || id == "RXC") {
      order_.push_back(&reading);
    } else if (id == "RXE") {
      if (ordered("RXE")) end_order();
      order_.push_back(&reading);
    } else if (id == "RXR") {
      reading.reason = "the route of a drug is not used";
    } else if (id == "NTE" || id == "SPM") {
      take_remark(reading);
    } else if (id == "DG1") {
      read_diagnosis(desk_, reading);
    } else if (id == "PR1") {
      read_procedure(desk_, reading);
    } else if (id == "AL1" || id == "IAM") {
      read_allergy(desk_, reading);
    }
  }

  /// Lines of one text are read as one: a denial may stand a line above what it denies.
  void take_observation() {
    const std::size_t first = at_++;
    const Segment& obx = *readings_[first].segment;
    if (is_running_text(obx))
      while (at_ < readings_.size() && goes_on(obx, *readings_[at_].segment)) ++at_;
    last_item_ = static_cast<std::uint32_t>(desk_.draft().items.size());
    read_observation(desk_, test_, std::span<Reading>(readings_.data() + first, at_ - first));
    if (readings_[first].used && test_.request) test_.request->used = true;
  }

  static bool goes_on(const Segment& text, const Segment& next) {
    if (next.id() != "OBX") return false;
    for (const std::size_t field :
         {std::size_t{2}, std::size_t{3}, std::size_t{4}, std::size_t{11}})
      if (text.field(field) != next.field(field)) return false;
    return true;
  }

  void begin_test(Reading& reading) {
    const Segment& obr = *reading.segment;
    OrderedTest test;
    test.placer = number_of(obr.field(2));
    test.filler = number_of(obr.field(3));
    if (!order_.empty() && order_.front()->segment->id() == "ORC") {
      const Segment& orc = *order_.front()->segment;
      if (test.placer.empty()) test.placer = number_of(orc.field(2));
      if (test.filler.empty()) test.filler = number_of(orc.field(3));
    }
    end_order();
    end_test();
    test.observed = desk_.time(obr.field(7), "OBR.7");
    test.reported = desk_.time(obr.field(22), "OBR.22");
    test.request = &reading;
    test.first_item = test_.first_item;
    test_ = std::move(test);
    reading.reason = "no result that is used stands under it";
  }

  [[nodiscard]] std::string number_of(std::string_view field) const {
    const std::string number = desk_.text(field, 1);
    return number.empty() ? number : number + "^" + desk_.text(field, 2);
  }

  void end_test() {
    test_ = OrderedTest{};
    test_.first_item = last_item_ = static_cast<std::uint32_t>(desk_.draft().items.size());
  }

  /// An NTE speaks of the result before it, or of the order if there is none yet; an SPM of all
  /// results of its order.
  void take_remark(Reading& reading) {
    const bool of_specimen = reading.segment->id() == "SPM";
    reading.reason =
        of_specimen ? "says nothing of hemolysis" : "a note is read for hemolysis only";
    if (!says_hemolyzed(*reading.segment, desk_.source.dialect)) return;
    auto& items = desk_.draft().items;
    const bool of_all = of_specimen || last_item_ == items.size();
    for (std::size_t i = of_all ? test_.first_item : last_item_; i < items.size(); ++i)
      if (items[i].kind == record::Kind::observation) items[i].flags |= record::hemolyzed;
    if (of_all) test_.hemolyzed = true;
    reading.used = true;
  }

  [[nodiscard]] bool ordered(std::string_view id) const {
    for (const Reading* reading : order_)
      if (reading->segment->id() == id) return true;
    return false;
  }

  void end_order() {
    if (ordered("RXE") || ordered("RXO")) {
      for (Reading* reading : order_) reading->reason = "names no drug";
      read_medication(desk_, order_);
    } else {
      for (Reading* reading : order_) reading->reason = "an order of something else than a drug";
    }
    order_.clear();
  }

  void account() {
    record::Record& draft = desk_.draft();
    desk_.telling.source = readings_.front().source;
    for (const Reading& reading : readings_) {
      ++draft.resources_read;
      if (reading.used)
        ++draft.resources_used, ++desk_.telling.used;
      else
        draft.ignore(reading.kind, reading.reason, reading.source, reading.grouped);
    }
  }

  Desk desk_;
  std::vector<Reading> readings_;
  std::size_t at_ = 0;
  std::vector<Reading*> order_;  ///< segments of the drug order that is open
  OrderedTest test_;
  std::uint32_t last_item_ = 0;  ///< the first item of the last OBX
};

}  // namespace

TimeSpan Desk::time(std::string_view field, std::string_view place) const {
  const auto read = read_time(text(field), source.header.zone_minutes);
  if (!read) note(place, "not a time");
  return read.value_or(TimeSpan{});
}

void Desk::doubt(const Reading& reading, Code code, unsigned field, const std::string& why) const {
  if (telling.fault) return;
  telling.fault = doubted({known_id(reading.kind), reading.number, field, 0}, code, why);
}

Statement Desk::begin(const Reading& reading) const {
  Statement statement;
  statement.first_item = static_cast<std::uint32_t>(draft().items.size());
  statement.kind = reading.kind;
  statement.source = reading.source;
  return statement;
}

void Desk::state(Statement statement, Reading& reading) const {
  statement.item_count = static_cast<std::uint32_t>(draft().items.size()) - statement.first_item;
  statement.segments = 1;
  reading.used = true;
  telling.statements.push_back(std::move(statement));
}

void read_telling(const Source& source, const Message& message, std::size_t first, std::size_t last,
                  Story& story, std::uint32_t number) {
  Telling& telling = story.tellings.emplace_back();
  telling.message = number;
  telling.time = source.header.time;
  telling.sender = source.header.sending_application + "|" + source.header.sending_facility;
  telling.full_update = source.header.code == "ADT" &&
                        (source.header.trigger == "A08" || source.header.trigger == "A31");
  Walker walker(source, story, telling);
  walker.name(message, first, last);
  walker.run();
}

}  // namespace causa::intake::hl7v2
