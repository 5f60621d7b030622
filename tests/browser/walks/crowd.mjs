// Lists of ten thousand rows: a page holds some of them, says so, and leads on.

import assert from "node:assert/strict";

import { listen, weigh } from "../checks.mjs";

// More rows than this nobody reads on one page.
const MAX_ROWS = 200;

// The most that a page may weigh as it travels.
const MAX_PAGE_BYTES = 150_000;

const ROWS = "main tbody tr, main article.entry";

// Pages of a list that are looked at: the first, and some behind it.
const PAGES = 3;

/** Turns pages of each list that may be long, and goes back to the first. */
export async function pageThroughCrowds(city, step) {
  const { crowded } = city.told.places;
  const lists = {
    nobody: ["/announcements", `/challenges/${crowded}/announcements`],
    staff: ["enrolments", "questions?all=yes", "announcements"].map((list) => `/staff/challenges/${crowded}/${list}`),
    admin: ["/admin/accounts", "/admin/organisations", `/admin/quotas?challenge=${crowded}`, "/admin/audit"],
  };
  for (const [role, paths] of Object.entries(lists)) {
    const context = await city.context(role);
    const page = await context.newPage();
    const heard = listen(page);
    for (const path of paths) {
      step(path);
      await page.goto(`/bg${path}`);
      await turn(page, path);
    }
    assert.deepEqual(heard, []);
    await context.close();
  }
}

async function turn(page, path) {
  const seen = new Set();
  for (let turned = 1; turned <= PAGES; turned += 1) {
    const rows = await page.locator(ROWS).allInnerTexts();
    assert.ok(rows.length > 0 && rows.length <= MAX_ROWS, `${path} shows ${rows.length} rows on page ${turned}`);
    const { page: bytes } = await weigh(page);
    assert.ok(bytes <= MAX_PAGE_BYTES, `${path} weighs ${bytes} bytes on page ${turned}`);
    const shown = rows.join("\n");
    assert.ok(!seen.has(shown), `${path} shows the same rows again on page ${turned}`);
    seen.add(shown);
    await page.locator('main nav.pager a[rel="next"]').click();
    await page.waitForURL("**cursor=**");
  }
  await page.locator('main nav.pager a[rel="first"]').click();
  await page.waitForURL((url) => !url.searchParams.has("cursor"));
  const [first] = seen;
  const rows = await page.locator(ROWS).allInnerTexts();
  assert.equal(rows.join("\n"), first, `${path} does not lead back to its first page`);
}
