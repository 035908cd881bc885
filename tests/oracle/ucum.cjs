// SPDX-License-Identifier: Apache-2.0
// Answers ucum.py: reads its questions on standard input, asks the library in FOLDER.
// usage: node ucum.cjs FOLDER
const path = require("node:path");
const fs = require("node:fs");
const folder = path.join(process.argv[2], "node_modules/@lhncbc/ucum-lhc");
const ucum = require(folder).UcumLhcUtils.getInstance();
const asked = JSON.parse(fs.readFileSync(0, "utf8"));

const invalid = asked.units.filter((unit) => ucum.validateUnitString(unit).status !== "valid");
const values = asked.conversions.map((question) =>
  [1, 40].map((given) => {
    const options = { molecularWeight: question.mass, charge: question.charge };
    const result = ucum.convertUnitTo(question.from, given, question.to, options);
    return [given, result.status === "succeeded" ? result.toVal : null];
  }),
);
process.stdout.write(JSON.stringify({ invalid, values }));
