// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "facts/answer.hpp"
#include "facts/fact.hpp"
#include "facts/known_words.hpp"
#include "facts/label_meaning.hpp"
#include "facts/measure.hpp"
#include "facts/narrative_facts.hpp"
#include "facts/narrowest.hpp"
#include "facts/reaction.hpp"
#include "facts/resource.hpp"
#include "facts/suspicion.hpp"
#include "record/dated_after.hpp"
#include "record/item_name.hpp"
#include "record/source_name.hpp"
#include "record/unread.hpp"

namespace causa::facts {

namespace {

using record::Flag;
using record::Item;
using record::Kind;
using record::part_of;
using record::State;
using record::type_of;
using record::ValueKind;
using terminology::CodeMatch;
using terminology::ConceptKind;

/// So long a visit that nobody closed is believed to go on.
constexpr std::int64_t longest_visit_ms = 30 * ms_per_day;

class Extractor {
 public:
  Extractor(const record::Record& record, const terminology::Vocabulary& vocabulary,
            std::int64_t as_of_ms, KnownWords& known, PatientFacts& out)
      : record_(record),
        vocabulary_(vocabulary),
        as_of_ms_(as_of_ms),
        known_(known),
        out_(out),
        reader_(vocabulary) {}

  void run() {
    for (std::size_t first = 0; first < record_.items.size();) {
      const Resource resource = resource_from(record_, first);
      run(resource);
      first = resource.last;
    }
    read_narratives();
    settle_suspicions(record_, vocabulary_, out_);
  }

 private:
  void run(const Resource& resource) {
    bool used = false;
    bool is_text = false;
    refused_ = false;
    for (std::size_t at = resource.first; at < resource.last; ++at) {
      const auto index = static_cast<std::uint32_t>(at);
      if (is_narrative(record_.items[at])) {
        is_text = true;
      } else if (read(index)) {
        used = true;
      } else {
        silent_.push_back({index, reason_});
      }
    }
    if (is_text)
      narratives_.push_back({resource.first, resource.last, used || refused_});
    else if (!used && !refused_)
      ignore_resource(resource.first, first_reason());
    if (used) ignore_parts();
    silent_.clear();
  }

  /// Items [first, last) are one resource with running text.
  struct Narrative {
    std::size_t first, last;
    bool counted;  ///< used or refused already
  };

  bool is_narrative(const Item& item) const {
    if (item.kind != Kind::observation || item.value_kind != ValueKind::text) return false;
    if (item.flags & Flag::running_text) return true;
    for (std::uint32_t i = 0; i < item.codes.count; ++i) {
      const auto& coding = record_.codings[item.codes.first + i];
      if (vocabulary_.is_narrative(coding.system, coding.code)) return true;
    }
    return false;
  }

  /// After all codes, since a code outweighs words.
  void read_narratives() {
    if (narratives_.empty()) return;
    const std::size_t coded = out_.facts.size();
    for (const Narrative& narrative : narratives_) {
      bool used = narrative.counted;
      reason_ = {};
      for (std::size_t at = narrative.first; at < narrative.last; ++at) {
        const Item& item = record_.items[at];
        if (!is_narrative(item) || !may_speak(item)) continue;
        const Told told = add_narrative(record_, static_cast<std::uint32_t>(at), vocabulary_,
                                        reader_, as_of_ms_, coded, out_);
        used = used || told == Told::facts;
        refused_ = used;
        tell_new();
        used = used || refused_;
        if (told == Told::nothing_new) decline("says nothing that is not coded");
      }
      if (!used)
        ignore_resource(narrative.first,
                        reason_.empty() ? "no words that a module knows" : reason_);
    }
  }

  std::string_view first_reason() const {
    for (const auto& [index, reason] : silent_)
      if (!reason.empty()) return reason;
    return "not known to the loaded modules";
  }

  /// A component or an answer that gave nothing, of a resource that is used otherwise.
  void ignore_parts() {
    for (const auto& [index, reason] : silent_) {
      const Item& item = record_.items[index];
      const std::string_view part = part_of(item.source);
      if (part.empty()) continue;
      source_.assign(type_of(item.source)).append(".").append(part);
      ignore(source_, reason.empty() ? "not known to the loaded modules" : reason, item);
    }
  }

  void ignore_resource(std::size_t first, std::string_view reason) {
    const Item& item = record_.items[first];
    ignore(type_of(item.source), reason, item);
  }

