// SPDX-License-Identifier: Apache-2.0
//
// What an assessment refers to and shares with others: patient, configuration, record, modules.

#include <algorithm>

#include "assess/two_people.hpp"
#include "store/content.hpp"
#include "store/enumerations.hpp"
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

std::optional<std::int64_t> Writer::patient(const assess::Assessment& assessment) {
  // Most are new.
  if (!insert_patient_.run(assessment.patient_id)) return std::nullopt;
  if (sqlite3_changes(database_) == 1) return last_row();
  Cursor cursor(find_patient_, assessment.patient_id);
  if (!cursor.next()) return std::nullopt;
  std::int64_t row = 0;
  cursor.read(row);
  // Who has no id may be anybody; a later version is of the same record.
  if (!assessment.patient_id.empty() && assessment.version == 1) compare_person(row, assessment);
  return row;
}

void Writer::compare_person(std::int64_t patient, const assess::Assessment& assessment) {
  Cursor cursor(find_person_, patient);
  if (!cursor.next()) return;
  assess::Person before;
  cursor.read(before.sex, before.age.low_years, before.age.high_years, before.as_of_ms);
  if (!assess::may_be_two_people(before, assess::person_of(assessment))) return;
  if (other_people_.count++ == 0) other_people_.first = assessment.id;
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
    config_digest_ = blake2b(config_text_);
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
  record_digest_.reset();
  if (!entry.record.empty()) {
    record_digest_ = blake2b(entry.record);
    if (!insert_record_.run(std::as_bytes(std::span(entry.record)), *record_digest_)) return false;
    row = last_row();
    return true;
  }
  return entry.assessment->version == 1 || record_before(entry, row);
}

bool Writer::record_before(const Entry& entry, std::optional<std::int64_t>& row) {
  Cursor cursor(find_record_, entry.assessment->id, entry.assessment->version - 1);
  if (!cursor.next()) return !cursor.failed();
  cursor.read(row, record_digest_);
  if (record_digest_) return true;
  std::optional<Digest> none;
  std::string bytes;
  cursor.read(row, none, bytes);
  record_digest_ = blake2b(bytes);
  return true;
}

bool Writer::seal(const Entry& entry, std::uint64_t& audit) {
  const assess::Assessment& assessment = *entry.assessment;
  const Digest content =
      content_digest(assessment, {record_digest_, config_digest_, module_digests_}, space_);
  return append_seal(assessment.id, assessment.version, content, whole_content, audit);
}

/// Puts the assessment's record into the audit, under the number that its row will name.
bool Writer::append_seal(std::string_view id, std::uint32_t version, const Digest& content,
                         std::uint32_t form, std::uint64_t& audit) {
  AuditEntry sealed;
  sealed.what = version == 1 ? AuditKind::assessment : AuditKind::extension;
  sealed.subject = subject_of(id, version);
  sealed.content = content;
  sealed.form = form;
  if (merged_) {
    if (content != merged_->content)
      return refuse(
          "would not be the same here: its modules, settings or record are not what it "
          "was stored with",
          "check the store that it comes from; if that is whole, this is a fault of the "
          "program: please report it");
    sealed.what = AuditKind::merged;
    sealed.detail = merged_->origin;
  }
  return chain_.next_number(audit) && chain_.append(sealed);
}

/// Once, until others run in spite of something, or for another reason.
bool Writer::note_exceptions(std::span<const assess::ModuleUsed> modules) {
  std::string words;
  for (const assess::ModuleUsed& module : modules) {
    if (module.status != assess::ModuleStatus::ok || module.allowed_because.empty()) continue;
    if (!words.empty()) words += "; ";
    words += module.id + " " + module.version + ": " + module.allowed_because;
  }
  if (words.empty() || !exceptions_.insert(words).second) return true;
  AuditEntry exception;
  exception.what = AuditKind::exception;
  exception.detail = std::move(words);
  return chain_.append(exception);
}

/// Rows of the dictionaries that another process deleted must not be pointed at.
bool Writer::see_forgotten() {
  std::int64_t times = 0;
  {
    Cursor cursor(find_times_forgotten_);
    if (cursor.next()) cursor.read(times);
    if (cursor.failed()) return false;
  }
  if (times != times_forgotten_) forget();
  times_forgotten_ = times;
  return true;
}

