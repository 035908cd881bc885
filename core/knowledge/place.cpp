// SPDX-License-Identifier: Apache-2.0

#include "knowledge/place.hpp"

namespace causa::knowledge {

namespace {

void append_part(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char c : key) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
}

}  // namespace

std::string pointer_part(std::string_view key) {
  std::string part;
  append_part(part, key);
  return part;
}

std::string Place::pointer() const {
  std::string pointer;
  append_to(pointer);
  return pointer;
}

void Place::append_to(std::string& pointer) const {
  if (is_top()) return;
  around_->append_to(pointer);
  if (is_item_)
    pointer.append("/").append(std::to_string(index_));
  else
    append_part(pointer, key_);
}

}  // namespace causa::knowledge
