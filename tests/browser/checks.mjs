// What holds of every page: nothing that axe finds, valid HTML, its language said, no
// word of fault in the console, nothing wider than the window, no dead link.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { HtmlValidate, StaticConfigLoader } from "html-validate";

import { pages, unvisited } from "./pages.mjs";

const LANGUAGES = ["bg", "en"];

// The smaller form: it is read for every page.
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

// Two at a time: the browser and the server share a machine with two processors.
const WINDOWS = 2;

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };

// Where 1280 pixels are enlarged four times, as WCAG 1.4.10 asks.
const NARROWEST = { width: 320, height: 640 };

// What the colours of a page decide; all else is the same in the dark.
const OF_COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

// The most that a page may weigh as it travels, without the client; and the client.
const MAX_PAGE_BYTES = 150_000;
const MAX_CLIENT_BYTES = 400_000;

// What the width of a window decides.
const OF_WIDTH = { type: "rule", values: ["target-size", "scrollable-region-focusable", "label", "link-name", "button-name"] };

const EVERYTHING = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

/** Gives one configuration to every page: putting it together takes longer than a page. */
class OneConfig extends StaticConfigLoader {
  #config;

  getConfigFor(...asked) {
    this.#config ??= super.getConfigFor(...asked);
    return this.#config;
  }
}

const rules = new OneConfig({
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  rules: {
    // What comes from the site itself needs no digest.
    "require-sri": ["error", { target: "crossorigin" }],
    // A box that scrolls by itself is a region with a name, whatever its element.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // ARIA lets lists have names.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
  },
});
const html = new HtmlValidate(rules);

/** Checks every page in both languages, and every link that was found on the way. */
export async function checkPages(city, report) {
  const tasks = [];
  const list = pages(city.told);
  report.note("routes", [["each has a page here", await unvisited(list)]]);
  for (const page of list) {
    for (const language of LANGUAGES) {
      tasks.push({ ...page, language });
    }
  }
  const links = new Links(list);
  const work = async () => {
    const tabs = new Map();
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      if (!tabs.has(task.role)) {
        tabs.set(task.role, await openTab(city, task.role));
      }
      await checkPage(tabs.get(task.role), task, links, report);
    }
    await Promise.all([...tabs.values()].map((tab) => tab.context().close()));
  };
  await Promise.all(Array.from({ length: WINDOWS }, work));
  await links.check(city, report);
}

/** A tab in a window of somebody, in which axe lies ready. */
async function openTab(city, role) {
  const context = await city.context(role);
  await context.addInitScript({ path: AXE });
  return context.newPage();
}

/** Checks one page, loaded once and looked at in each way. */
async function checkPage(page, { role, path, language, status = 200 }, links, report) {
  const address = `/${language}${path}`;
  const heard = listen(page, status);
  // What the page before still had to say is forgotten. An empty page in between would
  // do it too, and cost two processes of the browser for each page.
  page.once("framenavigated", () => heard.splice(0));
  const checks = [];
  try {
    await page.setViewportSize(WIDE);
    const response = await page.goto(address);
    checks.push(["status", differs(response.status(), status)]);
    checks.push(["islands", await woken(page)]);
    checks.push(["weight", tooHeavy(await weigh(page))]);
    checks.push(["html", await invalid(await response.text())]);
    checks.push(["head", await headFaults(page, language)]);
    checks.push(["axe", await axeFaults(page)]);
    await page.emulateMedia({ colorScheme: "dark" });
    checks.push(["axe dark", await axeFaults(page, OF_COLOURS)]);
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(NARROW);
    checks.push(["axe narrow", await axeFaults(page, OF_WIDTH)]);
    checks.push(["width", await tooWide(page)]);
    await page.setViewportSize(NARROWEST);
    checks.push(["least width", await tooWide(page)]);
    links.add(role, address, await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.href)));
  } catch (error) {
    checks.push(["loads", [String(error.message)]]);
  }
  checks.push(["console", [...heard]]);
  page.removeAllListeners();
  report.note(`${role} ${address}`, checks);
}

/** Gathers what the console says, what breaks, and what is asked of other hosts. */
export function listen(page, status = 200) {
  const heard = [];
  page.on("console", (message) => {
    // A page that says that something is missing is itself told as missing.
    const isOwn = status >= 400 && message.location().url === page.url();
    if (["error", "warning"].includes(message.type()) && !isOwn) {
      heard.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => heard.push(String(error)));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (hostname !== "127.0.0.1" && protocol !== "data:" && protocol !== "blob:") {
      heard.push(`asked for ${request.url()}`);
    }
  });
  page.on("response", (response) => {
    const isPart = response.request().resourceType() !== "document";
    if (response.status() >= 400 && response.status() !== status && isPart) {
      heard.push(`${response.status()} for ${response.url()}`);
    }
  });
  return heard;
}

/**
 * Waits until the islands of a page, if it has any, are awake; names those that the
 * client does not know, as when it was built before them.
 */