bool Writer::find_modules(std::span<const assess::ModuleUsed> modules) {
  const auto same = [](const assess::ModuleUsed& module, const assess::ModuleUsed& last) {
    return module.status == last.status && module.sha256 == last.sha256 &&
           module.version == last.version && module.id == last.id &&
           module.allowed_because == last.allowed_because;
  };
  if (std::equal(modules.begin(), modules.end(), last_modules_.begin(), last_modules_.end(), same))
    return true;
  last_modules_.clear();
  std::vector<std::int64_t> rows(modules.size());
  module_digests_.resize(modules.size());
  for (std::size_t i = 0; i < modules.size(); ++i) {
    KnownModule known;
    if (!resolve(modules[i], known)) return false;
    rows[i] = known.row;
    module_digests_[i] = std::move(known.digest);
  }
  module_rows_ = std::make_shared<const std::vector<std::int64_t>>(std::move(rows));
  if (!note_exceptions(modules)) return false;
  last_modules_.assign(modules.begin(), modules.end());
  return true;
}

bool Writer::find_module(const ModuleSource& module, bool& found) {
  refusal_.reset();
  // Comparing the text is cheaper than its digest, and what is locked seldom changes.
  Cursor cursor(compare_module_, module.id, module.version, module.sha256, module.manifest);
  KnownModule known{0, true, {}};
  found = cursor.next();
  if (!found) return !cursor.failed();
  cursor.read(known.row, known.digest);
  last_modules_.clear();  // this row may take the place of one without a manifest
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
  std::string digest = sha256_hex(content);
  if (!insert_module_.run(digest, module.id, module.version, module.sha256, module.manifest))
    return false;
  last_modules_.clear();
  const KnownModule& known = modules_[std::move(key)] = {last_row(), true, std::move(digest)};
  return note_module(module, known.digest);
}

bool Writer::note_module(const ModuleSource& module, std::string_view digest) {
  AuditEntry entry;
  entry.what = AuditKind::module;
  entry.content = blake2b(digest);
  entry.detail =
      std::string(module.id) + ' ' + std::string(module.version) + ' ' + std::string(module.sha256);
  return chain_.append(entry);
}

bool Writer::takes_a_place(const ModuleSource& module, bool& takes) {
  Cursor cursor(other_file_, module.id, module.version, module.sha256,
                assess::ModuleStatus::absent);
  takes = false;
  if (cursor.next()) cursor.read(takes);
  return !cursor.failed();
}

bool Writer::note_change(const ModuleSource& module) {
  const auto known = modules_.find(module_key(module.id, module.version, module.sha256));
  return known == modules_.end() || note_module(module, known->second.digest);
}

bool Writer::look_up_module(const assess::ModuleUsed& module, KnownModule& known) {
  Cursor cursor(find_module_, module.id, module.version, module.sha256);
  if (cursor.next()) cursor.read(known.row, known.has_manifest, known.digest);
  return !cursor.failed();
}

bool Writer::resolve(const assess::ModuleUsed& module, KnownModule& known) {
  std::string key = module_key(module.id, module.version, module.sha256);
  const bool took_part =
      module.status == assess::ModuleStatus::ok || module.status == assess::ModuleStatus::failed;
  if (const auto found = modules_.find(key); found != modules_.end()) {
    known = found->second;
    if (known.has_manifest || !took_part) return true;
  }
  if (!look_up_module(module, known)) return false;
  if (took_part && !known.has_manifest)
    return refuse("no manifest was given for module " + module.id + " " + module.version,
                  "name every module to keep_modules() before its assessments are saved");
  if (known.row == 0) {
    known.digest = sha256_hex(key);
    if (!insert_module_.run(known.digest, module.id, module.version, module.sha256, nullptr))
      return false;
    known.row = last_row();
  }
  modules_[std::move(key)] = known;
  return true;
}

bool Writer::refuse(std::string message, std::string cure) {
  refusal_ = connection_.error(std::move(message), std::move(cure));
  return false;
}

}  // namespace causa::store
