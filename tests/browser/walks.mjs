// The paths that people take: with JavaScript and without it, each in a wide window and
// in a narrow one, in Bulgarian and in English.

import { changeQuota, runTheHouse, throwSwitches } from "./walks/admin.mjs";
import { lookAround } from "./walks/citizen.mjs";
import { compare } from "./walks/compare.mjs";
import { judge } from "./walks/evaluation.mjs";
import { pageThroughCrowds } from "./walks/crowd.mjs";
import { publishData, takeFinalData } from "./walks/data.mjs";
import { leaveEarly } from "./walks/hasty.mjs";
import { byKeyboard } from "./walks/keyboard.mjs";
import { stayInLanguage } from "./walks/language.mjs";
import { solveProblem } from "./walks/problems.mjs";
import { tryPilot } from "./walks/pilot.mjs";
import { makeFromTemplate } from "./walks/template.mjs";
import { signInAndOut, signInWithSecondStep } from "./walks/sign_in.mjs";
import { answerQuestion, postChallenge, rejudge } from "./walks/staff.mjs";
import { comeIn, join, tend } from "./walks/startup.mjs";
import { playTheWholeStory } from "./walks/story.mjs";
import { loseTheServer, submitPlugins } from "./walks/submit.mjs";
import { readHostileLogs } from "./walks/texts.mjs";

const WAYS = [
  {
    name: "with-script",
    pack: "water-once-more",
    rejudged: "open",
    tended: "scored",
    judged: "first",
    language: "bg",
    javaScriptEnabled: true,
    viewport: { width: 1280, height: 900 },
  },
  {
    name: "without-script",
    pack: "water-yet-again",
    rejudged: "fragile",
    tended: "other",
    judged: "second",
    language: "en",
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  },
  {
    name: "with-script-narrow",
    pack: "water-narrow",
    rejudged: "open",
    tended: "scored",
    language: "en",
    javaScriptEnabled: true,
    viewport: { width: 360, height: 740 },
  },
  {
    name: "without-script-wide",
    pack: "water-wide",
    rejudged: "fragile",
    tended: "other",
    language: "bg",
    javaScriptEnabled: false,
    viewport: { width: 1280, height: 900 },
  },
];

const IN_EACH_WAY = {
  "a citizen looks around": lookAround,
  "a citizen tries a pilot": tryPilot,
  "a startup comes in": comeIn,
  "a startup submits": submitPlugins,
  "a startup tends a submission": tend,
  "submissions are compared": compare,
  "an evaluator judges": judge,
  "somebody signs in and out": signInAndOut,
  "staff sign in with a second step": signInWithSecondStep,
  "staff post a challenge": postChallenge,
  "staff make a challenge from a template": makeFromTemplate,
  "staff publish data": publishData,
  "a citizen's problem is solved": solveProblem,
  "staff answer a question": answerQuestion,
  "staff have runs scored again": rejudge,
  "an admin runs the house": runTheHouse,
  "an admin changes a quota": changeQuota,
};

const ONCE = {
  "somebody stays in a language": stayInLanguage,
  "a page is left early": leaveEarly,
  "by keyboard": byKeyboard,
  "staff take final data": takeFinalData,
  "texts of others": readHostileLogs,
  "the server goes away": loseTheServer,
};

// In cities of their own, when they are asked for.
const CROWDED = { "long lists": pageThroughCrowds };
const STORY = { "the whole story": playTheWholeStory };

/** The paths that are taken once in this city. */
function takenOnce({ crowded, story }) {
  if (crowded !== undefined) {
    return CROWDED;
  }
  return story === undefined ? ONCE : STORY;
}

/** Takes every path; one that ends early does not keep the others from being taken. */
export async function walks(city, report, only = "") {
  const names = Object.entries(IN_EACH_WAY);
  // There are two finalists, and each is judged once.
  const fit = (way) => names.filter(([, walk]) => walk !== judge || way.judged !== undefined);
  const each = WAYS.flatMap((way) => fit(way).map(([name, walk]) => [`${name}, ${way.name}`, walk, way]));
  const once = Object.entries(takenOnce(city.told.places)).map(([name, walk]) => [name, walk, {}]);
  const all = [...each, ...once].filter(([name]) => name.includes(only));
  const work = async () => {
    for (let next = all.shift(); next !== undefined; next = all.shift()) {
      const [name, walk, way] = next;
      await report.walk(name, (step) => walk(city, step, way));
    }
  };
  await Promise.all([work(), work()]);
  // These need what others have begun, or change what others meet.
  for (const way of only === "" ? WAYS : []) {
    await report.walk(`a colleague joins, ${way.name}`, (step) => join(city, step, way));
    await report.walk(`an admin throws switches, ${way.name}`, (step) => throwSwitches(city, step, way));
  }
}
