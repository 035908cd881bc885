// SPDX-License-Identifier: Apache-2.0

#include "plugin/candidate.hpp"

#include <causa/abi.h>
#include <fmt/core.h>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "knowledge/parse.hpp"
#include "knowledge/yaml.hpp"
#include "plugin/module_files.hpp"
#include "plugin/yaml_module.hpp"

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

Error fault(const fs::path& path, std::string message, std::string cure) {
  return {Fault::plugin, path.string(), std::move(message), std::move(cure)};
}

/// Judges one file; each step either settles the verdict or lets the next one look.
class Judge {
 public:
  explicit Judge(const fs::path& path) : path_(path) {}

  Judged run() {
    const FileKind kind = kind_of(path_);
    if (kind == FileKind::other) {
      settle(Verdict::not_a_module,
             fault(path_, "is no module: neither .so nor .yaml", "name a module's file"));
    } else if (kind == FileKind::library ? read_library() : read_yaml()) {
      judge_manifest(kind);
    }
    return std::move(judged_);
  }

 private:
  bool settle(Verdict verdict, const Error& error) {
    judged_.verdict = verdict;
    judged_.why = sentence(path_, error);
    return false;
  }
  bool refuse(std::string message, std::string cure) {
    return settle(Verdict::refused, fault(path_, std::move(message), std::move(cure)));
  }

  bool read_library() {
    auto file = SealedFile::open(path_);
    if (!file) return settle(Verdict::refused, file.error());
    judged_.file = std::move(*file);
    judged_.image = read_image(judged_.file->bytes());
    const Image& image = judged_.image;
    if (image.note == Note::absent)
      return settle(Verdict::not_a_module, fault(path_, image.fault, ""));
    if (image.note == Note::damaged) return settle(Verdict::refused, fault(path_, image.fault, ""));
    judged_.sha256 = sha256_hex(judged_.file->bytes());
    judged_.manifest_json = image.manifest;
    if (judge_abi()) return true;
    read_name();
    return false;
  }

  /// Id and version, so that a refusal can name them even if the manifest is of another format.
  void read_name() {
    const auto document = JsonDocument::parse(judged_.manifest_json);
    if (!document) return;
    judged_.manifest.id = document->root().find("id").text();
    judged_.manifest.version = document->root().find("version").text();
  }

  bool judge_abi() {
    const Image& image = judged_.image;
    const auto host = fmt::format("{}.{}", CAUSA_ABI_MAJOR, CAUSA_ABI_MINOR);
    if (image.abi_major != CAUSA_ABI_MAJOR)
      return refuse(fmt::format("needs plugin ABI {}.{}, this causa has {}", image.abi_major,
                                image.abi_minor_needed, host),
                    image.abi_major > CAUSA_ABI_MAJOR
                        ? fmt::format("install a causa with ABI {}", image.abi_major)
                        : fmt::format("build the module again with this causa's SDK"));
    if (image.abi_minor_needed > CAUSA_ABI_MINOR)
      return refuse(fmt::format("needs plugin ABI {}.{}, this causa has {}", image.abi_major,
                                image.abi_minor_needed, host),
                    "install a newer causa, or an older version of the module");
    return true;
  }

  bool read_yaml() {
    auto file = SealedFile::open(path_);
    if (!file) return settle(Verdict::refused, file.error());
    if (!looks_like_manifest(file->bytes()))
      return settle(Verdict::not_a_module,
                    fault(path_, "is no causa module: its schema isn't causa.manifest/1", ""));
    judged_.sha256 = sha256_hex(file->bytes());
    auto json = yaml_to_json(file->bytes(), path_);
    if (!json)
      return refuse(
          fmt::format("can't be read at {}: {}", json.error().place, json.error().message),
          json.error().cure);
    judged_.manifest_json = std::move(*json);
    yaml_ = file->bytes();
    return true;
  }

  bool judge_manifest(FileKind kind) {
    auto parsed = knowledge::parse_manifest(judged_.manifest_json);
    judged_.manifest = std::move(parsed.manifest);
    const auto& manifest = judged_.manifest;
    if (!parsed.problems.empty()) return refuse(describe(parsed.problems), manifest_cure());
    if (kind == FileKind::yaml && manifest.has_library)
      return refuse("is the manifest of a library and has steps that only the library can run",
                    "load the library, which carries it");
    if (kind == FileKind::library &&
        (!manifest.has_library || manifest.abi_major != judged_.image.abi_major ||
         manifest.abi_minor_needed != judged_.image.abi_minor_needed))
      return refuse("names another plugin ABI in its manifest than in its note",
                    "build it again with causa_add_plugin()");
    return true;
  }

  [[nodiscard]] static std::string manifest_cure() {
    return "causa-manifest check names them all, with line and column";
  }

  [[nodiscard]] std::string describe(const std::vector<knowledge::Problem>& problems) const {
    const auto& first = problems.front();
    std::string place = first.pointer.empty() ? "its top" : first.pointer;
    if (!yaml_.empty())
      if (const auto document = knowledge::YamlDocument::parse(yaml_)) {
        const auto at = first.at_key ? document->key(first.pointer)
                                     : document->inside(first.pointer, first.offset);
        place = fmt::format("line {}, column {}", at.line, at.column);
      }
    return fmt::format(
        "has {} in its manifest; {} {}: {}",
        problems.size() == 1 ? std::string("a fault") : fmt::format("{} faults", problems.size()),
        problems.size() == 1 ? "it is at" : "the first is at", place, first.message);
  }

  const fs::path& path_;
  std::string yaml_;
  Judged judged_;
};

}  // namespace

Identity identity_of(const Judged& judged) {
  const auto& manifest = judged.manifest;
  return {manifest.id,        manifest.version,         judged.sha256, judged.file.has_value(),
          manifest.abi_major, manifest.abi_minor_needed};
}

Judged judge_file(const fs::path& path) { return Judge(path).run(); }

Judged judge(const fs::path& path, const Trust& trust) {
  Judged judged = judge_file(path);
  if (judged.verdict != Verdict::good) return judged;
  judged.approval = approve(path, identity_of(judged), trust);
  const Approval& approval = judged.approval;
  if (approval.outcome == Approval::Outcome::loads) return judged;
  judged.verdict =
      approval.outcome == Approval::Outcome::disabled ? Verdict::left_out : Verdict::refused;
  judged.why = sentence(path, fault(path, approval.why, approval.cure));
  return judged;
}

std::string sentence(const fs::path& path, const Error& error) {
  std::string text = path.filename().string() + ' ' + error.message;
  if (!error.cure.empty()) text += "; " + error.cure;
  return text;
}

}  // namespace causa::plugin
