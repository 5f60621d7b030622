// Every page, by who looks at it.

import { readFile, readdir } from "node:fs/promises";

// The list of all routes, and those that it takes from files of their own.
const ROUTES = new URL("../../web/src/routes.rs", import.meta.url);
const OWN_ROUTES = new URL("../../web/src/routes/", import.meta.url);

// What leads elsewhere: forms that are sent from another page, and the old address of
// a page; and what is no page.
const WITHOUT_PAGE = [
  "/sign-out",
  "/problems/{id}/support",
  "/pilots/{id}/feedback",
  "/submissions/{id}/finalist",
  "/invitation",
  "/assets/{name}",
  "/challenges/{id}/compare/{file}",
  "/evaluation/{id}/compare/{file}",
  "/challenges/{id}/data/spread.svg",
  "/challenges/{id}/data/spread.csv",
];

/**
 * Pages as role, path without its language, and status where it is not 200.
 * @returns {{ role: string, path: string, status?: number }[]}
 */
export function pages({ places, people }) {
  const by = (role, paths, status) => paths.map((path) => ({ role, path, status }));
  const inside = [`/submissions/${places.scored.submission}`, "/account", "/problems/new", "/staff", "/admin"];
  return [
    ...by("nobody", forEverybody(places)),
    ...by("nobody", ["/nothing-is-here", `/challenges/${places.draft}`], 404),
    ...by("nobody", [`/problems/${places.problems.waits}`], 404),
    ...by("nobody", [...inside, `/submissions/${places.letter}/letter`], 401),
    ...by("nobody", [`/challenges/${places.open}/decision/protocol`, `/challenges/${places.open}/inquiries`], 404),
    ...by("citizen", [`/challenges/${places.open}`, "/account"]),
    ...by("citizen", forCitizens(places)),
    ...by("citizen", ["/staff/problems"], 403),
    ...by("citizen", ["/submissions"], 403),
    ...by("careless", ["/account/second-factor"]),
    ...by("careless", ["/staff"], 403),
    ...by("startup", forAccounts(people.startup.organisation)),
    ...by("startup", forStartups(places)),
    ...by("startup", ["/problems?own=yes", `/problems/${places.problems.waits}`]),
    ...by("startup", ["/staff", "/admin"], 403),
    ...by("startup", forDecided(places)),
    ...by("rival", [`/submissions/${places.scored.submission}`, `/submissions/${places.letter}/letter`], 404),
    ...by("rival", [`/challenges/${places.decided}/inquiries/${places.inquiry}`]),
    ...by("evaluator", [`/submissions/${places.letter}/letter`], 403),
    ...by("evaluator", forEvaluators(places)),
    ...by("staff", forStaff(places)),
    ...by("admin", forAdmins(places, people.startup)),
  ];
}

