// SPDX-License-Identifier: Apache-2.0

#include "assess/derive_order.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace causa::assess {

namespace {

class Orderer {
 public:
  explicit Orderer(const std::vector<const knowledge::Manifest*>& manifests)
      : manifests_(manifests) {}

  DeriveOrder run() {
    find_providers();
    for (const auto& place : all_) visit(place);
    std::erase_if(order_.steps, [&](const StepPlace& place) { return is_refused(place.module); });
    return std::move(order_);
  }

 private:
  const knowledge::DeriveStep& step(const StepPlace& place) const {
    return manifests_[place.module]->derives[place.step];
  }

  bool is_refused(std::uint32_t module) const {
    return std::any_of(order_.refused.begin(), order_.refused.end(),
                       [&](const auto& refused) { return refused.module == module; });
  }

  void refuse(std::uint32_t module, std::string why) {
    if (!is_refused(module)) order_.refused.push_back({module, std::move(why)});
  }

  void find_providers() {
    for (std::uint32_t module = 0; module < manifests_.size(); ++module)
      for (std::uint32_t index = 0; index < manifests_[module]->derives.size(); ++index) {
        const StepPlace place{module, index};
        all_.push_back(place);
        for (const auto& provided : step(place).provides) {
          const auto [found, added] = provider_.emplace(provided.id, place);
          if (!added)
            refuse(module, fmt::format("{} derives {}, which {} derives already; one module "
                                       "provides a fact: take one of the two out, or rename it",
                                       manifests_[module]->id, provided.id,
                                       manifests_[found->second.module]->id));
        }
      }
  }

  void visit(const StepPlace& place) {
    const auto key = std::pair(place.module, place.step);
    if (state_[key] == 2) return;
    if (state_[key] == 1) {
      refuse_circle(place);
      return;
    }
    state_[key] = 1;
    path_.push_back(place);
    for (const auto& need : step(place).needs)
      if (const auto found = provider_.find(need); found != provider_.end()) visit(found->second);
    path_.pop_back();
    state_[key] = 2;
    order_.steps.push_back(place);
  }

  void refuse_circle(const StepPlace& place) {
    const auto start = std::find(path_.begin(), path_.end(), place);
    std::string names;
    for (auto at = start; at != path_.end(); ++at)
      names += manifests_[at->module]->id + "/" + step(*at).id + " needs ";
    names += manifests_[place.module]->id + "/" + step(place).id;
    for (auto at = start; at != path_.end(); ++at)
      refuse(at->module,
             fmt::format("its derive steps go in a circle: {}; take one need out", names));
  }

  const std::vector<const knowledge::Manifest*>& manifests_;
  std::vector<StepPlace> all_;
  std::map<std::string, StepPlace> provider_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> state_;
  std::vector<StepPlace> path_;
  DeriveOrder order_;
};

}  // namespace

DeriveOrder order_derive_steps(const std::vector<const knowledge::Manifest*>& manifests) {
  return Orderer(manifests).run();
}

}  // namespace causa::assess
