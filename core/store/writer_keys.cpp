// SPDX-License-Identifier: Apache-2.0
//
// What an assessment refers to and shares with others: patient, configuration, record, modules.

#include "store/writer.hpp"

namespace causa::store {

std::string Writer::module_key(std::string_view id, std::string_view version,
                               std::string_view sha256) {
  std::string key(id);
  key += '\0';
  key += version;
  key += '\0';
  key += sha256;
  return key;
}

std::optional<std::int64_t> Writer::patient(const std::string& patient_id) {
  {
    Cursor cursor(find_patient_, patient_id);
    if (cursor.next()) {
      std::int64_t row = 0;
      cursor.read(row);
      return row;
    }
    if (cursor.failed()) return std::nullopt;
  }
  if (!insert_patient_.run(patient_id)) return std::nullopt;
  return last_row();
}

std::optional<std::int64_t> Writer::config(const std::string& sha256, std::string_view text) {
  if (config_row_ == 0 || config_sha256_ != sha256) {
    std::int64_t row = 0;
    {
      Cursor cursor(find_config_, sha256);
      if (cursor.next()) cursor.read(row, config_text_);
      if (cursor.failed()) return std::nullopt;
    }
    if (row == 0) {
      if (!insert_config_.run(sha256, text)) return std::nullopt;
      row = last_row();
      config_text_ = text;
    }
    config_row_ = row;
    config_sha256_ = sha256;
  }
  if (config_text_ == text) return config_row_;
  refuse("another text is stored for the configuration " + sha256,
         "the digest must be made anew whenever the configuration changes");
  return std::nullopt;
}

bool Writer::record(const Entry& entry, std::optional<std::int64_t>& row) {
  row.reset();
  if (!entry.record.empty()) {
    if (!insert_record_.run(std::as_bytes(std::span(entry.record)))) return false;
    row = last_row();
    return true;
  }
  if (entry.assessment->version == 1) return true;
  Cursor cursor(find_record_, entry.assessment->id, entry.assessment->version - 1);
  if (cursor.next()) cursor.read(row);
  return !cursor.failed();
}

bool Writer::find_module(const ModuleSource& module, bool& found) {
  refusal_.reset();
  // Comparing the text is cheaper than its digest, and what is locked seldom changes.
  Cursor cursor(compare_module_, module.id, module.version, module.sha256, module.manifest);
  KnownModule known{0, true};
  found = cursor.next();
  if (!found) return !cursor.failed();
  cursor.read(known.row);
  modules_[module_key(module.id, module.version, module.sha256)] = known;
  return true;
}

bool Writer::keep_modules(std::span<const ModuleSource> modules) {
  for (const ModuleSource& module : modules) {
    bool found = false;
    if (!find_module(module, found) || (!found && !add_module(module))) return false;
  }
  return true;
}

bool Writer::add_module(const ModuleSource& module) {
  std::string key = module_key(module.id, module.version, module.sha256);
  std::string content = key + '\0';
  content += module.manifest;
  if (!insert_module_.run(sha256_hex(content), module.id, module.version, module.sha256,
                          module.manifest))
    return false;
  modules_[std::move(key)] = {last_row(), true};
  return true;
}

bool Writer::look_up_module(const assess::ModuleUsed& module, KnownModule& known) {
  Cursor cursor(find_module_, module.id, module.version, module.sha256);
  if (cursor.next()) cursor.read(known.row, known.has_manifest);
  return !cursor.failed();
}

bool Writer::resolve(const assess::ModuleUsed& module, std::int64_t& row) {
  std::string key = module_key(module.id, module.version, module.sha256);
  const bool took_part =
      module.status == assess::ModuleStatus::ok || module.status == assess::ModuleStatus::failed;
  if (const auto found = modules_.find(key); found != modules_.end()) {
    row = found->second.row;
    if (found->second.has_manifest || !took_part) return true;
  }
  KnownModule known;
  if (!look_up_module(module, known)) return false;
  if (took_part && !known.has_manifest)
    return refuse("no manifest was given for module " + module.id + ' ' + module.version,
                  "name every module to keep_modules() before its assessments are saved");
  if (known.row == 0) {
    const std::string digest = sha256_hex(key);
    if (!insert_module_.run(digest, module.id, module.version, module.sha256, nullptr))
      return false;
    known.row = last_row();
  }
  row = known.row;
  modules_[std::move(key)] = known;
  return true;
}

bool Writer::refuse(std::string message, std::string cure) {
  refusal_ = connection_.error(std::move(message), std::move(cure));
  return false;
}

}  // namespace causa::store
