// SPDX-License-Identifier: Apache-2.0
//
// Answered questionnaires. A question is known by its linkId, which is a concept's id (as `causa
// questionnaire` writes them), or is mapped to one by the user, or else by the words of the
// question. "ID.start" asks since when ID holds. Completed and amended answers count; those in
// progress or stopped count with a flag, since they may still have changed. A question without an
// answer says nothing: neither yes nor no.

#include <cmath>

#include "base/text.hpp"
#include "intake/fhir/elements.hpp"
#include "intake/fhir/resources.hpp"
#include "record/comparator_signs.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::intake::fhir {

namespace {

using record::Item;
using record::ValueKind;

/// No form of a clinic groups its questions deeper.
constexpr int items_deep = 32;
constexpr std::string_view start_suffix = ".start";

enum class ItemPart : std::uint8_t { none, link_id, text, answer, item, modifier };
constexpr FieldTable<ItemPart> item_parts({{"linkId", ItemPart::link_id},
                                           {"text", ItemPart::text},
                                           {"answer", ItemPart::answer},
                                           {"item", ItemPart::item},
                                           {"modifierExtension", ItemPart::modifier}});

enum class AnswerPart : std::uint8_t {
  none,
  truth,
  number,
  whole,
  time,
  text,
  coded,
  quantity,
  other,
  item,
};
/// "other" are those that hold no finding: they are told.
constexpr FieldTable<AnswerPart> answer_parts({{"valueBoolean", AnswerPart::truth},
                                               {"valueDecimal", AnswerPart::number},
                                               {"valueInteger", AnswerPart::whole},
                                               {"valueDate", AnswerPart::time},
                                               {"valueDateTime", AnswerPart::time},
                                               {"valueString", AnswerPart::text},
                                               {"valueCoding", AnswerPart::coded},
                                               {"valueQuantity", AnswerPart::quantity},
                                               {"valueTime", AnswerPart::other},
                                               {"valueUri", AnswerPart::other},
                                               {"valueAttachment", AnswerPart::other},
                                               {"valueReference", AnswerPart::other},
                                               {"item", AnswerPart::item}});

/// Words of a group or a question that make its answers those of other people.
bool is_about_relatives(std::string_view text) {
  const std::string folded = " " + fold(text) + " ";
  for (const char* words :
       {" family history ", " family member ", " family members ", " in your family ",
        " in the family ", " relative ", " relatives ", " mother ", " father ", " parents ",
        " brother ", " sister ", " siblings ", " grandparents "})
    if (folded.find(words) != std::string::npos) return true;
  return false;
}

class Answers {
 public:
  Answers(Draft& draft, Resource& resource) : draft_(draft), resource_(resource) {}

  bool read(ondemand::object object);

 private:
  /// One question with what was answered; its parts come in any order.
  struct Question {
    std::string_view link_id, text;
    std::vector<Item> answers;
    std::vector<TimeSpan> times;
    bool modified = false;
  };
  struct Start {
    std::string_view link_id;  ///< of what has begun
    TimeSpan time;
  };

  bool read_field(Field field, ondemand::value value);
  bool read_items(ondemand::value value, int depth);
  bool read_question(ondemand::value value, int depth);
  bool read_answer(ondemand::value value, Question& question, int depth);
  bool read_value(AnswerPart part, ondemand::value value, Question& question);
  bool read_quantity_answer(ondemand::value value, Item& item, bool& given);
  bool read_coded_answer(ondemand::value value, Item& item);
  std::vector<Item>& items() { return draft_.record.items; }
  void put(const Question& question);
  void put_starts();
  void finish();

