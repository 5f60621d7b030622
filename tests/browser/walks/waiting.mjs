// Waiting for what the server does by itself. However busy the machine is, only what
// never happens is a fault: the bounds are minutes, and between two looks the browser
// leaves the processors to the server.

/** Looks, a pause apart, until what is waited for must be there. */
export const MAX_LOOKS = 1_200;
export const PAUSE_MS = 250;

/** How long a page may take that changes by itself. */
export const LONGEST_MS = MAX_LOOKS * PAUSE_MS;

/** Loads a page again and again until something holds of it. */
export async function reloadUntil(page, holds, complaint) {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    if (await holds(page)) {
      return;
    }
    await page.waitForTimeout(PAUSE_MS);
    await page.reload();
  }
  throw new Error(complaint);
}
