// SPDX-License-Identifier: Apache-2.0
//
// The constants of the model that are judgement. configs/causa.toml has each with its reason under
// [model]; a test keeps these defaults and that file equal. docs/clinical-model.md explains their
// use. Plain data.
#pragma once

#include "assess/assessment.hpp"

namespace causa::assess {

struct Constants {
  Estimate strong{0.80, 0.50, 0.95};
  Estimate moderate{0.45, 0.20, 0.70};
  Estimate weak{0.15, 0.05, 0.35};
  Estimate minimal{0.03, 0.005, 0.10};

  double expert_lr_strong = 6;
  double expert_lr_moderate = 3;
  double expert_lr_weak = 1.5;
  double expert_lr_minimal = 1.15;
  double expert_range_factor = 3;  ///< an expert likelihood ratio of x ranges from x/3 to x*3

  double shrinkage_t = 0.5;            ///< log10 units
  double unpublished_se = 0.25;        ///< log10 units, where no interval was published
  double unpublished_se_small = 0.35;  ///< the same, if the study had fewer than small_study people
  int small_study = 100;
  int shift_cap_millibans = 3000;
  double chain_fraction_cap = 0.80;
  double judgement_only_cap = 0.80;
  double accounts_for_cap = 0.95;
  double sufficient_explanation = 0.15;  ///< idiopathic cramps are first only if no E reaches it
  double must_not_miss = 0.01;           ///< upper end of P
  int leading_causes = 5;                ///< advice is given for so many at most ...
  double ask_false_positive_symptom =
      0.3;  ///< of a finding without published LR-, to order questions
  double ask_false_positive_other = 0.1;
  double ask_most_sensitive = 0.9;
  double advice_threshold = 0.05;  ///< ... and only for those that explain at least so much
};

}  // namespace causa::assess
