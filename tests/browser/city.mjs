// The browser, and the people who sit before it.

import { chromium } from "playwright-core";

// Nothing but this machine: no updates, no accounts, no names looked up.
const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** A browser with an empty profile, and what it was told of the site. */
export class City {
  #sessions = new Map();

  constructor(browser, told) {
    this.browser = browser;
    this.told = told;
  }

  static async open(told) {
    const executablePath = process.env.PILOTBOX_CHROMIUM ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, headless: true, args: SWITCHES });
    return new City(browser, told);
  }

  async close() {
    await this.browser.close();
  }

  /**
   * A window of somebody. Nobody is signed in as `nobody`.
   * @param {string} role
   * @param {{ javaScriptEnabled?: boolean, viewport?: { width: number, height: number } }} way
   */
  async context(role, { javaScriptEnabled = true, viewport } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.told.url,
      locale: "bg-BG",
      timezoneId: "Europe/Sofia",
      // Colours are compared when they have settled.
      reducedMotion: "reduce",
      storageState: role === "nobody" ? undefined : await this.#session(role),
      javaScriptEnabled,
      viewport,
    });
    // Only what never comes is a fault, however busy the machine is.
    context.setDefaultTimeout(60_000);
    return context;
  }

  /** What somebody types to sign in; each code is good once. */
  credentials(role) {
    const { email, password, codes } = this.told.people[role];
    return { email, password, code: codes.pop() };
  }

  /** One session for each role, opened at the API. */
  #session(role) {
    if (!this.#sessions.has(role)) {
      this.#sessions.set(role, this.#signIn(role));
    }
    return this.#sessions.get(role);
  }

  async #signIn(role) {
    const context = await this.browser.newContext({ baseURL: this.told.url });
    const answer = await context.request.post("/api/v1/sessions", { data: this.credentials(role) });
    if (answer.status() !== 200) {
      throw new Error(`${role} cannot sign in: ${answer.status()} ${await answer.text()}`);
    }
    const state = await context.storageState();
    await context.close();
    return state;
  }
}
