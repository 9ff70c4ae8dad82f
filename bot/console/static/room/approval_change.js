// Having what a customer asked for otherwise before agreeing to it: typed, looked at, then done.
import { h } from "vue";
import { button, mainButton } from "./parts.js";
import { fieldLine } from "./record_form.js";

export function changeOf(action) {
  const typed = Object.fromEntries(action.change.map((field) => [field.name, field.value]));
  return { key: `change-${action.id}`, action: action.id, fields: action.change, form: {}, typed, refused: {}, theirs: {}, weighed: null };
}

// What was looked at is what is agreed to: whoever types on looks once more.
function typedOn(one) {
  one.weighed = null;
  one.refused = {};
}

export function changeForm(page, one) {
  const w = page.words;
  const weigh = (event) => {
    event.preventDefault();
    page.ask("weigh", { action: one.action, values: { ...one.typed } });
  };
  const agree = () => page.ask("agree_changed", { action: one.action, values: { ...one.typed }, amount: one.weighed.amount });
  return h("form", { class: "record-form", "aria-label": w.change_heading, onSubmit: weigh, onInput: () => typedOn(one), onChange: () => typedOn(one) }, [
    h("h3", w.change_heading),
    one.refused.goods ? h("p", { class: "error small", role: "alert" }, one.refused.goods) : null,
    one.fields.map((field) => fieldLine(page, one, field)),
    h("div", { class: "weighed", "aria-live": "polite" }, [
      one.weighed ? [h("h4", w.change_reads), h("p", { class: "as-written" }, one.weighed.summary)] : null,
    ]),
    h("div", { class: "actions" }, [
      one.weighed ? mainButton(w.agree_changed, agree) : mainButton(w.change_look, null, { type: "submit" }),
      button(w.give_up, () => page.giveUp(one.action)),
    ]),
  ]);
}
