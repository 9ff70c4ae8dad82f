// Suppliers: each with its year, its hours, and how far we go with it.
import { h } from "vue";
import { button, card, mainButton, tag } from "./parts.js";
import { table } from "./table.js";
import { field, form } from "./tabs.js";

const RAILS = [
  "most_over_percent",
  "latest_days",
  "least_share_percent",
  "most_share_percent",
  "rounds",
  "ends_after_days",
  "accept_up_to_minor",
];
const TOLD = ["delivery_address", "payment_terms", "packing"];
const CARD = ["on_time", "fill", "rejected", "lead", "lead_trend", "price_trend", "answer"];

function value(page, one, name) {
  const kept = one.card[name];
  if (kept === null) return h("span", { class: "soft" }, page.words.not_known);
  if (name === "lead" && one.card.lead_sd !== null) return `${kept} ± ${one.card.lead_sd}`;
  return kept;
}

function everyone(page) {
  const w = page.words;
  const measured = (name) => ({ key: name, label: w[`card_${name}`], cell: (one) => value(page, one, name) });
  const columns = [
    { key: "name", label: w.subject_supplier, cell: (one) => `${one.name} (${one.code})` },
    { key: "orders", label: w.card_orders, cell: (one) => String(one.card.orders) },
    ...CARD.map(measured),
  ];
  return card(
    null,
    table(page, columns, {
      rows: page.shown.rows,
      onRow: page.chooseSupplier,
      isOn: (one) => one.id === page.supplierId,
      empty: w.suppliers_none,
      label: w.supply_tab_suppliers,
    }),
  );
}

function rails(page, one) {
  const w = page.words;
  if (!one.rails) return null;
  const label = (name) => (name === "accept_up_to_minor" ? `${w[`guardrails_${name}`]} (${one.currency})` : w[`guardrails_${name}`]);
  const tick = (name) =>
    h("label", { class: "rails-tick" }, [
      h("input", { type: "checkbox", checked: page.rails[name], onChange: (event) => (page.rails[name] = event.target.checked) }),
      h("span", w[`guardrails_${name}`]),
    ]);
  // The bounds are the server's to say, in words.
  return h("section", { class: "card" }, [
    h("h2", w.guardrails),
    h("p", { class: "small soft" }, one.rails.set ? w.guardrails_help : w.guardrails_unset),
    form(() => page.put("guardrails", { id: one.id, rails: page.rails }), [
      tick("negotiates"),
      RAILS.map((name) => field(page, "rails", name, label(name), { inputmode: "decimal", maxlength: 20 })),
      h("h3", w.guardrails_told),
      h("p", { class: "small soft" }, w.guardrails_told_help),
      TOLD.map((name) => field(page, "rails", name, w[`guardrails_${name}`], { maxlength: 400 })),
      tick("tells_latest_day"),
      mainButton(w.save, null, { type: "submit" }),
    ], { novalidate: true }),
  ]);
}

function about(page, one) {
  const w = page.words;
  const days = one.days.map((day) => w[`weekday_${day}`]).join(" ") || w.works_always;
  const facts = [
    [w.field_contact, one.contact || "–"],
    [w.works_days, days],
    [w.works_hours, `${one.hours} · ${one.zone}`],
    [w.order_minimum, one.minimum || w.order_minimum_none],
    [w.order_container, one.container || w.order_minimum_none],
  ];
  return h("section", { class: "card" }, [
    h("h2", { id: "supplier", tabindex: -1 }, [one.name, " ", tag(one.works ? w.works_now : w.works_not_now, one.works ? "" : "risk")]),
    h("dl", facts.map(([name, said]) => [h("dt", name), h("dd", { class: "as-written" }, said)])),
    button(w.close, () => (page.supplierId = null)),
  ]);
}

function shown(page) {
  const one = page.shown.rows.find((each) => each.id === page.supplierId);
  return [
    everyone(page),
    one ? h("div", { class: "columns", key: one.id }, [about(page, one), rails(page, one)]) : null,
  ];
}

const part = {
  data() {
    return { supplierId: null, rails: {} };
  },

  watch: {
    tab() {
      this.supplierId = null;
    },
  },

  methods: {
    chooseSupplier(one) {
      this.supplierId = one.id;
      this.rails = one.rails ? { ...one.rails.values } : {};
      this.problem = "";
      this.$nextTick(() => document.getElementById("supplier")?.focus());
    },
  },
};

export const suppliers = { part, shown };
