// SPDX-License-Identifier: Apache-2.0
//
// Which result a correction means. One of another time must not take away what may be an emergency.

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <utility>

#include "intake/hl7v2_reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_hl7v2_corrections)

using namespace causa::record;
using namespace hl7v2_test;

namespace {

/// A message with one potassium. `order`: OBR-3; `collected`: OBR-7; `time`: OBX-14.
std::string potassium(std::string_view id, std::string_view value, std::string_view status,
                      std::string_view order, std::string_view collected, std::string_view time) {
  const std::string sent = "2026011020" + std::string(id.substr(1)) + "00+0000";
  return msh("ORU^R01^ORU_R01", "M" + std::string(id.substr(1)), sent) + pid() + "OBR|1||" +
         std::string(order) + "|x|||" + std::string(collected) + "\r" +
         obx("NM", value, "mmol/L|||||" + std::string(status) + "|||" + std::string(time));
}

std::vector<double> values(const Record& record) {
  std::vector<double> found;
  for (const Item& item : record.items) found.push_back(item.number);
  BOOST_TEST(adds_up(record));
  return found;
}

const std::vector<double> both{2.3, 4.3};
const std::vector<double> first{2.3};
const std::vector<double> second{4.3};

void is(const Record& record, const std::vector<double>& expected) {
  BOOST_TEST(values(record) == expected, boost::test_tools::per_element());
}

constexpr std::string_view seven = "202601100700", nine = "202601100900", old = "202601030900";

bool told(const Record& record) {
  for (const Ignored& entry : record.ignored)
    if (entry.source == "OBX.14" && !entry.grouped && entry.reason.starts_with("corrects or takes"))
      return entry.examples.size() == 1;
  return false;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_correction_of_another_sample_leaves_todays_result) {
  for (const char* status : {"C", "A"})
    for (const char* order : {"", "F1^LAB"}) {
      const Record record = read_one(potassium("M10", "2.3", "F", order, seven, seven) +
                                     potassium("M11", "4.3", status, order, old, old));
      is(record, both);
      BOOST_TEST(told(record) == (order[0] != '\0'));
      // Neither does it if only the order is dated.
      is(read_one(potassium("M10", "2.3", "F", order, seven, "") +
                  potassium("M11", "4.3", status, order, old, "")),
         both);
    }
}

BOOST_AUTO_TEST_CASE(the_time_of_a_result_counts_more_than_that_of_its_order) {
  for (const char* status : {"C", "A"}) {
    const Record record = read_one(potassium("M10", "2.3", "F", "F1", seven, seven) +
                                   potassium("M11", "4.3", status, "F1", seven, nine));
    is(record, both);
    BOOST_TEST(told(record));
  }
}

BOOST_AUTO_TEST_CASE(a_repeat_that_failed_or_was_of_another_takes_back_no_earlier_value) {
  for (const char* status : {"X", "W", "D"})
    for (const char* order : {"", "F1"}) {
      const Record record = read_one(potassium("M10", "2.3", "F", order, seven, seven) +
                                     potassium("M11", "", status, order, nine, nine));
      is(record, first);
      BOOST_TEST(told(record) == (order[0] != '\0'));
      is(read_one(potassium("M10", "2.3", "F", order, seven, seven) +
                  potassium("M11", "", status, order, seven, seven)),
         {});
    }
}

BOOST_AUTO_TEST_CASE(one_time_in_two_precisions_is_one) {
  for (const char* again : {"202601100700", "20260110070000", "202601100700+0000", "20260110"}) {
    is(read_one(potassium("M10", "2.3", "F", "F1", "", seven) +
                potassium("M11", "4.3", "C", "F1", "", again)),
       second);
    is(read_one(potassium("M10", "2.3", "F", "F1", "", again) +
                potassium("M11", "4.3", "C", "F1", "", seven)),
       second);
  }
}

BOOST_AUTO_TEST_CASE(a_result_may_be_dated_by_its_order_here_and_by_itself_there) {
  const std::string_view order_time = "202601100645";
  for (const char* status : {"F", "C"}) {
    is(read_one(potassium("M10", "2.3", "F", "F1", order_time, seven) +
                potassium("M11", "4.3", status, "F1", order_time, "")),
       second);
    is(read_one(potassium("M10", "2.3", "F", "F1", order_time, "") +
                potassium("M11", "4.3", status, "F1", order_time, seven)),
       second);
  }
}

BOOST_AUTO_TEST_CASE(a_correction_that_may_mean_several_takes_away_none) {
  const std::string series =
      potassium("M10", "2.3", "F", "F1", "", seven) + potassium("M11", "4.3", "F", "F1", "", nine);
  for (const char* time : {"", "20260110"}) {
    for (const char* status : {"W", "X", "D"}) {
      const Record record = read_one(series + potassium("M12", "", status, "F1", "", time));
      is(record, both);
      BOOST_TEST(told(record));
    }
    const Record record = read_one(series + potassium("M12", "4.4", "C", "F1", "", time));
    is(record, {2.3, 4.3, 4.4});
    BOOST_TEST(told(record));
  }
  // The one that it names goes, and only that.
  is(read_one(series + potassium("M12", "", "W", "F1", "", nine)), first);
  is(read_one(series + potassium("M12", "4.4", "C", "F1", "", nine)), {2.3, 4.4});
}

BOOST_AUTO_TEST_CASE(without_order_number_and_time_nothing_says_what_is_corrected) {
  const Record record = read_one(potassium("M10", "2.3", "F", "", seven, "") +
                                 potassium("M11", "4.3", "C", "", "", ""));
  is(record, both);
  BOOST_TEST(told(record));
  // Two samples of a day, of which a day is all that is known.
  const std::string two = potassium("M10", "2.3", "F", "", "20260110", "") +
                          potassium("M11", "4.3", "F", "", "20260110", "");
  const Record day = read_one(two + potassium("M12", "4.4", "C", "", "20260110", ""));
  is(day, {2.3, 4.3, 4.4});
  BOOST_TEST(told(day));
  is(read_one(potassium("M10", "2.3", "F", "", seven, "") +
              potassium("M11", "4.3", "C", "", seven, "")),
     second);
}

BOOST_AUTO_TEST_CASE(a_value_that_cannot_be_used_replaces_none_that_can) {
  const auto range = [](std::string_view id, std::string_view status) {
    std::string message = potassium(id, "2.2^-^2.4", status, "F1", seven, seven);
    return message.replace(message.find("|NM|"), 4, "|SN|");
  };
  for (const char* status : {"F", "C", "P", "X"}) {
    const Record record =
        read_one(potassium("M10", "2.3", "P", "F1", seven, seven) + range("M11", status));
    const bool stands = status[0] != 'X';
    BOOST_TEST(record.items.size() == (stands ? 2u : 1u), status);
    BOOST_TEST((record.items[0].number == 2.3) == stands);
    BOOST_TEST(ignored(record, "OBX.5").empty() != stands);
    BOOST_TEST(adds_up(record));
  }
  // Sent again in either form it is one result.
  BOOST_TEST(read_one(range("M10", "F") + range("M11", "F")).items.size() == 1u);
  is(read_one(range("M10", "F") + potassium("M11", "2.3", "F", "F1", seven, seven)), first);
  is(read_one(range("M10", "F") + potassium("M11", "", "W", "F1", seven, seven)), {});
}

BOOST_AUTO_TEST_CASE(words_where_a_number_belongs_replace_none) {
  const auto later = [](std::string_view type, std::string_view value) {
    return oru(obx(type, value, "mmol/L|||||C"), "M2", "20260110200000+0000");
  };
  for (const auto& [type, value] : {std::pair("SN", "see note"), std::pair("SN", "2.4 L"),
                                    std::pair("CQ", "haemolysed"), std::pair("NM", "see note")}) {
    const Record record = read_one(oru(obx("NM", "2.3"), "M1") + later(type, value));
    BOOST_TEST(std::any_of(record.items.begin(), record.items.end(),
                           [](const Item& item) { return item.number == 2.3; }),
               type);
  }
}

BOOST_AUTO_TEST_SUITE_END()
