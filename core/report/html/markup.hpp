// SPDX-License-Identifier: Apache-2.0
//
// HTML that can't be broken by what it says: names of elements and attributes are literals of this
// program, everything else is escaped on its way in, and every element is closed where its variable
// ends. There is no way to write text unescaped. One thread; a Markup outlives its Elements.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace causa::report::html {

/// A word of this program, never one that was read.
class Literal {
 public:
  consteval Literal(const char* text) : text_(text) {}
  [[nodiscard]] std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

struct Attribute {
  Literal name;
  std::string value;
};
using Attributes = std::initializer_list<Attribute>;

class Markup {
 public:
  /// An open element; closed when this ends.
  class Element {
   public:
    Element(Markup& markup, std::string_view name) : markup_(&markup), name_(name) {}
    Element(Element&& other) noexcept
        : markup_(std::exchange(other.markup_, nullptr)), name_(other.name_) {}
    Element& operator=(Element&&) = delete;
    ~Element();

   private:
    Markup* markup_;
    std::string_view name_;
  };

  /// Opens an element, on a new line.
  [[nodiscard]] Element open(Literal name, Attributes attributes = {});

  /// The same within running text.
  [[nodiscard]] Element open_inline(Literal name, Attributes attributes = {});

  /// A whole element with nothing but text.
  void write(Literal name, std::string_view text, Attributes attributes = {});
  void write_inline(Literal name, std::string_view text, Attributes attributes = {});

  /// An element that has no content and no end: meta.
  void single(Literal name, Attributes attributes);

  /// Words of patients and of modules: a reader can't tell what direction they run in, so they are
  /// set apart from the sentence around them.
  void quote(std::string_view text) { write_inline("bdi", text); }

  void text(std::string_view text);

  /// The sheet that is built into the program, between its tags.
  void style();

  /// What another Markup made.
  void append(const Markup& other) { out_ += other.out_; }

  [[nodiscard]] const std::string& str() const { return out_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void begin(std::string_view name, Attributes attributes);

  std::string out_;
};

/// For element content and for attributes in double quotes. Control characters become spaces; signs
/// that turn the direction of what follows, and bytes that are no UTF-8, become U+FFFD.
std::string escaped(std::string_view text);

}  // namespace causa::report::html
