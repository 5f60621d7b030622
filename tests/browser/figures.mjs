// What the main pages weigh, and how soon they are awake on a slow machine. The figures
// are told; only weights are bounds, since times are the machine's.

import { weigh } from "./checks.mjs";

// A phone is about as much slower than what the tests run on.
const SLOWER = 4;

const PAGES = [
  { role: "nobody", path: () => "" },
  { role: "nobody", path: () => "/challenges" },
  { role: "nobody", path: ({ open }) => `/challenges/${open}` },
  { role: "nobody", path: ({ published }) => `/challenges/${published}/board?split=final` },
  { role: "startup", path: ({ open }) => `/challenges/${open}/submit` },
  { role: "startup", path: ({ scored }) => `/runs/${scored.run}` },
];

/** Tells of each page: bytes, the client's bytes, milliseconds until it answers. */
export async function tellFigures(city) {
  for (const { role, path } of PAGES) {
    const context = await city.context(role);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    const address = `/bg${path(city.told.places)}`;
    await page.goto(address);
    const awake = await page.evaluate(awakeAt);
    const { page: bytes, client } = await weigh(page);
    console.log(`${address}: ${bytes} bytes, client ${client} bytes, answers after ${awake.toFixed(0)} ms at 1/${SLOWER} speed`);
    await context.close();
  }
}

/** When the page had loaded and its islands, if it has any, were awake. */
async function awakeAt() {
  const root = document.documentElement;
  const [{ loadEventEnd }] = performance.getEntriesByType("navigation");
  if (document.querySelector("script[type=module]") === null) {
    return loadEventEnd;
  }
  while (root.dataset.awake !== "true") {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return Math.max(loadEventEnd, performance.now());
}
