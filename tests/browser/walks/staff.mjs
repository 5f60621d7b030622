// Two members of staff post a challenge and run it.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";
import { reloadUntil } from "./waiting.mjs";

export const PACK = "input[type=file][name=pack]";
const FINAL = "input[type=file][name=data]";
export const APPROVE = "main form:has(input[value=approve]) button";

/** From an upload to an open challenge, an announcement, an answer, an early close. */
export async function postChallenge(city, step, { language, pack, ...options }) {
  const { files } = city.told;
  const [context, other] = [await city.context("staff", options), await city.context("second", options)];
  const [page, second] = [await context.newPage(), await other.newPage()];
  const heard = [...listen(page, 422), ...listen(second, 422)];
  const at = (path) => `/${language}/staff${path}`;
  const own = at(`/challenges/${pack}`);
  step("is told where a pack is wrong");
  await page.goto(at(""));
  await page.locator(`main a[href="${at("/upload")}"]`).click();
  await page.setInputFiles(PACK, files.broken);
  await press(page);
  await refused(page, "pack");
  step("uploads a pack");
  await page.setInputFiles(PACK, files[pack]);
  await press(page);
  await done(page, "created");
  step("sees the pages as everybody will");
  for (const other of ["bg", "en"]) {
    const link = page.locator(`main a[href="/${other}/challenges/${pack}"]`).first();
    assert.equal((await context.request.get(await link.getAttribute("href"))).status(), 200);
  }
  step("sets a phase");
  await page.goto(`${own}/phases/main`);
  await fill(page, { opens_at: "2026-01-01T10:00", closes_at: "2025-01-01T10:00", per_day: "0" });
  await press(page);
  await refused(page, "closes_at", "per_day");
  await fill(page, { closes_at: "2099-01-01T10:00", per_day: "7", per_phase: "70", concurrent: "2" });
  await press(page);
  await done(page, "phase");
  step("hands it to review, and cannot open it alone");
  await move(page, own, "review");
  await done(page, "moved");
  await move(page, own, "open");
  await refused(page, "to");
  step("somebody else approves it");
  await second.goto(own);
  await second.locator(APPROVE).click();
  await done(second, "approved");
  step("attaches the final data that was held back, and cannot let it pass alone");
  await page.goto(own);
  await page.locator('main a[href$="/final"]').click();
  await page.setInputFiles(FINAL, files.broken);
  await press(page);
  await refused(page, "data");
  await page.setInputFiles(FINAL, files.final);
  await press(page);
  await done(page, "final");
  assert.equal(await page.locator(APPROVE).count(), 0, "own data can be let pass");
  step("somebody else lets it pass, and opens the challenge");
  await second.goto(own);
  await second.locator(APPROVE).click();
  await done(second, "approved");
  await move(second, own, "open");
  await done(second, "moved");
  step("announces in both languages");
  await page.goto(`${own}/announcements`);
  await fill(page, { title_bg: "Начало" });
  await press(page);
  await refused(page, "body_bg", "title_en", "body_en");
  await fill(page, { body_bg: "Започва **сега**.", title_en: "Start", body_en: "It begins **now**." });
  await press(page);
  await done(page, "announced");
  step("closes it early, with a reason");
  await move(page, own, "closed");
  await refused(page, "reason");
  await move(page, own, "closed", "A table was wrong.");
  await done(page, "moved");
  assert.deepEqual(heard, []);
  await Promise.all([context.close(), other.close()]);
}

/** Answers a question of a startup, for everybody to read. */
export async function answerQuestion(city, step, { language, ...options }) {
  const { open, question } = city.told.places;
  const context = await city.context("staff", options);
  const page = await context.newPage();
  step("finds the question");
  await page.goto(`/${language}/staff/challenges/${open}/questions?all=yes`);
  await page.locator(`main a[href$="/questions/${question}"]`).click();
  step("answers it");
  await fill(page, { answer: "" });
  await press(page);
  await refused(page, "answer");
  await fill(page, { answer: "Да, като <b>holiday</b>." });
  await press(page);
  await done(page, "answered");
  step("everybody reads the answer as it was written");
  await page.goto(`/${language}/challenges/${open}/questions`);
  await page.getByText("Да, като <b>holiday</b>.").first().waitFor();
  await context.close();
}

/** Has a challenge scored once more, looks at what would change, and leaves it. */
export async function rejudge(city, step, { language, rejudged, ...options }) {
  const challenge = city.told.places[rejudged];
  const context = await city.context("staff", options);
  const page = await context.newPage();
  step("starts it");
  await page.goto(`/${language}/staff/challenges/${challenge}/rejudges`);
  await fill(page, { split: "sample" });
  await press(page);
  await done(page, "started");
  step("waits until it can be decided");
  const cancel = page.locator("main form:has(input[value=cancel]) button");
  const apply = page.locator("main form:has(input[value=apply]) button");
  const isReady = async () => (await apply.count()) === 1;
  await reloadUntil(page, isReady, "it is never ready");
  step("sees each score before and after, and leaves them");
  assert.ok((await page.locator("main tbody tr").count()) > 0, "no score is shown");
  await cancel.click();
  await done(page, "cancelled");
  await context.close();
}

/** Takes a step in the life of a challenge. */
export async function move(page, workbench, to, reason) {
  await page.goto(workbench);
  await fill(page, reason === undefined ? { to } : { to, reason });
  await page.locator("main form:has(input[value=move]) button").click();
}