  /// False if the item says nothing of what is so today, whatever it is about.
  bool may_speak(const Item& item) {
    if (item.flags & Flag::family_history) return decline("about a relative, not the patient");
    if (item.flags & Flag::planned) return decline("planned, not taken");
    if ((item.flags & Flag::of_visit) &&
        (!item.time.known() || item.time.latest_ms + ms_per_day < as_of_ms_))
      return decline("why an earlier visit took place");
    if ((item.flags & Flag::open_visit) && item.time.known() &&
        item.time.latest_ms + longest_visit_ms < as_of_ms_)
      return decline("why a visit took place that began more than 30 days ago");
    if (record::is_dated_after(item, as_of_ms_))
      return decline("dated after the date of the assessment");
    return true;
  }

  /// True if the item gave a fact.
  bool read(std::uint32_t index) {
    const Item& item = record_.items[index];
    reason_ = {};
    if (!may_speak(item)) return false;
    matches_.clear();
    words_ = {};
    for (std::uint32_t i = 0; i < item.codes.count; ++i) {
      const auto& coding = record_.codings[item.codes.first + i];
      vocabulary_.lookup(coding.system, coding.code, matches_);
    }
    if (item.kind == Kind::allergy) {
      find_reactions(record_, item, vocabulary_, matches_);
      if (!matches_.empty()) words_ = "allergy";
    } else if (matches_.empty()) {
      find_words(item);
    }
    if (matches_.empty() && item.state == State::present &&
        (item.kind == Kind::condition || is_taken(item)))
      note_not_understood(item);
    keep_narrowest(vocabulary_, matches_);
    bool used = false;
    for (const auto& match : matches_) used = add(item, index, match, !words_.empty()) || used;
    return add_coded_value(item, index) || used;
  }

  /// A medicine that the sender doesn't call stopped, and whose words don't say so either.
  bool is_taken(const Item& item) const {
    return item.kind == Kind::medication && !(item.flags & Flag::past) && reason_.empty() &&
           !(item.end.known() && item.end.latest_ms < as_of_ms_);
  }

  /// What lies outside the knowledge is said to be so; it is never taken for normal or harmless.
  void note_not_understood(const Item& item) {
    std::string_view label = item.text;
    if (label.empty() && item.codes.count > 0) label = record_.codings[item.codes.first].display;
    auto& list = out_.not_understood;
    if (!label.empty() && std::find(list.begin(), list.end(), label) == list.end())
      list.emplace_back(label);
  }

  bool decline(std::string_view reason) {
    reason_ = reason;
    return false;
  }

  void find_words(const Item& item) {
    const auto try_text = [&](std::string_view text) {
      if (text.empty() || !matches_.empty()) return;
      const auto& meaning = known_.of(item.kind, text, [&](KnownWords::Meaning& made) {
        understand(item.kind, text, vocabulary_, reader_, made);
      });
      if (meaning.not_taken) decline("its words say that it isn't taken");
      for (const auto id : meaning.concepts) matches_.push_back({id, nullptr});
      if (!matches_.empty()) words_ = text;
    };
    for (std::uint32_t i = 0; i < item.codes.count; ++i)
      try_text(record_.codings[item.codes.first + i].display);
    try_text(item.text);
  }

  Fact base_fact(const Item& item, std::uint32_t index) const {
    Fact fact;
    fact.item = index;
    fact.state = item.state;
    fact.past = item.flags & Flag::past;
    fact.provisional = item.flags & Flag::provisional;
    fact.time = item.time;
    fact.start = item.start;
    fact.end = item.end;
    if (item.kind == Kind::medication && item.end.known() && item.end.latest_ms < as_of_ms_)
      fact.past = true;
    // What is over today was there on an earlier day that is asked about. Not so of a medicine: one
    // that was stopped early keeps the end that was planned.
    if (item.kind != Kind::medication && item.end.known() && item.end.earliest_ms > as_of_ms_)
      fact.past = false;
    if (item.flags & Flag::hemolyzed) fact.quality |= Quality::hemolyzed;
    if (fact.provisional && item.kind == Kind::observation) fact.quality |= Quality::preliminary;
    return fact;
  }

  bool add(const Item& item, std::uint32_t index, const CodeMatch& match, bool from_text) {
    Fact fact = base_fact(item, index);
    fact.concept_id = match.concept_id;
    fact.from_text = from_text;
    const auto& definition = vocabulary_[match.concept_id].definition;
    if (const std::string_view why = record::why_unread(item); !why.empty()) {
      // It may have been anything, and a module would have asked for it.
      out_.refusals.push_back(unread_value(definition, item, index));
      tell_new();
      return decline(why);
    }
    const bool filled = definition.kind == ConceptKind::number ? fill_number(index, match, fact)
                                                               : fill_truth(item, index, fact);
    if (!filled) return false;
    out_.facts.push_back(fact);
    if (const auto limit = upper_limit_sent(item, match, fact, vocabulary_))
      out_.facts.push_back(*limit);
    return true;
  }

