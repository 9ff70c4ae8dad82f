// A form about a record. What is typed stays until it is kept or given up, whatever is refused and
// whoever else changes the record meanwhile.
import { h } from "vue";
import { button, mainButton } from "./parts.js";

export function begun(form, key) {
  return { form, key, before: { ...form.values }, typed: { ...form.values }, refused: {}, theirs: {}, busy: false, said: "" };
}

// Somebody changed the record: what was not touched follows, what was is shown beside.
export function overtaken(one, now) {
  one.theirs = {};
  for (const [name, value] of Object.entries(now)) {
    if (one.typed[name] === one.before[name]) one.typed[name] = value;
    else if (one.typed[name] !== value) one.theirs[name] = value;
  }
  one.before = { ...one.before, ...now };
}

function named(w, field, value) {
  if (field.kind === "check") return value ? w.yes : w.no_value;
  const option = field.options.find(([name]) => name === value);
  return option ? option[1] : value || w.blank_now;
}

function input(one, field, id, more) {
  const given = {
    id,
    ...more,
    disabled: field.name === "language" && (one.form.says || (one.form.what === "article" && one.form.id)) ? true : null,
    onInput: (event) => (one.typed[field.name] = event.target.value),
  };
  const value = one.typed[field.name];
  if (field.kind === "check") {
    const checked = (event) => (one.typed[field.name] = event.target.checked);
    return h("input", { ...given, type: "checkbox", checked: value, onInput: null, onChange: checked });
  }
  if (field.options.length) {
    const chosen = (event) => (one.typed[field.name] = event.target.value);
    const options = field.options.map(([name, label]) => h("option", { value: name, selected: name === value }, label));
    return h("select", { ...given, value, onInput: null, onChange: chosen }, options);
  }
  if (field.kind === "area" || field.kind === "lines") return h("textarea", { ...given, rows: field.kind === "area" ? 6 : 5, value });
  const digits = { whole: "numeric", money: "decimal" }[field.kind];
  return h("input", { ...given, type: "text", autocomplete: "off", inputmode: digits, value });
}

export function fieldLine(page, one, field) {
  const w = page.words;
  const id = `${one.key}-${field.name}`.replaceAll(":", "-");
  const why = one.refused[field.name];
  const theirs = field.name in one.theirs;
  const take = () => {
    one.typed[field.name] = one.theirs[field.name];
    delete one.theirs[field.name];
  };
  return h("div", { key: field.name, class: ["record-field", { tick: field.kind === "check" }] }, [
    h("label", { for: id }, field.label),
    input(one, field, id, { "aria-invalid": why ? "true" : null, "aria-describedby": why || theirs ? `${id}-said` : null }),
    why || theirs
      ? h("div", { id: `${id}-said`, class: "error small" }, [
          why ? h("p", why) : null,
          theirs
            ? h("p", { class: "as-written" }, [
                `${w.now_it_says} ${named(w, field, one.theirs[field.name])} `,
                button(w.take_theirs, take),
              ])
            : null,
        ])
      : null,
  ]);
}

export function recordForm(page, one) {
  const w = page.words;
  const save = (event) => {
    event.preventDefault();
    page.save(one);
  };
  return h("form", { key: one.key, class: "record-form", "aria-label": w[`form_${one.form.what}`], onSubmit: save }, [
    h("h3", w[`form_${one.form.what}`]),
    one.said ? h("p", { class: "error small", role: "alert" }, one.said) : null,
    one.form.fields.map((field) => fieldLine(page, one, field)),
    h("div", { class: "actions" }, [
      mainButton(w.save, null, { type: "submit", disabled: one.busy }),
      button(w.give_up, () => page.drop(one.key)),
    ]),
  ]);
}
