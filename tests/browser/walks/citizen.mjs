// Somebody who has no account looks around.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";

/** From the first page to a challenge, its board, and how it was scored. */
export async function lookAround(city, step, { language, ...options }) {
  const { open, published } = city.told.places;
  const context = await city.context("nobody", options);
  const page = await context.newPage();
  const heard = listen(page);
  step("finds the challenges from the first page");
  await page.goto(`/${language}`);
  await page.locator(`main a.button[href="/${language}/challenges"]`).click();
  await page.locator(`main a[href="/${language}/challenges/${open}"]`).first().waitFor();
  step("narrows the list, and the address can be shared");
  await page.locator("form.search #q").fill("parking");
  await page.locator("form.search #state").selectOption("open");
  await page.locator("form.search button").click();
  await page.waitForURL("**q=parking**");
  assert.equal(await page.locator(`main a[href="/${language}/challenges/${published}"]`).count(), 0);
  await page.goto(page.url());
  await page.locator(`main a[href="/${language}/challenges/${open}"]`).first().click();
  step("reads the challenge");
  await page.waitForURL(`**/challenges/${open}`);
  await page.locator(`main a[href="/${language}/challenges/${open}/board"]`).first().click();
  step("takes home how the numbers of a table are spread");
  await page.goto(`/${language}/challenges/${open}/data`);
  for (const [ending, begins] of [["svg", "<?xml"], ["csv", "От,|From,"]]) {
    const link = page.locator(`main a[href*="/data/spread.${ending}?"]`).first();
    const answer = await context.request.get(await link.getAttribute("href"));
    assert.equal(answer.status(), 200, ending);
    const text = await answer.text();
    assert.ok(begins.split("|").some((word) => text.startsWith(word)), text.slice(0, 80));
  }
  await page.goto(`/${language}/challenges/${open}/board`);
  step("reads the board, on which nobody is named");
  await page.locator("main table").waitFor();
  const board = await page.locator("main table").innerText();
  assert.ok(!board.includes("Alpha") && !board.includes("Beta"), "the board names somebody");
  step("reads a board whose results are published");
  await page.goto(`/${language}/challenges/${published}/board?split=final`);
  assert.match(await page.locator("main table").innerText(), /Alpha/);
  step("reads how it was scored");
  await page.locator(`footer a[href="/${language}/methodology"]`).click();
  await page.locator("main h2").first().waitFor();
  assert.deepEqual(heard, []);
  await context.close();
}
