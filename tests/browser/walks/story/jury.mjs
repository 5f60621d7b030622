// Three evaluators judge blind. One has a conflict of interest, so that a fourth steps in for
// that finalist; two lie far apart, so that they talk about it.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

import { done, fill, press, refused } from "../form.mjs";
import { move } from "../staff.mjs";
import { ended } from "../submit.mjs";
import { MAX_LOOKS, PAUSE_MS } from "../waiting.mjs";
import { JURY, OUTSIDE, PUBLIC, SENT, STARTUPS, TEAMS, titles, without } from "./cast.mjs";
import { undecided } from "./challenge.mjs";

const DUE = "2099-06-30";

const CONFLICT = "Работих при тях до миналата година";

/** What an evaluator writes to a startup. */
export const COMMENT = "Ясно описани стъпки";

/** From the close to rubrics that are all in and agreed on. */
export async function playJury(story) {
  await close(story);
  await assign(story);
  await blind(story);
  await declareConflict(story);
  for (const role of JURY) {
    for (const startup of STARTUPS) {
      if (story.works[role][startup] !== undefined) {
        await judge(story, role, startup);
      }
    }
  }
  await judge(story, "substitute", "third");
  await compared(story);
  await moderate(story);
}

/** After the close each has a final run, of which nobody but staff knows how it went. */
async function close(story) {
  story.step("staff close the challenge early, with a reason");
  const staff = story.page("staff");
  const bench = story.at(story.bench());
  await move(staff, bench, "closed", "Всички са готови.");
  await done(staff, "moved");
  story.step("startups see that their final runs end, and no score");
  story.finals = {};
  for (const role of STARTUPS) {
    const { id } = await finalRun(story, role);
    const page = await story.go(role, `/submissions/${story.submissions[role]}`);
    await ended(page, true);
    const own = await story.json(role, `/api/v1/runs/${id}`);
    assert.deepEqual([own.state, own.score], ["scored", null]);
    const { score } = await story.json("staff", `/api/v1/runs/${id}`);
    story.finals[role] = { id, total: score.total };
    await story.refuses([...without(STARTUPS, role), ...PUBLIC, ...JURY], `/runs/${id}`);
  }
  await story.refuses(OUTSIDE, `/api/v1${story.of("/board?split=final")}`);
  story.step("staff hand it to the jury");
  await move(staff, bench, "jury");
  await done(staff, "moved");
}

/** The final run of a startup, once it is there. */
async function finalRun(story, role) {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const { runs } = await story.json("staff", `/api/v1/submissions/${story.submissions[role]}`);
    const found = runs.find(({ split }) => split === "final");
    if (found !== undefined) {
      return found;
    }
    await setTimeout(PAUSE_MS);
  }
  throw new Error(`${role} has no final run`);
}

/** Each of the three gets all finalists. */
async function assign(story) {
  story.step("staff give all finalists to three evaluators");
  for (const role of JURY) {
    await give(story, role, "");
  }
  for (const role of JURY) {
    story.works[role] = await worksOf(story, role);
    assert.equal(Object.keys(story.works[role]).length, STARTUPS.length);
  }
  await story.answers(403, [...STARTUPS, "citizen", ...JURY], story.bench("/evaluators"));
  await story.answers(403, [...STARTUPS, "citizen"], "/evaluation");
  await story.answers(401, ["nobody"], "/evaluation");
}

async function give(story, role, submission) {
  const page = await story.go("staff", story.bench("/evaluators"));
  await fill(page, { evaluator: story.told.people[role].account, submission, due_on: DUE });
  await press(page, "button:not(.danger)");
  await done(page, "assigned");
}

/** Ids of somebody's work by the startup that it is about, which staff alone know. */
async function worksOf(story, role) {
  const { items } = await story.json("staff", `/api/v1${story.of("/assignments?limit=200")}`);
  const { account } = story.told.people[role];
  const own = items.filter(({ evaluator }) => evaluator === account);
  const of = (id) => STARTUPS.find((startup) => story.submissions[startup] === id);
  return Object.fromEntries(own.map(({ id, submission }) => [of(submission), id]));
}

/** The winner's automatic score as a page would say it. */
function score(story) {
  return story.finals.startup.total.toFixed(1).replace(".", ",");
}

/** Before anything is declared there is a code, and nothing else. */
async function blind(story) {
  story.step("evaluators see neither titles nor names nor scores");
  const hidden = [...TEAMS, ...titles(), score(story)];
  for (const role of JURY) {
    const page = await story.go(role, "/evaluation");
    await page.locator(`main a[href="${story.at(`/assignments/${story.works[role].startup}`)}"]`).first().waitFor();
    await story.hides(hidden, [role], "/evaluation");
    await story.hides(hidden, [role], `/evaluation/${story.challenge}`);
    for (const startup of STARTUPS) {
      await story.hides(hidden, [role], `/assignments/${story.works[role][startup]}`);
      await story.refuses([role], `/submissions/${story.submissions[startup]}`);
      await story.refuses(without(OUTSIDE, role), `/assignments/${story.works[role][startup]}`);
    }
    await locked(story, role);
  }
}

