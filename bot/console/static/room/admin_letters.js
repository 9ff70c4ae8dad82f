// What could not be sent: the reasons, then each letter with its words.
import { h } from "vue";
import { button, card, mainButton, tag } from "./parts.js";
import { sure } from "./tabs.js";

function kind(page, one) {
  const w = page.words;
  const again = () => page.put("retry_kind", { channel: one.channel, error: one.error });
  return h("li", { key: `${one.channel} ${one.error}`, class: "kind" }, [
    h("span", { class: "count" }, String(one.count)),
    h("span", { class: "as-written" }, [`${w[`channel_${one.channel}`]}: `, one.error || w.no_error]),
    page.may("retry_outbox") ? sure(page, `${one.channel} ${one.error}`, w.retry_all, again) : null,
  ]);
}

function letter(page, one) {
  const w = page.words;
  return h("li", { key: one.id, class: "card letter" }, [
    h("div", [
      h("p", [
        tag(w[`channel_${one.channel}`]),
        h("span", { class: "soft small" }, ` ${w.destination} ${one.to} · ${one.at} · ${w.attempts} ${one.attempts}`),
      ]),
      h("p", { class: "as-written" }, one.erased ? w.erased : one.words || w.no_words),
      h("p", { class: "error small as-written" }, `${w.error}: ${one.error || w.no_error}`),
    ]),
    h("div", { class: "actions" }, [
      one.conversation ? h("a", { class: "quiet", href: `${page.base}/?open=${one.conversation}` }, w.open) : null,
      page.may("retry_outbox") && !one.erased ? mainButton(w.retry, () => page.put("retry", { id: one.id })) : null,
    ]),
  ]);
}

export function letters(page) {
  const w = page.words;
  const held = page.shown;
  if (!held.count) return h("p", { class: "card empty" }, w.dead_none);
  return [
    card(`${w.dead_heading} (${held.count})`, h("ul", { class: "kinds" }, held.kinds.map((one) => kind(page, one)))),
    h("ul", { class: "queue" }, held.rows.map((one) => letter(page, one))),
    held.following ? button(w.more, () => page.put("letters", { before: held.following }), { class: "quiet more" }) : null,
  ];
}
