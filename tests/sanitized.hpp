// SPDX-License-Identifier: Apache-2.0
//
// Under sanitizers everything takes some ten times as long: there a test looks at a part of a long
// list, which finds what they look for as well; the ordinary build looks at all of it.
#pragma once

#include <cstddef>

namespace causa::tests {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(undefined_behavior_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

/// From one that is looked at to the next.
inline constexpr std::size_t stride = sanitized ? 8 : 1;

}  // namespace causa::tests
