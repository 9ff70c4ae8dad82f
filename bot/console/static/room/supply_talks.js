// Negotiations: what waits for staff, the courses, and one course as a timeline.
import { h } from "vue";
import { button, card, mainButton, tag } from "./parts.js";
import { letter } from "./supply_orders.js";
import { table } from "./table.js";
import { choice, field, form, sure } from "./tabs.js";

const STATES = ["open", "to_sign", "signed", "with_staff", "closed"];
const URGENT = ["to_sign", "with_staff"];

const said = (w, kind, name) => w[`${kind}_${name}`] || name;
const state = (w, name) => tag(said(w, "course_state", name), URGENT.includes(name) ? "risk" : "");

function waits(page, one) {
  const w = page.words;
  return h("li", { key: one.id, class: "entry" }, [
    h("p", [h("strong", one.supplier || w.letter_unknown), one.number ? ` · ${one.number}` : null]),
    letter(page, one),
    page.may("manage_supply") ? button(w.course_settle, () => page.put("settle", { id: one.id })) : null,
  ]);
}

function list(page) {
  const w = page.words;
  const columns = [
    { key: "number", label: w.field_number },
    { key: "supplier", label: w.subject_supplier },
    { key: "state", label: w.field_status, cell: (one) => state(w, one.state) },
    { key: "next", label: w.course_next, cell: (one) => (one.next ? said(w, "move", one.next) : "–") },
    { key: "began", label: w.course_began },
    { key: "ends", label: w.course_ends },
  ];
  const waiting = page.shown.waiting || [];
  const states = [["", w.every_state], ...STATES.map((one) => [one, w[`course_state_${one}`]])];
  return [
    waiting.length ? card(`${w.course_waiting} (${waiting.length})`, h("ul", waiting.map((one) => waits(page, one)))) : null,
    card(null, form(() => page.searchCourses(), [
      choice(page, "courseSought", "state", w.field_status, states, () => page.searchCourses()),
    ], { class: "fields filters", role: "search" })),
    card(
      null,
      table(page, columns, {
        rows: page.shown.rows,
        following: page.shown.following,
        onRow: (one) => page.put("course", { number: one.number }),
        onMore: () => page.searchCourses(page.shown.following),
        empty: w.courses_none,
        label: w.supply_tab_talks,
      }),
    ),
  ];
}

function terms(page, one) {
  const w = page.words;
  if (!one) return null;
  return h("div", { class: "terms" }, [
    h("ul", one.lines.map((line, at) => h("li", { key: at }, [
      h("code", line.item), ` ${line.pieces ?? "–"} × ${line.price ?? "–"}`,
    ]))),
    h("p", { class: "small soft" }, [
      one.delivery ? `${w.course_delivery} ${one.delivery}` : null,
      one.delivery && one.total ? " · " : null,
      one.total ? `${w.field_total} ${one.total}` : null,
    ]),
  ]);
}

function step(page, one) {
  const w = page.words;
  return h("li", { key: one.id, class: ["step", `step-${one.side}`] }, [
    h("h3", [`${one.number ? `${one.number}. ` : ""}${said(w, "side", one.side)}: ${said(w, "move", one.kind)}`, h("span", { class: "small soft" }, ` ${one.at}`)]),
    terms(page, one.terms),
    one.why ? h("p", { class: "as-written" }, one.why) : null,
    one.message ? h("blockquote", letter(page, one.message)) : null,
  ]);
}

function next(page, one) {
  const w = page.words;
  if (!one.next && !one.next_why) return null;
  return card(w.course_next, [
    one.next ? h("p", h("strong", said(w, "move", one.next))) : null,
    one.next_why ? h("p", { class: "as-written" }, one.next_why) : null,
  ]);
}

function hidden(page, one) {
  const w = page.words;
  if (!one.hidden.length) return null;
  return card([w.course_hidden, " ", tag(w.course_hidden_tag, "risk")], [
    h("p", { class: "small soft" }, w.course_hidden_help),
    h("dl", { class: "limits" }, one.hidden.map((each, at) => [h("dt", { key: `n${at}` }, each.name), h("dd", { key: `v${at}`, class: "as-written" }, each.value)])),
  ]);
}

function decisions(page, one) {
  const w = page.words;
  if (!one.decides) return null;
  const number = one.number;
  return card(w.course_decide, h("div", { class: "stack" }, [
    h("div", { class: "actions" }, [
      one.signs ? sure(page, "sign", w.course_sign, () => page.put("sign", { number })) : null,
      one.held
        ? sure(page, "hand_back", w.course_hand_back, () => page.put("hand_back", { number }))
        : sure(page, "take_over", w.course_take_over, () => page.put("take_over", { number })),
    ]),
    // Enter in the note refuses nothing: the order is cancelled by it.
    form(() => (page.asking = "refuse"), [
      field(page, "courseTyped", "note", w.course_note, { maxlength: 400 }),
      sure(page, "refuse", w.course_refuse, () => page.put("refuse_course", { number, note: page.courseTyped.note })),
    ]),
    form(() => page.put("write", { number, text: page.courseTyped.text }), [
      h("label", { for: "course-text" }, w.course_write_label),
      h("textarea", {
        id: "course-text",
        rows: 4,
        maxlength: 4000,
        required: true,
        value: page.courseTyped.text,
        onInput: (event) => (page.courseTyped.text = event.target.value),
      }),
      mainButton(w.course_write, null, { type: "submit" }),
    ]),
  ]));
}

function whole(page, one) {
  const w = page.words;
  return [
    h("div", [button(w.back_to_table, () => page.closeCourse())]),
    h("section", { class: "card" }, [
      h("h2", { id: "course", tabindex: -1 }, [`${one.number} · ${one.supplier} `, state(w, one.state)]),
      h("p", { class: "small soft" }, `${w.course_began} ${one.began} · ${one.closed ? `${w.course_closed} ${one.closed}` : `${w.course_ends} ${one.ends}`}`),
      one.reason ? h("p", { class: "as-written" }, one.reason) : null,
    ]),
    h("div", { class: "course" }, [
      card(
        w.course_steps,
        one.steps.length ? h("ol", { class: "steps" }, one.steps.map((each) => step(page, each))) : h("p", { class: "soft" }, w.course_no_steps),
      ),
      h("div", { class: "stack" }, [next(page, one), decisions(page, one), hidden(page, one)]),
    ]),
  ];
}

const part = {
  data() {
    return { course: null, courseSought: { state: "" }, courseTyped: { note: "", text: "" } };
  },

  watch: {
    tab() {
      this.course = null;
    },
  },

  methods: {
    searchCourses(before = null) {
      this.put("courses", { ...this.courseSought, before });
    },

    closeCourse() {
      this.course = null;
      this.problem = this.asking = "";
    },

    on_course(news) {
      const now = news.course;
      const same = this.course && this.course.number === now.number;
      if (!same) this.courseTyped = { note: "", text: "" };
      if (now.did === "course_written") this.courseTyped.text = "";
      if (now.did === "course_refused") this.courseTyped.note = "";
      this.course = now;
      const rows = (this.shown?.rows || []).map((one) => (one.id === now.id ? { ...one, state: now.state, next: now.next } : one));
      this.shown = { ...this.shown, rows };
      this.$nextTick(() => document.getElementById("course")?.focus());
    },
  },
};

export const talks = { part, shown: (page) => (page.course ? whole(page, page.course) : list(page)) };
