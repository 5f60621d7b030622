// Staff make a challenge of the problem, say how it will be decided, and open it by two.

import assert from "node:assert/strict";

import { done, fill, press } from "../form.mjs";
import { APPROVE, PACK, move } from "../staff.mjs";
import { OUTSIDE, without } from "./cast.mjs";

// More than the baseline scores, and less than anything that is good.
const THRESHOLD = "12";

/** From a pack to a challenge to which its problem leads. */
export async function playChallenge(story) {
  story.step("staff upload a pack");
  const page = await story.go("staff", "/staff/upload");
  await page.setInputFiles(PACK, story.told.places.story.pack);
  await press(page);
  await done(page, "created");
  story.step("nobody else sees a draft");
  await unseen(story);
  story.step("staff set its time and hand it to review");
  await story.go("staff", story.bench("/phases/main"));
  await fill(page, { opens_at: "2026-01-01T10:00", closes_at: "2099-01-01T10:00" });
  await fill(page, { per_day: "7", per_phase: "70", concurrent: "2" });
  await press(page);
  await done(page, "phase");
  await move(page, story.at(story.bench()), "review");
  await done(page, "moved");
  await unseen(story);
  await approve(story);
  await declare(story, page);
  await open(story);
  await link(story, page);
}

/** Not before somebody else has let it pass. */
async function unseen(story) {
  await story.answers(404, OUTSIDE, story.of());
  await story.answers(404, ["nobody"], story.of("/decision"));
  await story.hides([`challenges/${story.challenge}"`], OUTSIDE, "/challenges");
  await story.answers(403, without(OUTSIDE, "nobody"), story.bench());
}

async function approve(story) {
  story.step("somebody else lets it pass");
  const second = await story.go("second", story.bench());
  await second.locator(APPROVE).click();
  await done(second, "approved");
}

async function declare(story, page) {
  story.step("staff declare how it will be decided");
  await story.go("staff", story.bench("/decision"));
  await fill(page, { automatic_threshold: THRESHOLD, human_threshold: "20" });
  await page.locator("#shows_members").check();
  await page.locator("main form:has(#automatic_threshold) button[type=submit]").click();
  await done(page, "declared");
}

async function open(story) {
  story.step("somebody else opens it");
  const second = story.page("second");
  await move(second, story.at(story.bench()), "open");
  await done(second, "moved");
  await story.answers(200, OUTSIDE, story.of());
  story.step("everybody reads how it will be decided, and no decision");
  await story.shows([`${THRESHOLD},00`], OUTSIDE, story.of("/decision"));
  await undecided(story);
}

/** Nothing of a decision is there. */
export async function undecided(story) {
  for (const path of ["/decision/protocol", "/inquiries"]) {
    await story.answers(404, OUTSIDE, story.of(path));
  }
  for (const path of ["", "/snapshot", "/table"]) {
    await story.answers(404, OUTSIDE, `/api/v1${story.of(`/decision${path}`)}`);
  }
  await story.answers(403, without(OUTSIDE, "nobody"), story.bench("/decision"));
  await story.answers(401, ["nobody"], story.bench("/decision"));
}

/** The problem leads to the challenge, and back. */
async function link(story, page) {
  story.step("the problem leads to the challenge, and back");
  await story.go("staff", `/staff${story.problem}`);
  await fill(page, { challenge: story.challenge });
  await page.locator("form:has(#challenge) button[type=submit]").click();
  await done(page, "linked");
  const citizen = await story.go("citizen", story.problem);
  await citizen.locator(`main a[href="${story.at(story.of())}"]`).first().click();
  await citizen.locator(`main a[href="${story.at(story.problem)}"]`).first().click();
  await citizen.waitForURL(`**${story.problem}`);
  assert.ok((await citizen.locator("main h1").innerText()).length > 0);
}
