// SPDX-License-Identifier: Apache-2.0
//
// Versions that are the same as the one before but for the modules that came.

#include "store/content.hpp"
#include "store/writer.hpp"

namespace causa::store {

bool Writer::write_merged(const Repeat& repeat, std::string_view origin, const Digest& content) {
  Batch batch;
  batch.repeats = {&repeat, 1};
  merged_ = Merged{origin, content};
  const bool done = write(batch);
  merged_.reset();
  return done;
}

bool Writer::write(const Repeat& repeat, std::int64_t run) {
  bool has_base = false;
  const bool keeps_all = repeat.modules_kept >= repeat.modules_before;
  RepeatedParts parts{keeps_all ? repeated_content : replaced_content,
                      {},
                      repeat.id,
                      repeat.version,
                      repeat.created_ms,
                      repeat.modules_kept,
                      repeat.came,
                      {}};
  {
    std::optional<Digest> before;
    Cursor cursor(find_repeated_, repeat.place, repeat.id, repeat.version - 1);
    if (cursor.next()) cursor.read(has_base, before);
    if (cursor.failed()) return false;
    if (!before)
      return refuse("assessment " + std::string(repeat.id) + " can't be repeated as it is stored",
                    "`causa store check` says what is wrong");
    parts.before = *before;
  }
  if (!find_modules(repeat.came)) return false;
  parts.digests = module_digests_;
  std::uint64_t audit = 0;
  if (!append_seal(repeat.id, repeat.version, repeated_digest(parts, space_), parts.form, audit))
    return false;
  const auto more = static_cast<std::int64_t>(repeat.modules_kept + repeat.came.size()) -
                    static_cast<std::int64_t>(repeat.modules_before);
  const auto shared = keeps_all ? std::nullopt : std::optional(repeat.modules_kept);
  if (!insert_repeat_.run(repeat.place, run == 0 ? std::nullopt : std::optional(run),
                          repeat.created_ms, more, audit, shared))
    return false;
  row_ = last_row();
  // Only rows of a version that has no base can be shared.
  return copy_.alerts(row_, repeat.place) &&
         (!has_base || copy_.own_rows(row_, repeat.place, repeat.modules_kept)) &&
         write_modules(repeat.came, {}, repeat.modules_kept);
}

}  // namespace causa::store
