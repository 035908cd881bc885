// SPDX-License-Identifier: Apache-2.0

#include "person.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "chance.hpp"

namespace causa::bench {

namespace {

using std::chrono::sys_days;
using std::chrono::year;

constexpr sys_days visit = year(2026) / 11 / 20;

std::string text_of(sys_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

/// Who comes to a practice: more of the old than live in the country (judgement).
int draw_age(Chance& chance) {
  const double band = chance.uniform();
  if (band < .2) return chance.whole(18, 39);
  if (band < .5) return chance.whole(40, 59);
  return band < .82 ? chance.whole(60, 74) : chance.whole(75, 94);
}

class Maker {
 public:
  Maker(std::uint64_t seed, std::uint64_t number, Extent extent)
      : chance_(seed, number), extent_(extent) {
    person_.number = number;
  }

  Person run() {
    person_.female = chance_.is(.55);
    person_.age = draw_age(chance_);
    person_.birthday = chance_.whole(1, 364);
    draw_diseases();
    draw_complaints();
    draw_drugs();
    if (chance_.is(.75)) draw_panel(chance_.whole(0, 20));
    if (extent_ == Extent::visit) {
      shorten();
    } else {
      if (chance_.is(.25)) draw_panel(chance_.whole(90, 700));
      draw_vital_signs();
    }
    draw_note();
    return std::move(person_);
  }

 private:
  double of_age(const ByAge& women, const ByAge& men) const {
    return (person_.female ? women : men)[age_band(person_.age)];
  }

  void draw_diseases() {
    for (std::size_t i = 0; i < disease_count; ++i) {
      const Disease& disease = diseases[i];
      has_[i] = chance_.is(of_age(disease.women, disease.men));
      if (i == advanced_kidney_disease && has_[i]) has_[kidney_disease] = false;
    }
    for (std::size_t i = 0; i < disease_count; ++i)
      if (has_[i])
        person_.problems.push_back(
            {diseases[i].name, diseases[i].snomed, diseases[i].icd10,
             i == pregnancy ? chance_.whole(30, 250) : chance_.whole(100, 6000), true});
    // What is over stays on most lists.
    if (chance_.is(.3))
      person_.problems.push_back(
          {"Acute bronchitis", "10509002", "J20.9", chance_.whole(200, 3000), false});
  }

  void draw_complaints() {
    for (const Complaint& complaint : complaints) {
      double p = of_age(complaint.women, complaint.men);
      if (complaint.snomed == "309537005" && has_[neuropathy]) p = .7;
      if (complaint.snomed == "102572006" && has_[heart_failure]) p = .6;
      if (chance_.is(p))
        person_.complaints.push_back(
            {complaint.name, complaint.snomed, {}, chance_.whole(0, 120), true});
    }
  }

  void draw_drugs() {
    for (std::size_t i = 0; i < drug_count; ++i) {
      const Drug& drug = drugs[i];
      takes_[i] = chance_.is(has_[drug.disease] ? drug.with_disease : drug.otherwise);
      const bool stopped = !takes_[i] && chance_.is(.03);
      if (takes_[i] || stopped)
        person_.prescriptions.push_back({&drug, chance_.whole(3, 1500), stopped});
    }
  }

  void add(TestIndex index, double shift, double wider, DaysAgo taken) {
    const Test& test = tests[index];
    const double quarter = (test.high - test.low) / 4;
    const double value = chance_.normal((test.low + test.high) / 2 + shift, quarter * wider);
    const double step = std::pow(10.0, test.decimals);
    person_.results.push_back({&test, std::max(std::round(value * step), 1.0) / step, taken});
  }

  /// Electrolytes and kidney for all, the rest where it is looked at.
  void draw_panel(DaysAgo taken) {
    double potassium_shift = 0;
    if (takes_[hydrochlorothiazide]) potassium_shift -= .45;
    if (takes_[furosemide]) potassium_shift -= .35;
    if (takes_[spironolactone]) potassium_shift += .35;
    if (takes_[lisinopril] || takes_[losartan]) potassium_shift += .1;
    if (has_[advanced_kidney_disease]) potassium_shift += .5;
    add(potassium, potassium_shift, 1, taken);
    add(sodium, takes_[hydrochlorothiazide] ? -2.5 : 0, 1, taken);
    add(creatinine, has_[advanced_kidney_disease] ? 220 : has_[kidney_disease] ? 60 : 0, 1, taken);
    if (chance_.is(.6)) add(urea, has_[advanced_kidney_disease] ? 14 : 0, 1, taken);
    if (chance_.is(.6)) add(glucose, has_[diabetes] ? 3.5 : 0, has_[diabetes] ? 2 : 1, taken);
    if (chance_.is(.5)) add(calcium, 0, 1, taken);
    if (chance_.is(.35)) add(magnesium, takes_[omeprazole] ? -.06 : 0, 1, taken);
    if (has_[diabetes] || chance_.is(.1)) add(hba1c, has_[diabetes] ? 2 : 0, 1.5, taken);
    if (has_[hypothyroidism] || chance_.is(.2)) add(tsh, has_[hypothyroidism] ? 2 : 0, 1.3, taken);
    if (takes_[atorvastatin] || chance_.is(.1)) add(ck, 0, 1.6, taken);
    if (chance_.is(.5)) add(hemoglobin, person_.female ? -1 : .5, .8, taken);
    if (chance_.is(.15)) add(ferritin, person_.female ? -80 : 0, 1, taken);
    if (chance_.is(.1)) add(vitamin_d, -10, 1.2, taken);
  }

  void shorten() {
    const auto keep = [](auto& list, std::size_t most) {
      if (list.size() > most)
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(most), list.end());
    };
    std::erase_if(person_.prescriptions, [](const auto& one) { return one.stopped; });
    keep(person_.problems, 1);
    keep(person_.prescriptions, 2);
    keep(person_.results, 3);
  }

  void draw_vital_signs() {
    if (!chance_.is(.8)) return;
    person_.systolic = static_cast<int>(chance_.normal(has_[hypertension] ? 142 : 126, 13));
    person_.diastolic = static_cast<int>(chance_.normal(has_[hypertension] ? 84 : 76, 8));
    person_.pulse = static_cast<int>(chance_.normal(takes_[metoprolol] ? 66 : 74, 9));
  }

  void draw_note() {
    if (!chance_.is(.08)) return;
    person_.note = person_.complaints.empty()
                       ? "Comes for a routine visit. Denies leg cramps, chest pain or weakness."
                       : fmt::format(
                             "Reports {} for {} days, mostly at night. No swelling of the "
                             "calf, no fever. Not after exercise.",
                             person_.complaints.front().name, person_.complaints.front().since);
  }

  Chance chance_;
  Extent extent_;
  Person person_;
  bool has_[disease_count] = {};
  bool takes_[drug_count] = {};
};

}  // namespace

Person make_person(std::uint64_t seed, std::uint64_t number, Extent extent) {
  return Maker(seed, number, extent).run();
}

std::string date_of(DaysAgo days) { return text_of(visit - std::chrono::days(days)); }

std::string birth_date(const Person& person) {
  const std::chrono::year_month_day last(visit - std::chrono::days(person.birthday));
  auto born = last.year() - std::chrono::years(person.age);
  // 29 February of a year that has none.
  const auto date = born / last.month() / last.day();
  return text_of(date.ok() ? sys_days(date) : sys_days(born / last.month() / 28));
}

}  // namespace causa::bench
