// SPDX-License-Identifier: Apache-2.0
//
// Assessments on a stream in the form that --to names. The stream is the caller's: standard output,
// or a file that an answer is written to. One thread, but for what says otherwise. Writing fails
// with std::system_error, which main() turns into exit 2 for standard output.
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "assess/assessment.hpp"
#include "cli/settings.hpp"
#include "report/context.hpp"
#include "store/store.hpp"

namespace causa::cli {

/// One form of output, written to out(). begin() and end() write what stands around all assessments
/// of a run.
class Form {
 public:
  explicit Form(std::FILE* out) : out_(out) {}
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;
  virtual ~Form() = default;

  /// Whether the form tells what to ask next.
  [[nodiscard]] virtual bool asks() const { return true; }

  /// What one patient gets, if that depends on no other patient and on nothing that was given
  /// before; else nothing. Any thread.
  [[nodiscard]] virtual std::optional<std::string> render(const assess::Assessment& assessment,
                                                          const report::Context& context) const;

  virtual void begin() {}
  /// What render() made.
  virtual void put(const std::string& text);
  /// By default what render() makes.
  virtual void print(const assess::Assessment& assessment, const report::Context& context);
  virtual void end() {}

  /// After what was printed has left the program. Error: Fault::store.
  virtual Result<void> note_given() { return {}; }

 protected:
  [[nodiscard]] std::FILE* out() const { return out_; }

 private:
  std::FILE* out_;
};

/// How a file in the form of --to ends: ".txt", ".json".
std::string_view answer_extension(const Settings& settings);

class Printer {
 public:
  /// With a store, cards are compared with those given before and noted in it; the store outlives
  /// the printer.
  explicit Printer(const Settings& settings, std::FILE* out = stdout,
                   store::Store* store = nullptr);

  /// Whether the form tells what to ask next, so that its context must hold that.
  [[nodiscard]] bool asks() const { return form_->asks(); }

  /// What one patient gets, made before its turn, for put(); nothing if only print() can make it.
  /// Leaves out what --top leaves out. Any thread, several at once.
  [[nodiscard]] std::optional<std::string> render(const assess::Assessment& assessment,
                                                  const report::Context& context) const;

  /// Both begin with the first assessment.
  void put(const std::string& text);
  void print(const assess::Assessment& assessment, const report::Context& context);

  /// What was printed leaves the program.
  void flush();

  /// After the last assessment; flushes.
  void end();

  /// Notes in the store what was given, once it has left (flush or end). Error: Fault::store, also
  /// if what was given before could not be read, so that everything was given.
  Result<void> note_given() { return form_->note_given(); }

 private:
  void begin();
  [[nodiscard]] bool is_short(const assess::Assessment& assessment) const;
  [[nodiscard]] assess::Assessment shortened(assess::Assessment assessment) const;

  std::FILE* out_;
  std::unique_ptr<Form> form_;
  std::size_t top_ = 0;  ///< 0: all
  bool begun_ = false;
};

}  // namespace causa::cli
