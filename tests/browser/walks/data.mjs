// Two members of staff publish a data set, and a citizen reads it; final data is taken
// from the catalogue.

import assert from "node:assert/strict";

import { listen } from "../checks.mjs";
import { done, fill, press, refused } from "./form.mjs";

const FILE = "input[type=file][name=file]";
const PACK = "input[type=file][name=pack]";

const LINES = [5, 72, 280];
const HOURS = 24;

/** From an empty form to a release that everybody reads, and to raw data that is gone. */
export async function publishData(city, step, { language, name, ...options }) {
  const [context, other] = [await city.context("staff", options), await city.context("second", options)];
  const [page, second] = [await context.newPage(), await other.newPage()];
  const heard = [...listen(page, 422), ...listen(second, 422)];
  const [id, bench] = [`buses-${name}`, `/${language}/staff/data/buses-${name}`];
  step("makes a data set");
  await page.goto(`/${language}/staff`);
  await page.locator(`main a[href="/${language}/staff/data"]`).click();
  await page.locator("#id").waitFor();
  await fill(page, { id: "Not An Id", title_bg: "Пътници" });
  await press(page);
  await refused(page, "id", "title_en", "theme", "raw_days");
  assert.equal(await page.locator("#title_bg").inputValue(), "Пътници", "what was typed is gone");
  await fill(page, filled(id));
  await press(page);
  await done(page, "made");
  step("brings a file");
  await page.locator(`main a[href="${bench}/raw"]`).click();
  await page.locator(FILE).waitFor();
  await press(page);
  await refused(page, "file");
  await page.setInputFiles(FILE, { name: "buses.csv", mimeType: "text/csv", buffer: boardings() });
  await press(page);
  await done(page, "brought");
  step("reads what is in it");
  for (const column of ["line", "hour", "boardings"]) {
    await page.locator("main tbody th code", { hasText: column }).first().waitFor();
  }
  const version = await propose(page, step, bench);
  step("a colleague approves");
  assert.equal(await page.locator("main form button").count(), 0, "an own policy can be approved");
  await second.goto(`${bench}/policies/${version}`);
  await press(second);
  await done(second, "approved");
  step("releases it");
  await page.goto(bench);
  await page.locator(`main a[href="${bench}/releases"]`).click();
  await page.locator("#policy").waitFor();
  await press(page);
  await done(page, "released");
  await readAsCitizen(city, step, { language, id, options });
  step("fetches the raw data, and deletes it after being asked");
  const raw = await page.locator('main a[href^="/api/"][href$="/raw"]').getAttribute("href");
  assert.equal((await context.request.get(raw)).status(), 200);
  await page.locator(`main a[href="${bench}/raw/delete"]`).click();
  await page.locator("main button.danger").click();
  await done(page, "deleted");
  assert.equal(await page.locator('main a[href^="/api/"][href$="/raw"]').count(), 0, "it is still there");
  assert.deepEqual(heard, []);
  await Promise.all([context.close(), other.close()]);
}

/** Proposes a policy with a fault, then mends it. Tells its version. */
async function propose(page, step, bench) {
  step("is told where a policy is wrong");
  await page.locator(`main a[href="${bench}/policies"]`).click();
  const draft = await page.locator("#toml").inputValue();
  const [line, version] = /^version = "([^"]*)"$/m.exec(draft);
  const wrong = draft.replace(line, 'version = "the first one"');
  await page.locator("#toml").fill(wrong);
  await press(page);
  await refused(page, "toml");
  assert.equal(await page.locator("#toml").inputValue(), wrong, "what was typed is gone");
  const number = wrong.slice(0, wrong.indexOf("the first one")).split("\n").length;
  await page.locator("main form tbody tr", { hasText: 'version = "the first one"' }).waitFor();
  const told = await page.locator("main form tbody tr").first().innerText();
  assert.ok(told.startsWith(String(number)), `no line ${number} in ${told}`);
  step("proposes it when it is mended");
  await page.locator("#toml").fill(draft);
  await press(page);
  await done(page, "proposed");
  await page.locator("#risk").waitFor();
  return version;
}

