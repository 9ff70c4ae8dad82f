// When the socket is refused: is it the session? Then to the way in; otherwise a restart, and
// NiceGUI goes on trying. Whatever was on the page is taken from the screen either way.
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
