// Purchase orders: the list, or the one that is open, with its delivery note and its day.
import { h } from "vue";
import { button, card, mainButton, tag } from "./parts.js";
import { table } from "./table.js";
import { choice, field, form } from "./tabs.js";

const STATES = ["proposed", "requested", "confirmed", "received", "cancelled"];

// A message to or from a supplier; its words are text, whatever they look like.
export function letter(page, one) {
  const w = page.words;
  return [
    h("p", { class: "small soft" }, [
      one.ours ? w.letter_ours : `${w.letter_theirs}${one.sender ? ` · ${one.sender}` : ""}`,
      ` · ${w[`channel_${one.channel}`] || one.channel} · ${one.at} `,
      tag(w[`letter_${one.state}`] || one.state, one.state === "with_staff" || one.state === "bounced" ? "risk" : ""),
    ]),
    one.subject ? h("p", { class: "small as-written" }, one.subject) : null,
    h("p", { class: "as-written" }, one.text || w.no_words),
    one.why ? h("p", { class: "error small as-written" }, one.why) : null,
  ];
}

function state(page, one) {
  return [
    tag(page.words[`purchase_${one.status}`], one.status === "cancelled" ? "risk" : ""),
    one.late ? [" ", tag(page.words.purchase_late, "risk")] : null,
  ];
}

function list(page) {
  const w = page.words;
  const columns = [
    { key: "number", label: w.field_number },
    { key: "supplier", label: w.subject_supplier },
    { key: "status", label: w.field_status, cell: (one) => state(page, one) },
    { key: "at", label: w.purchase_asked },
    { key: "expected", label: w.purchase_expected, cell: (one) => one.expected || "–" },
    { key: "came", label: w.purchase_came },
    { key: "total", label: w.field_total },
  ];
  const search = () => page.searchPurchases();
  const states = [["", w.every_state], ...STATES.map((one) => [one, w[`purchase_${one}`]])];
  return [
    card(
      null,
      form(search, [
        field(page, "purchaseSought", "words", w.purchase_sought, { type: "search", maxlength: 200 }),
        choice(page, "purchaseSought", "status", w.field_status, states, search),
        mainButton(w.search, null, { type: "submit" }),
      ], { class: "fields filters", role: "search" }),
    ),
    card(
      null,
      table(page, columns, {
        rows: page.shown.rows,
        following: page.shown.following,
        onRow: (one) => page.put("purchase", { number: one.number }),
        onMore: () => page.searchPurchases(page.shown.following),
        empty: w.purchases_none,
        label: w.supply_tab_orders,
      }),
    ),
  ];
}

function pieces(page, one, name, label) {
  return h("input", {
    value: page.receipt.lines[one.id][name],
    type: "number",
    min: 0,
    max: 1000000,
    step: 1,
    inputmode: "numeric",
    placeholder: "0",
    "aria-label": `${label}: ${one.sku}`,
    onInput: (event) => (page.receipt.lines[one.id][name] = event.target.value),
  });
}

function noMore(page, one) {
  return h("input", {
    type: "checkbox",
    checked: page.receipt.lines[one.id].no_more,
    "aria-label": `${page.words.receipt_no_more}: ${one.sku}`,
    onChange: (event) => (page.receipt.lines[one.id].no_more = event.target.checked),
  });
}

function lines(page, one, takes) {
  const w = page.words;
  const columns = [
    { key: "sku", label: w.subject_sku, cell: (line) => [h("code", line.sku), h("span", { class: "soft small" }, ` ${line.name}`)] },
    { key: "ordered", label: w.purchase_ordered },
    { key: "received", label: w.purchase_received_pieces, cell: (line) => [String(line.received), line.open ? null : [" ", tag(w.purchase_line_closed)]] },
    { key: "price", label: w.purchase_price },
  ];
  if (takes)
    columns.push(
      { key: "now", label: w.receipt_quantity, cell: (line) => pieces(page, line, "quantity", w.receipt_quantity) },
      { key: "rejected", label: w.receipt_rejected_pieces, cell: (line) => pieces(page, line, "rejected", w.receipt_rejected_pieces) },
      { key: "no_more", label: w.receipt_no_more, cell: (line) => noMore(page, line) },
    );
  return table(page, columns, { rows: one.lines, empty: "", label: w.purchase_lines });
}

