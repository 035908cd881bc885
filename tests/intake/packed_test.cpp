// SPDX-License-Identifier: Apache-2.0
//
// gzip and zstd: read as what is in them, by content; what is cut off or damaged never counts, and
// what was packed too well never fills the memory.

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdio>

#include "intake/byte_stream.hpp"
#include "intake/files.hpp"
#include "intake/format.hpp"
#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_packed)

using namespace intake_test;
using causa::intake::Format;
namespace data_of = boost::unit_test::data;

namespace {

std::string gzip(const std::string& text) {
  z_stream packing{};
  deflateInit2(&packing, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&packing, static_cast<uLong>(text.size())), '\0');
  std::string input = text;
  packing.next_in = reinterpret_cast<Bytef*>(input.data());
  packing.avail_in = static_cast<uInt>(input.size());
  packing.next_out = reinterpret_cast<Bytef*>(packed.data());
  packing.avail_out = static_cast<uInt>(packed.size());
  deflate(&packing, Z_FINISH);
  packed.resize(packing.total_out);
  deflateEnd(&packing);
  return packed;
}

std::string zstd(const std::string& text, int window_log = 0) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  if (window_log != 0) ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  ZSTD_outBuffer out{packed.data(), packed.size(), 0};
  // In two steps, so that the frame doesn't say how much it holds: then its window stays large.
  if (window_log != 0) ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush);
  ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
  packed.resize(out.pos);
  ZSTD_freeCCtx(context);
  return packed;
}

using Pack = std::string (*)(const std::string&);
const std::vector<std::pair<std::string, Pack>> packings{
    {"gzip", gzip}, {"zstd", [](const std::string& text) { return zstd(text); }}};

const Found three{"n1", "n2", "n3"};

