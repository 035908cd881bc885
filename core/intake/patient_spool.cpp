// SPDX-License-Identifier: Apache-2.0

#include "intake/patient_spool.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "intake/document.hpp"

namespace causa::intake {

namespace {

constexpr std::uint64_t least_part_bytes = std::uint64_t{8} << 20;
constexpr std::uint64_t most_parts = 512;  // a block of each is 16 MB
constexpr std::size_t window_bytes = std::size_t{4} << 20;
constexpr std::uint64_t released_together = std::uint64_t{64} << 20;

/// Before the bytes of a piece, as it lies in memory: nobody but this process reads it.
struct Head {
  std::uint32_t patient;
  std::uint32_t size;
  std::uint64_t number;
  std::uint32_t file;
  std::uint32_t mark;
};
static_assert(std::has_unique_object_representations_v<Head>);

Head head_at(std::string_view bytes, std::size_t at) {
  Head head{};
  std::memcpy(&head, bytes.data() + at, sizeof head);
  return head;
}

}  // namespace

Result<void> PatientSpool::add(const Piece& piece) {
  if (piece.patient >= bytes_.size()) bytes_.resize(piece.patient + 1);
  in_order_ = in_order_ && piece.patient >= last_patient_;
  last_patient_ = piece.patient;
  const Head head{piece.patient, static_cast<std::uint32_t>(piece.bytes.size()), piece.number,
                  piece.file, piece.mark};
  char packed[sizeof head];
  std::memcpy(packed, &head, sizeof head);
  bytes_[piece.patient] += sizeof head + piece.bytes.size();
  held_.append(packed, sizeof packed).append(piece.bytes);
  if (log_) {
    if (held_.size() < window_bytes) return {};
  } else {
    if (held_.size() <= options_.held_bytes || options_.temporary_folder.empty()) return {};
  }
  return move_to_disk();
}

Result<void> PatientSpool::move_to_disk() {
  if (!log_) {
    auto file = TemporaryFile::open(options_.temporary_folder, options_.input_bytes);
    if (!file) return file.error();
    log_.emplace(std::move(*file));
    if (options_.tell_spooled) options_.tell_spooled(options_.input_bytes);
  }
  if (auto written = log_->append(held_); !written) return written;
  if (held_.capacity() > 2 * window_bytes) held_ = {};
  held_.clear();
  return {};
}

Result<void> PatientSpool::arrange(std::vector<std::uint32_t> places) {
  places_ = std::move(places);
  in_order_ = in_order_ && std::is_sorted(places_.begin(), places_.end());
  make_parts();
  if (!log_) {
    part_ = std::exchange(held_, {});
    part_.append(padding_bytes, '\0');
    next_part_ = first_place_.size();
    index_part();
    return {};
  }
  if (auto written = log_->append(held_); !written) return written;
  held_ = {};
  return in_order_ ? Result<void>() : distribute();
}

/// Parts of neighbors, none much larger than the others but for one patient's.
void PatientSpool::make_parts() {
  std::vector<std::uint64_t> sizes;
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (places_[i] >= sizes.size()) sizes.resize(places_[i] + 1);
    sizes[places_[i]] += bytes_[i];
    all += bytes_[i];
  }
  const std::uint64_t full = std::max(least_part_bytes, all / most_parts);
  too_large_.resize(sizes.size());
  too_large_seen_.resize(sizes.size());
  for (std::uint32_t place = 0; place < sizes.size(); ++place) {
    if (sizes[place] > options_.limits.document_bytes) {
      too_large_[place] = true;
      sizes[place] = 0;
      in_order_ = false;
    }
    if (part_bytes_.empty() || part_bytes_.back() + sizes[place] > full) {
      first_place_.push_back(place);
      part_bytes_.push_back(0);
    }
    part_bytes_.back() += sizes[place];
  }
}

std::size_t PatientSpool::part_of(std::uint32_t place) const {
  const auto after = std::upper_bound(first_place_.begin(), first_place_.end(), place);
  return static_cast<std::size_t>(after - first_place_.begin()) - 1;
}

