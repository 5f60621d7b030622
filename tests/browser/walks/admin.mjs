// An admin brings somebody in, grants and takes a role, reads the record, sets quotas
// and switches.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";

// What the record says of a role that was granted and taken.
const TOLD = { bg: ["Дадена роля", "Отнета роля"], en: ["Role granted", "Role taken"] };

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
  for (const word of TOLD[language]) {
    assert.ok(record.includes(word), `the record does not tell: ${word}`);
  }
  assert.deepEqual(heard, []);
  await context.close();
}

/** Allows one organisation less, as it is told on its own pages, and takes it back. */
export async function changeQuota(city, step, { language, ...options }) {
  const { fragile } = city.told.places;
  const { organisation } = city.told.people.rival;
  const [context, other] = [await city.context("admin", options), await city.context("rival", options)];
  const [page, member] = [await context.newPage(), await other.newPage()];
  const heard = [...listen(page, 422), ...listen(member)];
  step("finds the quota of an organisation");
  await page.goto(`/${language}/admin/quotas`);
  await page.locator("form.search #challenge").fill(fragile);
  await page.locator("form.search button").click();
  await page.locator(`main a[href*="organisation=${organisation}"]`).click();
  step("is told what is wrong");
  await fill(page, { kind: "own", per_day: "0", per_phase: "9", concurrent: "4", reason: "" });
  await press(page);
  await refused(page, "per_day", "reason");
  step("changes it, and members read it");
  await fill(page, { per_day: "3", reason: "They asked for less." });
  await press(page);
  await done(page, "changed");
  await member.goto(`/${language}/challenges/${fragile}/submit`);
  assert.match(await member.locator("main ul.plain").first().innerText(), /\b3\b.*\b9\b.*\b4\b/);
  step("takes it back");
  await page.locator(`main a[href*="organisation=${organisation}"]`).first().click();
  await fill(page, { kind: "phase", reason: "It was a mistake." });
  await press(page);
  await done(page, "changed");
  assert.deepEqual(heard, []);
  await Promise.all([context.close(), other.close()]);
}

/** Closes registration with a message to everybody, and opens it again. */
export async function throwSwitches(city, step, { language, ...options }) {
  const [context, other] = [await city.context("admin", options), await city.context("nobody", options)];
  const [page, stranger] = [await context.newPage(), await other.newPage()];
  const heard = [...listen(page, 422), ...listen(stranger)];
  const at = (path) => `/${language}${path}`;
  const texts = { message_bg: "Профилактика до 18 ч.", message_en: "Maintenance until 6 p.m." };
  step("a message needs both languages");
  await page.goto(at("/admin/switches"));
  await fill(page, { message_bg: texts.message_bg, message_en: "" });
  await press(page);
  await refused(page, "message_en");
  assert.equal(await page.inputValue("#message_bg"), texts.message_bg, "what was typed is gone");
  step("closes registration and tells everybody");
  await fill(page, texts);
  await page.locator("#registration").uncheck();
  await press(page);
  await done(page, "set");
  step("a stranger reads why, and finds no form");
  await stranger.goto(at("/register"));
  await stranger.getByText(texts[`message_${language}`]).first().waitFor();
  assert.equal(await stranger.locator("main form #password").count(), 0, "the form is still there");
  step("opens it again");
  await fill(page, { message_bg: "", message_en: "" });
  await page.locator("#registration").check();
  await press(page);
  await done(page, "set");
  await stranger.goto(at("/register"));
  await stranger.locator("main form #password").waitFor();
  assert.deepEqual(heard, []);
  await Promise.all([context.close(), other.close()]);
}
