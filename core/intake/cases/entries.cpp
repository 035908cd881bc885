// SPDX-License-Identifier: Apache-2.0

#include "intake/cases/entries.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "intake/written/answer.hpp"
#include "intake/written/moment.hpp"

namespace causa::intake::cases {

namespace {

using record::Kind;
using record::State;
using written::Amount;
using written::DecimalSign;
using written::Meaning;
using written::Node;
using written::Sort;
using written::Statement;

constexpr std::size_t most_unknown = 200;

using written::shown;

/// What follows "no" or "without"; empty if the text doesn't begin so.
std::string_view denied_part(std::string_view text) {
  text = written::trimmed(text);
  for (std::string_view word : {"no ", "No ", "without "})
    if (text.starts_with(word)) return written::trimmed(text.substr(word.size()));
  return {};
}

}  // namespace

bool EntryReader::wrong(const Node& node, std::string message, std::string cure) {
  faults_.add(node.at, std::move(message), std::move(cure));
  return false;
}

bool EntryReader::wrong(const Node& node, const Error& error) {
  return wrong(node, error.message, error.cure);
}

std::string EntryReader::source_of(const Node& name) const {
  return fmt::format("{}/{} (line {})", section_->name, shown(name.text), name.at.line);
}

void EntryReader::put(const Statement& statement) { written::put(record_, statement); }

void EntryReader::read(const Section& section, const Node& value) {
  section_ = &section;
  section_time_ = {};
  if (value.is_nothing()) return;
  if (value.is_text()) {
    Written entry;
    entry.name = &value;
    return finish(entry);
  }
  if (value.is_list()) return read_list(value);
  for (const auto& [key, inner] : value.entries)
    if (key.is_text() && attribute_of(key.text) == Attribute::time)
      read_time(&inner, section_time_);
  for (const auto& [key, inner] : value.entries)
    if (key.is_text() && attribute_of(key.text) != Attribute::time) read_named(key, inner);
}

void EntryReader::read_list(const Node& list) {
  for (const Node& item : list.items) {
    if (item.is_text()) {
      Written entry;
      entry.name = &item;
      finish(entry);
    } else if (item.is_map()) {
      bool by_attributes = false;
      for (const auto& [key, inner] : item.entries) {
        const auto attribute = attribute_of(key.text);
        by_attributes =
            by_attributes || attribute == Attribute::name || attribute == Attribute::text;
      }
      if (by_attributes) {
        read_attributes(nullptr, item);
      } else {
        for (const auto& [key, inner] : item.entries)
          if (key.is_text()) read_named(key, inner);
      }
    } else if (!item.is_nothing()) {
      wrong(item, "a list within a list", "write one entry a line, as in: - leg cramp");
    }
  }
}

void EntryReader::read_named(const Node& name, const Node& value) {
  switch (value.kind) {
    case Node::Kind::nothing:
      ++record_.resources_read;
      record_.ignore(section_->name, "no value: not known", source_of(name));
      return;
    case Node::Kind::text: {
      Written entry;
      entry.name = &name;
      entry.scalar = &value;
      return finish(entry);
    }
    case Node::Kind::map:
      return read_attributes(&name, value);
    case Node::Kind::list:
      break;
  }
  for (const Node& item : value.items) {
    if (item.is_list())
      wrong(item, "a list within a list", "write one value a line");
    else
      read_named(name, item);
  }
}

void EntryReader::read_attributes(const Node* name, const Node& map) {
  Written entry;
  entry.name = name;
  bool good = true;
  for (const auto& [key, value] : map.entries) {
    if (!key.is_text()) continue;  // told by check_keys
    const auto attribute = attribute_of(key.text);
    if (!attribute) {
      good = wrong(key, fmt::format("\"{}\" is nothing that an entry has", shown(key.text)),
                   attribute_cure(key.text));
      continue;
    }
    const Node*& slot = entry.attributes[static_cast<std::size_t>(*attribute)];
    if (slot != nullptr)
      good = wrong(key, fmt::format("\"{}\" was said before in other words", shown(key.text)),
                   "say it once");
    slot = &value;
  }
  const Node* named = entry.at(Attribute::text);
  if (named == nullptr) named = entry.at(Attribute::name);
  if (entry.name != nullptr && named != nullptr)
    good = wrong(*named, "a second name", "name an entry once");
  if (entry.name == nullptr) entry.name = named;
  if (!good) return;
  if (!entry.name->is_text() || written::trimmed(entry.name->text).empty()) {
    wrong(*entry.name, "a name must be a text", "write words, a concept's id or a code");
    return;
  }
  finish(entry);
}

void EntryReader::finish(const Written& entry) {
  if (read_pressure(entry)) return;
  Statement statement;
  bool denied = false;
  if (!find_meaning(entry, statement, denied)) return;
  statement.kind = section_->kind;
  statement.text = written::trimmed(entry.name->text);
  statement.source = source_of(*entry.name);
  if (section_->kind == Kind::allergy) return finish_truth(entry, std::move(statement), denied);
  bool is_number = section_->sort == Sort::number && !statement.meaning.known();
  if (statement.meaning.known()) {
    const auto& definition = (*words_.vocabulary())[statement.meaning.match.concept_id].definition;
    const Sort sort = written::sort_of(definition);
    is_number = sort == Sort::number;
    if (sort == Sort::drug) statement.kind = Kind::medication;
    const bool is_absent = section_ == section_of(Key::absent);
    if (section_->kind == Kind::medication && sort != Sort::drug) {
      wrong(*entry.name, fmt::format("{} is no drug", definition.name),
            "write it under labs, conditions or symptoms");
      return;
    }
    if (sort == Sort::drug && section_->kind != Kind::medication && !is_absent) {
      wrong(*entry.name, fmt::format("{} is a drug", definition.name), "write it under drugs");
      return;
    }
  }
  if (is_number)
    finish_number(entry, std::move(statement));
  else
    finish_truth(entry, std::move(statement), denied);
}

bool EntryReader::find_meaning(const Written& entry, Statement& statement, bool& denied) {
  const Node& name = *entry.name;
  if (entry.at(Attribute::text) != nullptr) return true;  // kept as it is
  const Node* value = entry.scalar ? entry.scalar : entry.at(Attribute::value);
  std::string unit;
  if (const Node* node = entry.at(Attribute::unit); node && node->is_text()) unit = node->text;
  if (unit.empty() && value && value->is_text())
    if (const auto amount = written::read_amount(value->text, DecimalSign::point)) {
      unit = amount->unit;
    }
  Result<Meaning> found = words_.find(name.text, section_->sort, unit);
  const bool named = found.has_value() && (found->known() || !found->codes.empty());
  const std::string_view part = denied_part(name.text);
  if (!named && !part.empty()) {
    denied = true;
    found = words_.find(part, section_->sort, unit);
  }
  const bool open_list = section_->kind == Kind::allergy;
  if (found.has_error()) return open_list || wrong(name, found.error());
  statement.meaning = std::move(*found);
  if (statement.meaning.known() || !words_.vocabulary() || open_list) return true;
  if (!statement.meaning.codes.empty()) return true;  // a later module may know the code
  bool good = true;
  unknown_words(entry, good);
  return good;
}

void EntryReader::unknown_words(const Written& entry, bool& good) {
  const Node& name = *entry.name;
  const std::string_view part = denied_part(name.text);
  const std::string_view text = part.empty() ? std::string_view(name.text) : part;
  // To look for what is near takes time, and nobody writes so many by hand.
  if (++unknown_ > most_unknown) {
    good = false;
    if (unknown_ == most_unknown + 1)
      wrong(name, fmt::format("more than {} names that nobody knows", most_unknown),
            "check the first of them; give what a program wrote as CSV or FHIR");
    return;
  }
  const std::string& near = nearest_to(text);
  if (near.empty() && section_->open) return;
  const std::string cure =
      near.empty() ? "write other words, a concept's id or a code (docs/case-files.md), or keep it "
                     "as it is: text: ..."
                   : fmt::format("did you mean \"{}\"? To keep it as it is: text: ...", near);
  good = wrong(name, fmt::format("nobody knows \"{}\"", shown(text)), cure);
}

/// Of what is written again and again it is looked for once.
const std::string& EntryReader::nearest_to(std::string_view text) {
  const auto [place, is_new] = near_.try_emplace({section_, std::string(text)});
  std::string& near = place->second;
  if (!is_new) return near;
  near = words_.nearest_to(text, section_->sort);
  if (near.empty() && !section_->open) near = words_.nearest_to(text, Sort::any);
  return near;
}

}  // namespace causa::intake::cases