function goods(page, one) {
  const w = page.words;
  const takes = one.takes.goods && page.may("manage_supply");
  if (!takes) return card(w.purchase_lines, lines(page, one, false));
  return card(
    w.purchase_lines,
    form(() => page.receive(), [
      lines(page, one, true),
      field(page, "receipt", "note", w.receipt_note, { maxlength: 60, required: true, help: w.receipt_note_help }),
      mainButton(w.receipt_take, null, { type: "submit" }),
    ]),
  );
}

function day(page, one) {
  const w = page.words;
  if (!one.takes.day || !page.may("manage_supply")) return null;
  return card(
    w.purchase_change_day,
    form(() => page.put("expect", { number: one.number, ...page.expecting }), [
      field(page, "expecting", "day", w.purchase_new_day, { type: "date", min: one.today, max: "9998-12-31", required: true }),
      field(page, "expecting", "why", w.purchase_why, { maxlength: 400, required: true, help: w.purchase_why_help }),
      button(w.purchase_keep_day, null, { type: "submit" }),
    ]),
  );
}

function head(page, one) {
  const w = page.words;
  const facts = [
    [w.subject_supplier, one.supplier],
    [w.purchase_asked, one.at],
    [w.purchase_needed, one.needed],
    [w.purchase_promised, one.promised],
    [w.purchase_expected, one.expected],
    [w.purchase_confirmed_at, one.confirmed],
    [w.purchase_received_at, one.received],
    [w.field_total, one.total],
    [w.purchase_reminders, one.reminders ? String(one.reminders) : ""],
  ].filter(([, value]) => value);
  return h("section", { class: "card" }, [
    h("h2", { id: "purchase", tabindex: -1 }, [one.number, " ", state(page, one)]),
    h("dl", facts.map(([name, value]) => [h("dt", name), h("dd", { class: "as-written" }, value)])),
    one.reason ? h("p", { class: "as-written" }, one.reason) : null,
  ]);
}

function whole(page, one) {
  const w = page.words;
  return [
    h("div", [button(w.back_to_table, () => page.closePurchase())]),
    one.said ? h("div", { class: "said", role: "status" }, one.said.map((text, at) => h("p", { key: at, class: "as-written" }, text))) : null,
    head(page, one),
    goods(page, one),
    day(page, one),
    card(
      w.purchase_messages,
      one.messages.length
        ? h("ul", one.messages.map((each) => h("li", { key: each.id, class: "entry" }, letter(page, each))))
        : h("p", { class: "soft small" }, w.purchase_no_messages),
    ),
  ];
}

const part = {
  data() {
    return {
      purchase: null,
      purchaseSought: { words: "", status: "" },
      receipt: { note: "", lines: {} },
      expecting: { day: "", why: "" },
    };
  },

  watch: {
    tab() {
      this.purchase = null;
    },
  },

  methods: {
    searchPurchases(before = null) {
      this.put("purchases", { ...this.purchaseSought, before });
    },

    closePurchase() {
      this.purchase = null;
      this.problem = "";
    },

    receive() {
      const lines = this.purchase.lines.map((one) => ({ sku: one.sku, ...this.receipt.lines[one.id] }));
      this.put("receive", { number: this.purchase.number, note: this.receipt.note, lines });
    },

    // What was typed into the form that was not sent stays.
    on_purchase(news) {
      const now = news.purchase;
      const same = this.purchase && this.purchase.number === now.number;
      if (!same || now.did === "received") this.emptyReceipt(now);
      if (!same || now.did === "expected") this.expecting = { day: "", why: "" };
      this.purchase = now;
      const rows = (this.shown?.rows || []).map((one) => (one.number === now.number ? { ...one, ...now } : one));
      this.shown = { ...this.shown, rows };
      this.$nextTick(() => {
        const title = document.getElementById("purchase");
        title?.focus();
        title?.scrollIntoView({ block: "center" });
      });
    },

    emptyReceipt(now) {
      const empty = () => ({ quantity: "", rejected: "", no_more: false });
      this.receipt = { note: "", lines: Object.fromEntries(now.lines.map((one) => [one.id, empty()])) };
    },
  },
};

export const orders = { part, shown: (page) => (page.purchase ? whole(page, page.purchase) : list(page)) };
