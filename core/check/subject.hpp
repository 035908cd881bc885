// SPDX-License-Identifier: Apache-2.0
//
// The module under test, as far as it can be known without running any code of it: its bytes, its
// manifest, the knowledge of all modules with this one among them. Made once, in the parent; read
// by the tests, each in a process of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assess/prepared.hpp"
#include "check/shape.hpp"
#include "knowledge/parse.hpp"
#include "knowledge/yaml.hpp"
#include "plugin/image.hpp"

namespace causa::check {

/// What a module is tried with.
struct Surroundings {
  plugin::LoadOptions modules;  ///< those that are loaded beside it
  /// Loads modules and compiles their knowledge.
  std::function<Result<std::shared_ptr<const assess::Prepared>>(const plugin::LoadOptions&)>
      prepare;
  std::filesystem::path cases;  ///< empty: `cases.yaml` beside the module, if there is one
};

struct Trial {
  std::uint64_t seed = 1;
  double fuzz_seconds = 1;
};

class Subject {
 public:
  /// Never fails: what is wrong with the file is what the tests say.
  Subject(std::filesystem::path file, Surroundings surroundings);
  ~Subject();
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] bool is_library() const { return is_library_; }

  /// Why the file can't even be read, with the cure; empty: `sealed` is there.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  [[nodiscard]] bool has_bytes() const { return sealed_.has_value(); }
  [[nodiscard]] const plugin::SealedFile& sealed() const { return *sealed_; }
  [[nodiscard]] const plugin::Image& image() const { return image_; }

  [[nodiscard]] const std::string& manifest_json() const { return json_; }
  [[nodiscard]] const knowledge::Manifest& manifest() const { return parsed_.manifest; }
  [[nodiscard]] const std::vector<knowledge::Problem>& problems() const { return parsed_.problems; }
  /// "line 3, column 7" of a problem, or its JSON pointer.
  [[nodiscard]] std::string place_of(const knowledge::Problem& problem) const;

  /// Why its knowledge can't be used, if it can't; then there are no shapes.
  [[nodiscard]] const std::string& knowledge_fault() const { return knowledge_fault_; }
  /// All modules, none of their libraries loaded; null if this one's manifest can't be read.
  [[nodiscard]] const assess::Prepared* knowledge() const { return knowledge_.get(); }
  [[nodiscard]] const std::vector<Shape>& shapes() const { return shapes_; }

  /// The same with the libraries loaded: for a child only. Error: with place and cure.
  [[nodiscard]] Result<std::shared_ptr<const assess::Prepared>> load_all() const;
  /// Its index among the modules of a host.
  [[nodiscard]] std::uint32_t index_in(const assess::Prepared& host) const;

  /// Where its cases stand: a file, or nothing.
  [[nodiscard]] std::optional<std::filesystem::path> case_file() const;

  Trial trial;

 private:
  void read_library();
  void read_yaml();
  void prepare();

  std::filesystem::path file_;
  Surroundings surroundings_;
  std::filesystem::path folder_;  ///< of our copy, which no lock speaks of
  bool is_library_ = false;
  std::string fault_, json_, knowledge_fault_;
  std::optional<plugin::SealedFile> sealed_;
  plugin::Image image_;
  std::optional<knowledge::YamlDocument> yaml_;
  knowledge::Parsed parsed_;
  std::shared_ptr<const assess::Prepared> knowledge_;
  std::vector<Shape> shapes_;
};

}  // namespace causa::check
