// SPDX-License-Identifier: Apache-2.0
//
// Work that is put in order, done by several threads at once, and taken in the order in which it
// was put. How much is under way is bounded, by number and by bytes: whoever puts waits, however
// slow the one who takes is. One thing is always let in, however large.
//
//     put:    one thread    put(thing, bytes) ... close()
//     do:     any threads   while (T* thing = claim()) { ...; done(thing, bytes); }
//     take:   one thread    while (!(things = take()).empty()) ...
//
// stop() ends all of it, from any thread: what is under way is left. Nobody waits busily.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace causa {

struct WorkLimits {
  std::size_t things = 16;
  std::size_t bytes = std::size_t{64} << 20;
};

template <class T>
class OrderedWork {
 public:
  explicit OrderedWork(const WorkLimits& limits) : limits_(limits) {}

  /// Waits for room. False: it was stopped, and the thing isn't wanted any more.
  bool put(T thing, std::size_t bytes) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return stopped_ || has_room(bytes); });
    if (stopped_) return false;
    held_.push_back(Slot{std::move(thing), bytes, false});
    bytes_ += bytes;
    lock.unlock();
    work_.notify_one();
    return true;
  }

  /// Nothing more will be put.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    work_.notify_all();
    ready_.notify_one();
  }

  /// The next thing to be done, to be given back by done(). Null: there will be none.
  T* claim() {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [&] { return stopped_ || closed_ || claimed_ < held_.size(); });
    if (stopped_ || claimed_ == held_.size()) return nullptr;
    return &held_[claimed_++].thing;
  }

  /// `bytes`: what the thing takes now that it is done.
  void done(T* thing, std::size_t bytes) {
    bool first = false;
    {
      const std::lock_guard lock(mutex_);
      for (std::size_t i = 0; i < claimed_; ++i) {
        if (&held_[i].thing != thing) continue;
        bytes_ = bytes_ - held_[i].bytes + bytes;
        held_[i].bytes = bytes;
        held_[i].done = true;
        first = i == 0;
      }
    }
    if (first) ready_.notify_one();
  }

  /// Waits until the oldest thing is done; it and all that follow without a gap. They count as
  /// under way until the next call. Empty: all were taken, or it was stopped.
  std::vector<T> take() {
    std::vector<T> taken;
    std::unique_lock lock(mutex_);
    bytes_ -= std::exchange(taken_bytes_, 0);
    taken_ = 0;
    room_.notify_one();
    ready_.wait(lock, [&] { return stopped_ || (held_.empty() ? closed_ : held_.front().done); });
    while (!stopped_ && !held_.empty() && held_.front().done) {
      taken.push_back(std::move(held_.front().thing));
      taken_bytes_ += held_.front().bytes;
      ++taken_;
      held_.pop_front();
      --claimed_;
    }
    return taken;
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    room_.notify_all();
    work_.notify_all();
    ready_.notify_all();
  }

 private:
  struct Slot {
    T thing;
    std::size_t bytes;
    bool done;
  };

  [[nodiscard]] bool has_room(std::size_t bytes) const {
    const std::size_t under_way = held_.size() + taken_;
    return under_way == 0 || (under_way < limits_.things && bytes_ + bytes <= limits_.bytes);
  }

  const WorkLimits limits_;
  std::mutex mutex_;
  std::condition_variable room_, work_, ready_;
  // A deque: what is put or taken at its ends leaves the others where they are.
  std::deque<Slot> held_;
  std::size_t claimed_ = 0;  ///< of what is held, from the front
  std::size_t bytes_ = 0;    ///< of what is under way
  std::size_t taken_ = 0, taken_bytes_ = 0;
  bool closed_ = false, stopped_ = false;
};

}  // namespace causa
