// Staff's answers that may become articles: each is put right, dropped, or made an article of.
import { h } from "vue";
import { button, mainButton, tag } from "./parts.js";
import { articleForm, field, personal, topics } from "./teach_article.js";

function words(page, one) {
  const w = page.words;
  const now = page.edited(one);
  const area = (name, label, rows) => {
    const id = `${name}-${one.id}`;
    const onInput = (event) => page.edit(one, name, event.target.value);
    return field(label, id, h("textarea", { id, rows, maxlength: 4000, value: now[name], onInput }));
  };
  const topic = `topic-${one.id}`;
  const sent = () => ({ candidate: one.id, question: now.question, answer: now.answer, topic: now.topic });
  return h("form", { class: "fields", onSubmit: (event) => event.preventDefault() }, [
    area("question", w.candidate_question, 2),
    area("answer", w.candidate_answer, 4),
    field(w.written_field_topic, topic, topics(page, topic, now.topic, (value) => page.edit(one, "topic", value))),
    personal(w, one.personal),
    h("div", { class: "actions" }, [
      page.edits_articles
        ? mainButton(w.make_article, () => page.doing("draft_article", sent()), { disabled: page.busy })
        : null,
      button(w.keep_changes, () => page.doing("change_candidate", sent()), { disabled: page.busy || now === one }),
      button(w.drop, () => page.doing("drop_candidate", { candidate: one.id }), { disabled: page.busy }),
    ]),
  ]);
}

function candidate(page, one) {
  const w = page.words;
  const mine = { candidate: one.id };
  return h("li", { key: one.id, class: "card lesson", "data-candidate": one.id }, [
    h("h2", { class: "as-written" }, one.question || w.no_words),
    h("p", { class: "lesson-facts" }, [
      tag(w[`language_${one.language}`]),
      h("span", { class: "soft small" }, `${one.who} · ${one.at}`),
      one.conversation ? h("a", { class: "small", href: `${page.base}/?open=${one.conversation}` }, `#${one.conversation}`) : null,
    ]),
    page.form?.candidate === one.id
      ? [h("p", { class: "quoted as-written" }, one.answer), articleForm(page, one.language, "take_candidate", mine)]
      : words(page, one),
  ]);
}

export function candidates(page, told) {
  const w = page.words;
  if (!told.rows.length) return h("p", { class: "card empty" }, w.candidates_none);
  return h("ul", { class: "lessons" }, told.rows.map((one) => candidate(page, one)));
}
