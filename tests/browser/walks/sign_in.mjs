// To sign in, wrongly and rightly, and to sign out.

import assert from "node:assert/strict";

import { axeFaults, listen } from "../checks.mjs";

/** A startup that mistypes its password at first. */
export async function signInAndOut(city, step, options) {
  const context = await city.context("nobody", options);
  const page = await context.newPage();
  // The form comes back with a status of its own, which the console notes.
  const heard = listen(page, 422);
  const { email, password } = city.credentials("startup");
  await page.goto("/bg/sign-in?then=/submissions");
  await type(page, { email, password: "not the password" });
  step("a wrong password is told");
  await page.locator("#errors:focus").waitFor();
  assert.equal(await page.inputValue("#email"), email, "the address is gone");
  assert.equal(await page.inputValue("#password"), "", "the password was sent back");
  if (options.javaScriptEnabled) {
    assert.deepEqual(await axeFaults(page), []);
  }
  step("each error leads to its field");
  const targets = await page
    .locator("#errors a")
    .evaluateAll((links) => links.map((link) => document.querySelector(link.hash)?.id ?? link.hash));
  assert.ok(targets.every((id) => !id.startsWith("#")), `fields are missing: ${targets}`);
  step("signs in and goes where it wanted");
  await type(page, { email, password });
  await page.waitForURL("**/bg/submissions");
  step("signs out");
  await page.locator("header form button[type=submit]").click();
  await page.locator('header a[href="/bg/sign-in"]').waitFor();
  await page.goto("/bg/submissions");
  assert.equal(await page.locator("header form").count(), 0, "the session goes on");
  assert.deepEqual(heard, []);
  await context.close();
}

/** Staff, whose code is asked for when the password was right. */
export async function signInWithSecondStep(city, step, options) {
  const context = await city.context("nobody", options);
  const page = await context.newPage();
  const { email, password, code } = city.credentials("staff");
  await page.goto("/en/sign-in");
  await type(page, { email, password });
  step("the code is asked for");
  await page.locator('input[name="step"][value="code"]').waitFor({ state: "attached" });
  if (options.javaScriptEnabled) {
    assert.deepEqual(await axeFaults(page), []);
  }
  step("a wrong code is told");
  await type(page, { email, password, code: "000000" });
  await page.locator("#errors").waitFor();
  step("a right one signs in");
  await type(page, { email, password, code });
  await page.waitForURL("**/en/account");
  await context.close();
}

async function type(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    await page.fill(`#${name}`, value);
  }
  await page.locator("main form button[type=submit]").first().click();
}