/** Routes of the portal that no page in a list is at. */
export async function unvisited(list) {
  const own = (await readdir(OWN_ROUTES)).filter((name) => name !== "tests.rs");
  const files = [ROUTES, ...own.map((name) => new URL(name, OWN_ROUTES))];
  const source = (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
  const routes = [...source.matchAll(/"(\/[^"]*)",\s*get\(/g)].map(([, route]) => route);
  const paths = list.map(({ path }) => path.split("?")[0] || "/");
  const isVisited = (route) => {
    const pattern = new RegExp(`^${route.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
    return paths.some((path) => pattern.test(path));
  };
  return routes.filter((route) => !WITHOUT_PAGE.includes(route) && !isVisited(route));
}

function forEverybody(places) {
  const { open, fragile, published, decided, inquiry, data, problems, pilot, year } = places;
  const ofDecided = `/challenges/${decided}`;
  return [
    "",
    "/announcements",
    "/challenges",
    "/challenges?state=open&q=parking",
    "/challenges?budget=to-50000",
    `/challenges/${open}`,
    `/challenges/${open}/announcements`,
    `/challenges/${open}/board`,
    `/challenges/${open}/data`,
    `/challenges/${open}/interface`,
    `/challenges/${open}/questions`,
    `/challenges/${open}/rules`,
    `/challenges/${fragile}/board`,
    `/challenges/${published}`,
    `/challenges/${published}/board?split=final`,
    `/challenges/${published}/rules`,
    `/challenges/${open}/decision`,
    ofDecided,
    ...["decision", "decision?version=1", "decision/protocol", "decision/protocol?version=1"].map(
      (path) => `${ofDecided}/${path}`,
    ),
    ...["board?split=final", "inquiries", `inquiries/${inquiry}`, "trail"].map((path) => `${ofDecided}/${path}`),
    "/problems",
    "/problems?field=mobility&district=1&state=challenge&sort=support&q=паркиране",
    `/problems/${problems.solved}`,
    "/pilots",
    `/pilots/${pilot}`,
    `/pilots/${pilot}/frame`,
    `/challenges/${open}/trail`,
    `/challenges/${published}/trail`,
    `/pilots/${pilot}/trail`,
    "/years",
    `/years/${year}`,
    "/data",
    "/data?q=boardings",
    `/data/${data.open.id}`,
    `/data/${data.sealed.id}`,
    `/data/${data.open.id}/releases/${data.open.release}`,
    "/organisations",
    "/methodology",
    "/accessibility",
    "/status",
    "/design",
    "/sign-in",
    "/register",
    "/register/sent",
    "/confirm?secret=nothing",
    "/reset",
    "/reset/sent",
    "/reset/confirm?secret=nothing",
    "/invitations/accept?secret=nothing",
    "/account/erased",
  ];
}

function forCitizens({ problems }) {
  return ["/problems?own=yes", "/problems/new", `/problems/${problems.solved}`];
}

function forAccounts(organisation) {
  return [
    "/account",
    "/account/password",
    "/account/second-factor",
    "/account/tokens",
    "/account/data",
    "/organisations/new",
    `/organisations/${organisation}`,
  ];
}

function forStartups({ open, scored, other, rejected, failed, html, terminal, flood, endless, wordy }) {
  const sent = [scored, rejected, failed, html, terminal, flood, endless, wordy];
  return [
    `/challenges/${open}`,
    `/challenges/${open}/board`,
    `/challenges/${open}/questions`,
    `/challenges/${open}/submit`,
    `/challenges/${open}/compare`,
    `/challenges/${open}/compare?of=${scored.submission}&of=${other.submission}`,
    "/submissions",
    ...sent.flatMap(({ submission, run }) => [`/submissions/${submission}`, `/runs/${run}`]),
    `/submissions/${scored.submission}/dossier`,
    `/submissions/${scored.submission}/document`,
    `/submissions/${scored.submission}/withdraw`,
    `/runs/${html.run}/log`,
    `/runs/${terminal.run}/log`,
    `/runs/${flood.run}/log`,
    `/runs/${endless.run}/log`,
  ];
}

/** What a startup reads of a decision: its letters, one of them without a place. */
function forDecided({ decided, letter, below, inquiry }) {
  return [
    `/challenges/${decided}/decision`,
    `/challenges/${decided}/inquiries`,
    `/challenges/${decided}/inquiries/${inquiry}`,
    `/challenges/${decided}/inquiries?submission=${letter}&topic=decision`,
    ...[letter, below].flatMap((id) => [`/submissions/${id}`, `/submissions/${id}/letter`]),
  ];
}

function forEvaluators({ jury, published, decided, inquiry, codes, assignment, judged, criterion }) {
  const compare = `/evaluation/${published}/compare`;
  const chosen = codes.map((code) => `of=${encodeURIComponent(code)}`).join("&");
  return [
    "/evaluation",
    `/evaluation/${jury}`,
    `/assignments/${assignment}`,
    `/assignments/${judged}`,
    `/assignments/${judged}/moderations/${criterion}`,
    `/evaluation/${jury}/compare`,
    compare,
    `${compare}?split=public&${chosen}`,
    `/evaluation/${decided}`,
    `/challenges/${decided}/inquiries`,
    `/challenges/${decided}/inquiries/${inquiry}`,
  ];
}

function forStaff(places) {
  const { open, draft, jury, published, version, question, rejudge, data, problems, pilot } = places;
  const { decided, letter, inquiry } = places;
  const workbench = (id) => `/staff/challenges/${id}`;
  const ofData = `/staff/data/${data.open.id}`;
  return [
    "/staff",
    "/staff/upload",
    "/staff/templates",
    ...["forecast", "classify", "assign"].map((kind) => `/staff/templates/${kind}`),
    "/staff/announcements",
    ...[open, draft, jury, published].map(workbench),
    ...[
      "versions",
      `versions/${version}/final`,
      `versions/${version}/final/catalogue`,
      "phases",
      "phases/main",
      "enrolments",
      "questions",
      `questions/${question}`,
      "announcements",
      "rejudges",
    ].map((path) => `${workbench(open)}/${path}`),
    `${workbench(jury)}/rejudges`,
    ...[open, jury, published, decided].map((id) => `${workbench(id)}/evaluators`),
    ...[draft, open, jury, published, decided].map((id) => `${workbench(id)}/decision`),
    `/challenges/${decided}/inquiries/${inquiry}`,
    `/submissions/${letter}/letter`,
    `/staff/rejudges/${rejudge}`,
    "/staff/problems",
    "/staff/problems?state=challenge",
    `/staff/problems/${problems.waits}`,
    `/staff/problems/${problems.waits}?q=${encodeURIComponent("паркиране")}`,
    `/staff/problems/${problems.solved}`,
    `${workbench(published)}/pilots`,
    `/staff/pilots/${pilot}`,
    `/staff/pilots/${pilot}/data`,
    "/staff/data",
    ofData,
    ...["raw", "raw/delete", "policies", `policies/${data.open.policy}`, "releases"].map((path) => `${ofData}/${path}`),
    `/staff/data/${data.sealed.id}`,
  ];
}

function forAdmins({ open }, { account, organisation }) {
  return [
    "/admin",
    "/admin/accounts",
    `/admin/accounts/${account}`,
    "/admin/invitations",
    "/admin/organisations",
    `/admin/organisations/${organisation}`,
    "/admin/quotas",
    `/admin/quotas/change?challenge=${open}&organisation=${organisation}`,
    "/admin/work",
    "/admin/storage",
    "/admin/mail",
    "/admin/switches",
    "/admin/audit",
    "/admin/keys",
  ];
}