  Draft& draft_;
  Resource& resource_;
  Common common_;
  std::string_view status_;
  TimeSpan authored_;
  std::vector<Start> starts_;
};

bool Answers::read_field(Field field, ondemand::value value) {
  switch (field) {
    case Field::status:
      return read_text(draft_.trouble, value, status_);
    case Field::authored:
      return read_time(draft_.trouble, value, authored_);
    case Field::item:
      return read_items(value, 1);
    default:
      return read_common(draft_, resource_, common_, field, value);
  }
}

bool Answers::read_items(ondemand::value value, int depth) {
  if (depth > items_deep) {
    return draft_.trouble.wrong("questions nested too deep", "group them less deeply");
  }
  return each_element(draft_.trouble, value, [&](std::size_t, ondemand::value element) {
    return read_question(element, depth);
  });
}

bool Answers::read_question(ondemand::value value, int depth) {
  Question question;
  const std::size_t before = items().size();
  const bool good =
      each_field(draft_.trouble, value, item_parts, [&](ItemPart part, ondemand::value inner) {
        switch (part) {
          case ItemPart::link_id:
            return read_text(draft_.trouble, inner, question.link_id);
          case ItemPart::text:
            return read_text(draft_.trouble, inner, question.text);
          case ItemPart::modifier:
            return read_modifiers(draft_, inner, question.modified);
          case ItemPart::item:
            return read_items(inner, depth + 1);
          case ItemPart::answer:
            return each_element(draft_.trouble, inner, [&](std::size_t, ondemand::value element) {
              return read_answer(element, question, depth);
            });
          case ItemPart::none:
            break;
        }
        return true;
      });
  if (!good) return false;
  put(question);
  for (std::size_t i = before; is_about_relatives(question.text) && i < items().size(); ++i) {
    items()[i].flags |= record::family_history;
  }
  return true;
}

bool Answers::read_answer(ondemand::value value, Question& question, int depth) {
  return each_field(draft_.trouble, value, answer_parts,
                    [&](AnswerPart part, ondemand::value inner) {
                      if (part == AnswerPart::item) return read_items(inner, depth + 1);
                      return read_value(part, inner, question);
                    });
}

bool Answers::read_quantity_answer(ondemand::value value, Item& item, bool& given) {
  Quantity quantity;
  if (!read_quantity(draft_, value, quantity)) return false;
  item.value_kind = ValueKind::number;
  item.number = quantity.number;
  const std::string_view unusable = why_unusable(draft_, quantity);
  given = unusable.empty();
  if (!given) draft_.note("QuestionnaireResponse.item", unusable, false);
  item.comparator = record::comparator_of(quantity.comparator);
  item.unit = draft_.keep(quantity.unit);
  item.unit_code = draft_.keep(quantity.unit_code);
  return true;
}

bool Answers::read_coded_answer(ondemand::value value, Item& item) {
  item.value_kind = ValueKind::coded;
  const std::size_t first = draft_.record.codings.size();
  record::Coding coding;
  if (!read_coding(draft_, value, coding)) return false;
  if (!coding.code.empty() || !coding.display.empty()) draft_.record.codings.push_back(coding);
  item.value_codes = draft_.codes_since(first);
  return true;
}

bool Answers::read_value(AnswerPart part, ondemand::value value, Question& question) {
  Item item;
  bool given = true;
  switch (part) {
    case AnswerPart::truth:
      item.value_kind = ValueKind::truth;
      if (!read_truth(draft_.trouble, value, item.truth, given)) return false;
      break;
    case AnswerPart::number:
    case AnswerPart::whole:
      item.value_kind = ValueKind::number;
      if (!read_number(draft_.trouble, value, item.number)) return false;
      given = !std::isnan(item.number);
      break;
    case AnswerPart::quantity:
      if (!read_quantity_answer(value, item, given)) return false;
      break;
    case AnswerPart::coded:
      if (!read_coded_answer(value, item)) return false;
      given = item.value_codes.count > 0;
      break;
    case AnswerPart::text: {
      item.value_kind = ValueKind::text;
      std::string_view text;
      if (!read_text(draft_.trouble, value, text)) return false;
      item.value_text = draft_.keep(text);
      given = !text.empty();
      break;
    }
    case AnswerPart::time:
      return read_time(draft_.trouble, value, question.times.emplace_back());
    default:
      draft_.note("QuestionnaireResponse.item",
                  "an answer that is a time of day, an address, a "
                  "file or a reference");
      return true;
  }
  if (given) question.answers.push_back(item);
  return true;
}

void Answers::put(const Question& question) {
  if (question.answers.empty() && question.times.empty()) return;
  if (question.modified) return draft_.note("QuestionnaireResponse.item", modified_reason, false);
  std::string_view link_id = question.link_id;
  if (const std::string_view mapped = draft_.concept_of(link_id); !mapped.empty()) link_id = mapped;
  for (const TimeSpan& time : question.times) {
    if (link_id.ends_with(start_suffix)) {
      const std::string_view begun = link_id.substr(0, link_id.size() - start_suffix.size());
      starts_.push_back({draft_.keep(begun), time});
    } else if (time.known()) {
      draft_.note("QuestionnaireResponse.item", "an answer that is a date");
    }
  }
  const std::size_t first = draft_.record.codings.size();
  draft_.record.codings.push_back({terminology::concept_system, draft_.keep(link_id), {}});
  for (Item item : question.answers) {
    item.codes = draft_.codes_since(first);
    item.text = draft_.keep(question.text);
    item.state = item.value_kind == ValueKind::truth && !item.truth ? record::State::absent
                                                                    : record::State::present;
    // Its name is made when that of the resource is known.
    item.source = draft_.keep(question.link_id);
    items().push_back(item);
  }
}

void Answers::put_starts() {
  for (const Start& start : starts_) {
    bool found = false;
    for (std::size_t i = resource_.first_item; i < items().size(); ++i) {
      if (draft_.record.begin_of(items()[i].codes)->code != start.link_id) continue;
      items()[i].start = start.time;
      found = true;
    }
    if (!found) draft_.note("QuestionnaireResponse.item", "since when, of what is not answered");
  }
}

void Answers::finish() {
  const bool unfinished = status_ == "in-progress" || status_ == "stopped";
  if (resource_.reason.empty() && !unfinished && status_ != "completed" && status_ != "amended") {
    ignore_status(draft_, resource_, status_);
  }
  if (!resource_.reason.empty()) return;
  put_starts();
  for (std::size_t i = resource_.first_item; i < items().size(); ++i) {
    Item& item = items()[i];
    item.kind = record::Kind::observation;
    if (unfinished) item.flags |= record::provisional;
    item.time = authored_;
    draft_.scratch.assign(resource_.source).append(".item[").append(item.source).append("]");
    item.source = draft_.record.keep(draft_.scratch);
  }
  if (items().size() == resource_.first_item) resource_.ignore("no answers");
}

bool Answers::read(ondemand::object object) {
  const std::size_t codings = draft_.record.codings.size();
  if (!each_field(draft_.trouble, object, resource_fields,
                  [&](Field field, ondemand::value value) { return read_field(field, value); })) {
    return false;
  }
  settle(draft_, resource_, common_);
  finish();
  if (!resource_.reason.empty()) draft_.record.codings.resize(codings);
  return true;
}

}  // namespace

bool read_answers(Draft& draft, Resource& resource, ondemand::object object) {
  return Answers(draft, resource).read(object);
}

}  // namespace causa::intake::fhir
