// Somebody comes, founds an organisation, and takes part.

import assert from "node:assert/strict";

import { listen, tooWide } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";
import { secretFor } from "./mail.mjs";

const PASSWORD = "eleven red trams";

// As long as a name may be, in one word.
const LONG_NAME = `Нова ${"Я".repeat(195)}`;

/** Registers, confirms the address, signs in, enrols, asks, makes a token and ends it. */
export async function comeIn(city, step, { language, name, ...options }) {
  const { places, mails } = city.told;
  const context = await city.context("nobody", options);
  const page = await context.newPage();
  const heard = listen(page, 422);
  const at = (path) => `/${language}${path}`;
  const email = `${name}@newcomer.example`;
  step("is told what is missing");
  await page.goto(at("/register"));
  await fill(page, { email, name: LONG_NAME });
  await press(page);
  await refused(page, "password");
  assert.equal(await page.inputValue("#email"), email, "the address is gone");
  step("registers with an organisation");
  await fill(page, { password: PASSWORD, organisation: `Newcomers ${name}` });
  await press(page);
  await page.waitForURL("**/register/sent");
  step("confirms the address");
  await page.goto(at(`/confirm?secret=${await secretFor(mails, email)}`));
  await press(page);
  await done(page, "confirmed");
  await fill(page, { email, password: PASSWORD });
  await press(page);
  await page.waitForURL(`**${at("/account")}`);
  assert.deepEqual(await tooWide(page), [], "a long name pushes the page aside");
  step("enrols the organisation");
  await page.goto(at(`/challenges/${places.open}`));
  await press(page);
  await done(page, "enrolled");
  step("asks a question");
  await page.goto(at(`/challenges/${places.open}/questions`));
  await press(page);
  await refused(page, "question");
  await fill(page, { question: "Are <i>holidays</i> marked?" });
  await press(page);
  await done(page, "asked");
  await page.getByText("Are <i>holidays</i> marked?").first().waitFor();
  step("invites a colleague");
  await page.goto(at("/account"));
  await page.locator(`main a[href^="${at("/organisations/")}"]`, { hasText: name }).click();
  await fill(page, { email: `colleague-${email}` });
  await press(page);
  await done(page, "invited");
  step("makes a token, which is shown once, and ends it");
  await page.goto(at("/account/tokens"));
  await fill(page, { name: "laptop" });
  await page.locator("main input[name=scopes]").first().check();
  await page.locator("main form:has(#name) button[type=submit]").click();
  await page.locator("main code", { hasText: /^pbt_|\w{20,}/ }).first().waitFor();
  await page.goto(at("/account/tokens"));
  await press(page, "button.danger");
  await page.waitForURL("**/account/tokens**");
  assert.deepEqual(heard, []);
  await context.close();
}

/** The colleague follows the invitation and is a member. */
export async function join(city, step, { language, name, ...options }) {
  const context = await city.context("nobody", options);
  const page = await context.newPage();
  const email = `colleague-${name}@newcomer.example`;
  step("follows the mail");
  await page.goto(`/${language}/invitations/accept?secret=${await secretFor(city.told.mails, email)}`);
  await fill(page, { name: "Колега", password: PASSWORD });
  await press(page);
  step("is a member");
  await page.goto(`/${language}/sign-in`);
  await fill(page, { email, password: PASSWORD });
  await press(page);
  await page.locator(`main a[href^="/${language}/organisations/"]`, { hasText: name }).click();
  await page.locator("main table").waitFor();
  assert.equal(await page.locator("main tbody tr").count(), 2, "there are two members");
  await context.close();
}

/** Tends a submission: the dossier, its PDF, the final. */
export async function tend(city, step, { language, tended, ...options }) {
  const own = `/${language}/submissions/${city.told.places[tended].submission}`;
  const context = await city.context("startup", options);
  const page = await context.newPage();
  const heard = listen(page, 422);
  step("changes the dossier");
  await page.goto(own);
  await page.locator(`main a[href="${own}/dossier"]`).click();
  await fill(page, { approach: "Средното за **същия час**.", cost_eur: "a lot" });
  await press(page, "button[type=submit]");
  await refused(page, "cost_eur");
  await fill(page, { cost_eur: "12000" });
  await press(page, "button[type=submit]");
  await done(page, "saved");
  await page.locator("main strong", { hasText: "същия час" }).waitFor();
  step("adds a PDF, which has to be one");
  await page.goto(`${own}/document`);
  const file = page.locator("main input[type=file][name=document]");
  await file.setInputFiles({ name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from("no PDF") });
  await press(page);
  await refused(page, "document");
  await file.setInputFiles({ name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") });
  await press(page);
  await done(page, "document");
  step("chooses it for the final, and gives that up");
  await page.locator("main form:has(input[value=yes]) button").click();
  await done(page, "finalist");
  await page.locator("main form:has(input[value=no]) button").click();
  await done(page, "no-finalist");
  assert.deepEqual(heard, []);
  await context.close();
}
