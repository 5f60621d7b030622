// Loads the client and wakes each island of the page, in the order of the page.
import load, * as client from "./client.js";

await load({ module_or_path: "./client.wasm" });
client.hydrate();
for (const island of document.querySelectorAll("leptos-island")) {
  client[island.dataset.component]?.(island);
}
document.documentElement.dataset.awake = "true";
