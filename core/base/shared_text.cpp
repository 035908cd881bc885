// SPDX-License-Identifier: Apache-2.0

#include "base/shared_text.hpp"

#include <fmt/format.h>

#include <functional>
#include <mutex>
#include <ostream>
#include <shared_mutex>
#include <unordered_set>

namespace causa {

namespace {

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
  std::size_t operator()(const std::vector<std::string>& texts) const {
    std::size_t hash = texts.size();
    for (const std::string& text : texts) hash = hash * 31 + (*this)(text);
    return hash;
  }
};

template <class Value>
class Pool {
 public:
  template <class Sought>
  const Value* find(const Sought& sought) {
    {
      const std::shared_lock lock(mutex_);
      if (const auto known = values_.find(sought); known != values_.end()) return &*known;
    }
    const std::lock_guard lock(mutex_);
    return &*values_.emplace(sought).first;
  }

 private:
  std::shared_mutex mutex_;
  std::unordered_set<Value, Hash, std::equal_to<>> values_;
};

/// Not taken apart at the end: who is still running may hold one.
template <class Value>
Pool<Value>& pool() {
  static auto* const pool = new Pool<Value>;
  return *pool;
}

}  // namespace

const std::string SharedText::none;
const std::vector<std::string> SharedTexts::none;

std::ostream& operator<<(std::ostream& out, SharedText text) { return out << text.text(); }

const std::string* SharedText::known(std::string_view text) {
  return text.empty() ? &none : pool<std::string>().find(text);
}

const std::vector<std::string>* SharedTexts::known(const std::vector<std::string>& texts) {
  return texts.empty() ? &none : pool<std::vector<std::string>>().find(texts);
}

}  // namespace causa

fmt::format_context::iterator fmt::formatter<causa::SharedText>::format(
    causa::SharedText text, fmt::format_context& context) const {
  return fmt::formatter<std::string_view>::format(text.text(), context);
}
