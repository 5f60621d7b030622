// Walks through the portal in a browser: every page of every role is checked, then the
// paths that people take are taken. What is where comes as JSON on the standard input;
// what was found goes to the standard output; the exit code is 1 if anything is wrong.
// With PILOTBOX_WALK only the paths are taken whose names hold its words.

import { text } from "node:stream/consumers";

import { City } from "./city.mjs";
import { checkPages } from "./checks.mjs";
import { tellFigures } from "./figures.mjs";
import { checkGuides } from "./guides.mjs";
import { Report } from "./report.mjs";
import { takeScreenshots } from "./screenshots.mjs";
import { walks } from "./walks.mjs";

const told = JSON.parse(await text(process.stdin));
const report = new Report();
const city = await City.open(told);
const only = process.env.PILOTBOX_WALK;
try {
  if (only !== undefined) {
    await walks(city, report, only);
  } else {
    await everything();
  }
} finally {
  await city.close();
}
process.exitCode = report.end();

async function everything() {
  await report.timed("pages", () => checkPages(city, report));
  await report.timed("walks", () => walks(city, report));
  await report.timed("figures", () => tellFigures(city));
  await report.timed("guides", () => checkGuides(city, report));
  await report.timed("screenshots", () => takeScreenshots(city));
}
