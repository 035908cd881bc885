// SPDX-License-Identifier: Apache-2.0

#include "store/loss.hpp"

#include <string>

#include "store/check.hpp"
#include "store/statement.hpp"

namespace causa::store {

namespace {

constexpr char unknown_losses[] =
    "SELECT EXISTS (SELECT 1 FROM audit WHERE what = ?1 AND number > "
    "coalesce((SELECT max(number) FROM audit WHERE what = ?2), 0))";

std::string check_of(const std::filesystem::path& store) {
  return "`causa store check --store " + store.string();
}

/// Whether the record that was reported is here; nothing: that can't be read.
std::optional<bool> is_here(Connection& connection, const ChainEnd& reported) {
  Statement statement(connection.handle(), "SELECT hash FROM audit WHERE number = ?");
  Cursor cursor(statement, reported.number);
  Digest hash{};
  if (cursor.next()) cursor.read(hash);
  if (cursor.failed()) return std::nullopt;
  return hash == reported.hash;
}

}  // namespace

Error loss_of(const std::filesystem::path& store, const ChainEnd& reported, const ChainEnd& end) {
  if (reported.number > end.number)
    return {Fault::store, store.string(), words_of_missing(end.number + 1, reported.number),
            "find its -wal file or a newer copy; else assess again what is missing, then " +
                check_of(store) + " --accept-loss`"};
  return {Fault::store, store.string(),
          "audit record " + std::to_string(reported.number) +
              " is another one than was reported as stored: this file stands in the place of "
              "another store, or of an older state of it",
          "put the right file back; " + check_of(store) + "` says more"};
}

std::optional<Error> known_loss(Connection& connection,
                                const Result<std::optional<ChainEnd>>& reported) {
  // What can't be compared isn't known to lack anything; its audit may know.
  if (reported && *reported && (*reported)->number > 0) {
    const auto here = is_here(connection, **reported);
    if (!here) return std::nullopt;
    if (!*here) {
      const auto last = connection.number("SELECT coalesce(max(number), 0) FROM audit");
      return loss_of(connection.path(), **reported,
                     {static_cast<std::uint64_t>(last.value_or(0)), {}});
    }
  }
  Statement statement(connection.handle(), unknown_losses);
  Cursor cursor(statement, AuditKind::loss, AuditKind::loss_accepted);
  bool lost = false;
  if (cursor.next()) cursor.read(lost);
  if (!lost || cursor.failed()) return std::nullopt;
  return connection.error(
      "lacks records that were reported as stored; its audit notes that, and not yet that somebody "
      "knows",
      check_of(connection.path()) + "` says how many; --accept-loss notes that you know");
}

}  // namespace causa::store
