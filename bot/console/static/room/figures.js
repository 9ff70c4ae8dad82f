// A figure's number, its definition, today's cards, and the list of conversations behind a number.
import { h } from "vue";
import { button, tag } from "./parts.js";

// 0.756 as a share -> "76%", 95 minutes -> "1.6 h", null -> "–".
export function shown(value, unit, page) {
  if (value === null || value === undefined) return "–";
  if (unit === "share") return `${Math.round(value * 100)}%`;
  if (unit === "score") return value.toFixed(1);
  if (unit !== "minutes") return Math.round(value).toLocaleString(page.lang);
  if (value < 60) return `${Math.round(value)} ${page.words.minutes_short}`;
  return `${(value / 60).toFixed(1)} ${page.words.hours_short}`;
}

// A number as the way to what is behind it. Nothing is behind none; a time of 0 is somebody's.
// of: { figure: {name, title, definition, linked}, label, part?, language?, first, last }
export function number(page, value, unit, of, more = "") {
  const text = shown(value, unit, page);
  const isNone = value === null || value === undefined || (value === 0 && unit !== "minutes");
  if (isNone || !of.figure.linked) return h("span", { class: ["number", more] }, text);
  return h(
    "button",
    {
      type: "button",
      class: ["number", more],
      "aria-label": `${of.label}: ${text}. ${page.words.overview_show}`,
      onClick: () => page.look(of),
    },
    text,
  );
}

export function definition(page, figure) {
  return h("details", { class: "definition small", key: figure.name }, [
    h("summary", `${page.words.overview_definition}: ${figure.title}`),
    h("p", figure.definition),
  ]);
}

function beside(page, card) {
  const w = page.words;
  const told = [
    card.yesterday === null ? null : `${w.overview_yesterday} ${shown(card.yesterday, card.unit, page)}`,
    card.usual === null ? null : `${w.overview_usual} ${shown(card.usual, card.unit, page)}`,
  ];
  return h("p", { class: "soft small" }, told.filter(Boolean).join(" · ") || w.overview_no_usual);
}

function parts(page, card, day) {
  if (!card.parts.length) return null;
  const rows = h(
    "ul",
    { class: "parts small" },
    card.parts.map((one) =>
      h("li", { key: one.part }, [
        h("span", one.label),
        number(page, one.value, one.unit, {
          figure: card,
          label: `${card.title}, ${one.label}`,
          part: one.part,
          first: day,
          last: day,
        }),
      ]),
    ),
  );
  if (card.open) return rows;
  return h("details", { class: "small" }, [h("summary", page.words.overview_parts), rows]);
}

export function card(page, card, day) {
  const w = page.words;
  const judged = { good: w.overview_good, bad: w.overview_bad }[card.judged];
  const better = { up: `↑ ${w.overview_up}`, down: `↓ ${w.overview_down}` }[card.better];
  return h("section", { class: "card figure", key: card.name, "data-figure": card.name }, [
    h("h3", card.title),
    h("p", { class: "figure-top" }, [
      number(page, card.value, card.unit, { figure: card, label: card.title, first: day, last: day }, "big"),
      judged ? tag(judged, card.judged) : null,
    ]),
    beside(page, card),
    better ? h("p", { class: "soft small" }, better) : null,
    parts(page, card, day),
    definition(page, card),
  ]);
}

function behindRow(page, one, manyDays) {
  const w = page.words;
  return h("li", { key: `${one.day}-${one.id}` }, [
    h("a", { class: "row", href: `${page.base}/?open=${one.id}` }, [
      h("span", { class: "row-top" }, [
        h("strong", one.name || `#${one.id}`),
        h("time", manyDays ? one.day : one.at),
      ]),
      h("span", { class: "row-words" }, one.words || w.no_words),
      h("span", { class: "soft small" }, `${w[`channel_${one.channel}`]} · ${w[`language_${one.language}`] || one.language}`),
    ]),
  ]);
}

export function behind(page) {
  const w = page.words;
  const of = page.behind;
  if (!of) return null;
  const manyDays = of.first !== of.last;
  return h(
    "dialog",
    { class: "behind", ref: "dialog", "aria-labelledby": "behind-title", onClose: () => (page.behind = null) },
    [
      h("div", { class: "behind-head" }, [
        h("h2", { id: "behind-title" }, of.label),
        button(w.close, () => page.$refs.dialog.close()),
      ]),
      h("p", { class: "soft small" }, manyDays ? `${of.first} – ${of.last}` : of.first),
      definition(page, of.figure),
      of.rows.length
        ? h("ul", { class: "behind-rows" }, of.rows.map((one) => behindRow(page, one, manyDays)))
        : h("p", { class: "empty" }, of.pending ? w.loading : w.overview_none_behind),
      of.following && !of.pending ? button(w.more, page.lookOn, { class: "quiet more" }) : null,
    ],
  );
}
