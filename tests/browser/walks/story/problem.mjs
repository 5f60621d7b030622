// A citizen tells of a problem, which nobody reads before staff have.

import assert from "node:assert/strict";

import { done, fill, press } from "../form.mjs";
import { OUTSIDE, without } from "./cast.mjs";

const TITLE = "Водата спира без предупреждение";

/** From the form to the city's answer. */
export async function playProblem(story) {
  story.step("a citizen proposes a problem");
  const page = await story.go("citizen", "/problems/new");
  await fill(page, {
    title: TITLE,
    affected: "Хората по високите етажи",
    importance: "Никой не знае за колко вода да се подготви",
    solved_when: "Нуждата се знае седмица по-рано",
    field: "utilities",
  });
  await page.locator("#district-3").check();
  await press(page);
  await done(page, "proposed");
  story.problem = new URL(page.url()).pathname.replace(/^\/\w+/u, "");
  story.step("nobody else reads it before staff have");
  const others = without(OUTSIDE, "citizen");
  await story.answers(200, ["citizen"], story.problem);
  await story.answers(404, others, story.problem);
  await story.hides([TITLE], others, "/problems");
  await story.answers(401, ["nobody"], "/staff/problems");
  await story.answers(403, without(OUTSIDE, "nobody"), `/staff${story.problem}`);
  await letPass(story);
}

/** Staff read it and answer, somebody supports it. */
async function letPass(story) {
  story.step("staff let it pass");
  const staff = await story.go("staff", "/staff/problems");
  await staff.locator(`main a[href="${story.at(`/staff${story.problem}`)}"]`, { hasText: TITLE }).click();
  await press(staff, "button[value=show]");
  await done(staff, "shown");
  await story.shows([TITLE], OUTSIDE, story.problem);
  await story.shows([TITLE], ["nobody"], "/problems");
  story.step("somebody supports it");
  const rival = await story.go("rival", story.problem);
  await press(rival, "button[value=support]");
  await done(rival, "supported");
  story.step("the city answers");
  await fill(staff, { kind: "planned", answer_bg: "Ще потърсим решение.", answer_en: "We look for an answer." });
  await staff.locator("form:has(#answer_en) button[type=submit]").click();
  await done(staff, "answered");
  const page = await story.go("citizen", story.problem);
  assert.ok((await page.locator("main").innerText()).includes("Ще потърсим решение."), "the answer is not shown");
}
