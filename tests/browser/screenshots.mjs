// Pictures of the main pages, for people to look at. Nothing is compared.

import { mkdir } from "node:fs/promises";
import path from "node:path";

import { woken } from "./checks.mjs";

const LOOKS = [
  { name: "wide", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "wide-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "narrow", viewport: { width: 360, height: 740 }, colorScheme: "light" },
];

/** Takes them in Bulgarian, in each look. */
export async function takeScreenshots(city) {
  const { places, screenshots } = city.told;
  await mkdir(screenshots, { recursive: true });
  for (const { name, role, path: address } of mainPages(places)) {
    const context = await city.context(role);
    const page = await context.newPage();
    for (const look of LOOKS) {
      await page.setViewportSize(look.viewport);
      await page.emulateMedia({ colorScheme: look.colorScheme });
      await page.goto(`/bg${address}`);
      await woken(page);
      await page.screenshot({ path: path.join(screenshots, `${name}-${look.name}.png`), fullPage: true });
    }
    await context.close();
  }
}

function mainPages({ open, published, decided, pilot, scored, data }) {
  return [
    { name: "home", role: "nobody", path: "" },
    { name: "challenges", role: "nobody", path: "/challenges" },
    { name: "challenge", role: "startup", path: `/challenges/${open}` },
    { name: "board", role: "nobody", path: `/challenges/${published}/board` },
    { name: "decision", role: "nobody", path: `/challenges/${decided}/decision` },
    { name: "protocol", role: "nobody", path: `/challenges/${decided}/decision/protocol` },
    { name: "account-of-a-challenge", role: "nobody", path: `/challenges/${decided}/trail` },
    { name: "problems", role: "nobody", path: "/problems" },
    { name: "pilot", role: "nobody", path: `/pilots/${pilot}` },
    { name: "submit", role: "startup", path: `/challenges/${open}/submit` },
    { name: "submission", role: "startup", path: `/submissions/${scored.submission}` },
    { name: "run", role: "startup", path: `/runs/${scored.run}` },
    { name: "design", role: "nobody", path: "/design" },
    { name: "workbench", role: "staff", path: `/staff/challenges/${open}` },
    { name: "decide", role: "staff", path: `/staff/challenges/${decided}/decision` },
    { name: "pilot-desk", role: "staff", path: `/staff/pilots/${pilot}` },
    { name: "data", role: "nobody", path: "/data" },
    { name: "data-set", role: "nobody", path: `/data/${data.open.id}` },
    { name: "data-workbench", role: "staff", path: `/staff/data/${data.open.id}` },
    { name: "data-policy", role: "staff", path: `/staff/data/${data.open.id}/policies` },
    { name: "admin", role: "admin", path: "/admin" },
  ];
}
