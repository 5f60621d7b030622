// Without a mouse: Tab and Enter alone, with the focus in sight at each stop.

import assert from "node:assert/strict";

import { woken } from "../checks.mjs";
import { SUBMISSION, ended } from "./submit.mjs";

// More stops than any page has.
const MAX_STOPS = 400;

/** Submits a plugin, reads why it failed, compares two, changes the language. */
export async function byKeyboard(city, step) {
  const { places, files } = city.told;
  const context = await city.context("startup");
  const page = await context.newPage();
  step("the first stop leads past the banner");
  await page.goto(`/bg/challenges/${places.open}/submit`);
  await woken(page);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "main");
  step("submits a plugin");
  const dialog = page.waitForEvent("filechooser");
  await tabTo(page, "input[type=file][name=plugin]");
  await page.keyboard.press("Enter");
  await (await dialog).setFiles(files.failing);
  await tabTo(page, "#title");
  await page.keyboard.type("Опит от клавиатура");
  await tabTo(page, "main form button[type=submit]");
  await page.keyboard.press("Enter");
  await page.waitForURL(SUBMISSION);
  step("reads why it failed");
  await ended(page, true);
  await page.locator("main .notice.bad code", { hasText: "trapped" }).first().waitFor();
  await tabTo(page, 'main a[href*="/runs/"]');
  await page.keyboard.press("Enter");
  await page.waitForURL("**/bg/runs/*");
  const run = page.url();
  step("compares two submissions");
  await page.goto(`/bg/challenges/${places.open}/compare`);
  await tabTo(page, "#of");
  await page.keyboard.press("Space");
  await tabTo(page, "#of-1");
  await page.keyboard.press("Space");
  await tabTo(page, "main form button");
  await page.keyboard.press("Enter");
  await page.locator('main a[href*="/compare/heat.svg"]').first().waitFor();
  step("changes the language");
  await page.goto(run);
  await tabTo(page, "header a.language");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/en/runs/*");
  step("reaches everything, and never sticks");
  await passThrough(page);
  await context.close();
}

/** Presses Tab until an element has the focus; each stop on the way must be seen. */
async function tabTo(page, selector) {
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await focused(page, selector);
    assert.ok(at.isSeen, `the focus is not seen on ${at.name}`);
    if (at.isWanted) {
      return;
    }
  }
  throw new Error(`\`${selector}\` is not reached by Tab`);
}

/** Goes through a whole page: every link, field and button is a stop. */
async function passThrough(page) {
  await page.reload();
  const wanted = await page
    .locator("a[href], button, input:not([type=hidden]), select, textarea, summary")
    .evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
  const stops = new Set();
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await focused(page, "body");
    if (at.isWanted) {
      break;
    }
    stops.add(at.path);
  }
  assert.ok(stops.size >= wanted, `${wanted} things to use, and ${stops.size} stops`);
}

/** What has the focus: its name, its place, and whether a frame is drawn round it. */
function focused(page, selector) {
  return page.evaluate((selector) => {
    const element = document.activeElement ?? document.body;
    const style = getComputedStyle(element);
    const hasFrame = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0;
    const box = element.getBoundingClientRect();
    const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const all = [...document.querySelectorAll("*")];
    return {
      isWanted: element.matches(selector),
      isSeen: element === document.body || ((hasFrame || style.boxShadow !== "none") && isInView),
      name: element.outerHTML.slice(0, 120),
      path: all.indexOf(element),
    };
  }, selector);
}
