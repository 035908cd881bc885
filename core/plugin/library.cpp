// SPDX-License-Identifier: Apache-2.0
//
// The only file that knows Boost.DLL.

#include "plugin/library.hpp"

#include <dlfcn.h>
#include <fmt/core.h>

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <cstring>

#include "base/json.hpp"

namespace causa::plugin {

namespace {

using Entry = const causa_plugin*();

Error refused(const SealedFile& file, std::string message, std::string cure) {
  return {Fault::plugin, file.path().string(), std::move(message), std::move(cure)};
}

std::string_view view(causa_str text) {
  return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

Result<Entry*> find_entry(const SealedFile& file, const std::filesystem::path& path) {
  namespace dll = boost::dll;
  // Never unmapped: threads, exit handlers and views into the manifest may outlive every handle.
  const auto mode = dll::load_mode::rtld_now | dll::load_mode::rtld_local |
                    static_cast<dll::load_mode::type>(RTLD_NODELETE);
  try {
    dll::fs::error_code error;
    dll::shared_library library;
    library.load(path, mode);
    if (!library.has("causa_plugin_v1"))
      return refused(file, "has a causa note, but no entry causa_plugin_v1",
                     "write CAUSA_PLUGIN(Class), or export the function");
    return &library.get<Entry>("causa_plugin_v1");
  } catch (const std::exception& exception) {
    return refused(file, fmt::format("can't be loaded: {}", exception.what()),
                   "install what it needs, or build it again");
  }
}

/// A full-size, zero-filled copy, so that later code needs no look at sizes.
Result<causa_plugin> copy_table(const SealedFile& file, const causa_plugin* table) {
  if (table == nullptr)
    return refused(file, "has no table: causa_plugin_v1 gave NULL", "return its address");
  causa_plugin copy{};
  constexpr std::size_t size_1_0 =
      offsetof(causa_plugin, get_extension) + sizeof(copy.get_extension);
  if (table->struct_size < size_1_0)
    return refused(
        file,
        fmt::format("has a table of {} bytes; version 1.0 has {}", table->struct_size, size_1_0),
        "set struct_size to sizeof(causa_plugin)");
  std::memcpy(&copy, table, std::min<std::size_t>(table->struct_size, sizeof(copy)));
  const char* missing = copy.create == nullptr    ? "create"
                        : copy.destroy == nullptr ? "destroy"
                        : copy.derive == nullptr  ? "derive"
                                                  : nullptr;
  if (missing != nullptr)
    return refused(file, fmt::format("has no {} in its table", missing), "fill the pointer");
  return copy;
}

Result<Library::Named> read_name(const SealedFile& file, const Image& image) {
  const auto document = JsonDocument::parse(image.manifest);
  if (!document)
    return refused(file, "carries a manifest that isn't JSON: " + document.error().message,
                   "build it again with causa-manifest");
  const JsonValue manifest = document->root();
  return Library::Named{std::string(manifest.find("id").text()),
                        std::string(manifest.find("version").text())};
}

Result<void> compare(const SealedFile& file, const Image& image, const Library::Named& named,
                     const causa_plugin& table) {
  const std::string again = "build all of it again with causa_add_plugin()";
  if (view(table.manifest) != image.manifest)
    return refused(file, "says another manifest in its table than in its note", again);
  if (view(table.id) != named.id)
    return refused(
        file, fmt::format("says id {} in its table, {} in its manifest", view(table.id), named.id),
        again);
  if (view(table.version) != named.version)
    return refused(file,
                   fmt::format("says version {} in its table, {} in its manifest",
                               view(table.version), named.version),
                   again);
  if (table.abi_minor_needed != image.abi_minor_needed)
    return refused(file,
                   fmt::format("says in its table that it needs ABI minor {}, in its note {}",
                               table.abi_minor_needed, image.abi_minor_needed),
                   again);
  return {};
}

}  // namespace

Result<std::shared_ptr<const Library>> Library::load(const SealedFile& file, const Image& image,
                                                     const std::optional<Named>& named) {
  const auto loadable = file.loadable();
  if (!loadable) return loadable.error();
  const auto names = named ? Result<Named>(*named) : read_name(file, image);
  if (!names) return names.error();
  const AtWork at_work(names->id.c_str());
  const auto entry = find_entry(file, loadable->path());
  if (!entry) return entry.error();
  const auto call = [&]() noexcept { return (*entry)(); };
  const auto table = copy_table(file, call());
  if (!table) return table.error();
  if (auto equal = compare(file, image, *names, *table); !equal) return equal.error();
  std::shared_ptr<Library> library(new Library);
  library->table_ = *table;
  library->why_not_sealed_ = loadable->why_not_sealed();
  return std::shared_ptr<const Library>(std::move(library));
}

}  // namespace causa::plugin
