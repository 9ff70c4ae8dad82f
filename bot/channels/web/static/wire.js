// How the page talks to the server.

const PATIENCE_MS = 15000;
const POLL_MS = 4000;

// The server understood and said no; the message is a sentence for the visitor.
export class Refused extends Error {}

export function newId() {
  // crypto.randomUUID exists on secure pages only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function post({ client_id, text, action, label }) {
  const answer = await fetch("/chat/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ client_id, text, action, label }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Refused(body.error);
  return body;
}

export async function earlier(after) {
  const query = after === undefined ? "" : `?after=${after}`;
  const answer = await fetch(`/chat/messages${query}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.status === 401) throw new Refused("expired");
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// Calls back for every message after one, for as long as the page is open: pushed by the
// server, or asked for where a stream is not to be had.
export function listen(after, onMessage, onState) {
  let last = after;
  const take = (message) => {
    last = Math.max(last, message.id);
    onMessage(message);
  };
  const open = () => {
    const source = new EventSource(`/chat/stream?after=${last}`);
    let lost = 0;
    source.onopen = () => {
      clearTimeout(lost);
      onState("open");
    };
    source.onmessage = (event) => take(JSON.parse(event.data));
    source.onerror = () => {
      clearTimeout(lost);
      // A stream is renewed now and then; only a lasting silence is worth a word.
      lost = setTimeout(() => onState("lost"), 3000);
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(lost);
      poll(5);
    };
  };
  const poll = async (rounds) => {
    try {
      (await earlier(last)).forEach(take);
      onState("open");
    } catch (error) {
      onState(error instanceof Refused ? "expired" : "lost");
    }
    if (rounds > 0) setTimeout(() => poll(rounds - 1), POLL_MS);
    else open();
  };
  open();
}
