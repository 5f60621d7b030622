// What others have written is text, whatever it looks like.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";

/** Reads logs that hold HTML and codes for terminals, and texts that hold HTML. */
export async function readHostileLogs(city, step) {
  const { html, terminal, scored } = city.told.places;
  const context = await city.context("startup");
  const page = await context.newPage();
  // The form comes back with a status of its own, which the console notes.
  const heard = listen(page, 422);
  step("HTML in a log is shown");
  await page.goto(`/bg/runs/${html.run}/log`);
  await page.locator("main pre", { hasText: "<img src=x onerror=alert(1)></pre>&amp;" }).first().waitFor();
  assert.equal(await page.locator('img[src="x"]').count(), 0, "a log became a picture");
  step("codes for a terminal are harmless");
  await page.goto(`/bg/runs/${terminal.run}/log`);
  await page.locator("main pre", { hasText: "gone" }).first().waitFor();
  const codes = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;
  const text = await page.locator("main").innerText();
  assert.ok(!codes.test(text), "control characters are on the page");
  step("what is typed comes back as it was typed");
  await page.goto(`/bg/submissions/${scored.submission}/dossier`);
  const typed = '</textarea><b>"bold"</b> &amp; <!>';
  await page.fill("#title", "");
  await page.fill("#approach", typed);
  await page.locator("main form:has(#approach) button[type=submit]").click();
  await page.locator("#errors").waitFor();
  assert.equal(await page.inputValue("#approach"), typed);
  step("HTML in a title is shown");
  await page.goto(`/bg/submissions/${scored.submission}`);
  await page.getByText("Сезони & <b>days</b>").first().waitFor();
  assert.equal(await page.locator("main b").count(), 0, "a title became markup");
  assert.deepEqual(heard, []);
  await context.close();
}
