// Who looked at or changed what.
import { h } from "vue";
import { button, card, mainButton } from "./parts.js";
import { table } from "./table.js";
import { choice, field, form } from "./tabs.js";

// `order:1500` -> Order 1500; what has no words is shown as it is kept.
function named(w, subject) {
  const [kind, ...rest] = subject.split(":");
  const known = w[`subject_${kind}`];
  return known ? [known, ...rest].join(" ") : subject;
}

function subject(page, one) {
  const [kind, id] = one.subject.split(":");
  const name = named(page.words, one.subject);
  const shown =
    kind === "conversation"
      ? h("a", { href: `${page.base}/?open=${id}`, title: one.subject }, name)
      : h("span", { title: one.subject }, name);
  const only = () => {
    page.sought.subject = one.subject;
    page.search();
  };
  return [shown, " ", one.subject ? button("⌕", only, { class: "only", "aria-label": `${page.words.only_this} ${name}`, title: page.words.only_this }) : null];
}

export function audit(page) {
  const w = page.words;
  const held = page.shown;
  const done = (action) => w[`audit_${action}`] || action;
  const people = held.people.map((one) => [String(one.id), one.name]);
  const actions = held.actions.map((one) => [one, done(one)]).sort((a, b) => a[1].localeCompare(b[1], page.lang));
  const columns = [
    { key: "at", label: w.when },
    { key: "who", label: w.by_staff_member, cell: (one) => one.who || w.the_program },
    { key: "action", label: w.what_was_done, cell: (one) => done(one.action) },
    { key: "subject", label: w.subject, cell: (one) => subject(page, one) },
    { key: "detail", label: w.detail, cell: (one) => (one.detail ? h("span", { class: "small as-written" }, one.detail) : null) },
  ];
  const search = () => page.search();
  return [
    card(
      null,
      form(search, [
        choice(page, "sought", "staff", w.by_staff_member, [["", w.everybody], ...people], search),
        choice(page, "sought", "action", w.what_was_done, [["", w.everything], ...actions], search),
        field(page, "sought", "subject", w.subject, { type: "search", maxlength: 120, placeholder: "conversation:5" }),
        field(page, "sought", "first", w.day_first, { type: "date", max: "9998-12-31" }),
        field(page, "sought", "last", w.day_last, { type: "date", max: "9998-12-31" }),
        mainButton(w.search, null, { type: "submit" }),
      ], { class: "fields filters", role: "search" }),
    ),
    card(
      null,
      table(page, columns, {
        rows: held.rows,
        following: held.following,
        onMore: () => page.search(held.following),
        empty: w.trail_none,
        label: w.tab_audit,
      }),
    ),
  ];
}
