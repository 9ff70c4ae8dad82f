// When the socket is refused: is it the session? Then to the way in; otherwise a restart, and
// NiceGUI goes on trying. Whatever was on the page is taken from the screen either way.
const STILL_HERE_MS = 300000;

(function wait() {
  if (!window.socket) {
    setTimeout(wait, 50);
    return;
  }
  window.socket.on("connect_error", async () => {
    const asked = { method: "GET", redirect: "manual", headers: { Accept: "application/json" } };
    const answer = await fetch(location.href, asked).catch(() => null);
    if (answer && answer.status === 401) location.assign(`${window.path_prefix}/login`);
  });
})();

// What is done on an open page goes over its socket, which brings no cookie: ask for it now and
// then, so that a restart knows that somebody was here.
let asked = Date.now();
function stillHere() {
  if (Date.now() - asked < STILL_HERE_MS) return;
  asked = Date.now();
  fetch(`${window.path_prefix}/session`, { method: "POST" }).catch(() => null);
}
addEventListener("keydown", stillHere);
addEventListener("pointerdown", stillHere);
