// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/kept_lines.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <numeric>

#include "intake/document.hpp"

namespace causa::intake::fhir {

namespace {

/// Before the bytes of a medication, as it lies in memory: nobody but this process reads it.
struct Head {
  std::uint64_t hash;
  std::uint64_t line;
  std::uint32_t file;
  std::uint32_t size;
};
static_assert(std::has_unique_object_representations_v<Head>);

// Ranks: patients of whom there is a Patient resource, then those whom others name.
constexpr std::uint64_t named = std::uint64_t{1} << 62;
constexpr std::uint64_t only_counted = std::uint64_t{1} << 63;
constexpr std::uint64_t last = std::numeric_limits<std::uint64_t>::max();

}  // namespace

Result<bool> KeptLines::keep(const LineKey& key, const std::string& place, std::string_view bytes) {
  const std::size_t colon = place.rfind(':');
  const std::string_view file = std::string_view(place).substr(0, colon);
  if (files_.empty() || files_.back() != file) files_.emplace_back(file);
  std::uint64_t line = 0;
  std::from_chars(place.data() + colon + 1, place.data() + place.size(), line);
  const bool was_spooled = spooled();
  Result<void> kept;
  if (key.kind == LineKind::medication) {
    kept = keep_medication(key.hash, line, bytes);
  } else {
    const std::uint64_t hashes[] = {key.hash};
    Piece piece;
    piece.patient = patients_.find_or_add(hashes);
    piece.file = static_cast<std::uint32_t>(files_.size() - 1);
    piece.number = line;
    piece.bytes = bytes;
    note(key, piece.patient);
    kept = spool_.add(piece);
  }
  if (!kept) return kept.error();
  if (spooled() && !medications_) {
    auto opened = Spool::open(options_.temporary_folder, 1, 0);
    if (!opened) return opened.error();
    medications_.emplace(std::move(*opened));
    if (auto added = medications_->add(0, held_medications_); !added) return added.error();
    held_medications_ = {};
  }
  return spooled() && !was_spooled;
}

Result<void> KeptLines::keep_medication(std::uint64_t hash, std::uint64_t line,
                                        std::string_view bytes) {
  const Head head{hash, line, static_cast<std::uint32_t>(files_.size() - 1),
                  static_cast<std::uint32_t>(bytes.size())};
  char packed[sizeof head];
  std::memcpy(packed, &head, sizeof head);
  ++medication_count_;
  if (medications_) {
    if (auto added = medications_->add(0, {packed, sizeof packed}); !added) return added;
    return medications_->add(0, bytes);
  }
  held_medications_.append(packed, sizeof packed).append(bytes);
  return held_medications_.size() > options_.held_bytes ? spool_.move_to_disk() : Result<void>();
}

/// What tells later whose a line is that names nobody by id, and who comes first.
void KeptLines::note(const LineKey& key, std::uint32_t patient) {
  for (const std::uint64_t medication : key.medications)
    first_namers_.try_emplace(medication, patient);
  for (const std::uint64_t identifier : key.identifiers)
    identifiers_.emplace_back(identifier, key.hash);
  if (key.looks_up) looked_up_.try_emplace(key.hash, *key.looks_up);
  if (patient >= ranks_.size()) ranks_.resize(patient + 1, last);
  const std::uint64_t rank = key.kind == LineKind::patient      ? 0
                             : key.kind == LineKind::of_patient ? named
                                                                : only_counted;
  ranks_[patient] = std::min(ranks_[patient], rank + line_count_++);
}

/// Lines come together with all whom their identifier can mean.
void KeptLines::join_looked_up() {
  std::sort(identifiers_.begin(), identifiers_.end());
  for (const auto& [line, identifier] : looked_up_) {
    std::vector<std::uint64_t> hashes{line};
    for (auto at = std::lower_bound(identifiers_.begin(), identifiers_.end(),
                                    std::pair(std::uint64_t{identifier}, std::uint64_t{0}));
         at != identifiers_.end() && at->first == identifier; ++at)
      hashes.push_back(at->second);
    patients_.find_or_add(hashes);
  }
  identifiers_ = {};
  looked_up_ = {};
}

/// By number: the place of each patient, in the order in which they are handed over.
std::vector<std::uint32_t> KeptLines::in_order() {
  std::vector<std::uint32_t> places = patients_.places();
  std::vector<std::uint64_t> ranks;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i] >= ranks.size()) ranks.resize(places[i] + 1, last);
    ranks[places[i]] = std::min(ranks[places[i]], ranks_[i]);
  }
  std::vector<std::uint32_t> order(ranks.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return ranks[a] < ranks[b]; });
  std::vector<std::uint32_t> place_of(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) place_of[order[i]] = i;
  for (std::uint32_t& place : places) place = place_of[place];
  return places;
}

Result<void> KeptLines::arrange() {
  join_looked_up();
  return spool_.arrange(in_order());
}

Result<bool> KeptLines::next_part(const std::function<void(const KeptLine&)>& each) {
  return spool_.next_patients([&](const Piece& piece) {
    KeptLine line;
    line.place = place_of(piece.file, piece.number);
    line.bytes = piece.bytes;
    line.allocated_bytes = piece.allocated_bytes;
    line.too_many = piece.too_many;
    each(line);
  });
}

Result<void> KeptLines::medications(const std::unordered_set<std::uint64_t>& wanted,
                                    const std::function<void(const KeptLine&)>& each) const {
  if (wanted.empty() || medication_count_ == 0) return {};
  const auto bytes = medications_->read(0, padding_bytes);
  if (!bytes) return bytes.error();
  std::uint64_t number = 0;
  for (std::size_t at = 0; at + padding_bytes < bytes->size(); ++number) {
    Head head{};
    std::memcpy(&head, bytes->data() + at, sizeof head);
    at += sizeof head;
    if (wanted.contains(head.hash)) {
      const auto namer = first_namers_.find(head.hash);
      KeptLine line;
      line.place = place_of(head.file, head.line);
      line.bytes = std::string_view(*bytes).substr(at, head.size);
      line.allocated_bytes = bytes->size() - at;
      line.is_medication = true;
      line.number = number;
      line.counts = namer != first_namers_.end() && spool_.is_among_last(namer->second);
      each(line);
    }
    at += head.size;
  }
  return {};
}

}  // namespace causa::intake::fhir
