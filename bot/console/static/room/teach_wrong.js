// Answers of the bot that staff found wrong: what was asked, what it said, why that is wrong.
import { h } from "vue";
import { button } from "./parts.js";

function answer(page, one) {
  const w = page.words;
  const back = { conversation: one.conversation, message: one.message };
  return h("li", { key: one.id, class: "card lesson", "data-message": one.message }, [
    h("h2", { class: "as-written" }, one.asked || w.no_words),
    h("p", { class: "quoted as-written" }, one.answer),
    h("p", { class: "as-written" }, [h("strong", `${w.wrong_why} `), one.note || w.wrong_no_note]),
    h("p", { class: "lesson-facts" }, [
      h("span", { class: "soft small" }, `${one.who} · ${one.at}`),
      h("a", { class: "small", href: `${page.base}/?open=${one.conversation}` }, `${w.open} #${one.conversation}`),
    ]),
    h("div", { class: "actions" }, [
      button(w.unmark_wrong, () => page.doing("take_back", back), { disabled: page.busy }),
    ]),
  ]);
}

export function wrong(page, told) {
  const w = page.words;
  if (!told.rows.length) return h("p", { class: "card empty" }, w.wrong_none);
  return [
    h("ul", { class: "lessons" }, told.rows.map((one) => answer(page, one))),
    told.following
      ? button(w.more, () => page.look({ before: told.following }), { class: "quiet more" })
      : null,
  ];
}
