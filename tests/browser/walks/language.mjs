// The other language of the very page that one is on.

import assert from "node:assert/strict";

/** Changes the language deep in the site, twice, and follows a link in between. */
export async function stayInLanguage(city, step) {
  const { open, scored } = city.told.places;
  const context = await city.context("startup");
  const page = await context.newPage();
  for (const path of [`/challenges/${open}/board?split=public`, `/submissions/${scored.submission}`]) {
    step(`changes the language of ${path.split("?")[0].split("/")[1]}`);
    await page.goto(`/bg${path}`);
    await page.locator("header a.language").click();
    await page.waitForURL(`**/en${path}`);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    step("links stay in it");
    const links = await page
      .locator("header a:not(.language), main a, footer a")
      .evaluateAll((all) => all.map((link) => new URL(link.href).pathname));
    const foreign = links.filter((address) => address.startsWith("/bg"));
    assert.deepEqual(foreign, [], "links lead to the other language");
    step("and back");
    await page.locator("header a.language").click();
    await page.waitForURL(`**/bg${path}`);
    assert.equal(await page.locator("html").getAttribute("lang"), "bg");
  }
  await context.close();
}
