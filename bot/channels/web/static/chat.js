// The chat page: what the visitor does, and what comes in.
import { Log } from "./log.js";
import { Refused, earlier, listen, newId, post } from "./wire.js";
import { Unsent } from "./unsent.js";

const LONGEST = 4000;
const TYPING_MS = 25000;

const page = document.body;
const words = JSON.parse(page.dataset.words);
const element = (id) => document.getElementById(id);
const input = element("words");
const unsent = new Unsent(page.dataset.visitor);
const log = new Log(element("log"), element("frame"), words, page.dataset.language, {
  press: (button) => send({ action: button.action, label: button.label }),
  retry: (message) => deliver(message),
});

let typingEnds = 0;

function showTyping(on) {
  clearTimeout(typingEnds);
  element("typing").hidden = !on;
  if (on) {
    typingEnds = setTimeout(() => showTyping(false), TYPING_MS);
    log.scrollDown();
  }
}

function showWithStaff(on) {
  element("with-staff").hidden = !on;
  if (on) log.scrollDown();
}

function receive(message) {
  log.show(message);
  element("suggestions").hidden = true;
  if (message.author === "customer") unsent.settle(message.client_id);
  else showTyping(false);
  if (message.author === "bot") showWithStaff(false);
}

function send(said) {
  const message = { client_id: newId(), at: new Date().toISOString(), ...said };
  unsent.keep(message);
  log.showOwn(message);
  element("suggestions").hidden = true;
  return deliver(message);
}

async function deliver(message) {
  log.mark(message.client_id, "sending");
  try {
    const stored = await post(message);
    unsent.settle(message.client_id);
    log.settle(message.client_id, stored.id);
    showWithStaff(stored.with_staff);
    if (!stored.with_staff && log.endsWith(stored.id)) showTyping(true);
  } catch (error) {
    const why = error instanceof Refused ? error.message : words.not_sent;
    log.mark(message.client_id, "failed", { why, message });
  }
}

function sendWords() {
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  fit();
  send({ text });
}

function fit() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
  input.style.overflowY = input.scrollHeight > 166 ? "auto" : "hidden";
  element("send").disabled = !input.value.trim();
  const left = LONGEST - input.value.length;
  element("left").textContent = left < 500 ? `${words.left_1} ${left}` : "";
  unsent.draft = input.value;
}

input.addEventListener("input", fit);
input.addEventListener("keydown", (event) => {
  // Enter that picks a word in a Chinese input method is not meant for us; Safari tells
  // only by the key code (https://www.w3.org/TR/uievents/#determine-keydown-keyup-keyCode).
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key === "Enter" && !event.shiftKey && !composing) {
    event.preventDefault();
    sendWords();
  }
});
element("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  sendWords();
  input.focus();
});
for (const choice of element("suggestions").children) {
  choice.addEventListener("click", () => send({ text: choice.dataset.say }));
}

async function start() {
  input.value = unsent.draft;
  fit();
  if (matchMedia("(pointer: fine)").matches) input.focus();
  const known = await earlier().catch(() => []);
  known.forEach(receive);
  const last = known.at(-1);
  if (last?.author === "customer" && Date.now() - Date.parse(last.at) < TYPING_MS) showTyping(true);
  for (const message of unsent.all()) {
    log.showOwn(message);
    log.mark(message.client_id, "failed", { why: words.not_sent, message });
  }
  log.scrollDown();
  listen(last?.id ?? 0, receive, (state) => {
    element("connection").hidden = state === "open";
    element("connection").textContent = state === "expired" ? words.reload : words.reconnecting;
  });
}

start();
