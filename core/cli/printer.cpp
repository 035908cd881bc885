// SPDX-License-Identifier: Apache-2.0

#include "cli/printer.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include "cli/card_history.hpp"
#include "cli/kept_text.hpp"
#include "cli/setup.hpp"
#include "cli/verb.hpp"
#include "report/cards.hpp"
#include "report/csv.hpp"
#include "report/fhir/bundle.hpp"
#include "report/hl7v2.hpp"
#include "report/html/page.hpp"
#include "report/json.hpp"
#include "report/text.hpp"

namespace causa::cli {

namespace {

/// What isn't kept can't be answered.
bool is_kept(const Settings& settings) { return settings.text("store") != "none"; }

class Text : public Form {
 public:
  Text(std::FILE* out, const Settings& settings, std::size_t top)
      : Form(out), options_{.color = wants_color(settings, out), .stored = is_kept(settings)} {
    if (top > 0) options_.causes = top;
  }

  [[nodiscard]] std::optional<std::string> render(const assess::Assessment& assessment,
                                                  const report::Context& context) const override {
    return report::to_text(assessment, options_, context);
  }
  void put(const std::string& text) override {
    if (printed_) fmt::print(out(), "\n{:-<100}\n\n", "");
    printed_ = true;
    Form::put(text);
  }

 private:
  report::TextOptions options_;
  bool printed_ = false;
};

class Json : public Form {
 public:
  using Form::Form;

  [[nodiscard]] std::optional<std::string> render(const assess::Assessment& assessment,
                                                  const report::Context& context) const override {
    return report::to_json(assessment, context) + "\n";
  }
};

class Csv : public Form {
 public:
  using Form::Form;
  [[nodiscard]] bool asks() const override { return false; }

  void begin() override { fmt::print(out(), "{}", report::csv_header()); }
  [[nodiscard]] std::optional<std::string> render(
      const assess::Assessment& assessment, const report::Context& /*context*/) const override {
    return report::to_csv(assessment);
  }
};

class Html : public Form {
 public:
  Html(std::FILE* out, const Settings& settings, std::size_t top)
      : Form(out), page_(options(settings, top)), letters_(temporary_folder(settings)) {}

  void print(const assess::Assessment& assessment, const report::Context& context) override {
    letters_.add(page_.add(assessment, context));
  }
  void end() override {
    const auto frame = page_.frame();
    put(frame.before);
    letters_.write([this](const std::string& some) { put(some); });
    put(frame.after);
  }

 private:
  static report::html::LetterOptions options(const Settings& settings, std::size_t top) {
    report::html::LetterOptions options;
    options.stored = is_kept(settings);
    if (top > 0) options.causes = top;
    return options;
  }

  report::html::Page page_;
  KeptText letters_;
};

class Hl7v2 : public Form {
 public:
  using Form::Form;
  [[nodiscard]] bool asks() const override { return false; }

  [[nodiscard]] std::optional<std::string> render(
      const assess::Assessment& assessment, const report::Context& /*context*/) const override {
    return report::to_hl7v2(assessment);
  }
};

/// For runs that only store, or acknowledge.
class None : public Form {
 public:
  using Form::Form;
  [[nodiscard]] bool asks() const override { return false; }

  [[nodiscard]] std::optional<std::string> render(
      const assess::Assessment& /*assessment*/, const report::Context& /*context*/) const override {
    return std::string();
  }
};

class Fhir : public Form {
 public:
  using Form::Form;

  [[nodiscard]] std::optional<std::string> render(const assess::Assessment& assessment,
                                                  const report::Context& context) const override {
    return report::to_fhir(assessment, context) + "\n";
  }
};

class Cards : public Form {
 public:
  Cards(std::FILE* out, const Settings& settings, store::Store* store)
      : Form(out), history_(settings, store) {}
  [[nodiscard]] bool asks() const override { return false; }

  void print(const assess::Assessment& assessment, const report::Context& context) override {
    fmt::print(out(), "{}\n", report::to_response(history_.cards_of(assessment, context)));
  }
  Result<void> note_given() override { return history_.note_given(); }

 private:
  CardHistory history_;
};

std::unique_ptr<Form> make_form(const Settings& settings, std::FILE* out, std::size_t top,
                                store::Store* store) {
  const std::string& to = settings.text("to");
  if (to == "json") return std::make_unique<Json>(out);
  if (to == "csv") return std::make_unique<Csv>(out);
  if (to == "html") return std::make_unique<Html>(out, settings, top);
  if (to == "hl7v2") return std::make_unique<Hl7v2>(out);
  if (to == "none") return std::make_unique<None>(out);
  if (to == "fhir") return std::make_unique<Fhir>(out);
  if (to == "cards") return std::make_unique<Cards>(out, settings, store);
  return std::make_unique<Text>(out, settings, top);
}

}  // namespace

std::optional<std::string> Form::render(const assess::Assessment& /*assessment*/,
                                        const report::Context& /*context*/) const {
  return std::nullopt;
}

void Form::put(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), out_) != text.size())
    throw std::system_error(errno, std::generic_category());
}

void Form::print(const assess::Assessment& assessment, const report::Context& context) {
  if (const auto text = render(assessment, context)) put(*text);
}

std::string_view answer_extension(const Settings& settings) {
  static constexpr std::pair<std::string_view, std::string_view> extensions[] = {
      {"text", ".txt"},  {"json", ".json"}, {"fhir", ".json"}, {"cards", ".json"},
      {"html", ".html"}, {"hl7v2", ".hl7"}, {"csv", ".csv"}};
  for (const auto& [to, extension] : extensions)
    if (to == settings.text("to")) return extension;
  return ".txt";
}

Printer::Printer(const Settings& settings, std::FILE* out, store::Store* store) : out_(out) {
  const std::string& text = settings.text("top");
  std::from_chars(text.data(), text.data() + text.size(), top_);
  form_ = make_form(settings, out, top_, store);
}

std::optional<std::string> Printer::render(const assess::Assessment& assessment,
                                           const report::Context& context) const {
  if (is_short(assessment)) return form_->render(assessment, context);
  return form_->render(shortened(assessment), context);
}

void Printer::put(const std::string& text) {
  begin();
  form_->put(text);
}

void Printer::print(const assess::Assessment& assessment, const report::Context& context) {
  begin();
  if (is_short(assessment)) return form_->print(assessment, context);
  form_->print(shortened(assessment), context);
}

void Printer::begin() {
  if (!begun_) form_->begin();
  begun_ = true;
}

bool Printer::is_short(const assess::Assessment& assessment) const {
  return top_ == 0 || assessment.causes.size() <= top_;
}

assess::Assessment Printer::shortened(assess::Assessment assessment) const {
  assessment.causes.resize(top_);
  return assessment;
}

void Printer::flush() {
  if (std::fflush(out_) != 0) throw std::system_error(errno, std::generic_category());
}

void Printer::end() {
  if (begun_) form_->end();
  flush();
}

}  // namespace causa::cli
