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
  const bool keeps_all = repeat.modules_kept >= repeat.modules_before;
  const auto more = static_cast<std::int64_t>(repeat.modules_kept + repeat.came.size()) -
                    static_cast<std::int64_t>(repeat.modules_before);
  bool has_base = false, alerted = false;
  {
    // The row as it will stand: from the first statement into the second without being taken apart.
    Cursor cursor(find_repeated_, repeat.place, repeat.id, repeat.version - 1,
                  run == 0 ? std::nullopt : std::optional(run), repeat.created_ms, more,
                  keeps_all ? std::nullopt : std::optional(repeat.modules_kept));
    std::optional<Digest> before;
    if (cursor.next()) cursor.read(before, has_base, alerted);
    if (cursor.failed()) return false;
    if (!before)
      return refuse(
          "assessment " + std::string(repeat.id) + " can't be repeated as it is stored",
          "`causa store check --store " + connection_.path().string() + "` says what is wrong");
    if (!find_modules(repeat.came)) return false;
    const RepeatedParts parts{keeps_all ? repeated_content : replaced_content,
                              *before,
                              repeat.id,
                              repeat.version,
                              repeat.created_ms,
                              repeat.modules_kept,
                              repeat.came,
                              module_digests_};
    std::uint64_t audit = 0;
    if (!append_seal(repeat.id, repeat.version, repeated_digest(parts, space_), parts.form,
                     audit) ||
        !insert_repeat_.run_rest(cursor, audit)) {
      refusal_ = error();  // the end of the cursor makes SQLite forget it
      return false;
    }
  }
  const std::int64_t row = last_row();
  // Only rows of a version that has no base can be shared.
  return (!alerted || copy_.alerts(row, repeat.place)) &&
         (!has_base || copy_.own_rows(row, repeat.place, repeat.modules_kept)) &&
         write_modules(row, repeat.came, *module_rows_, {}, repeat.modules_kept);
}

}  // namespace causa::store
