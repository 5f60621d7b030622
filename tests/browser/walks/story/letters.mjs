// Each startup reads its own letter and no other one; who has no place asks why, and
// everybody reads the answer.

import assert from "node:assert/strict";

import { done, fill, press } from "../form.mjs";
import { JURY, OUTSIDE, SENT, STARTUPS, without } from "./cast.mjs";
import { COMMENT } from "./jury.mjs";

const QUESTION = "Кой показател ни остави под прага?";
const REPLY = "Средната грешка през първия ден.";

/** From the letters to an inquiry that is answered. */
export async function playLetters(story) {
  story.step("each startup reads its own letter");
  for (const role of STARTUPS) {
    const path = `/submissions/${story.submissions[role]}/letter`;
    await story.shows([SENT[role].title, COMMENT], [role, "staff"], path);
    await story.answers(404, without(STARTUPS, role), path);
    await story.answers(401, ["nobody"], path);
    await story.refuses(without(OUTSIDE, ...STARTUPS), path);
    const { letters } = await story.json(role, `/api/v1${story.of("/letters")}`);
    const own = letters.map(({ submission }) => submission);
    assert.deepEqual(own, [story.submissions[role]]);
  }
  story.step("who has no place asks why");
  const page = await story.go("third", `/submissions/${story.submissions.third}`);
  await page.locator('main a[href$="/letter"]').first().click();
  await page.locator(`main a[href="${story.at(story.of("/inquiries"))}"]`).first().click();
  await fill(page, { topic: "decision", question: QUESTION });
  await page.locator("main #inquiry form button[type=submit]").click();
  await done(page, "asked");
  const thread = await page.locator('main a[href*="/inquiries/"]').first().getAttribute("href");
  const path = thread.replace(/^\/\w+/u, "");
  story.step("others read that, and cannot answer for the city");
  for (const role of without(OUTSIDE, "third", ...JURY)) {
    const other = await story.go(role, path);
    await other.getByText(QUESTION).first().waitFor();
    assert.equal(await other.locator("main form").count(), 0, `${role} can answer`);
  }
  story.step("staff answer, and everybody reads it");
  const staff = await story.go("staff", path);
  await fill(staff, { text: REPLY });
  await press(staff);
  await done(staff, "replied");
  await story.shows([QUESTION, REPLY], OUTSIDE, path);
}
