// What else a buyer looks at in the morning: deals to sign, letters to see to, what is overdue, and
// what was sent today. A kind of which there is nothing is not shown.
import { h } from "vue";
import { button, card, tag } from "./parts.js";
import { sure } from "./tabs.js";

function see(page, one) {
  page.show("talks");
  page.put("course", { number: one.number });
}

function deal(page, one) {
  const w = page.words;
  const signs = page.may("manage_supply");
  return h("li", { key: one.number, class: "supply-line", "data-deal": one.number }, [
    h("strong", `${one.supplier} · ${one.number}`),
    one.why ? h("p", { class: "small as-written" }, one.why) : null,
    h("div", { class: "actions" }, [
      signs ? sure(page, `sign ${one.number}`, w.course_sign, () => page.act("sign_deal", { order: one.number })) : null,
      button(w.morning_see_talk, () => see(page, one)),
    ]),
  ]);
}

function late(page, one) {
  const w = page.words;
  return h("li", { key: one.number, class: "supply-line", "data-late": one.number }, [
    h("div", { class: "supply-line-top" }, [
      h("strong", `${one.supplier} · ${one.number}`),
      h("span", { class: "soft small" }, `${w.morning_expected} ${one.expected} · ${w.morning_late_days.replace("{}", one.days)}`),
    ]),
  ]);
}

function sent(page, one) {
  return h("li", { key: one.number, class: "supply-line", "data-sent": one.number }, [
    h("div", { class: "supply-line-top" }, [
      h("strong", `${one.supplier} · ${one.number}`),
      h("span", [h("span", { class: "soft small" }, `${one.at} `), h("strong", one.money)]),
    ]),
    one.why ? h("p", { class: "small as-written" }, one.why) : null,
  ]);
}

function section(title, rows) {
  return rows.length ? [h("h2", [title, " ", tag(String(rows.length))]), card(null, h("ul", { class: "supply-lines bare" }, rows))] : [];
}

// Above the orders and notices that wait: what is agreed on, or was written.
export function before(page) {
  const w = page.words;
  const { deals, letters } = page.shown.today;
  return [
    ...section(w.morning_deals, deals.map((one) => deal(page, one))),
    letters
      ? h("p", { class: "card", "data-letters": letters }, [
          `${w.morning_letters.replace("{}", letters)} `,
          button(w.morning_see_letters, () => page.show("talks")),
        ])
      : null,
  ];
}

// Below them: nothing to decide about.
export function after(page) {
  const w = page.words;
  const today = page.shown.today;
  return [
    ...section(w.morning_late, today.late.map((one) => late(page, one))),
    ...section(w.morning_sent, today.sent.map((one) => sent(page, one))),
  ];
}
