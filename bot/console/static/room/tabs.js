// What pages of several tabs share: the tabs with their address, and small parts of forms.
import { h } from "vue";
import { button } from "./parts.js";

// The page has { tab, tabs }; `page.show(name)` shows one.
export function tabs(page, label, names) {
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": label },
    page.tabs.map((name) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          key: name,
          id: `tab-${name}`,
          "aria-selected": String(page.tab === name),
          "aria-controls": "tab",
          onClick: () => page.show(name),
        },
        names[name],
      ),
    ),
  );
}

// A labelled input of `page[form][name]`.
export function field(page, form, name, label, more = {}) {
  const { help, ...rest } = more;
  const id = `${form}-${name}`;
  return [
    h("label", { for: id }, [
      label,
      h("input", {
        id,
        value: page[form][name],
        autocomplete: "off",
        "aria-describedby": help ? `${id}-help` : null,
        onInput: (event) => (page[form][name] = event.target.value),
        ...rest,
      }),
    ]),
    help ? h("p", { class: "soft small", id: `${id}-help` }, help) : null,
  ];
}

// A labelled choice of `page[form][name]`; options are pairs of a value and what it is called.
export function choice(page, form, name, label, options, onChange = null) {
  const chosen = (event) => {
    page[form][name] = event.target.value;
    if (onChange) onChange();
  };
  return select(`${form}-${name}`, label, options, page[form][name], chosen);
}

// The label stands beside the choice: around it, it would be read with every option.
export function select(id, label, options, value, onChange) {
  const one = ([key, called]) => h("option", { key, value: key }, called);
  return h("div", { class: "labelled" }, [
    h("label", { for: id }, label),
    h("select", { id, value, onChange }, options.map(one)),
  ]);
}

export function form(onSubmit, content, more = {}) {
  const submit = (event) => {
    event.preventDefault();
    onSubmit();
  };
  return h("form", { class: "fields", onSubmit: submit, ...more }, content);
}

// A button that does what cannot be taken back lightly: the first press asks, the second does it.
export function sure(page, key, label, act) {
  if (page.asking !== key) return button(label, () => (page.asking = key), { key });
  return h("span", { class: "sure", key }, [
    button(`${page.words.sure} ${label}`, () => {
      page.asking = "";
      act();
    }, { class: "quiet warn" }),
    button(page.words.no, () => (page.asking = "")),
  ]);
}

// A password or token that is shown this once: `page.once` is { what, name, value }.
export function once(page) {
  const w = page.words;
  const made = page.once;
  if (!made) return null;
  const copy = async () => {
    const input = document.getElementById("once");
    input.select();
    // Where the console is served without TLS to another machine there is no clipboard to ask.
    const copied = navigator.clipboard
      ? await navigator.clipboard.writeText(made.value).then(() => true, () => false)
      : document.execCommand("copy");
    page.toast(copied ? w.copied : w.copy_by_hand, copied ? "done" : "problem");
  };
  return h("section", { class: "card once", role: "status" }, [
    h("h2", `${w[`once_${made.what}`]} ${made.name}`),
    h("p", { class: "small" }, w.once_help),
    h("div", { class: "actions" }, [
      h("input", { id: "once", readonly: true, value: made.value, "aria-label": w[`once_${made.what}`], spellcheck: false }),
      button(w.copy, copy, { class: "main-button" }),
      button(w.kept_it, () => (page.once = null)),
    ]),
  ]);
}

export function problem(page) {
  return page.problem ? h("p", { class: "said said-problem", role: "alert", id: "problem" }, page.problem) : null;
}

// The head of such a page, and what its tab shows; `extra` stands between the two.
export function tabbed(page, title, names, shown, extra = null) {
  return h("main", { class: "sheet" }, [
    h("div", { class: "sheet-head" }, [h("h1", title), tabs(page, title, names)]),
    problem(page),
    extra,
    h(
      "div",
      { id: "tab", role: "tabpanel", "aria-labelledby": `tab-${page.tab}`, class: "tab" },
      page.shown ? shown(page) : h("p", { class: "soft" }, page.words.loading),
    ),
  ]);
}
