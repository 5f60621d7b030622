// Loads the client and wakes each island of the page, in the order of the page.
import load, * as client from "./client.js";

// A page that is left while the client loads has nothing to complain of.
let isLeft = false;
addEventListener("pagehide", () => { isLeft = true; });
addEventListener("pageshow", () => { isLeft = false; });

try {
  await load({ module_or_path: "./client.wasm" });
  wake();
} catch (error) {
  if (!isLeft) {
    throw error;
  }
}

function wake() {
  client.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    client[island.dataset.component]?.(island);
  }
  document.documentElement.dataset.awake = "true";
}
