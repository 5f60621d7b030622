// Who takes part in the story, each at a window of their own, and what can be asked of all
// of them: what an address answers, and which words are read there.

import assert from "node:assert/strict";

import { listen } from "../../checks.mjs";

/** What everybody of the story reads. */
export const LANGUAGE = "bg";

export const STARTUPS = ["startup", "rival", "third"];
export const JURY = ["evaluator", "second-evaluator", "third-evaluator"];

/** Whoever belongs to no startup, to no jury and not to the city. */
export const PUBLIC = ["nobody", "citizen"];

/** All but the staff. */
export const OUTSIDE = [...PUBLIC, ...STARTUPS, ...JURY];

/** What the startups are called. */
export const TEAMS = ["Alpha of the seven hills", "Beta of the plain", "Gamma by the river"];

/** What they call what they send, and what a pilot of it would cost. */
export const SENT = {
  startup: { title: "Часове и празници", cost_eur: "6547" },
  rival: { title: "Седмичен профил", cost_eur: "12894" },
  third: { title: "Както миналата седмица", cost_eur: "18731" },
};

/** The names that startups gave, of these or of all. */
export function titles(roles = STARTUPS) {
  return roles.map((role) => SENT[role].title);
}

const EVERYBODY = [...OUTSIDE, "staff", "second", "substitute"];

// A decision is worked out each time when somebody looks at what it would be.
const MAX_WAIT_MS = 60_000;

/** The windows, and what was learnt on the way: addresses, ids, scores. */
export class Story {
  #pages = new Map();
  #heard = new Map();

  constructor(city, step) {
    this.told = city.told;
    this.step = step;
    this.challenge = city.told.places.story.challenge;
    this.submissions = {};
    this.works = {};
  }

  /** Everybody sits down. */
  static async open(city, step) {
    const story = new Story(city, step);
    for (const role of EVERYBODY) {
      const context = await city.context(role);
      context.setDefaultTimeout(MAX_WAIT_MS);
      const page = await context.newPage();
      story.#pages.set(role, page);
      story.#heard.set(role, listen(page, 422));
    }
    return story;
  }

  /** Nothing was wrong on any page, and everybody goes. */
  async close() {
    const heard = [...this.#heard].filter(([, faults]) => faults.length > 0);
    assert.deepEqual(heard, []);
    await Promise.all([...this.#pages.values()].map((page) => page.context().close()));
  }

  /** Addresses of the challenge, for everybody and for staff. */
  of(path = "") {
    return `/challenges/${this.challenge}${path}`;
  }

  bench(path = "") {
    return `/staff/challenges/${this.challenge}${path}`;
  }

  /** An address as it is asked for: pages stand below their language. */
  at(path) {
    return path.startsWith("/api/") ? path : `/${LANGUAGE}${path}`;
  }

  /** The page of somebody, as it is. */
  page(role) {
    return this.#pages.get(role);
  }

  /** Somebody goes to a page. */
  async go(role, path) {
    const page = this.page(role);
    await page.goto(this.at(path));
    return page;
  }

  /** Asks for an address in the name of somebody, beside what is in the window. */
  ask(role, path) {
    return this.page(role).context().request.get(this.at(path));
  }

  /** What the API says to somebody. */
  async json(role, path) {
    const answer = await this.ask(role, path);
    assert.equal(answer.status(), 200, `${role} at ${path}`);
    return answer.json();
  }

  /** Each of them gets this status. */
  async answers(status, roles, path) {
    for (const role of roles) {
      const answer = await this.ask(role, path);
      assert.equal(answer.status(), status, `${role} at ${path}`);
      await answer.dispose();
    }
  }

  /** Each of them is turned away: as nobody, as somebody else, or since it is no time. */
  async refuses(roles, path) {
    for (const role of roles) {
      const answer = await this.ask(role, path);
      assert.ok([401, 403, 404, 409].includes(answer.status()), `${role} gets ${answer.status()} at ${path}`);
      await answer.dispose();
    }
  }

  /** None of them reads any of these words there, whether there is a page or not. */
  async hides(words, roles, path) {
    for (const role of roles) {
      const answer = await this.ask(role, path);
      const text = await answer.text();
      for (const word of words) {
        assert.ok(!text.includes(word), `${role} reads \`${word}\` at ${path}`);
      }
    }
  }

  /** Each of them reads all of these words there. */
  async shows(words, roles, path) {
    for (const role of roles) {
      const answer = await this.ask(role, path);
      assert.equal(answer.status(), 200, `${role} at ${path}`);
      const text = await answer.text();
      for (const word of words) {
        assert.ok(text.includes(word), `${role} does not read \`${word}\` at ${path}`);
      }
    }
  }
}

/** All of these but some. */
export function without(roles, ...some) {
  return roles.filter((role) => !some.includes(role));
}
