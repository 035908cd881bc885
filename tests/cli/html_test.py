# SPDX-License-Identifier: Apache-2.0
"""--to html: one page that is well-formed, loads nothing, can be read without style and can't be
broken by what a record says."""

import html.parser
import json
import re
import unittest

import program

VOID = {"meta", "br", "hr", "img", "link", "input"}
HOSTILE = "<script>alert(1)</script>\"'& \u202eesrever\u2066"
HOSTILE_ID = "<img src=x onerror=alert(1)>\"'&\u202e"  # a slash would end a reference


class Page(html.parser.HTMLParser):
    """A page read strictly: every element closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.headings, self.text, self.ids = [], [], [], [], []
        self.feed(text)
        self.close()
        if self.open:
            raise AssertionError(f"never closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise AssertionError(f"</{tag}> at {self.getpos()} closes nothing that is open")

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    def words(self):
        return re.sub(r"\s+", " ", "".join(self.text))


class HtmlTest(program.ProgramTest):
    def page(self, *arguments, **options):
        run = self.assess(*arguments, to="html", **options)
        self.assertIn(run.code, (0, 3), run.err)
        self.assertTrue(run.out.startswith("<!DOCTYPE html>\n<html lang=\"en\">"))
        return Page(run.out)

    def patients(self):
        return [*sorted(program.PATIENTS.glob("*.json")), program.EXAMPLE]


class Form(HtmlTest):
    def test_each_patient_makes_a_sound_page(self):
        for path in self.patients():
            with self.subTest(path.stem):
                page = self.page(path)
                self.assert_sound(page)

    def test_all_patients_make_one_sound_page_with_a_list(self):
        page = self.page(*self.patients())
        self.assert_sound(page)
        self.assertEqual(len(page.all("nav")), 1)
        self.assertEqual(len(page.all("article")), len(self.patients()))
        listed = [link["href"] for link in page.all("a") if re.fullmatch(r"#p\d+", link["href"])]
        self.assertEqual(listed, [f"#p{number + 1}" for number in range(len(self.patients()))])

    def test_one_patient_needs_no_list(self):
        self.assertEqual(self.page(program.EXAMPLE).all("nav"), [])

    def assert_sound(self, page):
        self.assertEqual(page.headings[0], 1)
        self.assertEqual(page.headings.count(1), 1)
        for before, after in zip(page.headings, page.headings[1:]):
            self.assertLessEqual(after, before + 1, "a level of headings is left out")
        self.assertEqual(len(page.ids), len(set(page.ids)), "an id stands twice")
        for tag in ("main", "header", "footer"):
            self.assertEqual(len(page.all(tag)), 1, tag)
        links = [link["href"] for link in page.all("a")]
        self.assertEqual(links[0], "#main", "the first link skips to the content")
        for link in links:
            if link.startswith("#"):
                self.assertIn(link[1:], page.ids)
            else:
                self.assertRegex(link, r"^https?://[A-Za-z0-9]")
        for label in (entry.get("aria-labelledby") for _, entry in page.tags):
            self.assertTrue(label is None or label in page.ids, label)
        for cell in page.all("th"):
            self.assertIn(cell.get("scope"), ("col", "row"))
        self.assertEqual(len(page.all("table")), len(page.all("caption")))
        for drawing in page.all("svg"):
            self.assertEqual(drawing["role"], "img")
            self.assertTrue(drawing["aria-label"])
        self.assert_loads_nothing(page)

    def assert_loads_nothing(self, page):
        for tag, attributes in page.tags:
            self.assertNotIn(tag, ("script", "link", "img", "iframe", "object", "embed", "use",
                                   "image", "base", "form"))
            for name, value in attributes.items():
                self.assertFalse(name.startswith("on"), name)
                self.assertNotIn(name, ("src", "srcset", "style", "xlink:href", "background"))
                if value and re.search(r"(https?:)?//", value):
                    self.assertEqual((tag, name), ("a", "href"))


class Content(HtmlTest):
    def test_says_what_the_text_says(self):
        for path in self.patients():
            with self.subTest(path.stem):
                words = self.page(path).words()
                answer = self.assess(path).json()
                for alert in answer["alerts"]:
                    self.assertIn(f"{alert['urgency'].upper()} {alert['title']}", words)
                    self.assertIn(alert["action"], words)
                for cause in answer["causes"] + answer["must_not_miss"]:
                    self.assertIn(cause["name"], words)
                for advice in answer["advice"]:
                    self.assertIn(advice["text"], words)
                    if advice["withheld"]:
                        self.assertIn("Withheld because: " + advice["withheld"]["reason"], words)
                    for check in [] if advice["withheld"] else advice["only_after_checking"]:
                        self.assertIn(check, words)
                for ignored in answer["ignored"]:
                    self.assertIn(ignored["reason"], words)
                for plugin in answer["plugins"]:
                    self.assertIn(plugin["id"], words)

    def test_alerts_come_before_causes(self):
        words = self.page(program.patient("potassium_critical")).words()
        self.assertLess(words.index("EMERGENCY Dangerously low potassium"),
                        words.index("First in the ranking"))

    def test_weights_are_drawn_and_written(self):
        page = self.page(program.patient("thiazide_timed"))
        answer = self.assess(program.patient("thiazide_timed")).json()
        counted = [one["weight_millibans"] for one in answer["causes"][0]["evidence"]
                   if one["counted"] in ("yes", "capped")]
        self.assertTrue(counted)
        labels = [drawing["aria-label"] for drawing in page.all("svg")]
        for weight in counted:
            side = "for" if weight > 0 else "against"
            self.assertIn(f"{side}, {abs(weight)} of 1000", labels)
            self.assertIn(f"{weight:+}", page.words())

    def test_sources_are_numbered_and_linked(self):
        page = self.page(program.patient("thiazide_timed"))
        links = [link["href"] for link in page.all("a")]
        cited = {link for link in links if re.fullmatch(r"#p1s\d+", link)}
        listed = {f"#{one}" for one in page.ids if re.fullmatch(r"p1s\d+", one)}
        self.assertTrue(listed)
        self.assertEqual(cited, listed)
        self.assertTrue(any(link.startswith("https://doi.org/10.") for link in links))

    def test_a_refused_module_stands_above_the_causes(self):
        self.write("broken.yaml", "schema: causa.manifest/1\n")
        run = self.assess(program.EXAMPLE, "--plugin", "broken.yaml", to="html")
        self.assert_code(run, 3)
        words = Page(run.out).words()
        self.assertLess(words.index("Knowledge that is missing here"),
                        words.index("First in the ranking"))
        self.assertIn("broken.yaml refused", words)

    def test_what_is_stored_is_shown_alike(self):
        fresh = self.assess(program.EXAMPLE, to="html", store="s.db")
        shown = self.run_program("show", self.stored("s.db")[0], "--store", "s.db", "--to", "html")
        self.assert_code(shown, 0)
        self.assertEqual(fresh.out, shown.out)


class Hostile(HtmlTest):
    def hostile_bundle(self):
        bundle = program.bundle("potassium_implausible")
        text = json.dumps(bundle)
        text = text.replace(bundle["entry"][0]["resource"]["id"], json.dumps(HOSTILE_ID)[1:-1])
        bundle = json.loads(text)
        for entry in bundle["entry"]:
            resource = entry["resource"]
            resource.setdefault("code", {})["text"] = HOSTILE
            if "valueQuantity" in resource:
                resource["valueQuantity"]["unit"] = HOSTILE
                resource["valueQuantity"].pop("code", None)
        return json.dumps(bundle)

    def test_a_hostile_record_stays_text(self):
        page = self.page("-", text=self.hostile_bundle())
        self.assertEqual(page.all("script") + page.all("img"), [])
        self.assertIn("<img src=x onerror=alert(1)>\"'&\ufffd", page.words())
        self.assertIn("<script>alert(1)</script>\"'&", page.words())
        self.assertIsNone(re.search("[\u202a-\u202e\u2066-\u2069]", page.words()))

    def test_a_hostile_manifest_stays_text(self):
        text = (program.DATA / "modules/night.yaml").read_text()
        self.assertIn("title: ", text)
        self.write("night.yaml", re.sub(r"name: .*", "name: '<img src=x onerror=alert(1)>'", text))
        run = self.assess(program.patient("night_cramps"), "--plugin", "night.yaml", to="html")
        self.assertEqual(Page(run.out).all("img"), [])


class Style(HtmlTest):
    """Contrast as WCAG 2.2 computes it: 4.5 for text, 3 for what is drawn."""

    TEXT = [("ink", "paper"), ("quiet", "paper"), ("link", "paper"), ("against", "paper"),
            ("ink", "panel"), ("quiet", "panel"), ("link", "panel"),
            ("urgent-ink", "urgent-paper"), ("notice-ink", "notice-paper")]
    DRAWN = [("for", "paper"), ("against", "paper"), ("link", "paper"), ("against", "urgent-paper")]

    def palettes(self):
        sheet = (program.SOURCE / "core/report/html/style.css").read_text()
        blocks = re.findall(r":root \{(.*?)\}", sheet, re.S)
        self.assertEqual(len(blocks), 2, "one palette for light, one for dark")
        light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks)
        self.assertEqual(light.keys(), dark.keys())
        self.assertEqual(len(re.findall("#[0-9a-f]{3,8}\\b", sheet)), len(light) + len(dark),
                         "a color that is not in the palettes")
        return light, dark

    @staticmethod
    def luminance(color):
        parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(self, one, other):
        low, high = sorted((self.luminance(one), self.luminance(other)))
        return (high + 0.05) / (low + 0.05)

    def test_contrast(self):
        self.assertAlmostEqual(self.contrast("#000000", "#ffffff"), 21)
        for palette in self.palettes():
            for pairs, least in ((self.TEXT, 4.5), (self.DRAWN, 3)):
                for front, back in pairs:
                    self.assertGreaterEqual(self.contrast(palette[front], palette[back]), least,
                                            f"{front} on {back}: {palette[front]}")

    def test_paper_stays_light(self):
        sheet = (program.SOURCE / "core/report/html/style.css").read_text()
        self.assertIn("@media screen and (prefers-color-scheme: dark)", sheet)
        self.assertIn("break-before: page", sheet.split("@media print")[1])


if __name__ == "__main__":
    unittest.main()
