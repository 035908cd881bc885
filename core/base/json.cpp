// SPDX-License-Identifier: Apache-2.0

#include "base/json.hpp"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <boost/json/serialize.hpp>
#include <new>
#include <utility>

namespace causa {

namespace {

namespace dom = simdjson::dom;

/// Memory for texts as long as those of nearly every module is met once a thread; more isn't kept.
constexpr std::size_t least_capacity = std::size_t{1} << 18;
constexpr std::size_t most_kept_capacity = std::size_t{1} << 20;
/// simdjson counts no further.
constexpr std::size_t most_entries = 0xffffff;

std::string fault_of(simdjson::error_code code) {
  switch (code) {
    case simdjson::EMPTY:
      return "there is nothing";
    case simdjson::DEPTH_ERROR:
      return fmt::format("lies more than {} deep", JsonDocument::most_deep);
    case simdjson::UTF8_ERROR:
      return "not all of it is UTF-8";
    case simdjson::NUMBER_ERROR:
      return "a number is too large, or isn't written as one";
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
      return "a text has a wrong escape or a control character";
    case simdjson::UNCLOSED_STRING:
      return "a text has no end";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return "too large for the memory";
    default:
      return "syntax error";
  }
}

boost::json::value boost_value(JsonValue value) {
  switch (value.kind()) {
    case JsonKind::truth:
      return value.truth();
    case JsonKind::integer:
      return value.integer();
    case JsonKind::number:
      return value.number();
    case JsonKind::text:
      return boost::json::string(value.text());
    case JsonKind::list: {
      boost::json::array list;
      for (const JsonValue item : value.items()) list.push_back(boost_value(item));
      return list;
    }
    case JsonKind::mapping: {
      boost::json::object mapping;
      for (const JsonMember& member : value.members())
        mapping.emplace(member.key, boost_value(member.value));
      return mapping;
    }
    default:
      return nullptr;
  }
}

}  // namespace

/// Lays the values out in memory that is large enough for all.
class JsonLayout {
 public:
  /// An item is a character and what parts it from others, a member has quotes and a colon, too:
  /// so many bytes are enough for what is written in `size`.
  static constexpr std::size_t bytes_for(std::size_t size) {
    static_assert(sizeof(JsonMember) <= 2 * sizeof(JsonValue));
    return (size / 2 + 1) * sizeof(JsonValue);
  }

  explicit JsonLayout(std::byte* free) : free_(free) {}

  JsonValue of(dom::element element) {
    JsonValue value;
    switch (element.type()) {
      case dom::element_type::ARRAY:
        return list(element);
      case dom::element_type::OBJECT:
        return mapping(element);
      case dom::element_type::STRING: {
        const std::string_view text = get<std::string_view>(element);
        value.kind_ = JsonKind::text;
        value.size_ = static_cast<std::uint32_t>(text.size());
        value.text_ = text.data();
        return value;
      }
      case dom::element_type::INT64:
        value.kind_ = JsonKind::integer;
        value.integer_ = get<std::int64_t>(element);
        return value;
      case dom::element_type::UINT64:
      case dom::element_type::DOUBLE:
        value.kind_ = JsonKind::number;
        value.number_ = get<double>(element);
        return value;
      case dom::element_type::BOOL:
        value.kind_ = JsonKind::truth;
        value.truth_ = get<bool>(element);
        return value;
      case dom::element_type::NULL_VALUE:
        value.kind_ = JsonKind::null;
        return value;
    }
    return value;
  }

  /// False: a list or a mapping has more entries than simdjson counts.
  [[nodiscard]] bool is_whole() const { return is_whole_; }

 private:
  /// Of an element of that type.
  template <class T>
  static T get(dom::element element) {
    T value{};
    return element.get(value) == simdjson::SUCCESS ? value : T{};
  }

  template <class Entry>
  Entry* room_for(std::size_t count) {
    auto* const first = reinterpret_cast<Entry*>(free_);
    free_ += count * sizeof(Entry);
    return first;
  }

  JsonValue list(dom::element element) {
    const auto items = get<dom::array>(element);
    JsonValue value;
    value.kind_ = JsonKind::list;
    if (!count(items.size(), value)) return value;
    JsonValue* at = room_for<JsonValue>(value.size_);
    value.items_ = at;
    for (const dom::element item : items) new (at++) JsonValue(of(item));
    return value;
  }

  JsonValue mapping(dom::element element) {
    const auto members = get<dom::object>(element);
    JsonValue value;
    value.kind_ = JsonKind::mapping;
    if (!count(members.size(), value)) return value;
    JsonMember* at = room_for<JsonMember>(value.size_);
    value.members_ = at;
    for (const dom::key_value_pair member : members)
      new (at++) JsonMember{member.key, of(member.value)};
    return value;
  }

  bool count(std::size_t entries, JsonValue& value) {
    is_whole_ = is_whole_ && entries < most_entries;
    value.size_ = is_whole_ ? static_cast<std::uint32_t>(entries) : 0;
    return is_whole_;
  }

  std::byte* free_;
  bool is_whole_ = true;
};

struct JsonDocument::Memory {
  dom::parser parser;
  dom::document document;
  std::string padded;  ///< the text, and room behind it that simdjson may read
  std::unique_ptr<std::byte[]> values;

  [[nodiscard]] std::size_t capacity() const { return document.capacity(); }

  simdjson::error_code make_room(std::size_t size) {
    padded.reserve(size + simdjson::SIMDJSON_PADDING);
    if (size <= capacity()) return simdjson::SUCCESS;
    const std::size_t wanted = std::bit_ceil(std::max(size, least_capacity));
    values = std::make_unique_for_overwrite<std::byte[]>(JsonLayout::bytes_for(wanted));
    if (const auto code = document.allocate(wanted)) return code;
    // The depth that simdjson is told is the first that it refuses.
    return parser.allocate(wanted, most_deep + 1);
  }

  simdjson::error_code parse(std::string_view text, JsonValue& root) {
    if (const auto code = make_room(text.size())) return code;
    padded.assign(text);
    dom::element top;
    if (const auto code =
            parser.parse_into_document(document, padded.data(), text.size(), false).get(top))
      return code;
    JsonLayout layout(values.get());
    root = layout.of(top);
    return layout.is_whole() ? simdjson::SUCCESS : simdjson::CAPACITY;
  }

  /// What this thread used last, for the next text.
  static thread_local std::unique_ptr<Memory> spare;
};

thread_local std::unique_ptr<JsonDocument::Memory> JsonDocument::Memory::spare;

JsonDocument::JsonDocument() : memory_(std::move(Memory::spare)) {
  if (!memory_) memory_ = std::make_unique<Memory>();
}

JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

JsonDocument::~JsonDocument() {
  if (memory_ && memory_->capacity() <= most_kept_capacity) Memory::spare = std::move(memory_);
}

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
  JsonDocument read;
  if (const auto code = read.memory_->parse(text, read.root_))
    return input_error({}, fault_of(code));
  return read;
}

std::string JsonValue::written() const {
  return is_absent() ? std::string() : boost::json::serialize(boost_value(*this));
}

}  // namespace causa
