// SPDX-License-Identifier: Apache-2.0
//
// Texts that many hold and nobody changes: ids, names, sentences and lists of sources as modules
// state them. Each is kept once for the whole program, so that a copy is a pointer and two are
// equal if their pointers are. They are never given back: what comes from a patient's record or
// holds a patient's values must stay a std::string. Any thread.
#pragma once

#include <fmt/core.h>

#include <compare>
#include <concepts>
#include <iosfwd>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace causa {

class SharedText {
 public:
  SharedText() = default;
  /// Looked up among those that are known, and added if it is new.
  template <std::convertible_to<std::string_view> Text>
    requires(!std::same_as<std::remove_cvref_t<Text>, SharedText>)
  SharedText(Text&& text) : text_(known(std::string_view(text))) {}

  [[nodiscard]] const std::string& text() const { return *text_; }
  operator const std::string&() const { return *text_; }
  operator std::string_view() const { return *text_; }

  [[nodiscard]] bool empty() const { return text_ == &none; }
  [[nodiscard]] std::size_t size() const { return text_->size(); }
  [[nodiscard]] bool starts_with(std::string_view text) const { return text_->starts_with(text); }
  [[nodiscard]] bool ends_with(std::string_view text) const { return text_->ends_with(text); }

  /// The same for all that are equal, and for no other; good until the program ends.
  [[nodiscard]] const void* identity() const { return text_; }

  friend bool operator==(SharedText a, SharedText b) { return a.text_ == b.text_; }
  template <std::convertible_to<std::string_view> Text>
    requires(!std::same_as<Text, SharedText>)
  friend bool operator==(SharedText a, const Text& b) {
    return *a.text_ == std::string_view(b);
  }
  friend std::strong_ordering operator<=>(SharedText a, SharedText b) {
    return *a.text_ <=> *b.text_;
  }

  template <std::convertible_to<std::string_view> Text>
  friend std::string operator+(SharedText a, const Text& b) {
    return std::string(*a.text_).append(std::string_view(b));
  }
  template <std::convertible_to<std::string_view> Text>
    requires(!std::same_as<Text, SharedText>)
  friend std::string operator+(const Text& a, SharedText b) {
    return std::string(a).append(*b.text_);
  }

  friend std::ostream& operator<<(std::ostream& out, SharedText text);

 private:
  static const std::string none;
  static const std::string* known(std::string_view text);

  const std::string* text_ = &none;
};

class SharedTexts {
 public:
  SharedTexts() = default;
  SharedTexts(const std::vector<std::string>& texts) : texts_(known(texts)) {}
  SharedTexts(std::initializer_list<std::string> texts)
      : SharedTexts(std::vector<std::string>(texts)) {}

  [[nodiscard]] const std::vector<std::string>& texts() const { return *texts_; }
  operator const std::vector<std::string>&() const { return *texts_; }

  [[nodiscard]] bool empty() const { return texts_ == &none; }
  [[nodiscard]] std::size_t size() const { return texts_->size(); }
  [[nodiscard]] auto begin() const { return texts_->begin(); }
  [[nodiscard]] auto end() const { return texts_->end(); }
  [[nodiscard]] const std::string& operator[](std::size_t place) const { return (*texts_)[place]; }

  /// As SharedText::identity().
  [[nodiscard]] const void* identity() const { return texts_; }

  friend bool operator==(SharedTexts a, SharedTexts b) { return a.texts_ == b.texts_; }

 private:
  static const std::vector<std::string> none;
  static const std::vector<std::string>* known(const std::vector<std::string>& texts);

  const std::vector<std::string>* texts_ = &none;
};

}  // namespace causa

template <>
struct fmt::formatter<causa::SharedText> : fmt::formatter<std::string_view> {
  fmt::format_context::iterator format(causa::SharedText text, fmt::format_context& context) const;
};
