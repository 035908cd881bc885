// SPDX-License-Identifier: Apache-2.0
//
// The reader of images takes any bytes: with a sanitizer this shows every read outside of them.

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "fixture.hpp"
#include "plugin/image.hpp"

namespace causa::contract {

BOOST_AUTO_TEST_SUITE(contract_mutations)

BOOST_AUTO_TEST_CASE(no_mutation_makes_the_reader_leave_the_file) {
  const std::string good = built("sample/sample_c.so");
  std::mt19937_64 random(20261123);
  std::size_t found = 0, absent = 0, damaged = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string bytes = good;
    // Half of the changes hit the tables at the start, where they hurt.
    for (auto changes = 1 + random() % 4; changes > 0; --changes) {
      const std::size_t range = random() % 2 == 0 ? 1024 : bytes.size();
      bytes[random() % range] = static_cast<char>(random());
    }
    if (random() % 8 == 0) bytes.resize(random() % bytes.size());
    // Exactly as large as needed, so that a sanitizer sees the first byte behind it.
    const std::unique_ptr<char[]> exact(new char[bytes.size()]);
    std::copy(bytes.begin(), bytes.end(), exact.get());
    const std::string_view view(exact.get(), bytes.size());
    const plugin::Image image = plugin::read_image(view);
    if (image.note == plugin::Note::found) {
      ++found;
      BOOST_REQUIRE(image.manifest.data() >= view.data() &&
                    image.manifest.data() + image.manifest.size() <= view.data() + view.size());
    } else {
      (image.note == plugin::Note::absent ? absent : damaged)++;
      BOOST_REQUIRE(!image.fault.empty());
    }
  }
  // All three outcomes must be met, or the mutations are too tame to show anything.
  BOOST_TEST(found > 1000u);
  BOOST_TEST(absent > 100u);
  BOOST_TEST(damaged > 1000u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::contract
