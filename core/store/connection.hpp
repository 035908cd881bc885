// SPDX-License-Identifier: Apache-2.0
//
// Owns one SQLite connection to a store: opens it, checks that it is one, brings its schema up to
// date, and turns SQLite's codes into errors with a cure. Belongs to one thread.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "base/error.hpp"
#include "store/store.hpp"

namespace causa::store {

class Connection {
 public:
  /// `unsound`: whether the error is that the file is damaged, or that another one, or none, is
  /// where a store was.
  static Result<Connection> open(const std::filesystem::path& path, Mode mode,
                                 const OpenOptions& options, bool* unsound = nullptr);

  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] bool writable() const { return mode_ != Mode::read_only; }

  [[nodiscard]] bool in_place() const;

  [[nodiscard]] bool execute(const char* sql);
  /// The first column of the first row; nothing if there is none or the file failed.
  std::optional<std::int64_t> number(const char* sql);

  /// The last failure, in words. To be asked before anything else is done with the connection.
  [[nodiscard]] Error error() const;

  /// An error of this file that SQLite doesn't know of.
  [[nodiscard]] Error error(std::string message, std::string cure = {}) const;
  /// One of which `store check` says more.
  [[nodiscard]] Error damaged(std::string message) const;

  /// From here on `at_most_ms` is all that is waited.
  void wait_no_longer(int at_most_ms) {
    waiting_->at_most_ms = at_most_ms;
    waiting_->go_on = nullptr;
  }

  /// Tells whom OpenOptions named.
  void tell_loss(const Error& loss) const {
    if (tell_loss_) tell_loss_(loss);
  }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };

  /// SQLite is given its address.
  struct Waiting {
    int at_most_ms = 0;
    std::function<bool()> go_on;
    int waited_ms = 0;
  };

  Connection() = default;
  /// For another process that writes; false: no longer. `times` it was asked before.
  static int wait(void* waiting, int times);
  std::optional<Error> connect(bool immutable, const OpenOptions& options);
  std::optional<Error> prepare_session(const OpenOptions& options);
  std::optional<Error> check_identity(bool& blank, std::int32_t& schema);
  std::optional<Error> migrate(const Actor& actor);
  bool to_wal();
  /// Why a log that lies beside the file isn't its own, if it can be known.
  [[nodiscard]] std::optional<Error> foreign_log() const;
  Error not_a_store(std::string message, std::string cure);
  /// The error, with what the side file knows of the store that should be here.
  [[nodiscard]] Error with_reported(Error error, bool* unsound) const;
  /// The error, if it is that the log has no index and can't get one, in words of that.
  [[nodiscard]] Error with_log(Error error) const;

  std::filesystem::path path_;
  Mode mode_ = Mode::read_only;
  bool not_a_store_ = false, damaged_ = false;  ///< is why it can't be opened
  std::unique_ptr<Waiting> waiting_ = std::make_unique<Waiting>();
  std::unique_ptr<sqlite3, Close> handle_;
  std::function<void(const Error& loss)> tell_loss_;
};

/// A transaction that writes: rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// Takes the right to write at once: a later one could fail in the middle.
  [[nodiscard]] bool begin();
  [[nodiscard]] bool commit();

 private:
  Connection& connection_;
  bool open_ = false;
};

/// What to do about a store that is damaged.
std::string damage_cure(const std::filesystem::path& path);

/// SQLite's code as an error: place, what is wrong, cure.
Error sqlite_error(const std::filesystem::path& path, int extended_code, const char* message,
                   int system_code = 0);

}  // namespace causa::store
