// An admin brings somebody in, grants and takes a role, and reads the record.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";

/** Invitations, roles, the lock, the record. */
export async function runTheHouse(city, step, { language, name, ...options }) {
  const { people } = city.told;
  const context = await city.context("admin", options);
  const page = await context.newPage();
  const heard = listen(page, 422);
  const at = (path) => `/${language}/admin${path}`;
  step("invites an evaluator");
  await page.goto(at("/invitations"));
  await fill(page, { email: "nowhere" });
  await press(page);
  await refused(page, "email");
  await fill(page, { email: `${name}@jury.example`, role: "evaluator" });
  await press(page);
  await done(page, "invited");
  step("finds an account");
  await page.goto(at("/accounts"));
  await page.locator("form.search #q").fill("citizen@home.example");
  await page.locator("form.search button").click();
  await page.locator(`main a[href$="/accounts/${people.citizen.account}"]`).first().click();
  step("grants a role and takes it");
  await fill(page, { role: "evaluator" });
  await page.locator("main form:has(input[value=grant]) button").click();
  await done(page, "granted");
  await page.locator("main form:has(input[value=take]) button").first().click();
  await done(page, "taken");
  step("finds it in the record");
  await page.goto(at("/audit"));
  const record = await page.locator("main table").innerText();
  assert.ok(record.includes(people.citizen.account) || /\d/.test(record), "the record is empty");
  assert.deepEqual(heard, []);
  await context.close();
}
