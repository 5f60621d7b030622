// The best becomes a pilot: a citizen uses it and says what it was worth, staff stop it, and
// report how it ended.

import assert from "node:assert/strict";

import { done, fill, press } from "../form.mjs";
import { JURY, OUTSIDE, PUBLIC, STARTUPS, without } from "./cast.mjs";

const TITLE = "Водата за седмицата";
const SHOWN = "Вече знам кога да си налея вода";
const KEPT = "Живея на улица „Оборище“ и не искам да се знае";
const REASON = "Числата за район E са остарели";
const REPORT = "Пилотният проект показа какво липсва в данните.";

const DAY_MS = 86_400_000;

/** The day that it is, so many days later or earlier. */
function day(later) {
  return new Date(Date.now() + later * DAY_MS).toISOString().slice(0, 10);
}

/** From the opening to the report. */
export async function playPilot(story) {
  await open(story);
  await use(story);
  await moderate(story);
  await stop(story);
  await report(story);
}

/** Staff open it for the bytes that were scored. */
async function open(story) {
  story.step("nobody but staff opens a pilot");
  await story.answers(403, without(OUTSIDE, "nobody"), story.bench("/pilots"));
  await story.hides([TITLE], OUTSIDE, "/pilots");
  story.step("staff open a pilot of the best");
  const page = await story.go("staff", story.bench("/pilots"));
  await fill(page, {
    submission: story.submissions.startup,
    title_bg: TITLE,
    title_en: "Water of the week",
    summary_bg: "За всички, които плащат за вода.",
    summary_en: "For whoever pays for water.",
    starts_on: day(-2),
    ends_on: day(200),
    budget_eur: "12000",
    wall_clock_ms: "10000",
    districts: "Средец",
    milestones: `${day(30)}; Начало; Start`,
    indicators: `${day(150)}; По-малко загуби; Less is lost; Загуби; Loss; %; 20; 15; Водомери; Meters`,
  });
  await press(page);
  await done(page, "opened");
  story.pilot = new URL(page.url()).pathname.replace(/^\/\w+\/staff/u, "");
}

/** A citizen asks it, and says what the answer was worth. */
async function use(story) {
  story.step("a citizen finds the pilot and uses it");
  const page = await story.go("citizen", "/pilots");
  await page.locator(`main a[href="${story.at(story.pilot)}"]`).first().click();
  await fill(page, { "in-area": "E" });
  await page.locator("main form button[value=ask]").click();
  await page.locator("main svg").first().waitFor();
  story.step("and says what it was worth, once for all and once for staff alone");
  await say(story, "helpful", SHOWN, true);
  await say(story, "problem", KEPT, false);
  story.step("nobody reads that before staff have");
  await story.hides([SHOWN, KEPT], OUTSIDE, story.pilot);
  await story.answers(403, without(OUTSIDE, "nobody"), `/staff${story.pilot}`);
  await story.answers(401, ["nobody"], `/staff${story.pilot}`);
  await story.answers(401, ["nobody"], `/api/v1${story.pilot}/feedback`);
  await story.answers(403, [...STARTUPS, ...JURY, "citizen"], `/api/v1${story.pilot}/feedback`);
}

async function say(story, kind, comment, mayBeShown) {
  const page = await story.go("citizen", story.pilot);
  const form = page.locator(`main form[action="${story.at(story.pilot)}/feedback"]`);
  await form.locator(`#kind-${kind}`).check();
  await fill(page, { comment });
  await form.locator("#may_be_shown").setChecked(mayBeShown);
  await form.locator("button[type=submit]").click();
  await done(page, "thanks");
}

/** What its writer gave free is shown once staff let it pass; the rest is not. */
async function moderate(story) {
  story.step("staff let pass what its writer gave free, and cannot show the rest");
  const page = await story.go("staff", `/staff${story.pilot}`);
  const said = (comment) => page.locator("main li").filter({ hasText: comment });
  assert.equal(await said(KEPT).locator("form:has(input[value=yes])").count(), 0, "it can be shown");
  await said(SHOWN).locator("form:has(input[value=yes]) button").click();
  await done(page, "saved");
  await story.shows([SHOWN], OUTSIDE, story.pilot);
  await story.hides([KEPT], OUTSIDE, story.pilot);
  await story.hides([KEPT], OUTSIDE, `${story.pilot}/trail`);
}

/** The switch works at once, on forms too that are open elsewhere. */
async function stop(story) {
  story.step("staff stop it while a citizen has its form open");
  const citizen = await story.go("citizen", story.pilot);
  await fill(citizen, { "in-area": "E" });
  assert.equal(await asked(story), 200);
  const page = await story.go("staff", `/staff${story.pilot}`);
  await fill(page, { reason: REASON });
  await press(page, "button[value=stop]");
  await done(page, "stopped");
  story.step("it answers nobody any more, and says why");
  assert.equal(await asked(story), 410);
  await citizen.locator("main form button[value=ask]").click();
  await citizen.locator("#in-area").waitFor({ state: "detached" });
  await story.shows([REASON], OUTSIDE, story.pilot);
  for (const role of PUBLIC) {
    const other = await story.go(role, story.pilot);
    assert.equal(await other.locator("#in-area").count(), 0, `${role} can still ask`);
  }
}

/** What a program of another site would get. */
async function asked(story) {
  const { request } = story.page("nobody").context();
  const answer = await request.post(`/api/v1${story.pilot}/answers`, { data: { input: { area: "E" } } });
  return answer.status();
}

/** Staff say how it ended, for everybody to read. */
async function report(story) {
  story.step("staff report how it ended");
  await story.hides([REPORT], OUTSIDE, story.pilot);
  const page = story.page("staff");
  await fill(page, { decision: "stop", report_bg: REPORT, report_en: "It showed what the data lacks." });
  await page.locator("main form:has(#decision) button[type=submit]").click();
  await done(page, "saved");
  await story.shows([REPORT], OUTSIDE, story.pilot);
  await story.shows([REPORT], OUTSIDE, `${story.pilot}/trail`);
  await story.shows([TITLE], OUTSIDE, story.of("/trail"));
  story.step("the problem leads to all of it");
  await story.shows([story.at(story.of())], ["citizen"], story.problem);
}
