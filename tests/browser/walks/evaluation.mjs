// Staff give a finalist to an evaluator, who reads it under a code and says that it is done.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";

const NAMES = ["Alpha of the seven hills", "Beta of the plain"];

/** From the giving to the end, on two desks. */
export async function judge(city, step, { language, judged, ...options }) {
  const { jury, finalists } = city.told.places;
  const { evaluator } = city.told.people;
  const { submission, title } = finalists[judged];
  const [context, other] = [await city.context("staff", options), await city.context("evaluator", options)];
  const [page, desk] = [await context.newPage(), await other.newPage()];
  const heard = [...listen(page, 422), ...listen(desk, 422)];
  const bench = `/${language}/staff/challenges/${jury}`;
  step("staff are told what is missing");
  await page.goto(bench);
  await page.locator(`main a[href="${bench}/evaluators"]`).click();
  await press(page, "button:not(.danger)");
  await refused(page, "due_on");
  step("staff give a finalist to an evaluator");
  await fill(page, { evaluator: evaluator.account, submission, due_on: "2099-06-30" });
  await press(page, "button:not(.danger)");
  await done(page, "assigned");
  const given = page.locator("main tbody tr").filter({ has: page.locator(`a[href$="/submissions/${submission}"]`) });
  const before = await given.innerText();
  step("the evaluator finds it, under a code");
  await desk.goto(`/${language}/evaluation`);
  const all = await desk.locator("main").innerText();
  assert.ok(NAMES.every((name) => !all.includes(name)), "a name is told");
  await desk.locator('main a[href*="/assignments/"]').filter({ hasText: title }).first().click();
  await desk.locator("main h1").filter({ hasText: title }).waitFor();
  const dossier = await desk.locator("main").innerText();
  assert.ok(NAMES.every((name) => !dossier.includes(name)), "a name is told");
  step("the evaluator keeps a note, and is done");
  await fill(desk, { note: "ж".repeat(4_001) });
  await desk.locator("main form button[value=save]").click();
  await refused(desk, "note");
  await fill(desk, { note: "A <b>sound</b> plan." });
  await desk.locator("main form button[value=done]").click();
  await done(desk, "done");
  assert.equal(await desk.locator("#note").inputValue(), "A <b>sound</b> plan.");
  step("the evaluator takes it up again, and is done again");
  await desk.locator("main form button[value=reopen]").click();
  await done(desk, "reopened");
  await desk.locator("main form button[value=done]").click();
  await done(desk, "done");
  step("staff see that it is done, and no note");
  await page.goto(`${bench}/evaluators`);
  assert.notEqual(await given.innerText(), before, "it is not shown as done");
  assert.ok(!(await page.locator("main").innerText()).includes("sound"), "the note is shown");
  assert.deepEqual(heard, []);
  await Promise.all([context.close(), other.close()]);
}
