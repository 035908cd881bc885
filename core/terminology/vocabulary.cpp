// SPDX-License-Identifier: Apache-2.0

#include "terminology/vocabulary.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/file.hpp"
#include "base/text.hpp"
#include "terminology/code_systems.hpp"
#include "terminology/table.hpp"

namespace causa::terminology {

namespace {

/// ICD codes are matched without their dot, so that E87.2 finds E87.20.
std::string without_dot(std::string_view code) {
  std::string plain;
  for (const char c : code)
    if (c != '.' && c != ' ') plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return plain;
}

constexpr std::size_t shortest_icd_category = 3;
constexpr std::string_view of_the_tables = "terminology";

void join(std::vector<std::string>& into, const std::vector<std::string>& from) {
  const std::set<std::string> known(into.begin(), into.end());
  std::set<std::string_view> added;
  for (const auto& entry : from)
    if (!known.contains(entry) && added.insert(entry).second) into.push_back(entry);
}

}  // namespace

struct Vocabulary::Index {
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <class T>
  using ByText = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

  ByText<std::vector<CodeMatch>> exact[6];
  ByText<std::vector<CodeMatch>> prefix[6];
  std::size_t longest_prefix[6] = {};
  std::vector<ConceptId> suspicions;  ///< by concept

  void find_exact(System system, std::string_view code, std::vector<CodeMatch>& matches) const {
    const auto& map = exact[static_cast<std::size_t>(system)];
    if (const auto found = map.find(code); found != map.end())
      matches.insert(matches.end(), found->second.begin(), found->second.end());
  }
};

/// Made when somebody first asks.
struct Vocabulary::ForText {
  mutable std::once_flag names_made, phrases_made, texts_made;
  mutable std::optional<Names> names;
  mutable std::optional<Phrases> phrases;
  mutable std::vector<std::vector<std::string>> texts;  ///< by concept
};

Vocabulary::Vocabulary() = default;

Result<Vocabulary> Vocabulary::load(const std::string& path) {
  const std::filesystem::path folder = path;
  Vocabulary vocabulary;
  auto units = UnitAliases::load(folder / "units.json");
  if (!units) return units.error();
  vocabulary.units_ = std::move(*units);
  auto answers = AnswerCodes::load(folder / "answers.json");
  if (!answers) return answers.error();
  vocabulary.answers_ = std::move(*answers);
  const auto narratives = read_file(folder / "narratives.json");
  if (!narratives) return narratives.error();
  auto table = parse_narratives(*narratives);
  if (!table) {
    Error error = table.error();
    error.place = (folder / "narratives.json").string() + ": " + error.place;
    return error;
  }
  vocabulary.narratives_ = std::move(*table);
  const auto replaced = read_file(folder / "replaced.json");
  if (!replaced) return replaced.error();
  auto codes = parse_replaced(*replaced);
  if (!codes) {
    Error error = codes.error();
    error.place = (folder / "replaced.json").string() + ": " + error.place;
    return error;
  }
  vocabulary.replaced_ = std::move(*codes);
  const auto synonyms = read_file(folder / "synonyms.json");
  if (!synonyms) return synonyms.error();
  auto words = parse_synonyms(*synonyms);
  if (!words) {
    Error error = words.error();
    error.place = (folder / "synonyms.json").string() + ": " + error.place;
    return error;
  }
  vocabulary.synonyms_ = std::move(*words);
  for (const char* name : {"observations.json", "findings.json", "drugs.json"}) {
    const auto bytes = read_file(folder / name);
    if (!bytes) return bytes.error();
    auto definitions = parse_table(*bytes);
    if (!definitions) {
      Error error = definitions.error();
      error.place = (folder / name).string() + ": " + error.place;
      return error;
    }
    vocabulary.concepts_.reserve(vocabulary.concepts_.size() + definitions->size());
    for (auto& definition : *definitions)
      if (auto added = vocabulary.add(std::move(definition), of_the_tables); !added)
        return added.error();
  }
  return vocabulary;
}

Result<void> Vocabulary::add(ConceptDefinition definition, std::string_view defined_by,
                             bool derived) {
  const auto found = by_id_.find(definition.id);
  if (found == by_id_.end()) {
    const auto id = static_cast<ConceptId>(concepts_.size());
    by_id_.emplace(definition.id, id);
    concepts_.push_back({std::move(definition), {}, std::string(defined_by), no_concept, derived});
    return {};
  }
  Concept& known = concepts_[found->second];
  const bool kind_differs = known.definition.kind != definition.kind;
  const bool unit_differs = !definition.unit.empty() && known.definition.unit != definition.unit;
  if (kind_differs || unit_differs)
    return Error{Fault::plugin, std::string(defined_by),
                 fmt::format("concept {} is {} [{}] here and {} [{}] in {}", definition.id,
                             definition.kind == ConceptKind::number ? "a number" : "a truth",
                             definition.unit,
                             known.definition.kind == ConceptKind::number ? "a number" : "a truth",
                             known.definition.unit, known.defined_by),
                 "use the other module's definition, or another id"};
  if (auto good = check_codes(known, definition, defined_by); !good) return good;
  join(known.definition.is_a, definition.is_a);
  join(known.definition.complaint, definition.complaint);
  join(known.definition.text, definition.text);
  for (auto& code : definition.codes) {
    const bool there = std::any_of(
        known.definition.codes.begin(), known.definition.codes.end(),
        [&](const auto& other) { return other.system == code.system && other.code == code.code; });
    if (!there) known.definition.codes.push_back(std::move(code));
  }
  known.derived = known.derived || derived;
  return {};
}

/// Who adds to a concept of the tables may add codes that nobody has. One that has a meaning would
/// give the fact to other patients, and could answer alerts that aren't the module's own.
Result<void> Vocabulary::check_codes(const Concept& known, const ConceptDefinition& added,
                                     std::string_view defined_by) const {
  if (known.defined_by != of_the_tables) return {};
  for (const auto& code : added.codes) {
    const auto is_it = [&](const auto& other) {
      return other.system == code.system && other.code == code.code;
    };
    if (std::ranges::any_of(known.definition.codes, is_it)) continue;
    for (const Concept& other : concepts_)
      if (std::ranges::any_of(other.definition.codes, is_it))
        return Error{Fault::plugin, std::string(defined_by),
                     fmt::format("code {} is {} already, and can't be {} as well", code.code,
                                 other.definition.id, added.id),
                     "take the code out, or define a concept of your own"};
  }
  return {};
}

ConceptId Vocabulary::suspicion_of(ConceptId id) const { return index_->suspicions[id]; }

/// Made once, for it is asked of every finding of every patient.
std::vector<ConceptId> Vocabulary::find_suspicions() const {
  constexpr std::string_view suspected = "suspected.", condition = "condition.";
  const auto own = [&](ConceptId id) {
    const std::string_view name = concepts_[id].definition.id;
    if (name.starts_with(suspected)) return id;
    if (!name.starts_with(condition)) return no_concept;
    return find(std::string(suspected).append(name.substr(condition.size()))).value_or(no_concept);
  };
  std::vector<ConceptId> found(concepts_.size(), no_concept);
  for (ConceptId id = 0; id < concepts_.size(); ++id) {
    found[id] = own(id);
    for (const ConceptId ancestor : concepts_[id].ancestors)
      if (found[id] == no_concept) found[id] = own(ancestor);
  }
  return found;
}

Result<void> Vocabulary::finish() {
  for (auto& concept_entry : concepts_) {
    concept_entry.ancestors.clear();
    std::vector<std::string_view> open(concept_entry.definition.is_a.begin(),
                                       concept_entry.definition.is_a.end());
    for (std::size_t next = 0; next < open.size(); ++next) {
      const auto parent = find(open[next]);
      if (!parent)
        return Error{Fault::plugin, concept_entry.defined_by,
                     fmt::format("concept {} is_a {}, which nobody defines",
                                 concept_entry.definition.id, open[next]),
                     suggest(open[next])};
      if (concepts_[*parent].definition.id == concept_entry.definition.id)
        return Error{Fault::plugin,
                     concept_entry.defined_by,
                     fmt::format("concept {} is_a itself", concept_entry.definition.id),
                     {}};
      auto& ancestors = concept_entry.ancestors;
      if (std::find(ancestors.begin(), ancestors.end(), *parent) != ancestors.end()) continue;
      ancestors.push_back(*parent);
      for (const auto& further : concepts_[*parent].definition.is_a) open.push_back(further);
    }
  }
  for (ConceptId id = 0; id < concepts_.size(); ++id) {
    const auto& measured = concepts_[id].definition.upper_limit_of;
    if (measured.empty()) continue;
    const auto found = find(measured);
    if (!found)
      return Error{Fault::plugin, concepts_[id].defined_by,
                   fmt::format("concept {} is the upper limit of {}, which nobody defines",
                               concepts_[id].definition.id, measured),
                   suggest(measured)};
    concepts_[*found].upper_limit = id;
  }
  auto index = std::make_shared<Index>();
  for (ConceptId id = 0; id < concepts_.size(); ++id) {
    const auto& definition = concepts_[id].definition;
    for (const auto& code : definition.codes) {
      const System system = system_of(code.system);
      if (system == System::none)
        return Error{Fault::plugin, concepts_[id].defined_by,
                     fmt::format("concept {} names the code system {}", definition.id, code.system),
                     "use LOINC, SNOMED, ICD10CM, ICD10, RxNorm or ATC"};
      const auto slot = static_cast<std::size_t>(system);
      const bool icd = system == System::icd10cm || system == System::icd10;
      const std::string key = icd ? without_dot(code.code) : code.code;
      if (icd || code.prefix) {
        index->prefix[slot][key].push_back({id, &code});
        index->longest_prefix[slot] = std::max(index->longest_prefix[slot], key.size());
      } else {
        index->exact[slot][key].push_back({id, &code});
      }
    }
  }
  index->suspicions = find_suspicions();
  index_ = std::move(index);
  for_text_ = std::make_shared<const ForText>();
  return {};
}

void Vocabulary::show_as(ConceptId id, std::string name) {
  ConceptDefinition& definition = concepts_[id].definition;
  first_names_.try_emplace(id, definition.name);
  definition.text.push_back(std::exchange(definition.name, std::move(name)));
  for_text_ = std::make_shared<const ForText>();
}

std::optional<ConceptId> Vocabulary::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

void Vocabulary::lookup(std::string_view system_uri, std::string_view code,
                        std::vector<CodeMatch>& matches) const {
  if (system_uri == concept_system) {
    const std::optional<ConceptId> id = find(code);
    if (id && !concepts_[*id].derived) matches.push_back({*id, nullptr});
    return;
  }
  const System system = system_of(system_uri);
  if (system == System::none || code.empty()) return;
  const auto slot = static_cast<std::size_t>(system);
  if (system == System::icd10cm || system == System::icd10) {
    // The tables of the two editions complete each other: a category means the same in both.
    std::string key = without_dot(code);
    for (; key.size() >= shortest_icd_category; key.pop_back())
      for (const System edition : {system, System::icd10cm, System::icd10}) {
        const auto& map = index_->prefix[static_cast<std::size_t>(edition)];
        if (const auto found = map.find(key); found != map.end()) {
          matches.insert(matches.end(), found->second.begin(), found->second.end());
          return;
        }
      }
    return;
  }
  index_->find_exact(system, code, matches);
  const auto& map = index_->prefix[slot];
  const std::size_t longest = std::min(index_->longest_prefix[slot], code.size());
  for (std::size_t length = 1; length <= longest && !map.empty(); ++length)
    if (const auto found = map.find(code.substr(0, length)); found != map.end())
      matches.insert(matches.end(), found->second.begin(), found->second.end());
}

std::optional<ConceptId> Vocabulary::find_text(std::string_view text) const {
  return names().find(fold(text));
}

bool Vocabulary::is_narrative(std::string_view system_uri, std::string_view code) const {
  const System system = system_of(system_uri);
  return system != System::none &&
         std::any_of(narratives_.codes.begin(), narratives_.codes.end(), [&](const auto& known) {
           return known.code == code && system_of(known.system) == system;
         });
}

const ReplacedCode* Vocabulary::replaced(std::string_view system, std::string_view code) const {
  for (const auto& entry : replaced_)
    if (entry.code == code && entry.system == system) return &entry;
  return nullptr;
}

WordsOfConcepts Vocabulary::words_of_concepts() const {
  return {concepts_, synonyms_, by_id_, first_names_};
}

const Names& Vocabulary::names() const {
  std::call_once(for_text_->names_made, [this] { for_text_->names.emplace(words_of_concepts()); });
  return *for_text_->names;
}

const Phrases& Vocabulary::phrases() const {
  std::call_once(for_text_->phrases_made,
                 [this] { for_text_->phrases.emplace(narratives_, words_of_concepts()); });
  return *for_text_->phrases;
}

std::span<const std::string> Vocabulary::texts(ConceptId id) const {
  std::call_once(for_text_->texts_made, [this] {
    const WordsOfConcepts words = words_of_concepts();
    for_text_->texts.resize(concepts_.size());
    for (ConceptId each = 0; each < concepts_.size(); ++each) {
      std::vector<std::string> all = words.own_texts(each);
      for (const Synonyms* further : words.synonyms(each))
        for (const auto& text : further->text)
          for_phrases(text, [&](std::string_view phrase) { all.emplace_back(phrase); });
      join(for_text_->texts[each], all);
    }
  });
  return for_text_->texts[id];
}

void Vocabulary::find_drug_words(std::string_view product_name,
                                 std::vector<ConceptId>& found) const {
  names().find_drugs(fold(product_name), found);
}

std::string Vocabulary::suggest(std::string_view id) const {
  std::vector<std::string> ids;
  ids.reserve(concepts_.size());
  for (const auto& entry : concepts_) ids.push_back(entry.definition.id);
  const std::string near = nearest(id, ids);
  return near.empty() ? std::string() : "did you mean " + near + "?";
}

}  // namespace causa::terminology
