// SPDX-License-Identifier: Apache-2.0
//
// JSON texts that are read as a whole: manifests, terminology tables, files of cases. (What comes
// from patients is read on demand, in intake/; what the program writes is made with Boost.JSON.) A
// document owns what was read; a value is two words, to be passed by value, and good as long as its
// document. A value that is asked for what it isn't gives nothing, so that only who has to tell a
// fault need ask what it is. Nothing here throws but std::bad_alloc. Immutable once read; any
// thread.
//
// simdjson checks the text and finds what is in it. Its header takes seconds to compile and its
// views find each key anew from a tape, so that the values are laid out side by side for who asks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa {

enum class JsonKind : std::uint8_t {
  absent,
  null,
  truth,
  integer,  ///< written as one, and fits into 64 bits with its sign
  number,   ///< any other
  text,
  list,
  mapping,
};

struct JsonMember;

class JsonValue {
 public:
  JsonValue() = default;  ///< absent

  /// True unless absent or null.
  explicit operator bool() const { return kind_ > JsonKind::null; }

  [[nodiscard]] JsonKind kind() const { return kind_; }
  [[nodiscard]] bool is_absent() const { return kind_ == JsonKind::absent; }
  [[nodiscard]] bool is_truth() const { return kind_ == JsonKind::truth; }
  [[nodiscard]] bool is_integer() const { return kind_ == JsonKind::integer; }
  [[nodiscard]] bool is_number() const { return is_integer() || kind_ == JsonKind::number; }
  [[nodiscard]] bool is_text() const { return kind_ == JsonKind::text; }
  [[nodiscard]] bool is_list() const { return kind_ == JsonKind::list; }
  [[nodiscard]] bool is_mapping() const { return kind_ == JsonKind::mapping; }

  /// False if it is none.
  [[nodiscard]] bool truth() const { return is_truth() && truth_; }
  /// 0 if it is none; always finite.
  [[nodiscard]] double number() const {
    if (is_integer()) return static_cast<double>(integer_);
    return is_number() ? number_ : 0;
  }
  /// 0 if it is none.
  [[nodiscard]] std::int64_t integer() const { return is_integer() ? integer_ : 0; }
  /// UTF-8; empty if it is none.
  [[nodiscard]] std::string_view text() const {
    return is_text() ? std::string_view(text_, size_) : std::string_view();
  }
  /// Of a list; none if it isn't one.
  [[nodiscard]] std::span<const JsonValue> items() const;
  /// Of a mapping, in their order; none if it isn't one.
  [[nodiscard]] std::span<const JsonMember> members() const;

  /// The first of this name; absent if there is none.
  [[nodiscard]] JsonValue find(std::string_view key) const;

  /// The value as JSON, in one line, as the program writes it elsewhere; "" if absent.
  [[nodiscard]] std::string written() const;

 private:
  friend class JsonLayout;

  JsonKind kind_ = JsonKind::absent;
  std::uint32_t size_ = 0;  ///< of a text, a list or a mapping
  union {
    bool truth_;
    std::int64_t integer_;
    double number_;
    const char* text_;
    const JsonValue* items_;
    const JsonMember* members_ = nullptr;
  };
};

struct JsonMember {
  std::string_view key;
  JsonValue value;
};

inline std::span<const JsonValue> JsonValue::items() const {
  return is_list() ? std::span(items_, size_) : std::span<const JsonValue>();
}

inline std::span<const JsonMember> JsonValue::members() const {
  return is_mapping() ? std::span(members_, size_) : std::span<const JsonMember>();
}

inline JsonValue JsonValue::find(std::string_view key) const {
  for (const JsonMember& member : members())
    if (member.key == key) return member.value;
  return {};
}

class JsonDocument {
 public:
  /// So many lists and mappings may lie in each other, not counting an empty one.
  static constexpr std::size_t most_deep = 32;

  /// Copies what it needs of the text. Error: no place; what is wrong, to be put behind "is not
  /// JSON: ".
  static Result<JsonDocument> parse(std::string_view text);

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  [[nodiscard]] JsonValue root() const { return root_; }

 private:
  struct Memory;
  JsonDocument();

  std::unique_ptr<Memory> memory_;
  JsonValue root_;
};

}  // namespace causa
