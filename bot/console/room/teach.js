// Teaching: what was not answered, what may become an article, what was wrong.
import { frame } from "../../../../static/room/frame.js";
import { inSight } from "../../../../static/room/parts.js";
import { sheet } from "../../../../static/room/sheet.js";
import { candidates } from "../../../../static/room/teach_candidates.js";
import { gaps } from "../../../../static/room/teach_gaps.js";
import { wrong } from "../../../../static/room/teach_wrong.js";
import { h } from "vue";

const TABS = { gaps, candidates, wrong };
const SEARCH_MS = 250;

export default {
  mixins: [sheet],

  data() {
    return {
      tab: this.first.tab,
      told: {}, // by tab, what it was told last; null: it has asked
      edits: {}, // candidates as they are being put right
      form: null, // the article being written: { group | candidate, title, … }
      choosing: null, // the group whose article is being looked for
      problem: "",
      busy: false,
    };
  },

  computed: {
    edits_articles() {
      return this.may("edit_articles");
    },
  },

  mounted() {
    this.look();
    inSight(document.getElementById(`tab-${this.tab}`));
  },

  methods: {
    look(values = {}) {
      if (this.may("teach")) this.ask(this.tab, values);
    },

    // After a break of the line what is shown may be old, and what was asked may be lost.
    again() {
      this.busy = false;
      this.look();
    },

    show(tab) {
      this.tab = tab;
      this.shut();
      history.replaceState(history.state, "", `${this.base}/teach?tab=${tab}`);
      this.look();
      inSight(document.getElementById(`tab-${tab}`));
    },

    step(event, by) {
      const names = Object.keys(TABS);
      const next = names[(names.indexOf(this.tab) + by + names.length) % names.length];
      event.preventDefault();
      this.show(next);
      this.$nextTick(() => document.getElementById(`tab-${next}`).focus());
    },

    // Something that is done once: the button waits for its answer.
    doing(name, values) {
      if (this.busy) return;
      this.busy = true;
      this.problem = "";
      this.sent = values.candidate;
      this.ask(name, values);
    },

    shut() {
      this.form = this.choosing = null;
      this.problem = "";
    },

    write(form) {
      this.shut();
      this.form = { personal: [], ...form };
      this.$nextTick(() => document.getElementById("article-title")?.focus());
    },

    choose(group) {
      this.shut();
      this.choosing = { group: group.id, language: group.language, topic: group.topic, words: "", rows: null, article: null, learns: this.edits_articles };
      this.search("");
      this.$nextTick(() => document.getElementById("article-search")?.focus());
    },

    search(words) {
      this.choosing.words = words;
      clearTimeout(this.searching);
      this.searching = setTimeout(() => {
        if (!this.choosing) return;
        const { language, topic } = this.choosing;
        this.ask("articles", { words, language, topic });
      }, SEARCH_MS);
    },

    edited(one) {
      return this.edits[one.id] || one;
    },

    edit(one, name, value) {
      this.edits[one.id] = { ...this.edited(one), [name]: value };
    },

    on_articles(news) {
      if (this.choosing?.words.trim() === news.words) this.choosing.rows = news.rows;
    },

    // What somebody writes on stays where it is, and under the name that it has, whatever came
    // since; what a colleague settled meanwhile is said when it is sent.
    on_gaps(news) {
      const held = this.form?.group || this.choosing?.group;
      const before = (held && this.told.gaps?.rows) || [];
      const rows = news.rows.map((row) => (row.ids.includes(held) ? { ...row, id: held } : row));
      const now = new Map(rows.map((row) => [row.id, row]));
      const stay = before.filter((row) => row.id === held || now.has(row.id)).map((row) => now.get(row.id) || row);
      const ids = new Set(stay.map((row) => row.id));
      this.told.gaps = { ...news, rows: [...stay, ...rows.filter((row) => !ids.has(row.id))] };
    },

    on_candidates(news) {
      const now = new Set(news.rows.map((row) => row.id));
      const begun = (row) => this.edits[row.id] || this.form?.candidate === row.id;
      const stay = (this.told.candidates?.rows || []).filter((row) => begun(row) && !now.has(row.id));
      this.told.candidates = { ...news, rows: [...stay, ...news.rows] };
    },

    on_wrong(news) {
      if (news.renewed) return this.renewWrong(news);
      const before = news.more ? this.told.wrong.rows : [];
      this.told.wrong = { ...news, rows: [...before, ...news.rows] };
    },

    // The first rows anew; those below them stay, with the way on from the last.
    renewWrong(news) {
      const older = news.following ? this.told.wrong.rows.filter((row) => row.id < news.following) : [];
      const following = older.length ? this.told.wrong.following : news.following;
      this.told.wrong = { ...news, following, rows: [...news.rows, ...older] };
    },

    on_unmarked(news) {
      this.busy = false;
      const rows = this.told.wrong.rows.filter((one) => one.message !== news.message);
      this.told.wrong = { ...this.told.wrong, rows };
    },

    on_drafted(news) {
      this.busy = false;
      delete this.edits[news.candidate];
      this.write({
        candidate: news.candidate,
        topic: news.topic,
        title: news.title,
        asks: news.asks.join("\n"),
        body: news.body,
        personal: news.personal,
      });
    },

    on_personal(news) {
      this.busy = false;
      if (this.form) this.form = { ...this.form, personal: news.found, asked: true };
    },

    on_finished(news) {
      this.busy = false;
      delete this.edits[this.sent];
      this.shut();
      this.toast(news.text, "done");
    },

    // In an open form it is said there and stays; what was typed stays too.
    on_problem(news) {
      this.busy = false;
      if (this.form || this.choosing) this.problem = news.text;
      else this.toast(news.text, "problem");
    },

    tabs() {
      const w = this.words;
      return h(
        "div",
        {
          class: "tabs",
          role: "tablist",
          "aria-label": w.nav_teach,
          onKeydown: (event) => {
            if (event.key === "ArrowRight") this.step(event, 1);
            if (event.key === "ArrowLeft") this.step(event, -1);
          },
        },
        Object.keys(TABS).map((name) =>
          h(
            "button",
            {
              key: name,
              id: `tab-${name}`,
              type: "button",
              role: "tab",
              "aria-selected": String(this.tab === name),
              "aria-controls": "teach-panel",
              tabindex: this.tab === name ? 0 : -1,
              onClick: () => this.show(name),
            },
            w[`teach_tab_${name}`],
          ),
        ),
      );
    },

    panel() {
      const w = this.words;
      if (!this.may("teach")) return h("p", { class: "card empty" }, w.error_not_allowed);
      const told = this.told[this.tab];
      return h("div", { id: "teach-panel", class: "teach", role: "tabpanel", "aria-labelledby": `tab-${this.tab}` }, [
        h("p", { class: "soft small" }, w[`teach_help_${this.tab}`]),
        told ? TABS[this.tab](this, told) : h("p", { class: "card empty", role: "status" }, w.teach_loading),
      ]);
    },
  },

  render() {
    return frame(
      this,
      h("main", { class: "sheet" }, [
        h("div", { class: "sheet-head" }, [h("h1", this.words.nav_teach), this.tabs()]),
        this.panel(),
      ]),
    );
  },
};
