// Walks through the portal in a browser: every page of every role is checked, then the
// paths that people take are taken. What is where comes as JSON on the standard input;
// what was found goes to the standard output; the exit code is 1 if anything is wrong.

import { text } from "node:stream/consumers";

import { City } from "./city.mjs";
import { checkPages } from "./checks.mjs";
import { checkGuides } from "./guides.mjs";
import { Report } from "./report.mjs";
import { takeScreenshots } from "./screenshots.mjs";
import { walks } from "./walks.mjs";

const told = JSON.parse(await text(process.stdin));
const report = new Report();
const city = await City.open(told);
try {
  await report.timed("pages", () => checkPages(city, report));
  await report.timed("walks", () => walks(city, report));
  await report.timed("guides", () => checkGuides(city, report));
  await report.timed("screenshots", () => takeScreenshots(city));
} finally {
  await city.close();
}
process.exitCode = report.end();
