// The short form that makes an article, of a question nobody answered or of a staff member's answer.
import { h } from "vue";
import { button, mainButton } from "./parts.js";

export function field(label, id, control) {
  return h("label", { for: id }, [h("span", label), control]);
}

export function topics(page, id, value, onChange) {
  return h(
    "select",
    { id, value, onChange: (event) => onChange(event.target.value) },
    page.first.topics.map(([name, called]) => h("option", { key: name, value: name }, called)),
  );
}

export function personal(w, found) {
  if (!found.length) return null;
  return h("p", { class: "said said-problem small" }, `${w.personal_found}${found.join(" · ")}${w.full_stop}${w.personal_help}`);
}

export function problem(page) {
  return page.problem ? h("p", { class: "said said-problem small", role: "alert" }, page.problem) : null;
}

export function articleForm(page, language, name, mine) {
  const w = page.words;
  const { form } = page;
  const typed = (key) => (event) => {
    // Other words may be as personal: ask again.
    page.form = { ...page.form, [key]: event.target.value, asked: false };
  };
  const send = (event) => {
    event.preventDefault();
    const { topic, title, asks, body } = form;
    page.doing(name, { ...mine, topic, title, asks, body, sure: Boolean(form.asked) });
  };
  return h("form", { class: "fields article-form", "aria-label": w.write_article, onSubmit: send }, [
    h("h3", `${w.write_article} · ${w[`language_${language}`]}`),
    field(w.written_field_title, "article-title", h("input", { id: "article-title", maxlength: 200, required: true, value: form.title, onInput: typed("title") })),
    field(w.written_field_topic, "article-topic", topics(page, "article-topic", form.topic, (value) => (page.form = { ...page.form, topic: value }))),
    field(w.asks_each_line, "article-asks", h("textarea", { id: "article-asks", rows: 4, required: true, value: form.asks, onInput: typed("asks") })),
    field(w.written_field_body, "article-body", h("textarea", { id: "article-body", rows: 6, required: true, value: form.body, onInput: typed("body") })),
    h("p", { class: "soft small" }, w.article_plain_text),
    h("div", { role: "alert" }, personal(w, form.personal)),
    problem(page),
    h("div", { class: "actions" }, [
      mainButton(form.asked ? w.publish_anyway : w.publish, null, { type: "submit", disabled: page.busy }),
      button(w.never_mind, page.shut),
    ]),
  ]);
}
