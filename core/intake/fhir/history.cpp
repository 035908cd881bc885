// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/history.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "intake/fhir/deletions.hpp"
#include "intake/fhir/versions.hpp"

namespace causa::intake::fhir {

namespace {

constexpr std::string_view out_of_order =
    "a history in another order than its versionId or lastUpdated: the newest by these counts";
constexpr std::string_view given_again =
    "deleted and given in one history, and only their places say which came last: it counts";
constexpr std::string_view names_nothing =
    "a deletion that names no resource, so what was deleted may count";
constexpr std::string_view not_carried_out =
    "a deletion in a Bundle that isn't a history, so it isn't carried out";

enum class Of : std::uint8_t { resource, patient, deletion };

/// One entry about a resource: a version of it, or its deletion.
struct Given {
  std::string name;         ///< "Observation/k1"
  std::uint32_t place = 0;  ///< its entry
  Stamp stamp;
  Of of = Of::resource;
  std::uint32_t index = 0;  ///< in the draft's list of those
};

class History {
 public:
  explicit History(Draft& draft) : draft_(draft) {
    for (std::uint32_t i = 0; i < draft.resources.size(); ++i) {
      const Resource& resource = draft.resources[i];
      add(resource.type, resource.id, resource.position, resource.meta, Of::resource, i);
    }
    for (std::uint32_t i = 0; i < draft.patients.size(); ++i) {
      const Patient& patient = draft.patients[i];
      if (patient.container == not_contained)
        add("Patient", patient.id, patient.position, patient.meta, Of::patient, i);
    }
    for (std::uint32_t i = 0; i < draft.deleted.size(); ++i) add(draft.deleted[i], i);
    std::sort(given_.begin(), given_.end(), [](const Given& a, const Given& b) {
      if (a.name != b.name) return a.name < b.name;
      if (a.place != b.place) return a.place < b.place;
      return a.of == Of::deletion && b.of != Of::deletion;
    });
  }

  void settle() {
    std::vector<std::span<const Given>> groups;
    for (auto first = given_.begin(); first != given_.end();) {
      const auto last = std::find_if(first, given_.end(),
                                     [&](const Given& it) { return it.name != first->name; });
      groups.emplace_back(first, last);
      first = last;
    }
    find_order(groups);
    for (const auto& group : groups) settle(group);
  }

 private:
  void add(std::string_view type, std::string_view id, const Position& position, const Meta& meta,
           Of of, std::uint32_t index) {
    if (id.empty()) return;
    std::string name = std::string(type).append("/").append(id);
    if (!position.full_url.empty()) by_address_.try_emplace(position.full_url, name);
    given_.push_back({std::move(name), position.entry, stamp_of(meta), of, index});
  }

  void add(const Deletion& deletion, std::uint32_t index) {
    std::string name;
    for (const std::string_view address : {deletion.url, deletion.position.full_url}) {
      const auto known = by_address_.find(address);
      if (name.empty()) name = known == by_address_.end() ? deleted_name(address) : known->second;
    }
    if (!name.empty()) {
      given_.push_back(
          {std::move(name), deletion.position.entry, stamp_of(deletion), Of::deletion, index});
    } else if (!std::exchange(told_nameless_, true)) {
      draft_.note_once(draft_.path_of_entry(deletion.position) + ".request", names_nothing);
    }
  }

  /// Some write the oldest first. Where nothing but the place of a version tells, it is read as the
  /// others of the same Bundle stand.
  void find_order(const std::vector<std::span<const Given>>& groups) {
    bool newest_first = false;
    for (const auto& group : groups) {
      Stamp before;
      for (const Given& given : group) {
        const int order = order_of(given.stamp, before);
        newest_first = newest_first || order < 0;
        if (order > 0 && !oldest_first_) tell(given, out_of_order);
        oldest_first_ = oldest_first_ || order > 0;
        if (given.stamp.number != 0 || given.stamp.updated_ms != 0) before = given.stamp;
      }
    }
    oldest_first_ = oldest_first_ && !newest_first;
  }

  void settle(std::span<const Given> group) {
    const Given* newest = &group.front();
    for (const Given& given : group.subspan(1)) {
      // Some write what they delete into the entry that deletes it.
      if (newest->of == Of::deletion && given.place == newest->place) continue;
      const int order = order_of(given.stamp, newest->stamp);
      if (order > 0 || (order == 0 && oldest_first_)) newest = &given;
    }
    for (const Given& given : group) {
      if (&given == newest) continue;
      drop(given, newest->of == Of::deletion ? "deleted later" : "an older version");
      if (given.of == Of::deletion && newest->of != Of::deletion &&
          order_of(newest->stamp, given.stamp) == 0)
        told_again_ = told_again_ || tell(*newest, given_again);
    }
  }

  void drop(const Given& given, std::string_view reason) {
    if (given.of == Of::patient) draft_.patients[given.index].given_before = true;
    if (given.of != Of::resource) return;
    Resource& resource = draft_.resources[given.index];
    if (resource.reason.empty()) resource.ignore(reason);
  }

  bool tell(const Given& given, std::string_view reason) {
    // Places never name a patient.
    draft_.note_once("Bundle.entry", reason,
                     given.of == Of::patient ? std::string_view() : draft_.keep(given.name));
    return true;
  }

  Draft& draft_;
  std::vector<Given> given_;
  std::unordered_map<std::string_view, std::string> by_address_;
  bool oldest_first_ = false;
  bool told_nameless_ = false;
  bool told_again_ = false;
};

}  // namespace

void drop_old_versions(Draft& draft) { History(draft).settle(); }

void tell_deletions(Draft& draft) {
  if (draft.deleted.empty()) return;
  draft.note_once(draft.path_of_entry(draft.deleted.front().position) + ".request",
                  not_carried_out);
}

}  // namespace causa::intake::fhir
