// What the visitor wrote and the server does not have yet; it survives a reload of the page.

export class Unsent {
  constructor(visitor) {
    this.messages = `xiaoer.unsent.${visitor}`;
    this.words = `xiaoer.draft.${visitor}`;
  }

  all() {
    return JSON.parse(sessionStorage.getItem(this.messages) ?? "[]");
  }

  keep(message) {
    this.store([...this.all(), message]);
  }

  settle(clientId) {
    this.store(this.all().filter((message) => message.client_id !== clientId));
  }

  store(messages) {
    sessionStorage.setItem(this.messages, JSON.stringify(messages));
  }

  get draft() {
    return sessionStorage.getItem(this.words) ?? "";
  }

  set draft(text) {
    sessionStorage.setItem(this.words, text);
  }
}
