// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/crew.hpp"

#include <algorithm>
#include <utility>

#include "cli/setup.hpp"

namespace causa::cli::extending {

namespace {

constexpr std::size_t most_bytes_under_way = std::size_t{96} << 20;
/// Of the two versions of one assessment; about what a whole history leads to.
constexpr std::size_t version_bytes = std::size_t{64} << 10;

std::size_t bytes_of(const Stretch& stretch) {
  if (!stretch.extended) return 0;
  return version_bytes * static_cast<std::size_t>(std::count_if(
                             stretch.extended->begin(), stretch.extended->end(),
                             [](const Extended& one) { return one.goes_on() && !one.repeated(); }));
}

}  // namespace

Crew::Crew(const Settings& settings, Groups& groups, unsigned jobs, std::int64_t newest,
           std::uint32_t batch)
    : settings_(settings),
      groups_(groups),
      newest_(newest),
      batch_(batch),
      work_({2 * jobs + 2, most_bytes_under_way}),
      threads_([this] { work_.stop(); }) {
  threads_.start([this] { name_stretches(); });
  threads_.start_some(jobs, [this](unsigned) { return [this] { extend(); }; });
}

Crew::~Crew() {
  work_.stop();
  threads_.join();
}

void Crew::name_stretches() {
  for (std::int64_t after = 0; after < newest_;) {
    Stretch stretch;
    stretch.after = after;
    stretch.until = after = std::min(newest_, after + batch_);
    if (!work_.put(std::move(stretch), 0)) return;
  }
  work_.close();
}

void Crew::extend() {
  auto store = open_store(settings_, store::Mode::read_only);
  std::optional<Extender> extender;
  if (store) extender.emplace(groups_, **store);
  while (Stretch* stretch = work_.claim()) {
    if (extender)
      stretch->extended = extender->extend(stretch->after, stretch->until, newest_);
    else
      stretch->extended = store.error();
    work_.done(stretch, bytes_of(*stretch));
  }
}

std::vector<Stretch> Crew::take() {
  auto stretches = work_.take();
  threads_.throw_failure();
  return stretches;
}

}  // namespace causa::cli::extending
