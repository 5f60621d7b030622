// The pictures of the guides: taken anew, and held against those that are committed.

import { readFile, readdir, mkdir } from "node:fs/promises";
import path from "node:path";

import { woken } from "./checks.mjs";

const GUIDES = new URL("../../docs/guides/", import.meta.url);

const WINDOW = { width: 1280, height: 800 };

// Pictures are compared as this many squares of one brightness each: times and ids
// differ from run to run, the shape of a page does not.
const GRID = { width: 48, height: 30 };

// How far the brightness of a square may be off, of 255, on average.
const TOLERANCE = 6;

/** Takes each picture, and checks that the guides show these and no others. */
export async function checkGuides(city, report) {
  const folder = path.join(city.told.screenshots, "guides");
  await mkdir(folder, { recursive: true });
  const shown = await shownImages();
  const pictures = list(city.told);
  const names = pictures.map(({ name }) => name);
  report.note("guides", [
    ["each picture is shown", names.filter((name) => !shown.includes(name))],
    ["each picture is taken", shown.filter((name) => !names.includes(name))],
  ]);
  for (const picture of pictures) {
    const taken = await take(city, picture, path.join(folder, `${picture.name}.png`));
    report.note(`guides ${picture.name}`, [["is as it was", await stale(city, picture.name, taken)]]);
  }
}

/** What is on the pictures, in the order of the guides. */
function list({ places, people }) {
  const { open, published, jury, scored, other, failed, data } = places;
  const { decided, pilot } = places;
  const two = `of=${scored.submission}&of=${other.submission}`;
  return [
    { name: "home", role: "nobody", path: "" },
    { name: "challenge", role: "nobody", path: `/challenges/${open}` },
    { name: "board", role: "nobody", path: `/challenges/${published}/board?split=final` },
    { name: "problems", role: "nobody", path: `/problems?q=${encodeURIComponent("паркиране")}` },
    { name: "decision", role: "nobody", path: `/challenges/${decided}/decision` },
    { name: "pilot", role: "nobody", path: `/pilots/${pilot}` },
    { name: "account-of-a-challenge", role: "nobody", path: `/challenges/${decided}/trail` },
    { name: "submit", role: "startup", path: `/challenges/${open}/submit` },
    { name: "submission", role: "startup", path: `/submissions/${other.submission}` },
    { name: "data", role: "nobody", path: `/challenges/${open}/data` },
    { name: "data-set", role: "nobody", path: `/data/${data.open.id}/releases/${data.open.release}` },
    { name: "rules", role: "nobody", path: `/challenges/${open}/rules` },
    { name: "compare", role: "startup", path: `/challenges/${open}/compare?split=sample&${two}`, at: "main figure" },
    { name: "failed-run", role: "startup", path: `/runs/${failed.run}` },
    { name: "workbench", role: "staff", path: `/staff/challenges/${open}` },
    { name: "data-workbench", role: "staff", path: `/staff/data/${data.open.id}` },
    { name: "decide", role: "staff", path: `/staff/challenges/${decided}/decision` },
    { name: "pilot-desk", role: "staff", path: `/staff/pilots/${pilot}` },
    { name: "work", role: "evaluator", path: "/evaluation" },
    { name: "evaluation", role: "evaluator", path: `/evaluation/${jury}` },
    { name: "admin", role: "admin", path: "/admin" },
    { name: "quotas", role: "admin", path: "/admin/quotas" },
    { name: "account", role: "admin", path: `/admin/accounts/${people.startup.account}` },
  ];
}

/** Names of the pictures that the guides show. */
async function shownImages() {
  const files = (await readdir(GUIDES)).filter((name) => name.endsWith(".md"));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, GUIDES), "utf8")));
  return texts.flatMap((text) => [...text.matchAll(/\(images\/([\w-]+)\.png\)/g)].map(([, name]) => name));
}

async function take(city, { role, path: address, at }, file) {
  const context = await city.context(role, { viewport: WINDOW });
  const page = await context.newPage();
  await page.goto(`/en${address}`);
  await woken(page);
  if (at !== undefined) {
    await page.locator(at).first().evaluate((element) => element.scrollIntoView());
  }
  const bytes = await page.screenshot({ path: file });
  await context.close();
  return bytes;
}

/** Why a committed picture no longer shows the page; nothing if it does. */
async function stale(city, name, taken) {
  const image = new URL(`images/${name}.png`, GUIDES);
  const hint = `hint: look at target/screenshots/guides/${name}.png, and copy it to docs/guides/images`;
  const committed = await readFile(image).catch(() => undefined);
  if (committed === undefined) {
    return [`docs/guides/images/${name}.png is missing; ${hint}`];
  }
  const context = await city.context("nobody");
  const page = await context.newPage();
  const [before, now] = [await squares(page, committed), await squares(page, taken)];
  await context.close();
  const off = before.reduce((sum, value, at) => sum + Math.abs(value - now[at]), 0) / before.length;
  return off <= TOLERANCE ? [] : [`the page looks different now (${off.toFixed(1)} of 255 on average); ${hint}`];
}

/** The brightness of each square of a picture. */
function squares(page, bytes) {
  return page.evaluate(
    async ({ source, grid }) => {
      const image = await createImageBitmap(await (await fetch(source)).blob());
      const canvas = new OffscreenCanvas(grid.width, grid.height);
      const context = canvas.getContext("2d");
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, grid.width, grid.height);
      const { data } = context.getImageData(0, 0, grid.width, grid.height);
      return Array.from({ length: data.length / 4 }, (_, at) => (data[4 * at] + data[4 * at + 1] + data[4 * at + 2]) / 3);
    },
    { source: `data:image/png;base64,${bytes.toString("base64")}`, grid: GRID },
  );
}
