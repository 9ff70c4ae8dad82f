// What pages of one tab at a time share: the tab stands in the address, and what it holds is asked
// for and told. Mixed in beside `sheet`; `opened` is the page's
// own, called when a tab is opened, `another` or the same once more.
import { inSight } from "./parts.js";

export const tabPage = {
  data() {
    return { tab: this.first.tab, tabs: this.first.tabs, shown: this.first.data, problem: "", asking: "" };
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

    show(name) {
      if (name !== this.tab) history.pushState(null, "", `?tab=${name}`);
      this.open(name);
    },

    back() {
      const name = new URLSearchParams(location.search).get("tab");
      this.open(this.tabs.includes(name) ? name : this.tabs[0]);
    },

    open(name) {
      const another = name !== this.tab;
      if (another) {
        this.tab = name;
        this.shown = null;
      }
      this.asking = "";
      this.opened?.(another);
      this.put("tab", { tab: name });
      this.inSight();
    },

    // On a phone there are more tabs than fit.
    inSight() {
      inSight(document.getElementById(`tab-${this.tab}`));
    },

    on_tab(news) {
      if (news.tab === this.tab) this.shown = news.data;
    },

    // More rows of a table that a tab shows as `rows`.
    on_found(news) {
      const rows = news.more ? [...this.shown.rows, ...news.rows] : news.rows;
      this.shown = { ...this.shown, rows, following: news.following };
    },

    // Stays until something else is asked: there may be a form to put right.
    on_problem(news) {
      this.problem = news.text;
      this.$nextTick(() => document.getElementById("problem").scrollIntoView({ block: "nearest" }));
    },
  },
};
