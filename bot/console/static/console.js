// Keeps a list or a conversation fresh, and what is being typed safe.

const EVERY_MS = 3000;

const stale = document.getElementById("stale");

function scrollDown(root) {
  for (const list of root.querySelectorAll("[data-scroll-down]")) list.scrollTop = list.scrollHeight;
}

// A session that ended answers with the way to the sign-in page, which the reload then shows.
async function ask(place) {
  const answer = await fetch(place, { redirect: "manual", signal: AbortSignal.timeout(10000) });
  if (answer.type === "opaqueredirect") location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

async function hasNews(part) {
  if (!part.dataset.versionAt) return true;
  const { version } = await (await ask(part.dataset.versionAt)).json();
  const isNew = version !== part.dataset.version;
  part.dataset.version = version;
  return isNew;
}

async function refresh(part) {
  if (document.hidden || !(await hasNews(part))) return;
  const html = await (await ask(part.dataset.poll)).text();
  if (html === part.dataset.shown) return;
  part.dataset.shown = html;
  // The server's own template, in which everything that people wrote is escaped.
  part.innerHTML = html;
  scrollDown(part);
}

for (const part of document.querySelectorAll("[data-poll]")) {
  setInterval(async () => {
    // Somebody on their way through the list with the keyboard keeps their place.
    if (part.contains(document.activeElement)) return;
    try {
      await refresh(part);
      stale.hidden = true;
    } catch {
      stale.hidden = false;
    }
  }, EVERY_MS);
}
// Whoever just taught about a message is led back to it.
if (!location.hash) scrollDown(document);

for (const box of document.querySelectorAll("[data-keep]")) {
  const key = `xiaoer.${box.dataset.keep}`;
  if (document.querySelector(`[data-done="${box.dataset.sentOn}"]`)) sessionStorage.removeItem(key);
  if (!box.value) box.value = sessionStorage.getItem(key) ?? "";
  box.addEventListener("input", () => sessionStorage.setItem(key, box.value));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.form.requestSubmit();
  });
}

for (const button of document.querySelectorAll("[data-fill]")) {
  button.addEventListener("click", () => {
    const box = document.getElementById(button.dataset.fill);
    box.value = button.dataset.with;
    box.focus();
  });
}

// A second click while the page is on its way would send the same words twice.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("button:not([type])")) button.disabled = true;
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});
