// The admin's page: its tabs, what each holds, and what it is told. What they look like is in
// ../static/room/admin_*.js.
import { audit } from "../../../../static/room/admin_audit.js";
import { jobs, policy } from "../../../../static/room/admin_house.js";
import { letters } from "../../../../static/room/admin_letters.js";
import { staff } from "../../../../static/room/admin_staff.js";
import { tokens } from "../../../../static/room/admin_tokens.js";
import { frame } from "../../../../static/room/frame.js";
import { inSight } from "../../../../static/room/parts.js";
import { sheet } from "../../../../static/room/sheet.js";
import { once, problem, tabs } from "../../../../static/room/tabs.js";
import { h } from "vue";

const SHOWN = { staff, tokens, policy, audit, letters, jobs };
const nobody = () => ({ username: "", called: "", role: "agent", password: "" });

export default {
  mixins: [sheet],

  data() {
    return {
      tab: this.first.tab,
      tabs: this.first.tabs,
      shown: this.first.data,
      problem: "",
      once: null,
      asking: "",
      adding: nobody(),
      personId: null,
      person: { password: "" },
      token: { name: "" },
      sought: { staff: "", action: "", subject: "", first: "", last: "" },
    };
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
      if (name !== this.tab) {
        this.tab = name;
        this.shown = null;
        this.once = null;
        this.personId = null;
      }
      this.asking = "";
      this.sought = { staff: "", action: "", subject: "", first: "", last: "" };
      this.put("tab", { tab: name });
      this.inSight();
    },

    // After a pause on the line: what is shown may be old. What is a search stays, and nobody
    // is noted twice as having looked at customers' words.
    again() {
      if (this.tab !== "audit" && this.tab !== "letters") this.ask("tab", { tab: this.tab });
    },

    // On a phone there are more tabs than fit.
    inSight() {
      inSight(document.getElementById(`tab-${this.tab}`));
    },

    choose(person) {
      this.personId = person.id;
      this.person = { password: "" };
      this.asking = this.problem = "";
      this.$nextTick(() => document.getElementById("person").focus());
    },

    search(after = "") {
      const staff = Number(this.sought.staff) || null;
      this.put("audit", { ...this.sought, staff, after });
    },

    on_tab(news) {
      if (news.tab === this.tab) this.shown = news.data;
    },

    on_found(news) {
      const rows = news.more ? [...this.shown.rows, ...news.rows] : news.rows;
      this.shown = { ...this.shown, rows, following: news.following };
    },

    on_once(news) {
      this.once = news;
      this.$nextTick(() => {
        const value = document.getElementById("once");
        value.focus();
        value.select();
      });
    },

    on_added() {
      this.adding = nobody();
    },

    on_password_set() {
      this.person = { password: "" };
    },

    on_done(news) {
      this.token = { name: "" };
      this.toast(news.text, "done");
    },

    // Stays until something else is asked: there may be a form to put right.
    on_problem(news) {
      this.problem = news.text;
      this.$nextTick(() => document.getElementById("problem").scrollIntoView({ block: "nearest" }));
    },
  },

  render() {
    const w = this.words;
    const names = Object.fromEntries(this.tabs.map((name) => [name, w[`tab_${name}`]]));
    return frame(
      this,
      h("main", { class: "sheet" }, [
        h("div", { class: "sheet-head" }, [h("h1", w.nav_admin), tabs(this, w.nav_admin, names)]),
        problem(this),
        once(this),
        h(
          "div",
          { id: "tab", role: "tabpanel", "aria-labelledby": `tab-${this.tab}`, class: "tab" },
          this.shown ? SHOWN[this.tab](this) : h("p", { class: "soft" }, w.loading),
        ),
      ]),
    );
  },
};
