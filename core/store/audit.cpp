// SPDX-License-Identifier: Apache-2.0

#include "store/audit.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <vector>

namespace causa::store {

namespace {

/// Netstrings: no two lists of texts have one form.
class Netstrings {
 public:
  Netstrings() { bytes_.reserve(usual_bytes); }

  void add(std::string_view text) {
    bytes_ += std::to_string(text.size());
    bytes_ += ':';
    bytes_ += text;
    bytes_ += ',';
  }
  void add(std::uint64_t number) { add(std::to_string(number)); }
  void add(std::int64_t number) { add(std::to_string(number)); }
  void add(const Digest& digest) { add(to_hex(digest)); }
  template <class Value>
  void add(const std::optional<Value>& value) {
    value ? add(*value) : add(std::string_view());
  }
  void add(const std::optional<std::uint32_t>& value) {
    value ? add(std::uint64_t{*value}) : add(std::string_view());
  }

  [[nodiscard]] Digest digest() const { return blake2b(bytes_); }

 private:
  static constexpr std::size_t usual_bytes = 512;

  std::string bytes_;
};

}  // namespace

Digest subject_of(std::string_view assessment_id, std::uint32_t version) {
  Netstrings netstrings;
  netstrings.add(std::string_view("causa.assessment/1"));
  netstrings.add(assessment_id);
  netstrings.add(std::uint64_t{version});
  return netstrings.digest();
}

Digest hash_of(const AuditRecord& record) {
  Netstrings netstrings;
  netstrings.add(std::string_view("causa.audit/1"));
  netstrings.add(record.before);
  netstrings.add(record.number);
  netstrings.add(record.time_ms);
  for (const std::string* text : {&record.actor.host, &record.actor.system_user, &record.actor.user,
                                  &record.actor.program, &record.actor.version})
    netstrings.add(std::string_view(*text));
  netstrings.add(static_cast<std::uint64_t>(record.what));
  netstrings.add(record.subject);
  netstrings.add(record.content);
  netstrings.add(record.form);
  netstrings.add(record.about);
  netstrings.add(std::string_view(record.detail));
  return netstrings.digest();
}

namespace {

/// From the file alone: the name services of the system may ask other machines, and nothing that
/// causa does leaves this one. Who isn't in it is the number.
std::string system_user() {
  const uid_t user = ::geteuid();
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> users(std::fopen("/etc/passwd", "re"),
                                                              &std::fclose);
  std::vector<char> space(4096);
  passwd entry{};
  passwd* found = nullptr;
  while (users && ::fgetpwent_r(users.get(), &entry, space.data(), space.size(), &found) == 0)
    if (found->pw_uid == user) return found->pw_name;
  return std::to_string(user);
}

}  // namespace

Actor this_process() {
  Actor actor;
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) == 0) actor.host = name.data();
  actor.system_user = system_user();
  return actor;
}

}  // namespace causa::store
