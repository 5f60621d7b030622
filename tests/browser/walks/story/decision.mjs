// One member of staff proposes the decision, another one publishes it. Before that there is
// nothing of it for anybody else, afterwards all of it for everybody at once.

import assert from "node:assert/strict";

import { done } from "../form.mjs";
import { OUTSIDE, PUBLIC, STARTUPS, TEAMS, titles, without } from "./cast.mjs";
import { undecided } from "./challenge.mjs";

const PROPOSE = "main form:has(input[value=propose]) button[type=submit]";
const PUBLISH = "main form:has(input[value=publish]) button[type=submit]";

/** From the preview to a signed decision. */
export async function playDecision(story) {
  story.step("staff see what it would be, and propose it");
  const staff = await story.go("staff", story.bench("/decision"));
  const preview = await staff.locator("main").innerText();
  assert.ok(TEAMS.every((team) => preview.includes(team)), "a finalist is missing");
  await staff.locator(PROPOSE).click();
  await done(staff, "proposed");
  assert.equal(await staff.locator(PUBLISH).count(), 0, "one alone can publish it");
  story.step("nobody sees a decision, a letter or a final score before it is out");
  await unseen(story);
  story.step("somebody else publishes it");
  const second = await story.go("second", story.bench("/decision"));
  await second.locator(PUBLISH).click();
  await done(second, "published");
  await seen(story);
}

async function unseen(story) {
  await undecided(story);
  await story.hides([...TEAMS, ...titles()], PUBLIC, story.of("/decision"));
  await story.refuses(OUTSIDE, `/api/v1${story.of("/board?split=final")}`);
  for (const role of STARTUPS) {
    const others = without(STARTUPS, role);
    const path = `/submissions/${story.submissions[role]}/letter`;
    await story.hides(titles(others), [role], story.of("/decision"));
    await story.answers(404, STARTUPS, path);
    await story.refuses(without(OUTSIDE, ...STARTUPS), path);
    const run = await story.json(role, `/api/v1/runs/${story.finals[role].id}`);
    assert.equal(run.score, null, `${role} reads the final score`);
    await story.hides(titles(others), [role], story.of("/trail"));
  }
}

async function seen(story) {
  story.step("everybody reads the whole decision");
  for (const path of ["/decision", "/decision/protocol", "/board?split=final"]) {
    await story.shows(TEAMS, OUTSIDE, story.of(path));
  }
  for (const path of ["/decision/snapshot", "/decision/table"]) {
    await story.answers(200, OUTSIDE, `/api/v1${story.of(path)}`);
  }
  const accounts = ["evaluator", "second-evaluator", "third-evaluator", "substitute"];
  const ids = accounts.map((role) => story.told.people[role].account);
  await story.hides(ids, OUTSIDE, story.of("/decision"));
  await story.hides(ids, OUTSIDE, `/api/v1${story.of("/decision/snapshot")}`);
  const decision = await story.json("nobody", `/api/v1${story.of("/decision")}`);
  const { candidates } = decision.numbers;
  assert.equal(candidates.length, STARTUPS.length);
  assert.equal(candidates[0].submission, story.submissions.startup, "another one is first");
  const last = candidates.find(({ submission }) => submission === story.submissions.third);
  assert.equal(last.place ?? null, null, "who is below the threshold has a place");
}
