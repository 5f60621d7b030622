// The folder of mails, as the people who get them would read it.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { MAX_LOOKS, PAUSE_MS } from "./waiting.mjs";

/** The secret of the link in the newest mail to an address. */
export async function secretFor(folder, address) {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort().reverse();
    for (const name of names) {
      const mail = await readFile(path.join(folder, name), "utf8");
      const isToThem = mail.split("\n").some((line) => line.startsWith("To:") && line.includes(address));
      const secret = /\?secret=(\S+)/.exec(mail);
      if (isToThem && secret !== null) {
        return secret[1];
      }
    }
    await setTimeout(PAUSE_MS);
  }
  throw new Error(`no mail with a link came to ${address}`);
}
