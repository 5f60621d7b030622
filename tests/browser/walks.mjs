// The paths that people take, each with JavaScript and without where that differs.

import { byKeyboard } from "./walks/keyboard.mjs";
import { stayInLanguage } from "./walks/language.mjs";
import { signInAndOut, signInWithSecondStep } from "./walks/sign_in.mjs";
import { submitPlugins } from "./walks/submit.mjs";
import { readHostileLogs } from "./walks/texts.mjs";

/** Takes every path; one that ends early does not keep the others from being taken. */
export async function walks(city, report) {
  const both = [true, false].flatMap((javaScriptEnabled) => {
    const name = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
    const options = { javaScriptEnabled };
    return [
      [`sign in and out ${name}`, (step) => signInAndOut(city, step, options)],
      [`sign in with a second step ${name}`, (step) => signInWithSecondStep(city, step, options)],
      [`submit ${name}`, (step) => submitPlugins(city, step, options)],
    ];
  });
  const all = [
    ...both,
    ["stay in a language", (step) => stayInLanguage(city, step)],
    ["by keyboard", (step) => byKeyboard(city, step)],
    ["texts of others", (step) => readHostileLogs(city, step)],
  ];
  const work = async () => {
    for (let walk = all.shift(); walk !== undefined; walk = all.shift()) {
      await report.walk(walk[0], walk[1]);
    }
  };
  await Promise.all([work(), work()]);
}
