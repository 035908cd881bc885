// SPDX-License-Identifier: Apache-2.0

#include "store/image/image.hpp"

#include "base/embedded.hpp"

CAUSA_EMBED(store_image, CAUSA_STORE_IMAGE);

namespace causa::store {

std::string_view empty_store() { return CAUSA_EMBEDDED(store_image); }

}  // namespace causa::store
