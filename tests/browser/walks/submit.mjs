// A startup submits plugins, sees them end, and reads why one has failed.

import assert from "node:assert/strict";

import { listen, woken } from "../checks.mjs";
import { LONGEST_MS, reloadUntil } from "./waiting.mjs";

const TITLE = "Опит от браузър";

export const PLUGIN = "input[type=file][name=plugin]";
export const SEND = "main form button[type=submit]";

/** The address of a submission's page. */
export const SUBMISSION = /\/submissions\/[0-9a-zA-Z-]+(\?.*)?$/;

/** Nothing, a good plugin, one that traps, and one that does not fit. */
export async function submitPlugins(city, step, options) {
  const { places, files } = city.told;
  const context = await city.context("startup", options);
  const page = await context.newPage();
  const heard = listen(page, 422);
  const challenge = `/${options.language}/challenges/${places.open}`;
  const form = `${challenge}/submit`;
  step("finds the way from the challenge to the form");
  await page.goto(challenge);
  await page.locator(`main a[href="${form}"]`).first().click();
  await page.locator(PLUGIN).waitFor();
  await ready(page, options);
  step("is told what is missing");
  await page.fill("#title", TITLE);
  await page.locator(SEND).click();
  await page.locator('#errors:focus a[href="#plugin"]').waitFor();
  assert.equal(await page.inputValue("#title"), TITLE, "what was typed is gone");
  step("submits a good one and sees its score");
  await submit(page, files.good, options);
  await ended(page, options.javaScriptEnabled);
  await page.locator("main .badge.good").first().waitFor();
  step("reads why one has failed");
  await page.goto(form);
  await submit(page, files.failing, options);
  await ended(page, options.javaScriptEnabled);
  await page.locator("main .notice.bad code", { hasText: "trapped" }).first().waitFor();
  step("reads why one was rejected");
  await page.goto(form);
  await submit(page, files.rejected, options);
  await ended(page, options.javaScriptEnabled);
  assert.match(await page.locator("main .notice.bad pre.log").first().innerText(), /\w/);
  assert.deepEqual(heard, []);
  await context.close();
}

/** A live page whose server is gone says so, and goes on when it is there again. */
export async function loseTheServer(city, step) {
  const { places, files } = city.told;
  const context = await city.context("startup");
  const page = await context.newPage();
  const events = "**/api/v1/runs/*/events";
  step("submits, and hears nothing more");
  await page.route(events, (route) => route.abort("connectionrefused"));
  await page.goto(`/en/challenges/${places.open}/submit`);
  await submit(page, files.good, { javaScriptEnabled: true });
  step("is told so, and sees how things stood");
  await page.locator("main .live", { hasText: "The connection broke off." }).first().waitFor();
  step("hears again by itself");
  await page.unroute(events);
  await ended(page, true);
  await page.locator("main .badge.good").first().waitFor();
  await context.close();
}

/** Fills the form and sends it; ends on the submission's page. */
async function submit(page, file, options) {
  await ready(page, options);
  await page.setInputFiles(PLUGIN, file);
  await page.fill("#title", TITLE);
  await page.locator(SEND).click();
  await page.waitForURL(SUBMISSION);
}

/** Without JavaScript nothing is to be waited for. */
async function ready(page, { javaScriptEnabled }) {
  if (javaScriptEnabled) {
    assert.deepEqual(await woken(page), [], "the client does not know these islands");
  }
}

/** Waits until nothing goes on any more; a page without JavaScript is loaded again. */
export async function ended(page, movesByItself) {
  if (movesByItself) {
    const isStill = () =>
      document.readyState === "complete" && document.querySelector("main h1") && !document.querySelector("main .live");
    await page.waitForFunction(isStill, null, { timeout: LONGEST_MS });
    return;
  }
  const isStill = async () => (await page.locator("main .live").count()) === 0;
  await reloadUntil(page, isStill, "the runs never end");
}