/// From the log, in which patients are mixed, into their parts.
Result<void> PatientSpool::distribute() {
  auto parts = Spool::open(options_.temporary_folder, first_place_.size(), 0);
  if (!parts) return parts.error();
  parts_.emplace(std::move(*parts));
  std::vector<bool> told(too_large_.size());
  std::string window;
  std::uint64_t released = 0;
  for (std::uint64_t at = 0; at < log_->size();) {
    stopped_ = options_.stop != nullptr && options_.stop->asked();
    if (stopped_) return {};
    const std::size_t left = window.size();
    const std::size_t more = std::min<std::uint64_t>(window_bytes, log_->size() - at);
    window.resize(left + more);
    if (auto read = log_->read(at, window.data() + left, more); !read) return read;
    at += more;
    std::size_t used = 0;
    if (auto done = distribute_some(window, used, told); !done) return done;
    window.erase(0, used);
    if (at - window.size() > released + released_together) {
      released = at - window.size();
      log_->release_before(released);
    }
  }
  log_->release_before(log_->size());
  return {};
}

Result<void> PatientSpool::distribute_some(std::string_view window, std::size_t& used,
                                           std::vector<bool>& told) {
  while (window.size() - used >= sizeof(Head)) {
    const Head head = head_at(window, used);
    const std::size_t size = sizeof head + head.size;
    if (window.size() - used < size) break;
    const std::uint32_t place = places_[head.patient];
    if (!told[place]) {
      if (auto added = parts_->add(part_of(place), window.substr(used, size)); !added) return added;
    }
    told[place] = too_large_[place];
    used += size;
  }
  return {};
}

Result<void> PatientSpool::load_next_part() {
  const std::size_t part = next_part_++;
  if (parts_) {
    auto read = parts_->read(part, padding_bytes);
    if (!read) return read.error();
    part_ = std::move(*read);
  } else {
    part_.assign(part_bytes_[part] + padding_bytes, '\0');
    if (auto read = log_->read(log_at_, part_.data(), part_bytes_[part]); !read) return read;
    log_at_ += part_bytes_[part];
  }
  index_part();
  return {};
}

void PatientSpool::index_part() {
  entries_.clear();
  next_entry_ = 0;
  for (std::size_t at = 0; at + padding_bytes < part_.size();) {
    const Head head = head_at(part_, at);
    entries_.push_back({places_[head.patient], at});
    at += sizeof head + head.size;
  }
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.place < b.place; });
}

Piece PatientSpool::piece_at(const Entry& entry) const {
  const Head head = head_at(part_, entry.at);
  const std::size_t first = entry.at + sizeof head;
  return {head.patient,
          head.file,
          head.number,
          head.mark,
          std::string_view(part_).substr(first, head.size),
          part_.size() - first,
          static_cast<bool>(too_large_[entry.place])};
}

Result<bool> PatientSpool::next_patient(const std::function<void(const Piece&)>& each) {
  while (next_entry_ == entries_.size()) {
    if (stopped_ || next_part_ == first_place_.size()) return false;
    if (auto loaded = load_next_part(); !loaded) return loaded.error();
  }
  const std::uint32_t place = entries_[next_entry_].place;
  for (; next_entry_ < entries_.size() && entries_[next_entry_].place == place; ++next_entry_)
    if (!too_large_[place] || next_entry_ == 0 || entries_[next_entry_ - 1].place != place)
      each(piece_at(entries_[next_entry_]));
  return true;
}

Result<bool> PatientSpool::next_patients(const std::function<void(const Piece&)>& each) {
  if (next_entry_ == entries_.size()) {
    if (stopped_ || next_part_ == first_place_.size()) return false;
    if (auto loaded = load_next_part(); !loaded) return loaded.error();
  }
  std::vector<Entry> as_they_came(entries_.begin() + static_cast<std::ptrdiff_t>(next_entry_),
                                  entries_.end());
  std::sort(as_they_came.begin(), as_they_came.end(),
            [](const Entry& a, const Entry& b) { return a.at < b.at; });
  next_entry_ = entries_.size();
  for (const Entry& entry : as_they_came) {
    if (too_large_seen_[entry.place]) continue;
    too_large_seen_[entry.place] = too_large_[entry.place];
    each(piece_at(entry));
  }
  return true;
}

bool PatientSpool::is_among_last(std::uint32_t patient) const {
  return !entries_.empty() && places_[patient] >= entries_.front().place &&
         places_[patient] <= entries_.back().place;
}

}  // namespace causa::intake
