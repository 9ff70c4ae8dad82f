// The inbox: what it holds, what it is told, and what the keys do. What it looks like is in
// ../static/room.
import { conversation } from "../../../../static/room/conversation.js";
import { frame } from "../../../../static/room/frame.js";
import { list } from "../../../../static/room/list.js";
import { listen } from "../../../../static/room/parts.js";
import { picturing } from "../../../../static/room/picture.js";
import { searching } from "../../../../static/room/search.js";
import { h } from "vue";

const DRAFT_MS = 600;
const TOAST_MS = 4000;

export default {
  mixins: [searching, picturing],

  props: {
    words: Object,
    me: Object,
    here: String,
    base: String,
    lang: String,
    first: Object,
    people: Array,
  },
  emits: ["ask"],

  data() {
    return {
      queue: this.first.queue,
      rows: this.first.rows,
      following: this.first.following,
      counts: this.first.counts,
      openId: null,
      talk: null,
      others: [],
      found: null,
      draft: "",
      noteText: "",
      noting: false,
      sending: false,
      sideOpen: false,
      refusals: {},
      toasts: [],
      now: Date.now(),
    };
  },

  computed: {
    mood() {
      const heard = this.talk.messages.filter((one) => one.by === "customer" && one.mood);
      const last = heard.length ? heard[heard.length - 1].mood : "";
      return last === "angry" || last === "worried" ? last : "";
    },
  },

  mounted() {
    this.stop = listen(this.told, this.connected);
    this.clock = setInterval(() => (this.now = Date.now()), 15000);
    document.addEventListener("keydown", this.key);
    const wanted = Number(new URLSearchParams(location.search).get("open"));
    if (wanted) this.open(wanted);
  },

  unmounted() {
    this.stop();
    clearInterval(this.clock);
    document.removeEventListener("keydown", this.key);
  },

  methods: {
    ask(name, values = {}) {
      // Numbered: what was asked before the line stood may come after what was asked since.
      this.asked = (this.asked || 0) + 1;
      this.$emit("ask", { name, id: this.openId, turn: this.asked, ...values });
    },

    person(id) {
      const found = this.people.find((one) => one.id === id);
      return found ? found.name : `#${id}`;
    },

    showQueue(name) {
      this.queue = name;
      this.ask("queue", { queue: name });
    },

    more() {
      this.ask("queue", { queue: this.queue, after: this.following });
    },

    // A conversation, at a message of it if one was found.
    open(id, message = null) {
      this.keepDraft();
      this.openId = id;
      this.found = this.sought = message;
      this.talk = null;
      this.draft = this.noteText = "";
      this.noting = false;
      this.ask("open");
    },

    go(event, id) {
      event.preventDefault();
      this.open(id);
    },

    close() {
      this.keepDraft();
      this.openId = this.talk = this.found = null;
      this.sideOpen = false;
      this.ask("close");
    },

    // Kept a moment after the last key, and at once when something else is opened.
    write(text) {
      if (this.noting) {
        this.noteText = text;
        return;
      }
      this.draft = text;
      clearTimeout(this.keeping);
      this.keeping = setTimeout(() => this.keepDraft(), DRAFT_MS);
      this.unkept = true;
    },

    keepDraft() {
      clearTimeout(this.keeping);
      if (this.unkept && this.openId) this.ask("draft", { text: this.draft });
      this.unkept = false;
    },

    note(noting) {
      this.noting = noting;
      this.$nextTick(() => this.$refs.answer.focus());
    },

    send() {
      const text = this.noting ? this.noteText : this.draft;
      const picture = this.picture && !this.noting;
      if ((!text.trim() && !picture) || this.sending) return;
      if (picture) {
        this.keepDraft();
        this.sendPicture();
        return;
      }
      clearTimeout(this.keeping);
      this.unkept = false;
      this.sending = true;
      this.ask(this.noting ? "note" : "say", { text });
    },

    toast(text, kind) {
      const id = Math.random();
      this.toasts.push({ id, text, kind });
      setTimeout(() => (this.toasts = this.toasts.filter((one) => one.id !== id)), TOAST_MS);
    },

    told(news) {
      const answer = this[`on_${news.kind}`];
      if (answer) answer(news);
    },

    on_queue(news) {
      if (news.queue !== this.queue) return;
      this.rows = news.more ? [...this.rows, ...news.rows] : news.rows;
      this.following = news.following;
      this.counts = news.counts;
    },

    on_rows(news) {
      if (news.counts) this.counts = news.counts;
      if (news.queue !== this.queue) return;
      const changed = new Map(news.rows.map((one) => [one.id, one]));
      const gone = new Set(news.gone);
      const kept = this.rows.filter((one) => !gone.has(one.id)).map((one) => {
        const now = changed.get(one.id);
        changed.delete(one.id);
        return now || one;
      });
      // Longest waiting first; who is newly here has waited least. Those who do not wait come last.
      const all = [...kept, ...changed.values()];
      this.rows = all.sort((a, b) => (a.since || Infinity) - (b.since || Infinity));
    },

    on_talk(news) {
      if (news.talk.id !== this.openId) return;
      const last = this.talk?.messages.at(-1)?.id;
      this.talk = news.talk;
      this.others = news.others;
      // What is being written here is newer than what was kept, after a break of the line too.
      if (news.talk.draft !== undefined && !this.draft) this.draft = news.talk.draft;
      if (news.talk.messages.at(-1)?.id !== last) this.$nextTick(this.scrollDown);
    },

    on_company(news) {
      this.others = news.others;
    },

    on_sent(news) {
      this.sending = false;
      this.draft = "";
      this.toast(news.text, "done");
    },

    on_noted(news) {
      this.sending = false;
      this.noteText = "";
      this.noting = false;
      this.toast(news.text, "done");
    },

    on_written(news) {
      this.write(news.text);
      this.$nextTick(() => this.$refs.answer.focus());
    },

    on_done(news) {
      this.toast(news.text, "done");
    },

    on_problem(news) {
      this.sending = false;
      this.toast(news.text, "problem");
    },

    // After a pause on the line: what is shown may be old.
    connected() {
      this.showQueue(this.queue);
      if (this.openId) this.ask("open");
    },

    scrollDown() {
      const thread = this.$refs.thread;
      const sought = this.sought && thread?.querySelector(`[data-message="${this.sought}"]`);
      this.sought = null;
      if (sought) sought.scrollIntoView({ block: "center" });
      else if (thread) thread.scrollTop = thread.scrollHeight;
    },

    step(by) {
      const rows = this.search ? this.foundTalks() : this.rows;
      const at = rows.findIndex((one) => one.id === this.openId);
      const next = rows[Math.max(0, at + by)];
      if (next && next.id !== this.openId) this.open(next.id);
    },

    key(event) {
      const writing = /INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName);
      if (event.key === "Escape") {
        const seeking = document.activeElement === this.$refs.search;
        if (writing) document.activeElement.blur();
        else if (this.talk) this.close();
        else if (this.search) this.leaveSearch();
        if (seeking) this.leaveSearch();
        return;
      }
      if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
      const keys = {
        "/": () => this.$refs.search.focus(),
        j: () => this.step(1),
        k: () => this.step(-1),
        r: () => this.talk && this.note(false),
        n: () => this.talk && this.note(true),
        t: () => this.talk && this.ask("take"),
        e: () => this.talk?.handover && this.ask("resolve"),
        b: () => this.talk?.handover && this.ask("give_back"),
      };
      if (keys[event.key]) {
        event.preventDefault();
        keys[event.key]();
      }
    },
  },

  render() {
    return frame(
      this,
      h("main", { class: ["inbox", { talking: this.openId }] }, [
        this.talk ? null : h("h1", { class: "unseen" }, this.words.nav_inbox),
        list(this),
        conversation(this),
      ]),
    );
  },
};
