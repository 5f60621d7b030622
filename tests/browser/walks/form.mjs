// What is done with forms in every path.

import assert from "node:assert/strict";

/** Fills fields by their ids; what is a list is chosen from, what is to be ticked is. */
export async function fill(page, fields) {
  for (const [id, value] of Object.entries(fields)) {
    const field = page.locator(`#${id}`);
    const tag = await field.evaluate((element) => element.localName);
    await (tag === "select" ? field.selectOption(value) : field.fill(value));
  }
}

/** Presses a button of the content, by its place or by what its form holds. */
export async function press(page, button = "button[type=submit]") {
  await page.locator(`main form ${button}`).first().click();
}

/** Waits for the page that tells that something is done. */
export async function done(page, word) {
  await page.waitForURL(`**done=${word}`);
  await page.locator("main .notice.good").first().waitFor();
}

/** Waits for the summary of errors; it has the focus, and leads to these fields. */
export async function refused(page, ...fields) {
  await page.locator("#errors:focus").waitFor();
  for (const field of fields) {
    await page.locator(`#errors a[href="#${field}"]`).waitFor();
    assert.equal(await page.locator(`#${field}`).getAttribute("aria-invalid"), "true", `#${field} is not marked`);
  }
}
