// SPDX-License-Identifier: Apache-2.0

#include "record/record.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

namespace causa::record {

namespace {

/// Of the arena, which grows by itself: a line of CSV needs no more, and there may be a million
/// patients of one line.
constexpr std::size_t first_block_bytes = 512;

/// Most patients have a few groups, which needn't be hashed.
constexpr std::size_t groups_looked_through = 16;

std::size_t hash_of(std::string_view source, std::string_view reason) {
  const std::hash<std::string_view> hash;
  return hash(source) * 31 + hash(reason);
}

CodingRange copy_codes(const Record& from, CodingRange range, Record& to) {
  const auto first = static_cast<std::uint32_t>(to.codings.size());
  for (std::uint32_t i = 0; i < range.count; ++i) {
    const Coding& coding = from.begin_of(range)[i];
    to.codings.push_back({to.keep(coding.system), to.keep(coding.code), to.keep(coding.display)});
  }
  return {first, range.count};
}

}  // namespace

Record::Record()
    : arena_(std::make_unique<std::pmr::monotonic_buffer_resource>(first_block_bytes)) {}

std::string_view Record::keep(std::string_view text) {
  if (text.empty()) return {};
  auto* bytes = static_cast<char*>(arena_->allocate(text.size(), 1));
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

void Record::add_copy(const Record& other, const Item& item) {
  Item copy = item;
  copy.codes = copy_codes(other, item.codes, *this);
  copy.value_codes = copy_codes(other, item.value_codes, *this);
  copy.body_site = copy_codes(other, item.body_site, *this);
  for (std::string_view* text : {&copy.text, &copy.unit, &copy.unit_code, &copy.value_text,
                                 &copy.interpretation, &copy.source}) {
    *text = keep(*text);
  }
  items.push_back(copy);
}

Ignored* IgnoredGroups::find(std::vector<Ignored>& ignored, std::string_view source,
                             std::string_view reason) {
  const auto is_it = [&](const Ignored& entry) {
    return entry.grouped && entry.source == source && entry.reason == reason;
  };
  if (ignored.size() < seen_) {
    places_.clear();
    seen_ = 0;
  }
  if (ignored.size() <= groups_looked_through) {
    const auto group = std::find_if(ignored.begin(), ignored.end(), is_it);
    return group == ignored.end() ? nullptr : &*group;
  }
  for (; seen_ < ignored.size(); ++seen_) {
    const Ignored& entry = ignored[seen_];
    if (entry.grouped)
      places_.emplace(hash_of(entry.source, entry.reason), static_cast<std::uint32_t>(seen_));
  }
  const auto [begin, end] = places_.equal_range(hash_of(source, reason));
  const auto place =
      std::find_if(begin, end, [&](const auto& it) { return is_it(ignored[it.second]); });
  return place == end ? nullptr : &ignored[place->second];
}

void Record::ignore(std::string_view source, std::string_view reason, std::string_view example,
                    bool grouped) {
  if (Ignored* const group = grouped ? groups_.find(ignored, source, reason) : nullptr) {
    ++group->count;
    if (!example.empty() && group->examples.size() < examples_kept)
      group->examples.emplace_back(example);
    return;
  }
  Ignored entry;
  entry.source = source;
  entry.reason = reason;
  entry.grouped = grouped;
  if (!example.empty()) entry.examples.emplace_back(example);
  ignored.push_back(std::move(entry));
}

void Record::mark_zones() {
  std::int16_t first = no_offset;
  for (Item& item : items)
    for (const TimeSpan* time : {&item.time, &item.start}) {
      const std::int16_t offset = time->offset_minutes;
      if (offset == no_offset) continue;
      if (offset == unstated_offset) {
        item.flags |= Flag::zone_unstated;
        continue;
      }
      if (first == no_offset) first = offset;
      if (offset != first) item.flags |= Flag::zone_differs;
    }
}

}  // namespace causa::record
