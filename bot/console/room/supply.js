// The supply page: its tabs, and what it is told. What a tab looks like is in
// ../static/room/supply_*.js: `shown(page)` draws it from `page.shown`, `part` has the data and
// methods that it adds to the page.
import { frame } from "../../../../static/room/frame.js";
import { inSight } from "../../../../static/room/parts.js";
import { sheet } from "../../../../static/room/sheet.js";
import { morning } from "../../../../static/room/supply_morning.js";
import { orders } from "../../../../static/room/supply_orders.js";
import { stock } from "../../../../static/room/supply_stock.js";
import { suppliers } from "../../../../static/room/supply_suppliers.js";
import { talks } from "../../../../static/room/supply_talks.js";
import { problem, tabs } from "../../../../static/room/tabs.js";
import { h } from "vue";

const TABS = { morning, stock, orders, talks, suppliers };

export default {
  mixins: [sheet, ...Object.values(TABS).map((one) => one.part)],

  data() {
    return { tab: this.first.tab, tabs: this.first.tabs, shown: this.first.data, problem: "", asking: "", busy: false };
  },

  mounted() {
    window.addEventListener("popstate", this.back);
    this.inSight();
  },

  unmounted() {
    window.removeEventListener("popstate", this.back);
  },

  methods: {
    // Every question begins without the last one's problem.
    put(name, values = {}) {
      this.problem = "";
      this.ask(name, values);
    },

    // What changes something: until it is answered, nothing else is.
    act(name, values = {}) {
      this.busy = true;
      this.put(name, values);
    },

    show(name) {
      if (name !== this.tab) history.pushState(null, "", `?tab=${name}`);
      this.open(name);
    },

    back() {
      const name = new URLSearchParams(location.search).get("tab");
      this.open(this.tabs.includes(name) ? name : this.tabs[0]);
    },

    open(name) {
      if (name !== this.tab) {
        this.tab = name;
        this.shown = null;
      }
      this.asking = "";
      this.put("tab", { tab: name });
      this.inSight();
    },

    // After a pause on the line: what is shown may be old.
    again() {
      this.ask("tab", { tab: this.tab });
    },

    // On a phone there are more tabs than fit.
    inSight() {
      inSight(document.getElementById(`tab-${this.tab}`));
    },

    on_tab(news) {
      this.busy = false;
      if (news.tab === this.tab) this.shown = news.data;
    },

    // More rows of a table that a tab shows as `rows`.
    on_found(news) {
      const rows = news.more ? [...this.shown.rows, ...news.rows] : news.rows;
      this.shown = { ...this.shown, rows, following: news.following };
    },

    on_done(news) {
      this.busy = false;
      this.toast(news.text, "done");
    },

    // Stays until something else is asked: there may be a form to put right.
    on_problem(news) {
      this.busy = false;
      this.problem = news.text;
      this.$nextTick(() => document.getElementById("problem").scrollIntoView({ block: "nearest" }));
    },
  },

  render() {
    const w = this.words;
    const names = Object.fromEntries(this.tabs.map((name) => [name, w[`supply_tab_${name}`]]));
    return frame(
      this,
      h("main", { class: "sheet" }, [
        h("div", { class: "sheet-head" }, [h("h1", w.nav_supply), tabs(this, w.nav_supply, names)]),
        problem(this),
        h(
          "div",
          { id: "tab", role: "tabpanel", "aria-labelledby": `tab-${this.tab}`, class: "tab" },
          this.shown ? TABS[this.tab].shown(this) : h("p", { class: "soft" }, w.loading),
        ),
      ]),
    );
  },
};
