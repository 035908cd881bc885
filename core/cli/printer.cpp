// SPDX-License-Identifier: Apache-2.0

#include "cli/printer.hpp"

#include <fmt/format.h>

#include <charconv>

#include "cli/verb.hpp"
#include "report/csv.hpp"
#include "report/html/page.hpp"
#include "report/json.hpp"
#include "report/text.hpp"

namespace causa::cli {

namespace {

class Text : public Form {
 public:
  Text(bool color, std::size_t top) : options_{.color = color} {
    if (top > 0) options_.causes = top;
  }

  void print(const assess::Assessment& assessment, const report::Context& /*context*/) override {
    if (printed_) fmt::print("\n{:-<100}\n\n", "");
    printed_ = true;
    fmt::print("{}", report::to_text(assessment, options_));
  }

 private:
  report::TextOptions options_;
  bool printed_ = false;
};

class Json : public Form {
 public:
  void print(const assess::Assessment& assessment, const report::Context& /*context*/) override {
    fmt::print("{}\n", report::to_json(assessment));
  }
};

class Csv : public Form {
 public:
  void begin() override { fmt::print("{}", report::csv_header()); }
  void print(const assess::Assessment& assessment, const report::Context& /*context*/) override {
    fmt::print("{}", report::to_csv(assessment));
  }
};

class Html : public Form {
 public:
  explicit Html(std::size_t top) : page_(options(top)) {}

  void print(const assess::Assessment& assessment, const report::Context& context) override {
    page_.add(assessment, context);
  }
  void end() override { fmt::print("{}", page_.finish()); }

 private:
  static report::html::LetterOptions options(std::size_t top) {
    report::html::LetterOptions options;
    if (top > 0) options.causes = top;
    return options;
  }

  report::html::Page page_;
};

std::unique_ptr<Form> make_form(const Settings& settings, std::size_t top) {
  const std::string& to = settings.text("to");
  if (to == "json") return std::make_unique<Json>();
  if (to == "csv") return std::make_unique<Csv>();
  if (to == "html") return std::make_unique<Html>(top);
  return std::make_unique<Text>(wants_color(settings), top);
}

}  // namespace

Printer::Printer(const Settings& settings) {
  const std::string& text = settings.text("top");
  std::from_chars(text.data(), text.data() + text.size(), top_);
  form_ = make_form(settings, top_);
}

void Printer::print(const assess::Assessment& assessment, const report::Context& context) {
  if (!begun_) form_->begin();
  begun_ = true;
  if (top_ == 0 || assessment.causes.size() <= top_) return form_->print(assessment, context);
  assess::Assessment shortened = assessment;
  shortened.causes.resize(top_);
  form_->print(shortened, context);
}

void Printer::end() {
  if (begun_) form_->end();
}

}  // namespace causa::cli
