// The queues and the rows of the one that is shown.
import { h } from "vue";
import { firstSteps } from "./first_steps.js";
import { tag, waited } from "./parts.js";
import { results, searchBox } from "./search.js";

export const QUEUES = [
  "mine",
  "unassigned",
  "too_long",
  "waiting_for_customer",
  "snoozed",
  "all",
];

// Which channel and language, whether it is known who they are, and who has it.
function about(page, one) {
  const w = page.words;
  return [
    w[`channel_${one.channel}`],
    w[`language_${one.language}`],
    one.known ? null : w.not_identified,
    one.taken_by ? page.person(one.taken_by) : w.nobody,
  ]
    .filter(Boolean)
    .join(" · ");
}

function row(page, one) {
  const w = page.words;
  const long = one.since && page.now - one.since > 600000;
  return h(
    "li",
    { key: one.id },
    h(
      "button",
      {
        type: "button",
        class: ["row", { on: one.id === page.openId, unread: one.unread }],
        "aria-current": one.id === page.openId ? "true" : null,
        "data-id": one.id,
        onClick: () => page.open(one.id),
      },
      [
        h("span", { class: "row-top" }, [
          h("strong", one.name),
          one.since
            ? h("time", { class: long ? "late" : "" }, waited(one.since, page.now, w))
            : h("time", w.queue_waiting_short),
        ]),
        h("span", { class: "row-words" }, [
          one.by && one.by !== "customer" ? h("i", `${w[`by_${one.by}`]}: `) : null,
          one.words || w.no_words,
        ]),
        h("span", { class: "row-tags" }, [
          tag(w[`reason_${one.reason}`], one.reason),
          one.mood === "angry" || one.mood === "worried" ? tag(w[`mood_${one.mood}`], one.mood) : null,
          h("span", { class: "soft small" }, about(page, one)),
        ]),
      ],
    ),
  );
}

function queue(page) {
  const w = page.words;
  return [
    h(
      "div",
      { class: "queues", role: "tablist", "aria-label": w.queues },
      QUEUES.map((name) =>
        h(
          "button",
          {
            type: "button",
            role: "tab",
            key: name,
            "aria-selected": String(page.queue === name),
            onClick: () => page.showQueue(name),
          },
          [w[`queue_${name}`], h("span", { class: "count" }, String(page.counts[name]))],
        ),
      ),
    ),
    page.rows.length
      ? h("ul", { class: "rows", ref: "rows", tabindex: 0, "aria-label": w[`queue_${page.queue}`] }, [
          page.rows.map((one) => row(page, one)),
          page.following
            ? h("li", h("button", { type: "button", class: "quiet more", onClick: page.more }, w.more))
            : null,
        ])
      : h("p", { class: "empty" }, w[`empty_${page.queue}`]),
  ];
}

export function list(page) {
  return h("section", { class: "list", "aria-label": page.words.queues }, [
    searchBox(page),
    page.search ? results(page) : queue(page),
    h("div", { class: "only-small" }, [firstSteps(page)]),
  ]);
}
