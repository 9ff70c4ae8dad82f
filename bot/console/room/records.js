// The shop's records: a table, one record beside it, and the forms that are begun.
import { frame } from "../../../../static/room/frame.js";
import { inSight, mainButton } from "../../../../static/room/parts.js";
import { detail } from "../../../../static/room/record_detail.js";
import { begun, overtaken } from "../../../../static/room/record_form.js";
import { sheet } from "../../../../static/room/sheet.js";
import { table } from "../../../../static/room/table.js";
import { h } from "vue";

const TYPING_MS = 500;

export default {
  mixins: [sheet],

  data() {
    const { tab, rows = [], following = "", total = "" } = this.first;
    const at = this.first.tabs.find((one) => one.name === tab) || {};
    return {
      tab,
      rows,
      following,
      total,
      words_typed: "",
      only: "",
      sort: at.sort,
      descending: at.descending,
      openId: null,
      one: null,
      forms: {},
      writing: "",
      removing: false,
    };
  },

  computed: {
    shown() {
      return this.first.tabs.find((one) => one.name === this.tab);
    },
  },

  mounted() {
    const wanted = Number(new URLSearchParams(location.search).get("id"));
    if (this.tab && wanted) this.open(wanted);
  },

  methods: {
    // After a break of the line what is shown may be old.
    again() {
      if (!this.tab) return;
      this.reload();
      if (this.openId) this.ask("one", { tab: this.tab, id: this.openId });
    },

    rowsFrom(after, count) {
      clearTimeout(this.typing);
      this.asked = String(Math.random());
      this.ask("table", {
        tab: this.tab,
        words: this.words_typed,
        only: this.only,
        sort: this.sort,
        descending: Boolean(this.descending),
        after,
        count,
        asked: this.asked,
      });
    },

    reload() {
      this.rowsFrom("", Math.max(this.rows.length, this.first.count));
    },

    search() {
      this.rowsFrom("", this.first.count);
    },

    find(text) {
      this.words_typed = text;
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.search(), TYPING_MS);
    },

    sortBy(key) {
      const { sort } = this.shown.columns.find((one) => one.key === key);
      this.descending = this.sort === sort && !this.descending;
      this.sort = sort;
      this.search();
    },

    turn(name) {
      this.tab = name;
      this.sort = this.shown.sort;
      this.descending = this.shown.descending;
      this.words_typed = this.only = "";
      this.rows = [];
      this.total = this.following = "";
      this.close();
      this.search();
    },

    // Another record, perhaps of another table.
    go(tab, id) {
      if (tab !== this.tab) this.turn(tab);
      this.open(id);
    },

    open(id) {
      this.openId = id;
      this.one = null;
      this.writing = "";
      this.removing = false;
      this.place();
      this.ask("one", { tab: this.tab, id });
    },

    close() {
      this.openId = this.one = null;
      this.writing = "";
      this.removing = false;
      this.place();
    },

    place() {
      const id = this.openId ? `&id=${this.openId}` : "";
      history.replaceState(history.state, "", `?tab=${this.tab}${id}`);
    },

    keyOf(form) {
      return `${form.what}:${form.id}:${form.says || 0}`;
    },

    begin(form, alone = false) {
      const key = this.keyOf(form);
      if (!this.forms[key]) this.forms[key] = begun(form, key);
      if (alone) this.writing = key;
      this.$nextTick(() => this.$el.querySelector(".record-form input, .record-form select")?.focus());
    },

    drop(key) {
      delete this.forms[key];
      if (this.writing === key) this.writing = "";
    },

    save(one) {
      one.busy = true;
      one.refused = {};
      one.said = "";
      const { what, id, says } = one.form;
      const name = what === "article" ? "save_article" : "save";
      this.ask(name, { what, id, says, form: one.key, before: { ...one.before }, after: { ...one.typed } });
    },

    remove(one) {
      this.ask("remove_article", { id: one.id, before: { ...one.forms[0].values } });
    },

    on_table(news) {
      if (news.tab !== this.tab || news.asked !== this.asked) return;
      this.rows = news.more ? [...this.rows, ...news.rows] : news.rows;
      this.following = news.following;
      this.total = news.total;
    },

    on_one(news) {
      if (news.one.id !== this.openId || news.one.tab !== this.tab) return;
      const isNew = !this.one;
      this.one = news.one;
      this.removing = false;
      if (isNew) this.$nextTick(() => this.$refs.title?.focus());
    },

    on_saved(news) {
      this.drop(news.form);
      this.toast(news.text, "done");
      this.reload();
      if (news.made && news.made !== this.openId) this.open(news.made);
      else if (this.openId) this.ask("one", { tab: this.tab, id: this.openId });
    },

    on_refused(news) {
      const one = this.forms[news.form];
      if (!one) return;
      one.busy = false;
      if (one.form.fields.some((field) => field.name === news.field)) one.refused[news.field] = news.text;
      else one.said = news.text;
    },

    on_stale(news) {
      const one = this.forms[news.form];
      if (!one) return;
      one.busy = false;
      one.said = news.text;
      overtaken(one, news.now);
    },

    on_removed(news) {
      this.toast(news.text, "done");
      for (const key of Object.keys(this.forms)) if (key.startsWith(`article:${news.id}:`)) this.drop(key);
      this.close();
      this.reload();
    },

    on_problem(news) {
      for (const one of Object.values(this.forms)) one.busy = false;
      this.toast(news.text, "problem");
    },

    head() {
      const w = this.words;
      const isArticles = this.tab === "articles";
      const newArticle = () => this.begin(this.first.new_article, true);
      return h("div", { class: "records-head" }, [
        h("div", { class: "sheet-head" }, [
          h("h1", w.nav_records),
          h(
            "div",
            { class: "tabs", role: "tablist", "aria-label": w.nav_records },
            this.first.tabs.map(({ name }) =>
              h(
                "button",
                { type: "button", role: "tab", key: name, id: `tab-${name}`, "aria-selected": String(name === this.tab), onClick: () => this.turn(name), onVnodeMounted: (node) => name === this.tab && inSight(node.el) },
                w[`tab_${name}`],
              ),
            ),
          ),
        ]),
        h("form", { class: "actions", role: "search", onSubmit: (event) => (event.preventDefault(), this.search()) }, [
          h("label", { class: "unseen", for: "find" }, w[`find_${this.tab}`]),
          h("input", {
            id: "find",
            type: "search",
            class: "find",
            maxlength: 200,
            placeholder: w[`find_${this.tab}`],
            value: this.words_typed,
            onInput: (event) => this.find(event.target.value),
          }),
          this.shown.filters.length
            ? h(
                "select",
                { "aria-label": w.only, value: this.only, onChange: (event) => ((this.only = event.target.value), this.search()) },
                [["", w.only_all], ...this.shown.filters].map(([name, label]) => h("option", { value: name }, label)),
              )
            : null,
          h("span", { class: "soft small", role: "status" }, this.total),
          isArticles && this.first.new_article ? mainButton(w.new_article, newArticle) : null,
        ]),
      ]);
    },
  },

  render() {
    const w = this.words;
    if (!this.tab) return frame(this, h("main", { class: "sheet" }, h("p", { class: "card empty" }, w.error_not_allowed)));
    const shown = table(this, this.shown.columns, {
      rows: this.rows,
      following: this.following,
      sorted: this.shown.columns.find((one) => one.sort && one.sort === this.sort)?.key,
      descending: this.descending,
      onSort: this.sortBy,
      onRow: (row) => this.open(row.of || row.id),
      isOn: (row) => (row.of || row.id) === this.openId,
      onMore: () => this.rowsFrom(this.following, this.first.count),
      empty: w.records_none,
      label: w[`tab_${this.tab}`],
    });
    const isOpen = this.openId || this.writing;
    return frame(
      this,
      h("main", { class: ["records", { open: isOpen }] }, [
        this.head(),
        h("div", { class: "records-split" }, [h("div", { class: "records-table" }, [shown]), detail(this)]),
      ]),
    );
  },
};
