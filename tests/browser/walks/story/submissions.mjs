// Three startups answer, and none sees what another one has sent.

import assert from "node:assert/strict";

import { woken } from "../../checks.mjs";
import { done, fill, press } from "../form.mjs";
import { PLUGIN, SEND, SUBMISSION, ended } from "../submit.mjs";
import { JURY, PUBLIC, SENT, STARTUPS, TEAMS, titles, without } from "./cast.mjs";

/** Each enrols, sends a plugin, and reads its score. */
export async function playSubmissions(story) {
  for (const role of STARTUPS) {
    story.step(`${role}: enrols`);
    const page = await story.go(role, story.of());
    await press(page);
    await done(page, "enrolled");
    story.step(`${role}: submits and sees a score`);
    story.submissions[role] = await submit(story, role);
    await ended(page, true);
    await page.locator("main .badge.good").first().waitFor();
  }
  story.step("nobody sees what another one has sent");
  for (const role of STARTUPS) {
    await isOwn(story, role);
  }
  story.step("the board names nobody");
  for (const role of without(STARTUPS, "startup")) {
    await story.hides([TEAMS[0], SENT.startup.title], [role], story.of("/board"));
  }
  await story.hides([...TEAMS, ...titles()], [...PUBLIC, ...JURY], story.of("/board"));
  await story.hides([...TEAMS, ...titles()], [...PUBLIC, ...JURY], story.of("/trail"));
  story.step("no evaluator reads anything before the close");
  await story.refuses(JURY, `/evaluation/${story.challenge}`);
}

/** Fills the form and sends it; the id of what was sent. */
async function submit(story, role) {
  const page = await story.go(role, story.of("/submit"));
  assert.deepEqual(await woken(page), [], "the client does not know these islands");
  await page.setInputFiles(PLUGIN, story.told.places.story.plugins[role]);
  await fill(page, { ...SENT[role], approach: "По часове и дни от седмицата." });
  await page.locator(SEND).click();
  await page.waitForURL(SUBMISSION);
  return new URL(page.url()).pathname.split("/").pop();
}

/** A submission and its runs are there for its own people and staff alone. */
async function isOwn(story, role) {
  const path = `/submissions/${story.submissions[role]}`;
  const others = without(STARTUPS, role);
  await story.shows([SENT[role].title], [role, "staff"], path);
  await story.answers(404, others, path);
  await story.answers(401, ["nobody"], path);
  await story.refuses(["citizen", ...JURY], path);
  await story.hides([SENT[role].title], others, "/submissions");
  await story.answers(404, [role], `${path}/letter`);
  const { runs } = await story.json(role, `/api/v1${path}`);
  assert.ok(runs.length > 0, "nothing is run");
  for (const { id } of runs) {
    await story.refuses([...others, ...PUBLIC, ...JURY], `/runs/${id}`);
  }
}
