// SPDX-License-Identifier: Apache-2.0

#include "store/dictionary.hpp"

namespace causa::store {

const Dictionary::Row* Dictionary::find() {
  digest_ = sha256_hex(content_.written());
  Cursor cursor(find_, digest_);
  Row row;
  const bool found = cursor.next();
  failed_ = cursor.failed();
  if (!found) return nullptr;
  cursor.read(row.id, row.wording.text, row.wording.missing);
  return &rows_.emplace(key_.written(), std::move(row)).first->second;
}

const Dictionary::Row* Dictionary::add(Wording wording, bool inserted) {
  if (!inserted) return nullptr;
  return &rows_
              .emplace(key_.written(),
                       Row{sqlite3_last_insert_rowid(database_), std::move(wording)})
              .first->second;
}

}  // namespace causa::store
