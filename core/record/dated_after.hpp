// SPDX-License-Identifier: Apache-2.0
//
// Whether an item speaks of a time that hasn't come. Pure; any thread.
#pragma once

#include <cstdint>

#include "record/record.hpp"

namespace causa::record {

/// True if it was measured, recorded or began after an instant in any zone that its time may be
/// written in, by more than an hour (judgement): clocks of devices and senders differ, and what has
/// just been measured must not be lost by that. A date, and a time of day without an offset, may be
/// of any zone, and the first of them begins its day 14 hours before UTC does. An instant that is
/// the last of a day stands for the date, and is compared with dates and times as they are written.
bool is_dated_after(const Item& item, std::int64_t instant_ms);

}  // namespace causa::record