/** Finds the data set in the catalogue, reads its report, takes its files home. */
async function readAsCitizen(city, step, { language, id, options }) {
  const context = await city.context("nobody", options);
  const page = await context.newPage();
  const heard = listen(page);
  step("a citizen finds it in the catalogue");
  await page.goto(`/${language}`);
  await page.locator(`header a[href="/${language}/data"]`).click();
  await page.locator("form.search #q").fill(id);
  await page.locator("form.search button").click();
  await page.waitForURL("**q=buses**");
  await page.locator(`main a[href="/${language}/data/${id}"]`).click();
  step("a citizen reads what risk is left, and takes the files home");
  await page.locator("#risk").waitFor();
  for (const ending of [".csv", ".parquet", ".csv-metadata.json"]) {
    const link = page.locator(`main a[href$="/${id}${ending}"]`).first();
    const answer = await context.request.get(await link.getAttribute("href"));
    assert.equal(answer.status(), 200, ending);
  }
  assert.equal(await page.locator('main a[href*="/staff/"]').count(), 0, "a citizen is led to the workbench");
  await page.goto(`/${language}/data/${id}/releases/1`);
  await page.locator("#policy").waitFor();
  assert.deepEqual(heard, []);
  await context.close();
}

/** Final data of a new challenge from a sealed release; the challenge tells where from. */
export async function takeFinalData(city, step) {
  const { files, places } = city.told;
  const { sealed, open } = places.data;
  const context = await city.context("staff");
  const page = await context.newPage();
  const heard = listen(page, 422);
  step("uploads a pack that withholds its final data");
  await page.goto("/bg/staff/upload");
  await page.setInputFiles(PACK, files["water-from-catalogue"]);
  await press(page);
  await done(page, "created");
  step("chooses nothing, then a release that is not sealed");
  await page.locator('main a[href$="/final"]').click();
  await page.locator('main a[href$="/final/catalogue"]').click();
  const sets = page.locator("main fieldset select");
  await sets.first().waitFor();
  await press(page);
  await page.locator("#errors:focus").waitFor();
  await chooseAll(sets, open.id);
  await press(page);
  await page.locator("#errors:focus").waitFor();
  assert.equal(await sets.first().inputValue(), open.id, "what was chosen is gone");
  step("takes a sealed release for each table");
  await chooseAll(sets, sealed.id);
  await press(page);
  await done(page, "final");
  step("everybody who sees the challenge sees where its data came from");
  await page.goto("/bg/challenges/water-from-catalogue/data");
  for (const path of ["", `/releases/${sealed.release}`, `/releases/${sealed.release}#policy`]) {
    await page.locator(`main a[href="/bg/data/${sealed.id}${path}"]`).first().waitFor();
  }
  await page.goto(`/bg/data/${sealed.id}`);
  await page.locator('main a[href="/bg/challenges/water-from-catalogue/data"]').first().waitFor();
  step("nobody opens the release before the results are out");
  await page.goto(`/bg/staff/data/${sealed.id}`);
  await page.locator("main form:has(input[value=open]) button").click();
  await page.locator("#errors:focus").waitFor();
  assert.deepEqual(heard, []);
  await context.close();
}

async function chooseAll(selects, value) {
  for (const select of await selects.all()) {
    await select.selectOption(value);
  }
}

/** What the form of a data set asks for. */
function filled(id) {
  const text = (word) => ({ [`${word}_bg`]: "Пътници по часове", [`${word}_en`]: "Passengers by hour" });
  return { id, ...text("title"), ...text("description"), owner: "Център за градска мобилност", theme: "TRAN", raw_days: "30" };
}

/** Passengers of some lines by the hour: about nobody. */
function boardings() {
  const rows = LINES.flatMap((line) =>
    Array.from({ length: HOURS }, (_, hour) => `${line},${hour},${20 + ((line * 31 + hour * 97) % 400)}`),
  );
  return Buffer.from(`${["line,hour,boardings", ...rows].join("\n")}\n`);
}
