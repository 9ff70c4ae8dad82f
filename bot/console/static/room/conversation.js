// One conversation: its head with what can be done, its words, the box, and what is beside it.
import { h } from "vue";
import { answer } from "./answer.js";
import { firstSteps } from "./first_steps.js";
import { button, mainButton, tag } from "./parts.js";
import { said } from "./said.js";
import { side } from "./side.js";

const HOURS = [1, 4, 24, 72];

function snooze(page) {
  const w = page.words;
  const handover = page.talk.handover;
  if (handover.snoozed) return button(`${w.unsnooze} (${handover.snoozed})`, () => page.ask("snooze", { hours: 0 }));
  return h(
    "select",
    {
      "aria-label": w.snooze,
      onChange: (event) => {
        const hours = Number(event.target.value);
        event.target.value = "";
        if (hours) page.ask("snooze", { hours });
      },
    },
    [
      h("option", { value: "" }, w.snooze),
      HOURS.map((hours) => h("option", { key: hours, value: hours }, `${hours} ${w.hours_short}`)),
    ],
  );
}

function assign(page) {
  const w = page.words;
  return h(
    "select",
    {
      "aria-label": w.assign,
      value: String(page.talk.handover.taken_by || ""),
      onChange: (event) => page.ask("assign", { to: Number(event.target.value) || null }),
    },
    [
      h("option", { value: "" }, w.nobody),
      page.people.map((one) => h("option", { key: one.id, value: String(one.id) }, one.name)),
    ],
  );
}

function actions(page) {
  const w = page.words;
  const handover = page.talk.handover;
  if (page.talk.closed) return null;
  const mine = handover && handover.taken_by === page.me.id;
  return h("div", { class: "actions head-actions" }, [
    mine ? null : mainButton(w.take, () => page.ask("take"), { title: "t" }),
    handover
      ? [
          assign(page),
          snooze(page),
          button(w.give_back, () => page.ask("give_back"), { title: "b" }),
          button(w.resolve, () => page.ask("resolve"), { title: "e" }),
        ]
      : null,
  ]);
}

function head(page) {
  const w = page.words;
  const { talk } = page;
  return h("div", { class: "talk-head" }, [
    button(w.back, page.close, { class: "quiet only-small" }),
    h("h1", talk.name),
    tag(talk.handover ? w[`reason_${talk.handover.reason}`] : w[talk.state], talk.handover?.reason),
    page.mood ? tag(w[`mood_${page.mood}`], page.mood) : null,
    button(w.customer_side, () => (page.sideOpen = true), { class: "quiet only-narrow" }),
    actions(page),
  ]);
}

export function conversation(page) {
  const w = page.words;
  if (!page.talk) {
    return h("section", { class: "talk none" }, [
      h("p", { class: "soft" }, page.openId ? w.loading : w.none_open),
      page.openId ? null : h("p", { class: "soft small" }, w.keys),
      page.openId ? null : firstSteps(page),
    ]);
  }
  const closed = page.talk.closed
    ? h("p", { class: "said-problem" }, [
        `${w.closed} ${page.talk.closed} `,
        page.talk.goes_on_in
          ? h("a", { href: "#", onClick: (event) => page.go(event, page.talk.goes_on_in) }, `${w.goes_on} #${page.talk.goes_on_in}`)
          : null,
      ])
    : null;
  return [
    h("section", { class: "talk", "data-talk": page.talk.id }, [head(page), closed, said(page), page.talk.closed ? null : answer(page)]),
    side(page),
  ];
}
