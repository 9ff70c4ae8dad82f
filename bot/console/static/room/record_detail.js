// One record beside its table: what it is, its forms, and what belongs to it.
import { h } from "vue";
import { button, tag } from "./parts.js";
import { recordForm } from "./record_form.js";

// A button that opens a form, or the form.
function edit(page, form) {
  const key = page.keyOf(form);
  const open = page.forms[key];
  return open ? recordForm(page, open) : button(page.words[`form_${form.what}`], () => page.begin(form), { key });
}

function entry(page, one, at) {
  const name = one.to
    ? h("button", { type: "button", class: "link", onClick: () => page.go(...one.to) }, one.head)
    : one.href
      ? h("a", { href: one.href }, one.head)
      : h("span", { class: "as-written" }, one.head);
  return h("li", { key: at, class: "entry" }, [
    h("p", [name, one.tags.map((text) => [" ", tag(text)])]),
    one.lines.map((text, n) => h("p", { key: n, class: "soft small as-written" }, text)),
    one.forms.length ? h("div", { class: "actions" }, one.forms.map((form) => edit(page, form))) : null,
  ]);
}

function group(page, one) {
  if (!one.entries.length && !one.none) return null;
  return h("section", { class: "card", key: one.title }, [
    h("h3", one.title),
    one.entries.length
      ? h("ul", one.entries.map((each, at) => entry(page, each, at)))
      : h("p", { class: "soft small" }, one.none),
  ]);
}

function removal(page, one) {
  const w = page.words;
  if (!one.removable) return null;
  if (!page.removing) return button(w.remove_article, () => (page.removing = true));
  return h("div", { class: "said-problem said", role: "alertdialog", "aria-label": w.remove_article }, [
    h("p", w.remove_sure),
    h("div", { class: "actions" }, [
      button(w.remove_yes, () => page.remove(one)),
      button(w.give_up, () => (page.removing = false)),
    ]),
  ]);
}

function whole(page, one) {
  const w = page.words;
  return [
    h("section", { class: "card", key: "head" }, [
      h("h2", { tabindex: -1, ref: "title" }, [one.title, (one.tags || []).map((text) => [" ", tag(text)])]),
      h("dl", one.facts.map(([name, value]) => [h("dt", name), h("dd", { class: "as-written" }, value)])),
      one.body ? h("p", { class: "as-written record-body" }, one.body) : null,
      h("div", { class: "actions" }, [
        (one.forms || []).map((form) => edit(page, form)),
        one.twin ? button(w.write_other, () => page.begin(one.twin, true)) : null,
        removal(page, one),
      ]),
    ]),
    one.groups.map((each) => group(page, each)),
  ];
}

export function detail(page) {
  const w = page.words;
  if (!page.openId && !page.writing) return null;
  const written = page.writing && page.forms[page.writing];
  return h("aside", { class: "record", "aria-label": w.record, tabindex: 0 }, [
    h("div", [button(w.back_to_table, page.close)]),
    written
      ? h("section", { class: "card", key: "new" }, [h("h2", w.new_article), recordForm(page, written)])
      : page.one
        ? whole(page, page.one)
        : h("p", { class: "empty" }, w.loading),
  ]);
}
