// SPDX-License-Identifier: Apache-2.0
//
// configs/causa.toml shows every constant of the model with its default, so that who reads the file
// reads the truth.

#include "cli/model_settings.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

namespace {

using causa::assess::Constants;
namespace cli = causa::cli;

const std::filesystem::path file = std::filesystem::path(CAUSA_CONFIGS) / "causa.toml";

/// Constants of which none has its default.
Constants none_as_default() {
  Constants c;
  for (auto* grade : {&c.strong, &c.moderate, &c.weak, &c.minimal}) *grade = {0.5, 0.4, 0.6};
  for (double* number :
       {&c.expert_lr_strong, &c.expert_lr_moderate, &c.expert_lr_weak, &c.expert_lr_minimal,
        &c.expert_range_factor, &c.shrinkage_t, &c.unpublished_se, &c.unpublished_se_small,
        &c.chain_fraction_cap, &c.judgement_only_cap, &c.accounts_for_cap,
        &c.sufficient_explanation, &c.must_not_miss, &c.advice_threshold,
        &c.ask_false_positive_symptom, &c.ask_false_positive_other, &c.ask_most_sensitive})
    *number = 0.123;
  for (int* integer : {&c.small_study, &c.shift_cap_millibans, &c.leading_causes}) *integer = 7;
  return c;
}

causa::Result<void> read(std::string_view text, Constants& constants) {
  const toml::table section = toml::parse(text);
  return cli::read_model(section, "causa.toml", constants);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_model_settings)

BOOST_AUTO_TEST_CASE(the_shipped_file_has_every_constant_with_its_default) {
  const toml::table table = toml::parse_file(file.string());
  const auto* model = table["model"].as_table();
  BOOST_REQUIRE(model);
  Constants constants = none_as_default();
  const auto done = cli::read_model(*model, file, constants);
  BOOST_REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
  BOOST_TEST(cli::model_text(constants) == cli::model_text(Constants()));

  const auto all = boost::json::parse(cli::model_text(Constants())).at("model").as_object();
  BOOST_TEST(model->size() == all.size());
  for (const auto& [name, value] : all)
    BOOST_TEST(model->contains(std::string_view(name.data(), name.size())),
               std::string_view(name.data(), name.size()) << " isn't in the file");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  const std::string text = cli::model_text(none_as_default());
  BOOST_TEST(cli::model_text(cli::model_of(text)) == text);
  BOOST_TEST(cli::model_text(cli::model_of("{}")) == cli::model_text(Constants()));
  BOOST_TEST(cli::model_text(cli::model_of("[1")) == cli::model_text(Constants()));
}

BOOST_AUTO_TEST_CASE(no_constant_is_left_out_of_the_text_that_is_digested) {
  // If a constant were missing there, two different models would have one digest.
  const auto usual = boost::json::parse(cli::model_text(Constants())).at("model").as_object();
  const auto other = boost::json::parse(cli::model_text(none_as_default())).at("model").as_object();
  BOOST_TEST(usual.size() == 24u);
  for (const auto& [name, value] : usual) BOOST_TEST((other.at(name) != value));
  static_assert(sizeof(Constants) ==
                    4 * sizeof(causa::assess::Estimate) + 17 * sizeof(double) + 4 * sizeof(int),
                "a new constant belongs into model_settings.cpp, causa.toml and this test");
}

BOOST_AUTO_TEST_CASE(one_constant_changes_and_the_rest_stays) {
  Constants constants;
  BOOST_REQUIRE(read("sufficient_explanation = 0.2\ngrade_weak = [0.1, 0.05, 0.2]", constants));
  BOOST_TEST(constants.sufficient_explanation == 0.2);
  BOOST_TEST(constants.weak.p == 0.1);
  BOOST_TEST(constants.weak.high == 0.2);
  BOOST_TEST(constants.must_not_miss == Constants().must_not_miss);
  BOOST_TEST(cli::model_text(constants) != cli::model_text(Constants()));
}

BOOST_AUTO_TEST_CASE(nonsense_is_refused_with_its_place) {
  Constants constants;
  const auto out_of_range = read("\nchain_fraction_cap = 1.5", constants);
  BOOST_REQUIRE(!out_of_range);
  BOOST_TEST(out_of_range.error().place == "causa.toml:2:22");
  BOOST_TEST(out_of_range.error().cure == "write a number from 0 to 1");

  const auto unknown = read("shrinkage = 0.5", constants);
  BOOST_REQUIRE(!unknown);
  BOOST_TEST(unknown.error().cure.find("shrinkage_t") != std::string::npos);

  BOOST_TEST(!read("grade_weak = [0.4, 0.5, 0.6]", constants));  // middle below its own range
  BOOST_TEST(!read("grade_weak = 0.4", constants));
  BOOST_TEST(!read("small_study = -1", constants));
  BOOST_TEST(!read("must_not_miss = nan", constants));
  BOOST_TEST(cli::model_text(constants) == cli::model_text(Constants()));
}

BOOST_AUTO_TEST_SUITE_END()
