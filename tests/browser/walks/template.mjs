// Staff make a challenge of a form and one table.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";

const TABLE = "input[type=file][name=table]";

const ROUNDS = 30;
const PUPILS = 20;
const COURSES = 5;

/** From the cards, through what is wrong, to the draft that was checked. */
export async function makeFromTemplate(city, step, { language, name, ...options }) {
  const context = await city.context("staff", options);
  const page = await context.newPage();
  const heard = listen(page, 422);
  const at = (path) => `/${language}/staff${path}`;
  step("sees what there is to choose from");
  await page.goto(at(""));
  await page.locator(`main a[href="${at("/templates")}"]`).click();
  await page.locator("main .card").nth(2).waitFor();
  await page.locator(`main a[href="${at("/templates/assign")}"]`).click();
  step("is told which fields are missing");
  await page.locator("#id").waitFor();
  await fill(page, { id: "Not An Id", title_bg: "Плуване" });
  await press(page);
  await refused(page, "id", "title_en", "table", "set_person", "closes_at");
  assert.equal(await page.locator("#title_bg").inputValue(), "Плуване", "what was typed is gone");
  step("is told which columns the table has");
  await fill(page, filled(`swimming-${name}`));
  await fill(page, { set_place: "pool" });
  await choose(page);
  await press(page);
  await refused(page, "set_place");
  await page.locator("#set_place-error", { hasText: "course" }).waitFor();
  step("makes the challenge");
  await fill(page, { set_place: "course" });
  await choose(page);
  await press(page);
  await done(page, "template");
  step("cannot make it twice");
  await page.goto(at("/templates/assign"));
  await fill(page, filled(`swimming-${name}`));
  await choose(page);
  await press(page);
  await refused(page, "id");
  assert.deepEqual(heard, []);
  await context.close();
}

/** What the form asks for. */
function filled(id) {
  const text = (word) => ({ [`${word}_bg`]: "Текст на български.", [`${word}_en`]: "A text in English." });
  return {
    id,
    ...text("title"),
    ...text("problem"),
    ...text("affected"),
    ...text("table_title"),
    opens_at: "2026-12-01T10:00",
    closes_at: "2099-01-01T10:00",
    licence: "CC0-1.0",
    source: "made for tests",
    set_person: "pupil",
    set_place: "course",
    set_cost: "minutes",
    set_capacity: "room",
    set_group: "round",
    set_metric: "mean-cost",
  };
}

/** Chooses the table: wishes of pupils for courses, in rounds. */
async function choose(page) {
  const lines = ["round,pupil,course,minutes,room"];
  let seed = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let pupil = 0; pupil < PUPILS; pupil += 1) {
      for (let course = 0; course < COURSES; course += 1) {
        seed = (seed * 48_271) % 2_147_483_647;
        lines.push(`${round},r${round}p${pupil},c${course},${5 + (seed % 60)},4`);
      }
    }
  }
  const buffer = Buffer.from(`${lines.join("\n")}\n`);
  await page.setInputFiles(TABLE, { name: "wishes.csv", mimeType: "text/csv", buffer });
}
