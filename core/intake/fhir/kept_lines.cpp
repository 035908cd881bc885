// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/kept_lines.hpp"

#include <charconv>
#include <cstring>

#include "intake/document.hpp"

namespace causa::intake::fhir {

namespace {

// Of 20 GB each part is 80 MB; a block of each is 16 MB.
constexpr std::size_t patient_parts = 256;
constexpr std::size_t medication_part = patient_parts;
constexpr std::size_t unplaced_part = patient_parts + 1;
constexpr std::size_t all_parts = patient_parts + 2;

/// Before the bytes of a line, as it lies in memory: nobody but this process reads it.
struct Head {
  std::uint64_t hash;
  std::uint64_t line;
  std::uint32_t file;
  std::uint32_t size;
  LineKind kind;
  std::uint32_t unused;
};
static_assert(std::has_unique_object_representations_v<Head>);

Head head_at(std::string_view bytes) {
  Head head{};
  std::memcpy(&head, bytes.data(), sizeof head);
  return head;
}

std::size_t part_of(const Head& head) {
  if (head.kind == LineKind::medication) return medication_part;
  return head.kind == LineKind::unplaced ? unplaced_part : head.hash % patient_parts;
}

}  // namespace

/// FNV-1a: it spreads ids well enough over the parts.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash ^ (hash >> 32);
}

Result<bool> KeptLines::keep(const LineKey& key, const std::string& place, std::string_view bytes) {
  const std::size_t colon = place.rfind(':');
  const std::string_view file = std::string_view(place).substr(0, colon);
  if (files_.empty() || files_.back() != file) files_.emplace_back(file);
  Head head{key.hash,
            0,
            static_cast<std::uint32_t>(files_.size() - 1),
            static_cast<std::uint32_t>(bytes.size()),
            key.kind,
            0};
  std::from_chars(place.data() + colon + 1, place.data() + place.size(), head.line);
  if (key.kind == LineKind::medication) ++medication_count_;
  char packed[sizeof head];
  std::memcpy(packed, &head, sizeof head);
  if (spool_) {
    const std::size_t part = part_of(head);
    if (auto added = spool_->add(part, {packed, sizeof packed}); !added) return added.error();
    if (auto added = spool_->add(part, bytes); !added) return added.error();
    return false;
  }
  held_.append(packed, sizeof packed).append(bytes);
  if (held_.size() <= options_.held_bytes) return false;
  if (auto started = start_spool(); !started) return started.error();
  return true;
}

Result<void> KeptLines::start_spool() {
  auto spool = Spool::open(options_.temporary_folder, all_parts, options_.input_bytes);
  if (!spool) return spool.error();
  spool_.emplace(std::move(*spool));
  if (options_.tell_spooled) options_.tell_spooled(options_.input_bytes);
  for (std::size_t at = 0; at < held_.size();) {
    const Head head = head_at(std::string_view(held_).substr(at));
    const std::size_t size = sizeof head + head.size;
    const auto added = spool_->add(part_of(head), std::string_view(held_).substr(at, size));
    if (!added) return added.error();
    at += size;
  }
  held_ = {};
  return {};
}

Result<void> KeptLines::read(std::size_t part, const std::unordered_set<std::uint64_t>* wanted,
                             const std::function<void(const KeptLine&)>& each) const {
  const auto bytes = spool_->read(part, padding_bytes);
  if (!bytes) return bytes.error();
  std::uint64_t number = 0;
  for (std::size_t at = 0; at + padding_bytes < bytes->size(); ++number) {
    const Head head = head_at(std::string_view(*bytes).substr(at));
    at += sizeof head;
    if (wanted == nullptr || wanted->contains(head.hash))
      each({{head.hash, head.kind},
            files_[head.file] + ":" + std::to_string(head.line),
            std::string_view(*bytes).substr(at, head.size),
            bytes->size() - at,
            number});
    at += head.size;
  }
  return {};
}

Result<bool> KeptLines::next_part(const std::function<void(const KeptLine&)>& each) {
  if (next_part_ == patient_parts) return false;
  if (auto read_part = read(next_part_++, nullptr, each); !read_part) return read_part.error();
  return true;
}

Result<void> KeptLines::unplaced(const std::function<void(const KeptLine&)>& each) const {
  return read(unplaced_part, nullptr, each);
}

Result<void> KeptLines::medications(const std::unordered_set<std::uint64_t>& wanted,
                                    const std::function<void(const KeptLine&)>& each) const {
  if (wanted.empty() || medication_count_ == 0) return {};
  return read(medication_part, &wanted, each);
}

}  // namespace causa::intake::fhir
