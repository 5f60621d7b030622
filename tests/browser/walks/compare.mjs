// Submissions side by side: a startup its own, an evaluator those under codes.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";

const CHARTS = ["trade", "parallel", "boxes", "heat"];

/** Chooses two, reads what differs, and takes the charts home. */
export async function compare(city, step, { language, ...options }) {
  const { open, published, scored, other, codes } = city.told.places;
  const desks = [
    ["startup", `/${language}/challenges/${open}/compare`, [scored.submission, other.submission]],
    ["evaluator", `/${language}/evaluation/${published}/compare`, codes],
  ];
  for (const [role, address, [one, two]] of desks) {
    const context = await city.context(role, options);
    const page = await context.newPage();
    const heard = listen(page, 422);
    step(`${role}: one alone is no comparison`);
    await page.goto(address);
    await page.locator(`main input[value="${one}"]`).check();
    await page.locator("main form button").click();
    await page.locator("#of-error").waitFor();
    step(`${role}: two are compared`);
    assert.ok(await page.locator(`main input[value="${one}"]`).isChecked(), "what was chosen is gone");
    await page.locator(`main input[value="${two}"]`).check();
    await page.locator("main form button").click();
    await page.locator("main table").first().waitFor();
    step(`${role}: each chart has its table and can be taken home`);
    const files = await page.locator('main a[href*="/compare/"]').evaluateAll((all) => all.map((a) => a.href));
    for (const chart of CHARTS) {
      for (const ending of ["svg", "csv"]) {
        const file = files.find((file) => new URL(file).pathname.endsWith(`/${chart}.${ending}`));
        assert.ok(file, `no ${chart}.${ending}`);
        const answer = await context.request.get(file);
        assert.equal(answer.status(), 200, file);
        assert.match(await answer.text(), ending === "svg" ? /^<\?xml|^<svg/ : /,/);
      }
    }
    assert.deepEqual(heard, []);
    await context.close();
  }
}
