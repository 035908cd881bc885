// SPDX-License-Identifier: Apache-2.0

#include "check/subject.hpp"

#include <fmt/core.h>

#include <cstdlib>

#include "base/file.hpp"

namespace causa::check {

namespace fs = std::filesystem;

Subject::Subject(fs::path file, Surroundings surroundings)
    : file_(std::move(file)), surroundings_(std::move(surroundings)) {
  is_library_ = file_.extension() != ".yaml" && file_.extension() != ".yml";
  auto sealed = plugin::SealedFile::open(file_);
  if (!sealed) {
    fault_ = fmt::format("{}; {}", sealed.error().message, sealed.error().cure);
    return;
  }
  sealed_ = std::move(*sealed);
  if (is_library_)
    read_library();
  else
    read_yaml();
  if (!json_.empty()) parsed_ = knowledge::parse_manifest(json_);
  if (!json_.empty() && parsed_.problems.empty()) prepare();
}

Subject::~Subject() {
  std::error_code error;
  if (!folder_.empty()) fs::remove_all(folder_, error);
}

void Subject::read_library() {
  image_ = plugin::read_image(sealed_->bytes());
  if (image_.note == plugin::Note::found) json_ = image_.manifest;
}

void Subject::read_yaml() {
  auto document = knowledge::YamlDocument::parse(sealed_->bytes());
  if (!document) {
    fault_ = fmt::format(
        "can't be read at line {}: {}; {}", document.error().place, document.error().message,
        document.error().cure.empty() ? "see docs/manifest.md" : document.error().cure);
    return;
  }
  yaml_ = std::move(*document);
  json_ = yaml_->json();
}

std::string Subject::place_of(const knowledge::Problem& problem) const {
  if (!yaml_) return problem.pointer.empty() ? "its top" : problem.pointer;
  const auto at =
      problem.at_key ? yaml_->key(problem.pointer) : yaml_->inside(problem.pointer, problem.offset);
  return fmt::format("line {}, column {}", at.line, at.column);
}

void Subject::prepare() {
  std::string pattern = (fs::temp_directory_path() / "causa-check-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    knowledge_fault_ = "can't be tried: no temporary folder is to be had";
    return;
  }
  folder_ = pattern;
  const fs::path copy = folder_ / file_.filename();
  if (auto written = write_file(copy, sealed_->bytes()); !written) {
    knowledge_fault_ = to_string(written.error());
    return;
  }
  surroundings_.modules.files = {copy};
  surroundings_.modules.policy = plugin::Policy::folder;
  surroundings_.modules.only.clear();
  surroundings_.modules.isolation = {};
  surroundings_.modules.isolation.usual = plugin::Isolation::in_process;  // of a child
  // A library that is meant for a worker isn't loaded until one is started, which nobody does here.
  plugin::LoadOptions options = surroundings_.modules;
  options.isolation.usual = plugin::Isolation::worker;
  auto prepared = surroundings_.prepare(options);
  if (!prepared) {
    knowledge_fault_ = to_string(prepared.error());
    return;
  }
  for (const auto& absence : (*prepared)->registry.absences())
    if (absence.path == copy) knowledge_fault_ = absence.why;
  if (!knowledge_fault_.empty()) return;
  const std::uint32_t index = index_in(**prepared);
  for (const auto& fault : (*prepared)->faults)
    if (fault.module == index) knowledge_fault_ = fault.why;
  knowledge_ = std::move(*prepared);
  if (knowledge_fault_.empty()) shapes_ = shapes_of(parsed_.manifest, *knowledge_);
}

Result<std::shared_ptr<const assess::Prepared>> Subject::load_all() const {
  return surroundings_.prepare(surroundings_.modules);
}

std::uint32_t Subject::index_in(const assess::Prepared& host) const {
  const auto modules = host.registry.modules();
  for (std::uint32_t index = 0; index < modules.size(); ++index)
    if (modules[index].manifest.id == parsed_.manifest.id) return index;
  return assess::no_index;
}

std::optional<fs::path> Subject::case_file() const {
  if (!surroundings_.cases.empty()) return surroundings_.cases;
  std::error_code error;
  const fs::path beside = file_.parent_path() / "cases.yaml";
  return fs::exists(beside, error) ? std::optional(beside) : std::nullopt;
}

}  // namespace causa::check
