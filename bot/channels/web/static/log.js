// The messages as bubbles. What people write is only ever set as text, never as HTML.

const made = (tag, name, text) => {
  const found = document.createElement(tag);
  found.className = name;
  if (text !== undefined) found.textContent = text;
  return found;
};

export class Log {
  constructor(list, frame, words, language, on) {
    this.list = list;
    this.frame = frame;
    this.words = words;
    this.on = on;
    this.clock = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
      hour: "2-digit", minute: "2-digit",
    });
    this.day = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
      month: "short", day: "numeric", hour: "2-digit", minute: "2-digit",
    });
    this.byId = new Map();
    this.own = new Map();
  }

  // A stored message, from either side; a second time it changes nothing.
  show(message) {
    if (this.byId.has(message.id)) return;
    if (this.own.has(message.client_id)) {
      this.settle(message.client_id, message.id);
      return;
    }
    const follows = this.isAtEnd();
    const row = this.row(message);
    this.byId.set(message.id, row);
    this.place(row, message.id);
    if (follows) this.scrollDown();
  }

  // The visitor's own message, before the server has it.
  showOwn(message) {
    if (this.own.has(message.client_id)) return;
    const row = this.row({ ...message, author: "customer", text: message.text ?? message.label });
    this.own.set(message.client_id, row);
    this.list.append(row);
    this.scrollDown();
  }

  // The server has the visitor's own message.
  settle(clientId, id) {
    const row = this.own.get(clientId);
    if (!row) return;
    row.classList.remove("row-sending", "row-failed");
    row.querySelector(".about").textContent = this.clockOf(row.dataset.at);
    if (this.byId.has(id)) return;
    this.byId.set(id, row);
    this.place(row, id);
  }

  mark(clientId, state, { why, message } = {}) {
    const row = this.own.get(clientId);
    if (!row) return;
    row.classList.toggle("row-sending", state === "sending");
    row.classList.toggle("row-failed", state === "failed");
    const about = row.querySelector(".about");
    about.textContent = state === "sending" ? this.words.sending : why;
    if (state !== "failed") return;
    const retry = made("button", "retry", this.words.retry);
    retry.type = "button";
    retry.addEventListener("click", () => this.on.retry(message));
    about.append(retry);
    this.scrollDown();
  }

  endsWith(id) {
    return Math.max(...this.byId.keys()) === id;
  }

  scrollDown() {
    this.frame.scrollTop = this.frame.scrollHeight;
  }

  isAtEnd() {
    return this.frame.scrollHeight - this.frame.scrollTop - this.frame.clientHeight < 120;
  }

  // Puts a row where its id belongs; one sent at the second try comes after what came between.
  place(row, id) {
    row.dataset.id = id;
    if (row.isConnected && row === this.list.lastElementChild) return;
    const later = [...this.list.children].find((other) => Number(other.dataset.id) > id);
    this.list.insertBefore(row, later ?? null);
  }

  row(message) {
    const row = made("li", `row row-${message.author}`);
    row.dataset.at = message.at;
    const bubble = made("div", "bubble");
    bubble.append(made("span", "unseen", `${this.words[WHO[message.author]]}: `));
    if (message.text || !message.photos?.length) bubble.append(made("p", "words", message.text));
    for (const address of message.photos ?? []) bubble.append(this.photo(address));
    if (message.file) bubble.append(this.file(message.file));
    row.append(bubble);
    const who = message.author === "staff" ? `${this.words.from_staff} · ` : "";
    row.append(made("p", "about", who + this.clockOf(message.at)));
    if (message.buttons?.length) row.append(this.choices(message.buttons));
    return row;
  }

  file({ label, address }) {
    const line = made("p", "words");
    const link = made("a", "file", label);
    link.href = address;
    link.download = label;
    line.append(link);
    return line;
  }

  photo(address) {
    const link = made("a", "photo");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    const image = made("img", "");
    image.src = address;
    image.alt = this.words.photo;
    image.addEventListener("load", () => this.isAtEnd() && this.scrollDown());
    link.append(image);
    return link;
  }

  choices(buttons) {
    const group = made("div", "choices");
    group.setAttribute("role", "group");
    for (const button of buttons) {
      const choice = made("button", "choice", button.label);
      choice.type = "button";
      choice.addEventListener("click", () => {
        choice.disabled = true;
        choice.setAttribute("aria-pressed", "true");
        this.on.press(button);
      });
      group.append(choice);
    }
    return group;
  }

  clockOf(at) {
    const then = new Date(at);
    const isToday = then.toDateString() === new Date().toDateString();
    return (isToday ? this.clock : this.day).format(then);
  }
}

const WHO = { customer: "from_you", bot: "from_bot", staff: "from_staff" };
