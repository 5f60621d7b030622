// A citizen fills a pilot's form and says what the answer was worth; staff read that, and
// let it be shown.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";

/** From the gallery to a comment that everybody reads, before two screens. */
export async function tryPilot(city, step, { name, language, ...options }) {
  const { pilot } = city.told.places;
  const [context, office] = [await city.context("nobody", options), await city.context("staff", options)];
  const [page, desk] = [await context.newPage(), await office.newPage()];
  const heard = [...listen(page, 422), ...listen(desk, 422)];
  const place = `/${language}/pilots/${pilot}`;
  step("the gallery leads to the pilot");
  await page.goto(`/${language}/pilots`);
  await page.locator(`main a[href="${place}"]`).first().click();
  step("an empty form is refused beside its field");
  await page.locator("main form button[value=ask]").click();
  await page.locator('#errors a[href="#in-area"]').waitFor();
  assert.equal(await page.locator("#in-area").getAttribute("aria-invalid"), "true", "the field is not marked");
  step("a filled form is answered");
  await fill(page, { "in-area": "E" });
  await page.locator("main form button[value=ask]").click();
  await page.locator("main svg").first().waitFor();
  assert.ok((await page.locator("main table").count()) > 0, "the chart has no table");
  assert.equal(await page.locator("#in-area").inputValue(), "E", "what was chosen is forgotten");
  step("a problem needs words");
  const feedback = `main form[action="${place}/feedback"]`;
  await page.locator(`${feedback} #kind-problem`).check();
  await page.locator(`${feedback} button[type=submit]`).click();
  await refused(page, "comment");
  step("a comment waits for staff");
  const comment = `Better than my <b>bill</b>, ${name}`;
  await page.locator(`${feedback} #kind-helpful`).check();
  await fill(page, { comment });
  await page.locator(`${feedback} #may_be_shown`).check();
  await page.locator(`${feedback} button[type=submit]`).click();
  await done(page, "thanks");
  assert.ok(!(await page.locator("main").innerText()).includes(comment), "it is shown before anybody has read it");
  step("staff let it be shown");
  await desk.goto(`/${language}/staff/pilots/${pilot}`);
  const said = desk.locator("main li").filter({ hasText: comment });
  await said.locator("form:has(input[value=yes]) button").click();
  await done(desk, "saved");
  await page.goto(place);
  await page.locator("main").filter({ hasText: comment }).waitFor();
  step("tables that are none are refused and change nothing");
  await desk.goto(`/${language}/staff/pilots/${pilot}/data`);
  await press(desk);
  await refused(desk, "tables");
  assert.deepEqual(heard, []);
  await Promise.all([context.close(), office.close()]);
}
