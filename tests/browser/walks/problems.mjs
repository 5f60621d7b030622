// A citizen proposes a problem, staff let it pass, somebody else supports it, the city
// answers, and a challenge comes of it.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";

/** From an empty form to the challenge that leads back to its problem. */
export async function solveProblem(city, step, { language, name, ...options }) {
  const contexts = await Promise.all(["citizen", "staff", "rival"].map((role) => city.context(role, options)));
  const [page, staff, rival] = await Promise.all(contexts.map((context) => context.newPage()));
  const heard = [page, staff, rival].map((one) => listen(one, 422));
  const title = `Тъмна спирка, ${name}`;
  step("is told what is missing");
  await page.goto(`/${language}/problems`);
  await page.locator(`main a.button[href="/${language}/problems/new"]`).click();
  await page.locator("#title").waitFor();
  await fill(page, { title });
  await press(page);
  await refused(page, "affected", "importance", "solved_when", "field");
  assert.equal(await page.locator("#title").inputValue(), title, "what was typed is gone");
  step("proposes it");
  await fill(page, filled());
  await page.locator("#district-3").check();
  await press(page);
  await done(page, "proposed");
  const path = new URL(page.url()).pathname.replace(/^\/\w+/u, "");
  step("nobody else sees it yet");
  const early = await contexts[2].request.get(`/${language}${path}`);
  assert.equal(early.status(), 404);
  await letPass(staff, step, { language, path, title });
  step("somebody supports it, and takes that back");
  await rival.goto(`/${language}/problems?q=${encodeURIComponent(name)}`);
  await rival.locator(`main a[href="/${language}${path}"]`).click();
  await press(rival, "button[value=support]");
  await done(rival, "supported");
  await press(rival, "button[value=withdraw]");
  await done(rival, "withdrawn");
  await press(rival, "button[value=support]");
  await done(rival, "supported");
  await answerAndLink(staff, step, { language, path, open: city.told.places.open });
  step("reads the answer, and goes to the challenge and back");
  await page.goto(`/${language}${path}`);
  await page.getByText(language === "bg" ? "Ще светне." : "There will be light.").first().waitFor();
  await page.locator(`main a[href="/${language}/challenges/${city.told.places.open}"]`).click();
  await page.locator(`main a[href="/${language}${path}"]`).click();
  await page.waitForURL(`**${path}`);
  assert.deepEqual(heard.flat(), []);
  await Promise.all(contexts.map((context) => context.close()));
}

function filled() {
  return {
    affected: "Хората, които чакат вечер",
    importance: "Не се виждат от автобуса",
    solved_when: "Спирката свети след залез",
    field: "utilities",
  };
}

/** Staff find it in the queue, and let it pass. */
async function letPass(staff, step, { language, path, title }) {
  step("staff read it, and let it pass");
  await staff.goto(`/${language}/staff`);
  await staff.locator(`main a[href="/${language}/staff/problems"]`).click();
  await staff.locator(`main a[href="/${language}/staff${path}"]`, { hasText: title }).click();
  await staff.locator("#reason").waitFor();
  await press(staff, "button[value=refuse]");
  await refused(staff, "reason");
  await press(staff, "button[value=show]");
  await done(staff, "shown");
}

/** The city answers, and a challenge comes of it. */
async function answerAndLink(staff, step, { language, path, open }) {
  step("the city answers in both languages");
  await staff.goto(`/${language}/staff${path}`);
  await staff.locator("#answer_bg").fill("Ще светне.");
  await staff.locator("form:has(#answer_en) button[type=submit]").click();
  await refused(staff, "answer_en");
  await fill(staff, { kind: "planned", answer_bg: "Ще светне.", answer_en: "There will be light." });
  await staff.locator("form:has(#answer_en) button[type=submit]").click();
  await done(staff, "answered");
  step("links the challenge");
  await fill(staff, { challenge: open });
  await staff.locator("form:has(#challenge) button[type=submit]").click();
  await done(staff, "linked");
}
