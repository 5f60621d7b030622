// Staff give a finalist to an evaluator, who declares no conflict of interest, reads it under a
// code and hands a rubric in.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";

const NAMES = ["Alpha of the seven hills", "Beta of the plain"];

/** The evaluator's work on a submission: staff know which it is, the evaluator's list does not tell. */
async function workOn(staff, jury, submission, account) {
  const answer = await staff.request.get(`/api/v1/challenges/${jury}/assignments?limit=200`);
  const { items } = await answer.json();
  return items.find((one) => one.submission === submission && one.evaluator === account).id;
}

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
  step("the evaluator finds it, under a code and without its title");
  await desk.goto(`/${language}/evaluation`);
  const all = await desk.locator("main").innerText();
  assert.ok(NAMES.every((name) => !all.includes(name)), "a name is told");
  const work = await workOn(context, jury, submission, evaluator.account);
  await desk.locator(`main a[href$="/assignments/${work}"]`).first().click();
  await desk.locator("main fieldset.choice").waitFor();
  assert.ok(!(await desk.locator("main").innerText()).includes(title), "the title is told");
  step("the evaluator declares that there is no conflict of interest");
  await press(desk);
  await refused(desk, "conflict");
  await desk.locator("main input[value=no]").check();
  await press(desk);
  await done(desk, "declared");
  await desk.locator("main h1").filter({ hasText: title }).waitFor();
  const dossier = await desk.locator("main").innerText();
  assert.ok(NAMES.every((name) => !dossier.includes(name)), "a name is told");
  step("the evaluator keeps a note with a draft");
  await fill(desk, { note: "ж".repeat(4_001) });
  await desk.locator("main form button[value=save]").click();
  await refused(desk, "note");
  await fill(desk, { note: "A <b>sound</b> plan." });
  await desk.locator("main form button[value=save]").click();
  await done(desk, "draft");
  assert.equal(await desk.locator("#note").inputValue(), "A <b>sound</b> plan.");
  step("a rubric with a gap is not handed in");
  const groups = await desk.locator("main fieldset.choice").count();
  assert.ok(groups >= 4, "there is no rubric");
  for (let at = 1; at < groups; at += 1) {
    await desk.locator(`main input[name="mark-${at}"][value="3"]`).check();
  }
  await desk.locator("main form button[value=hand-in]").click();
  await refused(desk, "mark-0");
  step("the evaluator hands it in whole");
  await desk.locator('main input[name="mark-0"][value="4"]').check();
  await fill(desk, { "comment-0": "Clear <b>steps</b>." });
  await desk.locator("main form button[value=hand-in]").click();
  await done(desk, "handed-in");
  assert.equal(await desk.locator('main input[type="radio"]').count(), 0, "marks can still be changed");
  step("staff see that it is done, and no note");
  await page.goto(`${bench}/evaluators`);
  assert.notEqual(await given.innerText(), before, "it is not shown as done");
  assert.ok(!(await page.locator("main").innerText()).includes("sound"), "the note is shown");
  assert.deepEqual(heard, []);
  await Promise.all([context.close(), other.close()]);
}
