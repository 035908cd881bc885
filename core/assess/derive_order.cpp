// SPDX-License-Identifier: Apache-2.0

#include "assess/derive_order.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace causa::assess {

namespace {

class Orderer {
 public:
  explicit Orderer(const std::vector<const knowledge::Manifest*>& manifests)
      : manifests_(manifests) {}

  DeriveOrder run() {
    find_providers();
    for (const auto& place : all_) visit(place);
    return std::move(order_);
  }

  [[nodiscard]] const std::vector<DeriveOrder::Refused>& circles() const { return circles_; }

 private:
  const knowledge::DeriveStep& step(const StepPlace& place) const {
    return manifests_[place.module]->derives[place.step];
  }

  void find_providers() {
    for (std::uint32_t module = 0; module < manifests_.size(); ++module) {
      if (!manifests_[module]) continue;
      if (std::string why = why_second(module); !why.empty()) {
        order_.refused.push_back({module, std::move(why)});
        continue;
      }
      for (std::uint32_t index = 0; index < manifests_[module]->derives.size(); ++index) {
        all_.push_back({module, index});
        for (const auto& provided : step(all_.back()).provides)
          provider_.emplace(provided.id, all_.back());
      }
    }
  }

  /// Empty unless another module, or another step of this one, derives one of its facts.
  [[nodiscard]] std::string why_second(std::uint32_t module) const {
    std::set<std::string_view> own;
    for (const auto& step : manifests_[module]->derives)
      for (const auto& provided : step.provides) {
        const auto found = provider_.find(provided.id);
        if (own.insert(provided.id).second && found == provider_.end()) continue;
        const std::uint32_t first = found == provider_.end() ? module : found->second.module;
        return fmt::format(
            "{} derives {}, which {} derives already; one module provides a fact: take one of the "
            "two out, or rename it",
            manifests_[module]->id, provided.id, manifests_[first]->id);
      }
    return {};
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
    for (auto at = start; at != path_.end(); ++at) {
      const bool is_known = std::any_of(circles_.begin(), circles_.end(), [&](const auto& refused) {
        return refused.module == at->module;
      });
      if (!is_known)
        circles_.push_back(
            {at->module,
             fmt::format("its derive steps go in a circle: {}; take one need out", names)});
    }
  }

  const std::vector<const knowledge::Manifest*>& manifests_;
  std::vector<StepPlace> all_;
  std::map<std::string, StepPlace> provider_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> state_;
  std::vector<StepPlace> path_;
  std::vector<DeriveOrder::Refused> circles_;
  DeriveOrder order_;
};

}  // namespace

DeriveOrder order_derive_steps(std::vector<const knowledge::Manifest*> manifests) {
  std::vector<DeriveOrder::Refused> in_circles;
  for (;;) {
    Orderer orderer(manifests);
    DeriveOrder order = orderer.run();
    if (orderer.circles().empty()) {
      order.refused.insert(order.refused.begin(), in_circles.begin(), in_circles.end());
      return order;
    }
    // Others may have been refused for facts that these would have owned: all is asked again.
    for (const auto& refused : orderer.circles()) {
      manifests[refused.module] = nullptr;
      in_circles.push_back(refused);
    }
  }
}

}  // namespace causa::assess
