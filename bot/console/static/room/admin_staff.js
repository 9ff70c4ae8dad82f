// Who works here: everyone, and beside them one account or the form to add somebody.
import { h } from "vue";
import { button, card, mainButton, tag } from "./parts.js";
import { table } from "./table.js";
import { choice, field, form, select, sure } from "./tabs.js";

const ROLES = ["agent", "supervisor", "admin"];
const roles = (w) => ROLES.map((role) => [role, w[`role_${role}`]]);

function everyone(page) {
  const w = page.words;
  const columns = [
    { key: "username", label: w.username },
    { key: "name", label: w.name },
    { key: "role", label: w.role, cell: (one) => tag(w[`role_${one.role}`]) },
    { key: "factor", label: w.second_factor, cell: (one) => (one.second_factor ? w.on : w.off) },
    { key: "active", label: w.account_state, cell: (one) => (one.active ? w.account_open : tag(w.inactive, "risk")) },
    { key: "since", label: w.account_since },
  ];
  return card(
    null,
    table(page, columns, {
      rows: page.shown.everyone,
      onRow: page.choose,
      empty: "",
      label: w.staff_heading,
    }),
  );
}

function adding(page) {
  const w = page.words;
  return card(
    w.add_staff,
    form(() => page.put("add_staff", page.adding), [
      field(page, "adding", "username", w.username, { maxlength: 60, required: true, autocapitalize: "none", spellcheck: false }),
      field(page, "adding", "called", w.name, { maxlength: 120 }),
      choice(page, "adding", "role", w.role, roles(w)),
      h("p", { class: "soft small" }, w[`role_${page.adding.role}_may`]),
      field(page, "adding", "password", w.password, {
        type: "password",
        autocomplete: "new-password",
        maxlength: 200,
        help: w.password_made_help,
      }),
      mainButton(w.add_staff, null, { type: "submit" }),
    ]),
  );
}

function role(page, one) {
  const w = page.words;
  const change = (event) => {
    const wanted = event.target.value;
    event.target.value = one.role;
    page.put("change_role", { id: one.id, role: wanted });
  };
  return select("person-role", w.role, roles(w), one.role, change);
}

function password(page, one) {
  const w = page.words;
  if (one.id === page.me.id) {
    return h("p", { class: "small" }, [w.problem_own_password, " ", h("a", { href: `${page.base}/account` }, w.nav_account)]);
  }
  const set = () => page.put("set_password", { id: one.id, username: one.username, ...page.person });
  return form(set, [
    field(page, "person", "password", w.new_password, {
      type: "password",
      autocomplete: "new-password",
      maxlength: 200,
      help: w.password_made_help,
    }),
    button(w.set_password, null, { type: "submit" }),
  ]);
}

function account(page, one) {
  const w = page.words;
  const closing = one.active
    ? sure(page, "deactivate", w.deactivate, () => page.put("deactivate", { id: one.id }))
    : button(w.reactivate, () => page.put("reactivate", { id: one.id }));
  return h("section", { class: "card fields", key: one.id }, [
    h("h2", { id: "person", tabindex: -1 }, one.name ? `${one.name} · ${one.username}` : one.username),
    role(page, one),
    h("p", { class: "soft small" }, w.role_change_help),
    password(page, one),
    h("div", { class: "actions" }, [
      sure(page, "end_sessions", w.end_sessions, () => page.put("end_sessions", { id: one.id })),
      one.second_factor
        ? sure(page, "factor", w.second_factor_turn_off, () => page.put("second_factor_off", { id: one.id }))
        : null,
      closing,
    ]),
    h("div", [button(w.close, () => (page.personId = null))]),
  ]);
}

export function staff(page) {
  const chosen = page.shown.everyone.find((one) => one.id === page.personId);
  return h("div", { class: "beside" }, [everyone(page), chosen ? account(page, chosen) : adding(page)]);
}
