// Walks through the portal in a browser: every page of every role is checked, then the
// paths that people take are taken. What is where comes as JSON on the standard input;
// what was found goes to the standard output; the exit code is 1 if anything is wrong.
// With PILOTBOX_WALK only the part of that name (pages, figures, guides, screenshots) is
// done, or else the paths are taken whose names hold its words.

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
const parts = {
  pages: () => checkPages(city, report),
  walks: () => walks(city, report),
  figures: () => tellFigures(city),
  guides: () => checkGuides(city, report),
  screenshots: () => takeScreenshots(city),
};
try {
  if (only === undefined || Object.hasOwn(parts, only)) {
    const chosen = Object.entries(parts).filter(([name]) => name === (only ?? name));
    for (const [name, part] of chosen) {
      await report.timed(name, part);
    }
  } else {
    await walks(city, report, only);
  }
} finally {
  await city.close();
}
process.exitCode = report.end();
