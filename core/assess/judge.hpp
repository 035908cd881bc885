// SPDX-License-Identifier: Apache-2.0
//
// The two questions of one cause for one patient: is it present (P), and does it account for this
// complaint (X)? Pure functions of the row. Of most causes nothing is known, and they are judged
// only where that matters; what is said in words is written only for those that are listed
// (result_of).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "assess/patient.hpp"
#include "assess/reasons.hpp"

namespace causa::assess {

/// What one rule says for one patient, once its condition is decided.
struct Voice {
  const PreparedRule* rule = nullptr;
  rules::Truth outcome = rules::Truth::unknown;
  bool has_weight = false;
  Weight weight;
  Counted counted = Counted::no;
  std::uint32_t first_cited = 0, cited = 0;  ///< in Judging::cited
};

/// A cause judged for one patient, before it is ranked.
struct Judged {
  std::uint32_t cause = 0;     ///< index into Prepared::causes
  bool considered = true;      ///< false: its `requires` isn't met
  bool spoken_for = false;     ///< at least one rule for it counted, or it is decided present
  bool only_frequent = false;  ///< spoken for by nothing but a prior for what is known
  bool has_evidence = false;   ///< some rule's condition was decided, or a decision was made
  bool judgement_only = false;
  double p = 0, variance_p = 0;
  double x = 0, variance_x = 0;
  const knowledge::Prior* prior = nullptr;          ///< null: none fits
  const knowledge::Decision* decided_by = nullptr;  ///< null: not measured
  SharedText complaint_class;                       ///< for which X is largest; empty: none
  std::uint32_t first_voice = 0, voices = 0;        ///< in Judging::voices
};

/// What judging leaves for the causes of one patient, and what it works with; used again for the
/// next patient, so that it allocates nothing. One thread.
struct Judging {
  Reasons reasons;
  SharedTexts complaint_classes;
  std::vector<SharedText> classes;   ///< the same one by one
  std::vector<Judged> judged;        ///< in the order of Prepared::causes
  std::vector<std::uint32_t> place;  ///< in `judged`, by cause; no_index: not judged
  std::vector<Voice> voices;         ///< in the order in which the evidence is shown
  std::vector<std::uint32_t> cited;  ///< indexes into Assessment::facts
  std::vector<Voice> heard;          ///< of the cause at hand, in the order of its rules
  std::vector<std::pair<Voice*, Voice*>> strongest;  ///< by group: for and against
  std::vector<Voice*> counted;
  std::vector<std::string_view> replaced;

  /// Most patients have those of the one before.
  void choose_classes(SharedTexts chosen) {
    if (chosen == complaint_classes) return;
    complaint_classes = chosen;
    classes.assign(chosen.begin(), chosen.end());
  }

  void clear(std::size_t causes) {
    judged.clear();
    place.assign(causes, no_index);
    voices.clear();
    cited.clear();
  }
};

/// Judges the causes that matter. Of who is ranked these are those of which something is known,
/// for or against, or of a cause that leads to them, dangerous ones that are frequent and
/// idiopathic ones; of others those that may be decided; of both those that an alert names.
void judge_causes(Patient& patient, bool ranked, Judging& judging);

/// Judges just these, by their indexes into Prepared::causes.
void judge_causes(Patient& patient, const std::vector<std::uint32_t>& causes, Judging& judging);

/// Whether somebody said that the diagnosis of a cause is not so; one that is over was not refuted.
bool is_refuted(const Patient& patient, const PreparedCause& cause);

/// Whether a cause is dangerous, and likely enough that it must not be missed if it accounts for
/// the complaint.
bool is_possible_danger(const Patient& patient, const Judged& judged);

/// P with its range.
Estimate present(const Judged& judged);

/// The cause in full, with its evidence in words, but for its place.
CauseResult result_of(Patient& patient, const Judged& judged, const Judging& judging);

}  // namespace causa::assess