export async function woken(page) {
  if ((await page.locator("script[type=module]").count()) === 0) {
    return [];
  }
  await page.waitForFunction(() => document.documentElement.dataset.awake === "true");
  return page.evaluate(async () => {
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const client = await import(loaded.find((name) => /\/client\.[0-9a-f]+\.js$/.test(name)));
    const islands = [...document.querySelectorAll("leptos-island")].map((island) => island.dataset.component);
    return islands.filter((name) => !(name in client));
  });
}

/** Bytes of a page as it travels: the page with its style and script, and the client. */
export function weigh(page) {
  return page.evaluate(() => {
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const isClient = ({ name }) => /\/client[._]/.test(new URL(name).pathname);
    const sum = (entries) => entries.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);
    return { page: sum(all.filter((one) => !isClient(one))), client: sum(all.filter(isClient)) };
  });
}

function tooHeavy({ page, client }) {
  const faults = page > MAX_PAGE_BYTES ? [`the page weighs ${page} bytes`] : [];
  return client > MAX_CLIENT_BYTES ? [...faults, `the client weighs ${client} bytes`] : faults;
}

/** What axe finds, a line for each element. */
export async function axeFaults(page, runOnly = EVERYTHING) {
  if (!(await page.evaluate(() => "axe" in globalThis))) {
    await page.evaluate(await readFile(AXE, "utf8"));
  }
  const violations = await page.evaluate(async (runOnly) => {
    const options = {
      runOnly,
      // The rule for the size of targets is off unless it is named.
      rules: runOnly.type === "tag" ? { "target-size": { enabled: true } } : {},
      resultTypes: ["violations"],
    };
    const results = await globalThis.axe.run(document, options);
    return results.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map((node) => ({ target: node.target.join(" "), why: node.failureSummary })),
    }));
  }, runOnly);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, why }) => `${id} at ${target}: ${why.replaceAll(/\s+/g, " ")}`),
  );
}

async function invalid(source) {
  const { results } = await html.validateString(source);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => {
      const near = source.split("\n")[line - 1]?.slice(Math.max(0, column - 41), column + 80);
      return `${ruleId}: ${message} near \`${near}\``;
    }),
  );
}

async function headFaults(page, language) {
  const head = await page.evaluate(() => ({
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll("h1").length,
  }));
  const faults = differs(head.language, language);
  if (head.title.trim() === "") {
    faults.push("the title is empty");
  }
  return [...faults, ...differs(head.headings, 1, "headings of the first level")];
}

/** Names what sticks out of the window, if the page can be pushed to the side. */
export async function tooWide(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const whole = document.documentElement.scrollWidth;
    if (whole <= width) {
      return [];
    }
    const clips = (element) => getComputedStyle(element).overflowX !== "visible";
    const isClipped = (element) =>
      element !== null && element !== document.body && (clips(element) || isClipped(element.parentElement));
    // A box that is too wide, or one with a word in it that is.
    const sticksOut = (element) =>
      element.getBoundingClientRect().right > width + 1 ||
      (!clips(element) && element.scrollWidth > element.clientWidth && element.clientWidth > 0);
    const all = [...document.body.querySelectorAll("*")];
    const out = all.filter((element) => sticksOut(element) && !isClipped(element.parentElement));
    const name = (element) => `<${element.localName} class="${element.getAttribute("class") ?? ""}">`;
    return [`${whole} px in ${width} px: ${out.slice(0, 8).map(name).join(" ")}`];
  });
}

function differs(found, expected, what = "") {
  return found === expected ? [] : [`${what} ${found}, not ${expected}`.trim()];
}

/** Links of the site's own, each asked for once by each role that sees it. */
class Links {
  #seen = new Map();
  #refused;

  /** What a page of the list refuses is no dead link. */
  constructor(list) {
    const refused = list.filter(({ status }) => status >= 400);
    this.#refused = new Set(refused.map(({ role, path }) => `${role} ${path}`));
  }

  add(role, from, addresses) {
    for (const address of addresses) {
      const url = new URL(address);
      url.hash = "";
      const key = `${role} ${url.href}`;
      const isRefused = this.#refused.has(`${role} ${url.pathname.replace(/^\/(bg|en)/, "")}`);
      if (url.hostname === "127.0.0.1" && !isRefused && !this.#seen.has(key)) {
        this.#seen.set(key, { role, from, address: url.href });
      }
    }
  }

  async check(city, report) {
    const dead = [];
    const windows = new Map();
    for (const { role, from, address } of this.#seen.values()) {
      if (!windows.has(role)) {
        windows.set(role, await city.context(role));
      }
      const answer = await windows.get(role).request.fetch(address, { maxRedirects: 3 });
      if (answer.status() >= 400) {
        dead.push(`${role}: ${answer.status()} for ${address}, found on ${from}`);
      }
      await answer.dispose();
    }
    await Promise.all([...windows.values()].map((window) => window.close()));
    report.note("links", [[`${this.#seen.size} links`, dead]]);
  }
}
