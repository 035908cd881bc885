// SPDX-License-Identifier: Apache-2.0

#include "assess/shared_words.hpp"

namespace causa::assess {

namespace {

ModuleUsed used(const plugin::Module& module) {
  ModuleUsed used;
  used.id = module.manifest.id;
  used.version = module.manifest.version;
  used.sha256 = module.sha256;
  used.approved = module.approved;
  std::string by = module.approved_by;
  if (const std::string& keys = module.signed_by; !keys.empty())
    by += (by.empty() ? "signed by " : ", signed by ") + keys;
  used.approved_by = by;
  used.allowed_because = module.allowed_because;
  used.ran_in = module.apart ? RanIn::worker : RanIn::program;
  return used;
}

}  // namespace

std::vector<ConceptWords> words_of_concepts(const terminology::Vocabulary& vocabulary) {
  std::vector<ConceptWords> words(vocabulary.size());
  for (terminology::ConceptId id = 0; id < vocabulary.size(); ++id) {
    const terminology::ConceptDefinition& definition = vocabulary[id].definition;
    ConceptWords& it = words[id];
    it.id = definition.id;
    it.name = definition.name;
    it.unit = definition.unit;
    it.complaint = definition.complaint;
    it.name_if_past =
        it.name + std::string(it.id.starts_with("drug.") ? stopped_words : resolved_words);
  }
  return words;
}

std::vector<ModuleUsed> modules_of(const plugin::Registry& registry) {
  std::vector<ModuleUsed> modules;
  for (const plugin::Module& module : registry.modules()) modules.push_back(used(module));
  for (const auto& absence : registry.absences()) {
    ModuleUsed& absent = modules.emplace_back();
    absent.id = absence.id.empty() ? absence.path.filename().string() : absence.id;
    absent.status = absence.refused ? ModuleStatus::refused : ModuleStatus::absent;
    absent.why = absence.why;
  }
  return modules;
}

void refuse(const std::string& why, ModuleUsed& module) {
  module.status = ModuleStatus::refused;
  module.ran_in = RanIn::unknown;
  module.why = why;
}

}  // namespace causa::assess
