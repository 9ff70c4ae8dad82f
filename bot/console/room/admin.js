// The admin's page: its tabs, what each holds, and what it is told. What they look like is in
// ../static/room/admin_*.js.
import { audit } from "../../../../static/room/admin_audit.js";
import { jobs, policy } from "../../../../static/room/admin_house.js";
import { letters } from "../../../../static/room/admin_letters.js";
import { staff } from "../../../../static/room/admin_staff.js";
import { tokens } from "../../../../static/room/admin_tokens.js";
import { frame } from "../../../../static/room/frame.js";
import { sheet } from "../../../../static/room/sheet.js";
import { tabPage } from "../../../../static/room/tab_page.js";
import { once, tabbed } from "../../../../static/room/tabs.js";

const SHOWN = { staff, tokens, policy, audit, letters, jobs };
const nothing = () => ({ staff: "", action: "", subject: "", first: "", last: "" });
const nobody = () => ({ username: "", called: "", role: "agent", password: "" });

export default {
  mixins: [sheet, tabPage],

  data() {
    return {
      once: null,
      adding: nobody(),
      personId: null,
      person: { password: "" },
      token: { name: "" },
      sought: nothing(),
    };
  },

  methods: {
    opened(another) {
      if (another) this.once = this.personId = null;
      this.sought = nothing();
    },

    // After a pause on the line: what is shown may be old. What is a search stays, and nobody
    // is noted twice as having looked at customers' words.
    again() {
      if (this.tab !== "audit" && this.tab !== "letters") this.ask("tab", { tab: this.tab });
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
  },

  render() {
    const w = this.words;
    const names = Object.fromEntries(this.tabs.map((name) => [name, w[`tab_${name}`]]));
    return frame(this, tabbed(this, w.nav_admin, names, SHOWN[this.tab], once(this)));
  },
};
