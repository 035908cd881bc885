// SPDX-License-Identifier: Apache-2.0

#include "base/signature.hpp"

#include <boost/test/unit_test.hpp>

namespace causa {

BOOST_AUTO_TEST_SUITE(base_signature)

struct Vector {
  const char *seed, *public_key, *message, *signature;
};

// RFC 8032, section 7.1, tests 1 and 2.
constexpr Vector vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "4"
     "6bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "\x72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d"
     "8c387b2eaeb4302aeeb00d291612bb0c00"}};

BOOST_AUTO_TEST_CASE(signatures_are_those_of_the_standard) {
  for (const Vector& it : vectors) {
    const std::string secret = std::string(it.seed) + it.public_key;
    BOOST_TEST(sign(it.message, secret).value() == it.signature);
    BOOST_TEST(public_key_of(secret) == it.public_key);
    BOOST_TEST(is_signed(it.message, it.signature, it.public_key));
  }
}

BOOST_AUTO_TEST_CASE(one_changed_bit_of_message_signature_or_key_is_no_signature) {
  const KeyPair pair = make_key_pair();
  const std::string message = "potassium", signature = sign(message, pair.secret_key).value();
  BOOST_TEST(is_signed(message, signature, pair.public_key));
  BOOST_TEST(!is_signed("potassiun", signature, pair.public_key));
  std::string other = signature;
  other[0] = other[0] == '0' ? '1' : '0';
  BOOST_TEST(!is_signed(message, other, pair.public_key));
  BOOST_TEST(!is_signed(message, signature, make_key_pair().public_key));
}

BOOST_AUTO_TEST_CASE(what_is_no_key_signs_nothing_and_proves_nothing) {
  const KeyPair pair = make_key_pair();
  BOOST_TEST(sign("x", pair.public_key).has_error());
  BOOST_TEST(sign("x", "").has_error());
  BOOST_TEST(!is_signed("x", "", pair.public_key));
  BOOST_TEST(!is_signed("x", std::string(128, '0'), ""));
  BOOST_TEST(!is_signed("x", std::string(128, '0'), std::string(64, '0')));
  BOOST_TEST(public_key_of("") == "");
  BOOST_TEST(!is_hex(std::string(64, 'A'), 32));  // one way to write a key
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa
