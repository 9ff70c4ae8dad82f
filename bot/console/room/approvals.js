// What waits for staff's agreement.
import { changeForm, changeOf } from "../../../../static/room/approval_change.js";
import { frame } from "../../../../static/room/frame.js";
import { button, mainButton, tag, waited } from "../../../../static/room/parts.js";
import { sheet } from "../../../../static/room/sheet.js";
import { h } from "vue";

export default {
  mixins: [sheet],

  data() {
    return { waiting: this.first.waiting, notes: {}, changing: {}, now: Date.now() };
  },

  computed: {
    counts() {
      return { approvals: this.waiting.length };
    },
  },

  mounted() {
    this.clock = setInterval(() => (this.now = Date.now()), 15000);
    // Whoever comes from a conversation comes to change this one.
    const wanted = Number(new URLSearchParams(location.search).get("action"));
    const found = this.waiting.find((one) => one.id === wanted);
    if (found && found.change.length) this.change(found);
  },

  unmounted() {
    clearInterval(this.clock);
  },

  methods: {
    again() {
      if (this.first.allowed) this.ask("again");
    },

    on_waiting(news) {
      this.waiting = news.waiting;
    },

    on_weighed(news) {
      const one = this.changing[news.action];
      if (one) Object.assign(one, { weighed: news.weighed, refused: {} });
    },

    on_unfit(news) {
      const one = this.changing[news.action];
      if (one) Object.assign(one, { weighed: null, refused: { [news.field]: news.text } });
    },

    change(action) {
      this.changing[action.id] = changeOf(action);
      this.$nextTick(() => document.querySelector(`#action-${action.id} .record-form input, #action-${action.id} .record-form select`)?.focus());
    },

    giveUp(id) {
      delete this.changing[id];
      this.$nextTick(() => document.querySelector(`#change-${id}`)?.focus());
    },

    one(action) {
      const w = this.words;
      const note = `note-${action.id}`;
      return h("li", { key: action.id, class: "card approval", id: `action-${action.id}` }, [
        h("div", [
          h("h2", action.what),
          h("p", [
            h("strong", action.name),
            h("span", { class: "soft small" }, [
              ` ${action.reference || w.not_identified} · ${w[`channel_${action.channel}`]}`,
              ` · #${action.id} · ${action.at} (${waited(action.since, this.now, w)})`,
            ]),
          ]),
          h("p", [
            action.risks.map((risk) => [tag(w[`risk_${risk}`], "risk"), " "]),
            action.amount ? h("strong", action.amount) : null,
          ]),
          h("p", { class: "as-written" }, action.summary),
          action.hindrance ? h("p", { class: "error small" }, `${w.hindrance} ${action.hindrance}`) : null,
        ]),
        h("div", { class: "actions" }, [
          h("a", { class: "quiet", href: `${this.base}/?open=${action.conversation}` }, w.open),
          mainButton(w.agree, () => this.ask("agree", { action: action.id })),
          action.change.length && !this.changing[action.id]
            ? button(w.change, () => this.change(action), { id: `change-${action.id}` })
            : null,
          h("div", { class: "refuse" }, [
            h("label", { class: "unseen", for: note }, w.refuse_note),
            h("input", {
              id: note,
              maxlength: 400,
              placeholder: w.refuse_note,
              value: this.notes[action.id] || "",
              onInput: (event) => (this.notes[action.id] = event.target.value),
            }),
            button(w.refuse, () => this.ask("refuse", { action: action.id, note: this.notes[action.id] || "" })),
          ]),
        ]),
        this.changing[action.id] ? changeForm(this, this.changing[action.id]) : null,
      ]);
    },
  },

  render() {
    const w = this.words;
    const shown = this.waiting.length
      ? h("ul", { class: "queue" }, this.waiting.map((action) => this.one(action)))
      : h("p", { class: "card empty" }, this.first.allowed ? w.approvals_none : w.error_not_allowed);
    return frame(
      this,
      h("main", { class: "sheet" }, [
        h("div", { class: "sheet-head" }, [h("h1", w.approvals_heading)]),
        shown,
      ]),
    );
  },
};
