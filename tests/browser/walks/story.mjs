// The whole story of one problem, in one go and in a city where nothing else happens: a
// citizen tells of it, a challenge comes of it, startups answer, a jury judges, the city
// decides, and a pilot runs until it is stopped. Each chapter is played on the pages of those
// whose turn it is, and looks through other windows for what must not be seen there yet.

import { Story } from "./story/cast.mjs";
import { playChallenge } from "./story/challenge.mjs";
import { playDecision } from "./story/decision.mjs";
import { playJury } from "./story/jury.mjs";
import { playLetters } from "./story/letters.mjs";
import { playPilot } from "./story/pilot.mjs";
import { playProblem } from "./story/problem.mjs";
import { playSubmissions } from "./story/submissions.mjs";

const CHAPTERS = [playProblem, playChallenge, playSubmissions, playJury, playDecision, playLetters, playPilot];

/** From the problem to the report on the pilot. */
export async function playTheWholeStory(city, step) {
  const story = await Story.open(city, step);
  for (const chapter of CHAPTERS) {
    await chapter(story);
  }
  await story.close();
}
