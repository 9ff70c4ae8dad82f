// Questions that no article answered, in groups; each is settled by an article or by nothing.
import { h } from "vue";
import { button, mainButton, tag } from "./parts.js";
import { articleForm, field, problem } from "./teach_article.js";

function conversations(page, one) {
  const w = page.words;
  if (!one.conversations.length) return null;
  return h("p", { class: "small" }, [
    h("span", { class: "soft" }, `${w.gap_asked_in} `),
    one.conversations.map((id) => [h("a", { key: id, href: `${page.base}/?open=${id}` }, `#${id}`), " "]),
  ]);
}

function found(page) {
  const w = page.words;
  const { choosing } = page;
  if (!choosing.rows) return h("p", { class: "soft small" }, w.teach_loading);
  if (!choosing.rows.length) return h("p", { class: "soft small" }, w.no_article_found);
  return h("fieldset", { class: "found" }, [
    h("legend", { class: "unseen" }, w.articles_found),
    choosing.rows.map((row) =>
      h("label", { key: row.id }, [
        h("input", {
          type: "radio",
          name: "article",
          value: row.id,
          checked: choosing.article === row.id,
          onChange: () => (choosing.article = row.id),
        }),
        h("span", row.title),
      ]),
    ),
  ]);
}

function chooser(page, one) {
  const w = page.words;
  const { choosing } = page;
  const send = (event) => {
    event.preventDefault();
    if (!choosing.article) return;
    page.doing("settle_gap", { group: one.id, article: choosing.article, learns: choosing.learns });
  };
  return h("form", { class: "fields chooser", "aria-label": w.answered_by, onSubmit: send }, [
    field(
      w.search_article,
      "article-search",
      h("input", {
        id: "article-search",
        type: "search",
        maxlength: 80,
        autocomplete: "off",
        value: choosing.words,
        onInput: (event) => page.search(event.target.value),
        // Enter belongs to the search, not to the button below.
        onKeydown: (event) => event.key === "Enter" && event.preventDefault(),
      }),
    ),
    found(page),
    page.edits_articles
      ? h("label", { class: "tick" }, [
          h("input", { type: "checkbox", checked: choosing.learns, onChange: (event) => (choosing.learns = event.target.checked) }),
          h("span", w.article_learns),
        ])
      : null,
    problem(page),
    h("div", { class: "actions" }, [
      mainButton(w.settle_with_it, null, { type: "submit", disabled: page.busy || !choosing.article }),
      button(w.never_mind, page.shut),
    ]),
  ]);
}

function ways(page, one) {
  const w = page.words;
  const fresh = { group: one.id, topic: one.topic, title: (one.asks[0] || "").slice(0, 80), asks: one.asks.join("\n"), body: "" };
  return h("div", { class: "actions" }, [
    page.edits_articles ? mainButton(w.write_article, () => page.write(fresh)) : null,
    button(w.answered_by, () => page.choose(one)),
    button(w.needs_no_answer, () => page.doing("settle_gap", { group: one.id }), { disabled: page.busy }),
  ]);
}

function below(page, one) {
  if (page.form?.group === one.id) return articleForm(page, one.language, "write_gap", { group: one.id });
  if (page.choosing?.group === one.id) return chooser(page, one);
  return ways(page, one);
}

function group(page, one) {
  const w = page.words;
  const [first, ...others] = one.examples;
  return h("li", { key: one.id, class: "card lesson", "data-group": one.id }, [
    h("h2", { class: "as-written" }, first),
    h("p", { class: "lesson-facts" }, [
      tag(w.gap_times.replace("{}", one.times)),
      tag(one.about),
      tag(w[`language_${one.language}`]),
      h("span", { class: "soft small" }, `${w.gap_last} ${one.last}`),
    ]),
    others.length ? h("ul", { class: "examples small", "aria-label": w.gap_also }, others.map((text) => h("li", { key: text, class: "as-written" }, text))) : null,
    conversations(page, one),
    below(page, one),
  ]);
}

export function gaps(page, told) {
  const w = page.words;
  if (!told.rows.length) return h("p", { class: "card empty" }, w.gaps_none);
  const counted = w.gaps_counted.replace("{questions}", told.unsettled).replace("{groups}", told.groups);
  return [
    h("p", { class: "small" }, [
      counted,
      told.looked_at < told.unsettled ? ` ${w.gaps_newest.replace("{}", told.looked_at)}` : null,
    ]),
    h("ul", { class: "lessons" }, told.rows.map((one) => group(page, one))),
    told.more ? button(w.more, () => page.look({ more: true }), { class: "quiet more" }) : null,
  ];
}
