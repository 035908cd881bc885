// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/cursor.hpp"

namespace causa::intake::fhir {

namespace {

/// On demand keeps the places of the tokens to itself and to what is derived of it.
struct Opened : ondemand::document {
  static constexpr auto iterator = &Opened::iter;
};
struct Iterator : ondemand::json_iterator {
  static constexpr auto end = &Iterator::end_position;
};

/// Of tokens that are passed over, whose depth is looked at together; and so many are taken in one
/// turn of the loop.
constexpr std::ptrdiff_t block = 64;
constexpr std::ptrdiff_t turn = 8;

}  // namespace

simdjson::error_code JsonCursor::begin(ondemand::parser& parser, std::string_view text,
                                       std::size_t allocated) {
  text_ = plain_from_ = plain_to_ = text.data();
  text_end_ = text.data() + text.size();
  at_ = first_ = end_ = nullptr;
  depth_ = deepest_ = 0;
  failed_ = false;
  if (const auto error = parser.iterate(text, allocated).get(document_)) return error;
  const ondemand::json_iterator& iterator = document_.*Opened::iterator;
  at_ = first_ = iterator.root_position();
  end_ = (iterator.*Iterator::end)();
  return simdjson::SUCCESS;
}

simdjson::error_code JsonCursor::root(JsonObject& object) {
  ondemand::object whole;
  if (const auto error = document_.get_object().get(whole)) {
    if (error == simdjson::INCORRECT_TYPE) return error;
    ++at_;
    return fail(error);
  }
  depth_ = 1;
  return begin_object({this, first_}, object);
}

const char* JsonCursor::location() const {
  if (failed_) return bytes_at(at_ == first_ ? at_ : at_ - 1);
  return at_end() ? nullptr : bytes_at(at_);
}

bool JsonCursor::find_escape(std::string_view text) {
  const auto left = static_cast<std::size_t>(text_end_ - text.data());
  const void* const found = std::memchr(text.data(), '\\', left);
  plain_from_ = text.data();
  plain_to_ = found == nullptr ? text_end_ : static_cast<const char*>(found);
  return text.data() + text.size() > plain_to_;
}

simdjson::error_code JsonCursor::unescape(std::string_view quoted, std::string_view& text) {
  ondemand::json_iterator& iterator = document_.*Opened::iterator;
  const auto* const first = reinterpret_cast<const std::uint8_t*>(quoted.data());
  return iterator.unescape(ondemand::raw_json_string(first)).get(text);
}

simdjson::error_code JsonCursor::pass_on(int depth) {
  const char* const text = text_;
  TokenPlace at = at_;
  int level = depth_;
  const auto stop_at = [&](TokenPlace place) {
    at_ = place;
    depth_ = level;
    return simdjson::SUCCESS;
  };
  const char first = text[*at++];
  if (first == '"' && text[*at] == ':') {
    ++at;  // a property's name
  } else if (first != '[' && first != '{' && first != ':' && first != ',') {
    if (--level <= depth) return stop_at(at);
  }
  const auto leads_out = [&](TokenPlace place) {
    level += steps[static_cast<unsigned char>(text[*place])];
    return level <= depth;
  };
  for (; end_ - at >= block;) {
    deepest_ = std::max(deepest_, level + static_cast<int>(block));
    for (const TokenPlace last = at + block; at < last; at += turn) {
#pragma GCC unroll 8
      for (std::ptrdiff_t i = 0; i < turn; ++i)
        if (leads_out(at + i)) return stop_at(at + i + 1);
    }
  }
  deepest_ = std::max(deepest_, level + static_cast<int>(end_ - at));
  for (; at < end_; ++at)
    if (leads_out(at)) return stop_at(at + 1);
  stop_at(at);
  return simdjson::TAPE_ERROR;
}

simdjson::error_code JsonCursor::find(JsonObject object, std::string_view key, JsonValue& value) {
  if (at_ != object.start + 1) return simdjson::NO_SUCH_FIELD;  // it is empty
  while (depth_ >= object.depth) {
    std::string_view name;
    if (const auto error = take_key(name)) return error;
    if (name == key) {
      value = {this, at_};
      return simdjson::SUCCESS;
    }
    if (const auto error = pass(object.depth)) return error;
    if (const auto error = step('}')) return error;
  }
  return simdjson::NO_SUCH_FIELD;
}

simdjson::error_code JsonCursor::whole(JsonObject object, std::string_view& json) {
  std::string_view key;
  if (depth_ == object.depth && peek() == '"') {
    if (const auto error = take_key(key)) return error;
  }
  if (const auto error = pass(object.depth - 1)) return fail(error);
  const char* const first = bytes_at(object.start);
  json = {first, static_cast<std::size_t>(bytes_at(at_) - first)};
  return simdjson::SUCCESS;
}

}  // namespace causa::intake::fhir
