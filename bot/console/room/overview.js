// The overview: today's numbers, the charts of the last weeks, and whose conversations they are.
import { behind, card } from "../../../../static/room/figures.js";
import { frame } from "../../../../static/room/frame.js";
import { overDays } from "../../../../static/room/over_days.js";
import { sheet } from "../../../../static/room/sheet.js";
import { h } from "vue";

export default {
  mixins: [sheet],

  data() {
    const { today, span, overview } = this.first;
    return { today, span, overview, wanted: span, behind: null, unfolded: {} };
  },

  methods: {
    again() {
      if (!this.first.allowed) return;
      this.ask("today");
      this.ask("days", { days: this.wanted });
    },

    show(span) {
      this.wanted = span;
      this.ask("days", { days: span });
    },

    // Who is behind a number.
    look(of) {
      this.behind = { ...of, rows: [], following: null, pending: true, asked: Math.random() };
      this.$nextTick(() => this.$refs.dialog.showModal());
      this.lookOn();
    },

    lookOn() {
      const { figure, part = "", language = "", first, last, following, asked } = this.behind;
      this.behind.pending = true;
      this.ask("behind", { figure: figure.name, part, language, first, last, after: following, asked });
    },

    on_today(news) {
      this.today = news.today;
    },

    on_days(news) {
      if (news.span !== this.wanted) return;
      this.span = news.span;
      this.overview = news.overview;
    },

    on_behind(news) {
      if (!this.behind || this.behind.asked !== news.asked) return;
      this.behind.rows = [...this.behind.rows, ...news.rows];
      this.behind.following = news.following;
      this.behind.pending = false;
    },

    on_problem(news) {
      if (this.behind) this.behind.pending = false;
      this.toast(news.text, "problem");
    },
  },

  render() {
    const w = this.words;
    if (!this.first.allowed) {
      const refused = h("p", { class: "card empty" }, w.error_not_allowed);
      return frame(this, h("main", { class: "sheet" }, [h("h1", w.nav_overview), refused]));
    }
    const spans = this.first.spans.map((span) =>
      h(
        "button",
        { type: "button", key: span, "aria-pressed": String(this.wanted === span), onClick: () => this.show(span) },
        `${span} ${w.overview_days}`,
      ),
    );
    return frame(
      this,
      h("main", { class: "sheet overview" }, [
        h("div", { class: "sheet-head" }, [
          h("h1", w.nav_overview),
          h("span", { class: "soft small" }, `${w.overview_as_of} ${this.today.day} ${this.today.at}`),
        ]),
        h("h2", w.overview_today),
        h("div", { class: "cards" }, this.today.cards.map((one) => card(this, one, this.today.day))),
        h("div", { class: "sheet-head" }, [
          h("h2", w.overview_finished),
          h("div", { class: "tabs", role: "group", "aria-label": w.overview_span }, spans),
        ]),
        h("div", { class: "charts" }, this.overview.charts.map((one) => overDays(this, one))),
        behind(this),
      ]),
    );
  },
};