  bool fill_number(std::uint32_t index, const CodeMatch& match, Fact& fact) {
    std::string_view why;
    const Taken taken =
        measure(record_, index, match, vocabulary_, as_of_ms_, fact, out_.refusals, why);
    tell_new();
    return taken == Taken::yes || (!why.empty() && decline(why));
  }

  bool fill_truth(const Item& item, std::uint32_t index, Fact& fact) {
    if (item.kind == Kind::condition && !name_undoubted(vocabulary_, item, words_, fact))
      return decline("a condition that no module knows as such");
    if (item.kind == Kind::condition && fact.provisional && item.state == State::present) {
      const bool is_asked_for = make_suspicion(vocabulary_, index, fact, out_.refusals);
      tell_new();
      return is_asked_for;
    }
    if (item.kind != Kind::observation)
      return item.state != State::unknown || decline("status says neither present nor absent");
    switch (item.value_kind) {
      case ValueKind::truth:
        fact.state = item.truth ? State::present : State::absent;
        return true;
      case ValueKind::coded:
      case ValueKind::text:
        fact.state = state_of_answer(record_, item, vocabulary_);
        break;
      case ValueKind::number:
      case ValueKind::none:
        if (item.state == State::absent) return true;
        fact.state = State::unknown;
        break;
    }
    return fact.state != State::unknown || decline("neither yes nor no");
  }

  /// An observation whose answer is itself a finding: smoking status "Smoker".
  bool add_coded_value(const Item& item, std::uint32_t index) {
    if (item.kind != Kind::observation || item.value_kind != ValueKind::coded) return false;
    matches_.clear();
    for (std::uint32_t i = 0; i < item.value_codes.count; ++i) {
      const auto& coding = record_.codings[item.value_codes.first + i];
      vocabulary_.lookup(coding.system, coding.code, matches_);
    }
    if (matches_.empty()) return false;
    if (asks_about_relatives(record_, item, vocabulary_))
      return decline("about a relative, not the patient");
    bool used = false;
    for (const auto& match : matches_) {
      if (vocabulary_[match.concept_id].definition.kind != ConceptKind::truth) continue;
      Fact fact = base_fact(item, index);
      fact.concept_id = match.concept_id;
      fact.state = State::present;
      out_.facts.push_back(fact);
      used = true;
    }
    return used;
  }

  /// Never grouped: a unit or a value that can't be right is a matter of the patient's safety.
  void tell(const Refusal& refusal) {
    const Item& item = record_.items[refusal.item];
    out_.ignored.push_back({std::string(type_of(item.source)),
                            fmt::format("{}: {}", refusal.message, refusal.cure),
                            refused_ ? std::uint64_t{0} : 1,
                            {std::string(item.source)},
                            false});
    refused_ = true;
  }

  void tell_new() {
    for (; told_ < out_.refusals.size(); ++told_) tell(out_.refusals[told_]);
  }

  void ignore(std::string_view source, std::string_view reason, const Item& item) {
    if (auto* const group = groups_.find(out_.ignored, source, reason)) {
      ++group->count;
      if (group->examples.size() < record::examples_kept)
        group->examples.push_back(record::name_of(record_, item));
      return;
    }
    out_.ignored.push_back(
        {std::string(source), std::string(reason), 1, {record::name_of(record_, item)}, true});
  }

  const record::Record& record_;
  const terminology::Vocabulary& vocabulary_;
  const std::int64_t as_of_ms_;
  KnownWords& known_;
  PatientFacts& out_;
  record::IgnoredGroups groups_;  ///< of out_.ignored
  /// Items of the resource that gave nothing, with the reason if there is one.
  std::vector<std::pair<std::uint32_t, std::string_view>> silent_;
  std::vector<Narrative> narratives_;
  std::vector<CodeMatch> matches_;
  std::string_view words_;
  std::string_view reason_;  ///< a literal, or of the record
  bool refused_ = false;
  std::size_t told_ = 0;  ///< of out_.refusals
  std::string source_;
  NarrativeReader reader_;
};

void begin(const record::Record& record, std::int64_t as_of_ms, PatientFacts& out) {
  out.facts.clear();
  out.ignored.clear();
  out.refusals.clear();
  out.not_understood.clear();
  out.age = age_at(record.birth, as_of_ms);
  out.sex = record.sex;
}

}  // namespace

void extract(const record::Record& record, const terminology::Vocabulary& vocabulary,
             std::int64_t as_of_ms, KnownWords& known, PatientFacts& out) {
  begin(record, as_of_ms, out);
  Extractor(record, vocabulary, as_of_ms, known, out).run();
}

void extract(const record::Record& record, const terminology::Vocabulary& vocabulary,
             std::int64_t as_of_ms, PatientFacts& out) {
  KnownWords known;
  extract(record, vocabulary, as_of_ms, known, out);
}

}  // namespace causa::facts