/// A file whose reading fails behind `bytes`: the program's own memory, where nothing follows them.
class FailingFile {
 public:
  explicit FailingFile(std::string_view bytes) : page_(static_cast<std::size_t>(getpagesize())) {
    memory_ = static_cast<char*>(
        mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    munmap(memory_ + page_, page_);
    char* const first = memory_ + page_ - bytes.size();
    std::copy(bytes.begin(), bytes.end(), first);
    file_ = std::fopen("/proc/self/mem", "rb");
    std::setvbuf(file_, nullptr, _IONBF, 0);
    fseeko(file_, static_cast<off_t>(reinterpret_cast<std::uintptr_t>(first)), SEEK_SET);
  }
  ~FailingFile() {
    std::fclose(file_);
    munmap(memory_, page_);
  }
  FailingFile(const FailingFile&) = delete;
  FailingFile& operator=(const FailingFile&) = delete;

  [[nodiscard]] std::FILE* get() const { return file_; }

 private:
  std::size_t page_;
  char* memory_;
  std::FILE* file_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(is_recognized_by_content_not_by_name) {
  for (const auto& [name, pack] : packings) {
    const Scratch document(pack(file("whole.json")), "document.json");
    BOOST_TEST((run({document.path()}) == Found{"p1"}), name);
    const Scratch lines(pack(file("three.ndjson")), "lines.txt");
    BOOST_TEST((run({lines.path()}) == three), name);
    const Scratch not_packed(file("three.ndjson"), "plain.ndjson.gz");
    BOOST_TEST((run({not_packed.path()}) == three), name);
  }
}

BOOST_AUTO_TEST_CASE(several_members_are_one_stream) {
  for (const auto& [name, pack] : packings) {
    const std::string text = file("three.ndjson");
    const std::size_t cut = text.size() / 2;  // within a line
    const Scratch lines(pack(text.substr(0, cut)) + pack("") + pack(text.substr(cut)));
    BOOST_TEST((run({lines.path()}) == three), name);
  }
}

BOOST_AUTO_TEST_CASE(members_may_end_anywhere_in_a_block_of_the_file) {
  const std::string line = file("three.ndjson").substr(0, file("three.ndjson").find('\n') + 1);
  for (const auto& [name, pack] : packings) {
    std::string packed;
    while (packed.size() < 300'000) packed += pack(line);
    const Scratch lines(packed);
    const Found found = run({lines.path()});
    BOOST_TEST(found.size() == packed.size() / pack(line).size(), name);
    BOOST_TEST((found == Found(found.size(), "n1")), name);
  }
}

BOOST_AUTO_TEST_CASE(cut_off_after_whole_lines) {
  for (const auto& [name, pack] : packings) {
    const std::string text = file("three.ndjson");
    const std::size_t third = text.find('\n', text.find('\n') + 1) + 1;
    // The last member is cut off, so what there is of its line may be anything.
    const std::string last = pack(text.substr(third));
    const Scratch lines(pack(text.substr(0, third)) + last.substr(0, last.size() / 2));
    BOOST_TEST((run({lines.path()}) == Found{"n1", "n2", "!" + lines.name() + ":3"}), name);
    BOOST_TEST(errors({lines.path()}).find(name + " data end too early") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_failure_at_the_end_of_a_member_is_no_end_of_the_file) {
  for (const auto& [name, pack] : packings) {
    for (const std::string& behind : {std::string(), std::string("\x1f"), std::string(5, '\0')}) {
      if (name == "zstd" && !behind.empty()) continue;  // no other frame begins so
      const FailingFile failing(pack("some words") + behind);
      const auto stream = causa::intake::open_stream(failing.get());
      std::string unpacked(1000, ' ');
      unpacked.resize(stream->read(unpacked.data(), unpacked.size()));
      BOOST_TEST(unpacked == "some words", name);
      BOOST_REQUIRE_MESSAGE(stream->broken().has_value(), name << behind.size());
      BOOST_TEST(stream->broken()->message == "reading failed");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_document_that_is_cut_off_is_an_error) {
  for (const auto& [name, pack] : packings) {
    const std::string packed = pack(file("whole.json"));
    for (std::size_t size = 5; size < packed.size(); size += 7) {
      const Scratch document(packed.substr(0, size));
      BOOST_TEST((run({document.path()}) == Found{"!" + document.name()}), name << size);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_changed_byte_becomes_a_patient_in_silence) {
  for (const auto& [name, pack] : packings) {
    const std::string packed = pack(file("whole.json"));
    for (std::size_t at = 10; at < packed.size(); at += 3) {
      std::string changed = packed;
      changed[at] = static_cast<char>(changed[at] ^ 0x55);
      const Scratch document(changed);
      const Found found = run({document.path()});
      BOOST_TEST((found == Found{"!" + document.name()}), name << at);
    }
  }
}

BOOST_AUTO_TEST_CASE(zeros_behind_the_data_are_filling) {
  const Scratch filled(gzip(file("whole.json")) + std::string(100'000, '\0'));
  BOOST_TEST((run({filled.path()}) == Found{"p1"}));
  const Scratch more(gzip(file("three.ndjson")) + "more");
  BOOST_TEST(errors({more.path()}).find("something else follows") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_bomb_meets_the_limit) {
  const causa::intake::Limits limits{.document_bytes = 1'000'000, .nesting = 1000};
  for (const auto& [name, pack] : packings) {
    const std::string text = R"({"resourceType":")" + std::string(50'000'000, 'x');
    const Scratch document(pack(text));
    BOOST_TEST((run({document.path()}, limits) == Found{"!" + document.name()}), name);
    const std::string lines = file("three.ndjson") + text + "\n" + file("three.ndjson");
    const Scratch bomb(pack(lines), "bomb.ndjson");
    BOOST_TEST((run({bomb.path()}, limits) == Found{"n1", "n2", "n3", "!" + bomb.name() + ":4"}));
    BOOST_TEST(errors({bomb.path()}, limits).find("the rest of the file is not read") !=
               std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_line_a_little_too_long_is_passed_over) {
  const causa::intake::Limits limits{.document_bytes = 1'000'000, .nesting = 1000};
  const Scratch lines(gzip(std::string(1'500'000, 'x') + "\n" + file("three.ndjson")), "x.ndjson");
  BOOST_TEST((run({lines.path()}, limits) == Found{"!" + lines.name() + ":1", "n1", "n2", "n3"}));
}

BOOST_AUTO_TEST_CASE(too_large_a_window_is_refused_by_name) {
  const Scratch wide(zstd(file("whole.json"), 28));
  BOOST_TEST(errors({wide.path()}).find("--long") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(other_ways_of_packing_are_refused_by_name) {
  const Scratch zip("PK\x03\x04 and so on");
  BOOST_TEST(errors({zip.path()}).find("an archive of files") != std::string::npos);
  const Scratch bzip2("BZh91AY&SY");
  BOOST_TEST(errors({bzip2.path()}).find("gzip and zstd are read") != std::string::npos);
  const Scratch twice(gzip(gzip(file("whole.json"))));
  BOOST_TEST(errors({twice.path()}).find("or twice") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(others_go_on_after_a_broken_file) {
  const Scratch cut(gzip(file("whole.json")).substr(0, 60));
  BOOST_TEST((run({cut.path(), data("whole.json")}) == Found{"!" + cut.name(), "p1"}));
}

BOOST_AUTO_TEST_CASE(progress_counts_the_bytes_of_the_file) {
  const Scratch packed(gzip(file("three.ndjson")));
  const std::vector<std::string> inputs{packed.path(), data("whole.json")};
  auto reader = causa::intake::Reader::open(inputs);
  while (reader->next())
    BOOST_TEST(reader->progress().bytes_done <= reader->progress().bytes_total);
  BOOST_TEST(reader->progress().bytes_done == reader->progress().bytes_total);
}

BOOST_AUTO_TEST_CASE(what_the_user_says_is_kept_to) {
  const std::string whole = data("whole.json");
  const std::string lines = data("three.ndjson");
  BOOST_TEST((run({whole, lines}, {}, Format::json) == Found{"p1", "n1", "n2", "n3"}));
  BOOST_TEST((run({lines}, {}, Format::ndjson) == three));
  BOOST_TEST(errors({whole}, {}, Format::ndjson).find("but this is one document") !=
             std::string::npos);
  const std::string one = file("three.ndjson");
  const Scratch one_line(one.substr(0, one.find('\n')));
  BOOST_TEST((run({one_line.path()}, {}, Format::ndjson) == Found{"n1"}));
  for (const Format format : {Format::json, Format::ndjson}) {
    const std::string error = errors({data("patient.xml")}, {}, format);
    BOOST_TEST(error.find("but this is XML; leave --from out") != std::string::npos, error);
    const Scratch message("MSH|^~\\&|LAB|\r");
    BOOST_TEST(errors({message.path()}, {}, format).find("but this is HL7 v2") !=
               std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(words_of_the_user) {
  BOOST_TEST((causa::intake::format_named("fhir") == Format::json));
  BOOST_TEST((causa::intake::format_named("ndjson") == Format::ndjson));
  BOOST_TEST(!causa::intake::format_named("auto").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
