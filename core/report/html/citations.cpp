// SPDX-License-Identifier: Apache-2.0

#include "report/html/citations.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/wording.hpp"

namespace causa::report::html {

namespace {

/// What may stand in a path of a URL as it is; the rest is percent-encoded.
std::string encoded(std::string_view text) {
  constexpr std::string_view plain = "-._~/:;()";
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || plain.find(c) != std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Only the web: a manifest must not bring in "javascript:".
bool is_web(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

void link(Markup& out, std::string_view text, std::string url) {
  out.text(" ");
  out.write_inline("a", text, {{"href", std::move(url)}, {"rel", "noreferrer"}});
}

}  // namespace

void Citations::cite(Markup& out, std::uint32_t module, const std::vector<std::string>& sources) {
  for (const auto& id : sources) {
    const auto number = number_of(module, id);
    out.text(" ");
    out.write_inline("a", fmt::format("[{}]", number),
                     {{"class", "cite"}, {"href", fmt::format("#{}s{}", prefix_, number)}});
  }
}

std::size_t Citations::number_of(std::uint32_t module, const std::string& id) {
  const knowledge::Source* source = find(module, id);
  const auto is_same = [&](const Cited& other) {
    if (!source || !other.source) return other.module == module && other.id == id;
    return other.source->citation == source->citation && other.source->doi == source->doi &&
           other.source->pmid == source->pmid && other.source->url == source->url;
  };
  const auto found = std::find_if(cited_.begin(), cited_.end(), is_same);
  if (found != cited_.end()) return static_cast<std::size_t>(found - cited_.begin()) + 1;
  cited_.push_back({module, id, source});
  return cited_.size();
}

const knowledge::Source* Citations::find(std::uint32_t module, const std::string& id) const {
  const knowledge::Manifest* manifest = context_.manifest(module);
  if (!manifest) return nullptr;
  for (const auto& source : manifest->sources)
    if (source.id == id) return &source;
  return nullptr;
}

void Citations::write(Markup& out, const Cited& cited) const {
  if (!cited.source) {
    const auto& modules = assessment_.modules;
    out.quote(cited.id);
    out.text(", of ");
    out.quote(cited.module < modules.size() ? modules[cited.module].id : "a module");
    out.text(": its citation was not kept.");
    return;
  }
  const knowledge::Source& source = *cited.source;
  out.quote(source.citation.empty() ? cited.id : source.citation);
  const bool has_doi = !source.doi.empty();
  const bool has_pmid = is_number(source.pmid);
  const bool has_page = is_web(source.url) && !has_doi;
  if (has_doi) link(out, "doi:" + source.doi, "https://doi.org/" + encoded(source.doi));
  if (has_pmid)
    link(out, "PMID " + source.pmid, "https://pubmed.ncbi.nlm.nih.gov/" + source.pmid + "/");
  if (has_page) link(out, source.url, source.url);
  if (!source.verified && (has_doi || has_pmid || has_page))
    out.text(" (the module's author did not see the page cited)");
}

void Citations::list(Markup& out) const {
  const auto list = out.open("ol", {{"class", "sources"}});
  for (std::size_t i = 0; i < cited_.size(); ++i) {
    const auto item = out.open("li", {{"id", fmt::format("{}s{}", prefix_, i + 1)}});
    write(out, cited_[i]);
  }
}

}  // namespace causa::report::html
