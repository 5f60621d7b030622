// Somebody who does not wait until a page is whole.

import assert from "node:assert/strict";

import { listen, woken } from "../checks.mjs";

// The client takes nine seconds then.
const SLOW = { offline: false, latency: 0, downloadThroughput: 10_000, uploadThroughput: 10_000 };
const FAST = { ...SLOW, downloadThroughput: -1, uploadThroughput: -1 };

/** Leaves a page while its client loads, over a slow line, and comes back. */
export async function leaveEarly(city, step) {
  const address = `/bg/challenges/${city.told.places.open}`;
  const context = await city.context("nobody");
  const page = await context.newPage();
  const heard = listen(page);
  const line = await context.newCDPSession(page);
  await line.send("Network.enable");
  step("leaves while the client is on its way");
  await line.send("Network.emulateNetworkConditions", SLOW);
  const client = page.waitForResponse((response) => response.url().endsWith(".wasm"));
  await page.goto(address, { waitUntil: "commit" });
  await client;
  await page.goto("/bg/methodology", { waitUntil: "commit" });
  await line.send("Network.emulateNetworkConditions", FAST);
  await page.locator("main h2").first().waitFor();
  step("comes back, and the page is whole");
  await page.goto(address);
  assert.deepEqual(await woken(page), []);
  assert.deepEqual(heard, []);
  await context.close();
}
