// SPDX-License-Identifier: Apache-2.0

#include "assess/derive_order.hpp"

#include <boost/test/unit_test.hpp>

namespace causa::assess {

BOOST_AUTO_TEST_SUITE(assess_derive_order)

namespace {

knowledge::Manifest module(std::string id, std::vector<knowledge::DeriveStep> steps) {
  knowledge::Manifest manifest;
  manifest.id = std::move(id);
  manifest.derives = std::move(steps);
  return manifest;
}

knowledge::DeriveStep step(std::string id, std::vector<std::string> needs, std::string provides) {
  knowledge::DeriveStep made;
  made.id = std::move(id);
  made.needs = std::move(needs);
  made.provides.push_back({std::move(provides), "", terminology::ConceptKind::number, "1", {}});
  return made;
}

BOOST_AUTO_TEST_CASE(a_step_runs_after_the_module_that_provides_what_it_needs) {
  const auto late = module("org.a", {step("ratio", {"lab.x"}, "score.y")});
  const auto early = module("org.b", {step("base", {"lab.raw"}, "lab.x")});
  const auto order = order_derive_steps({&late, &early});
  BOOST_TEST(order.refused.empty());
  BOOST_REQUIRE(order.steps.size() == 2u);
  BOOST_TEST((order.steps[0] == StepPlace{1, 0}));
  BOOST_TEST((order.steps[1] == StepPlace{0, 0}));
}

BOOST_AUTO_TEST_CASE(a_circle_is_refused_by_name) {
  const auto a = module("org.a", {step("one", {"f.two"}, "f.one")});
  const auto b = module("org.b", {step("two", {"f.one"}, "f.two")});
  const auto c = module("org.c", {step("three", {}, "f.three")});
  const auto order = order_derive_steps({&a, &b, &c});
  BOOST_REQUIRE(order.refused.size() == 2u);
  BOOST_TEST(order.refused[0].why ==
             "its derive steps go in a circle: org.a/one needs org.b/two needs org.a/one; take one "
             "need out");
  BOOST_REQUIRE(order.steps.size() == 1u);
  BOOST_TEST((order.steps[0] == StepPlace{2, 0}));
}

BOOST_AUTO_TEST_CASE(a_second_provider_is_refused_by_name) {
  const auto a = module("org.a", {step("one", {}, "f.x")});
  const auto b = module("org.b", {step("other", {}, "f.x")});
  const auto order = order_derive_steps({&a, &b});
  BOOST_REQUIRE(order.refused.size() == 1u);
  BOOST_TEST(order.refused[0].module == 1u);
  BOOST_TEST(order.refused[0].why ==
             "org.b derives f.x, which org.a derives already; one module provides a fact: take one "
             "of the two out, or rename it");
  BOOST_TEST(order.steps.size() == 1u);
}

BOOST_AUTO_TEST_CASE(two_steps_of_one_module_that_provide_one_fact_are_refused) {
  const auto a = module("org.a", {step("one", {}, "f.x"), step("other", {}, "f.x")});
  const auto order = order_derive_steps({&a});
  BOOST_REQUIRE(order.refused.size() == 1u);
  BOOST_TEST(order.steps.empty());
}

BOOST_AUTO_TEST_CASE(what_takes_no_part_costs_no_other_its_fact) {
  const auto sound = module("org.b", {step("other", {}, "f.x")});
  const auto order = order_derive_steps({nullptr, &sound});
  BOOST_TEST(order.refused.empty());
  BOOST_REQUIRE(order.steps.size() == 1u);
  BOOST_TEST((order.steps[0] == StepPlace{1, 0}));
}

BOOST_AUTO_TEST_CASE(what_is_refused_costs_no_other_its_fact) {
  const auto a = module("org.a", {step("one", {}, "f.x")});
  const auto second = module("org.b", {step("two", {}, "f.x"), step("three", {}, "f.y")});
  const auto sound = module("org.c", {step("four", {}, "f.y")});
  const auto order = order_derive_steps({&a, &second, &sound});
  BOOST_REQUIRE(order.refused.size() == 1u);
  BOOST_TEST(order.refused[0].module == 1u);
  BOOST_REQUIRE(order.steps.size() == 2u);
  BOOST_TEST((order.steps[1] == StepPlace{2, 0}));
}

BOOST_AUTO_TEST_CASE(a_circle_costs_no_other_its_fact) {
  const auto circle = module("org.a", {step("one", {"f.two"}, "f.one"),
                                       step("two", {"f.one"}, "f.two"), step("x", {}, "f.x")});
  const auto sound = module("org.b", {step("other", {}, "f.x")});
  const auto order = order_derive_steps({&circle, &sound});
  BOOST_REQUIRE(order.refused.size() == 1u);
  BOOST_TEST(order.refused[0].module == 0u);
  BOOST_REQUIRE(order.steps.size() == 1u);
  BOOST_TEST((order.steps[0] == StepPlace{1, 0}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::assess
