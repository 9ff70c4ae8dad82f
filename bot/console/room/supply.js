// The supply page: its tabs, and what it is told. What a tab looks like is in
// ../static/room/supply_*.js: `shown(page)` draws it from `page.shown`, `part` has the data and
// methods that it adds to the page.
import { h } from "vue";
import { frame } from "../../../../static/room/frame.js";
import { sheet } from "../../../../static/room/sheet.js";
import { morning } from "../../../../static/room/supply_morning.js";
import { orders } from "../../../../static/room/supply_orders.js";
import { stock } from "../../../../static/room/supply_stock.js";
import { suppliers } from "../../../../static/room/supply_suppliers.js";
import { talks } from "../../../../static/room/supply_talks.js";
import { tabPage } from "../../../../static/room/tab_page.js";
import { tabbed } from "../../../../static/room/tabs.js";

const TABS = { morning, stock, orders, talks, suppliers };

export default {
  mixins: [sheet, tabPage, ...Object.values(TABS).map((one) => one.part)],

  data() {
    return { busy: false };
  },

  methods: {
    // What changes something: until it is answered, nothing else is.
    act(name, values = {}) {
      this.busy = true;
      this.put(name, values);
    },

    // After a pause on the line: what is shown may be old.
    again() {
      this.ask("tab", { tab: this.tab });
    },

    on_tab(news) {
      this.busy = false;
      tabPage.methods.on_tab.call(this, news);
    },

    on_done(news) {
      this.busy = false;
      this.toast(news.text, "done");
    },

    on_problem(news) {
      this.busy = false;
      tabPage.methods.on_problem.call(this, news);
    },
  },

  render() {
    const w = this.words;
    const names = Object.fromEntries(this.tabs.map((name) => [name, w[`supply_tab_${name}`]]));
    const notice = this.first.notice ? h("p", { class: "soft small", role: "note" }, this.first.notice) : null;
    return frame(this, tabbed(this, w.nav_supply, names, TABS[this.tab].shown, notice));
  },
};
