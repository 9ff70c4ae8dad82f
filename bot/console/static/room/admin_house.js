// What the shop decided, and what runs by the clock. Both are read here and changed elsewhere.
import { h } from "vue";
import { button, card, tag } from "./parts.js";
import { table } from "./table.js";

function line(page, one) {
  const w = page.words;
  return h("li", { key: one.name, class: "entry" }, [
    h("p", { class: "as-written" }, [
      h("code", one.name),
      " = ",
      h("code", { class: "value" }, one.value),
      " ",
      one.set ? tag(w.policy_set) : null,
    ]),
    h("p", { class: "small soft" }, [one.meaning, one.choices ? ` ${w.policy_choices} ${one.choices}` : null]),
  ]);
}

export function policy(page) {
  const w = page.words;
  const held = page.shown;
  return [
    h("section", { class: "card fields" }, [
      h("h2", w.tab_policy),
      h("p", [
        tag(held.open ? w.open_now : w.closed_now, held.open ? "" : "risk"),
        h("span", { class: "soft" }, ` ${held.clock} · ${held.zone}`),
      ]),
      h("p", { class: "as-written" }, held.file ? [w.policy_from, " ", h("code", held.file)] : w.policy_defaults),
      h("p", { class: "soft small" }, w.policy_help),
    ]),
    h(
      "div",
      { class: "columns" },
      held.parts.map((part) =>
        h("section", { class: "card", key: part.name }, [
          h("h2", part.meaning),
          h("p", { class: "soft small" }, h("code", `[${part.name}]`)),
          h("ul", part.lines.map((one) => line(page, one))),
        ]),
      ),
    ),
  ];
}

function outcome(page, one) {
  const w = page.words;
  const bad = one.outcome === "failed" || one.outcome === "cut_off";
  return [
    tag(w[`outcome_${one.outcome}`], bad ? "risk" : ""),
    one.error ? h("p", { class: "error small as-written" }, one.error) : null,
  ];
}

export function jobs(page) {
  const w = page.words;
  const columns = [
    { key: "id", label: w.job, cell: (one) => [w[`job_${one.id}`] || one.id, h("p", { class: "soft small" }, w[`job_${one.id}_help`])] },
    { key: "last", label: w.job_last, cell: (one) => [one.last || w.never, one.took ? h("span", { class: "soft small" }, ` ${one.took}`) : null] },
    { key: "outcome", label: w.job_outcome, cell: (one) => outcome(page, one) },
    { key: "next", label: w.job_next, cell: (one) => one.next || "–" },
  ];
  return [
    card(null, table(page, columns, { rows: page.shown.jobs, empty: w.jobs_none, label: w.tab_jobs })),
    h("p", { class: "actions soft small" }, [
      `${w.as_of} ${page.shown.now}`,
      button(w.refresh, () => page.put("tab", { tab: "jobs" })),
    ]),
  ];
}
