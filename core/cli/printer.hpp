// SPDX-License-Identifier: Apache-2.0
//
// Assessments on standard output in the form that --to names. One thread. Writing fails with
// std::system_error, which main() turns into exit 2.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "assess/assessment.hpp"
#include "cli/settings.hpp"
#include "report/context.hpp"

namespace causa::cli {

/// One form of output. begin() and end() write what stands around all assessments of a run.
class Form {
 public:
  Form() = default;
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;
  virtual ~Form() = default;

  virtual void begin() {}
  virtual void print(const assess::Assessment& assessment, const report::Context& context) = 0;
  virtual void end() {}
};

class Printer {
 public:
  explicit Printer(const Settings& settings);

  /// Begins with the first assessment; leaves out what --top leaves out.
  void print(const assess::Assessment& assessment, const report::Context& context);

  /// After the last assessment, and only if there was one.
  void end();

 private:
  std::unique_ptr<Form> form_;
  std::size_t top_ = 0;  ///< 0: all
  bool begun_ = false;
};

}  // namespace causa::cli