async function locked(story, role) {
  const page = await story.go(role, `/evaluation/${story.challenge}/compare`);
  assert.equal(await page.locator("main input[name=of]").count(), 0, `${role} may compare already`);
  await story.hides([...TEAMS, score(story)], [role], `/evaluation/${story.challenge}/compare`);
}

/** Whoever has a conflict loses the work, and somebody else gets it. */
async function declareConflict(story) {
  const role = "second-evaluator";
  story.step("an evaluator declares a conflict of interest");
  const work = `/assignments/${story.works[role].third}`;
  const page = await story.go(role, work);
  await page.locator("main input[value=yes]").check();
  await press(page);
  await refused(page, "reason");
  await page.locator("main input[value=yes]").check();
  await fill(page, { reason: CONFLICT });
  await press(page);
  await done(page, "conflict");
  delete story.works[role].third;
  await story.refuses([role], work);
  await story.hides([SENT.third.title], [role], `/evaluation/${story.challenge}`);
  await story.shows([CONFLICT], ["staff"], story.bench("/evaluators"));
  story.step("staff give that finalist to somebody else");
  await give(story, "substitute", story.submissions.third);
  story.works.substitute = await worksOf(story, "substitute");
  assert.deepEqual(Object.keys(story.works.substitute), ["third"]);
}

/** Declares no conflict, reads under a code, and hands a rubric in. */
async function judge(story, role, startup) {
  story.step(`${role} judges what ${startup} has sent`);
  const path = `/assignments/${story.works[role][startup]}`;
  const page = await story.go(role, path);
  await page.locator("main input[value=no]").check();
  await press(page);
  await done(page, "declared");
  await story.shows([SENT[startup].title], [role], path);
  const others = JURY.filter((other) => other !== role).map(comment);
  await story.hides([...TEAMS, score(story), ...others], [role], path);
  const criteria = await page.locator("main fieldset.choice").count();
  assert.ok(criteria >= 4, "there is no rubric");
  for (let at = 0; at < criteria; at += 1) {
    const mark = at === 0 && role === "third-evaluator" && startup === "startup" ? 1 : 4;
    await page.locator(`main input[name="mark-${at}"][value="${mark}"]`).check();
  }
  await fill(page, { "comment-0": comment(role) });
  await page.locator("main form button[value=hand-in]").click();
  await done(page, "handed-in");
}

function comment(role) {
  return `${COMMENT}: ${role}`;
}

/** Comparisons are open once the own rubrics are in, under codes. */
async function compared(story) {
  story.step("evaluators compare once their rubrics are in");
  for (const role of JURY) {
    const page = await story.go(role, `/evaluation/${story.challenge}/compare`);
    assert.ok((await page.locator("main input[name=of]").count()) > 0, `${role} may not compare`);
    await story.hides(TEAMS, [role], `/evaluation/${story.challenge}/compare`);
  }
  await story.shows([SENT.third.title], ["evaluator"], `/evaluation/${story.challenge}`);
  await story.hides([SENT.third.title], ["second-evaluator"], `/evaluation/${story.challenge}`);
}

/** Two lie far apart: nothing is proposed before all three have said what stands. */
async function moderate(story) {
  const propose = "main form:has(input[value=propose])";
  story.step("a mark that lies far apart keeps the decision back");
  const staff = await story.go("staff", story.bench("/decision"));
  assert.equal(await staff.locator(propose).count(), 0, "it can be proposed already");
  story.step("all three say what stands, under numbers");
  for (const role of JURY) {
    const page = await story.go(role, `/assignments/${story.works[role].startup}`);
    await page.locator('main a[href*="/moderations/"]').first().click();
    await page.locator('main input[name="mark"][value="3"]').waitFor();
    await story.hides(TEAMS, [role], new URL(page.url()).pathname.replace(/^\/\w+/u, ""));
    await page.locator('main input[name="mark"][value="3"]').check();
    await fill(page, { comment: "След разговора." });
    await press(page);
    await done(page, "moderated");
  }
  await story.go("staff", story.bench("/decision"));
  assert.equal(await staff.locator(propose).count(), 1, "it cannot be proposed");
  story.step("nothing of a decision is seen");
  await undecided(story);
  await story.hides([...TEAMS, ...titles()], [...PUBLIC, ...JURY], story.of("/trail"));
}
