// SPDX-License-Identifier: Apache-2.0
//
// What to ask, examine or measure next: the unknown facts that would tell most about the leading
// and the dangerous causes, and those that could raise an alert. A pure function of an assessment
// and the manifests of its modules, so that a stored assessment gives the same answer as on the day
// it was made; the facts that it read are all among its shown facts.
//
// An Asker compiles the manifests once and is then used by one thread. It borrows
// manifests and vocabulary, which must be those that the modules were prepared with: with the
// concepts of all, and adjusted by site profiles.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "assess/conditions.hpp"
#include "assess/constants.hpp"
#include "knowledge/manifest.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::assess {

enum class QuestionKind : std::uint8_t { history = 1, examination, lab, imaging };

struct Question {
  std::string concept_id, name;
  QuestionKind kind = QuestionKind::history;
  double bits = 0;               ///< summed over the causes; rounded to 0.001
  bool could_alert = false;      ///< it is all that is missing for an alert that isn't routine
  knowledge::Urgency urgency{};  ///< of the worst alert that it could raise; 0: none
  bool start = false;            ///< the finding is known, when it began isn't
  bool again = false;            ///< there is a value, too old or refused
  /// Ids of the causes that it would tell about, those of its alerts first, then by bits.
  std::vector<std::string> causes;
  friend bool operator==(const Question&, const Question&) = default;
};

class Asker {
 public:
  /// `manifests` are parallel to Assessment::modules, null for a module that was never read.
  /// `conditions`: what was parsed of them already with this vocabulary; null: nothing.
  Asker(std::vector<const knowledge::Manifest*> manifests,
        const terminology::Vocabulary& vocabulary, const Constants& constants,
        const Conditions* conditions = nullptr);
  Asker(Asker&&) noexcept;
  ~Asker();

  /// What could raise an alert first, then by bits; at equal bits the more urgent alert, then
  /// history and examination before laboratory and imaging, then by id. Only modules that took part
  /// are heard.
  std::vector<Question> ask(const Assessment& assessment);

  struct Knowledge;  ///< core/assess/ask_knowledge.hpp

 private:
  class Asking;
  std::unique_ptr<Knowledge> knowledge_;
};

}  // namespace causa::assess
