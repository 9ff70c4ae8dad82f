// What waits for a tap: orders to suppliers with why, and what customers are told of delays.
import { h } from "vue";
import { button, card, mainButton, tag } from "./parts.js";
import { after, before } from "./supply_today.js";

const part = {
  data() {
    // What is typed and what was refused, by an order's number; which notices are ticked.
    return { newPieces: {}, orderRefusals: {}, tickedNotices: {} };
  },
  methods: {
    typePieces(order) {
      this.newPieces[order.number] = Object.fromEntries(order.lines.map((one) => [one.code, String(one.quantity)]));
      delete this.orderRefusals[order.number];
      this.$nextTick(() => document.getElementById(`pieces-${order.number}-0`).focus());
    },

    leavePieces(number) {
      delete this.newPieces[number];
      delete this.orderRefusals[number];
    },

    changePieces(order) {
      const sent = Object.entries(this.newPieces[order.number]).map(([code, typed]) => [code, Number(typed)]);
      delete this.orderRefusals[order.number];
      this.act("change_order", { order: order.number, quantities: Object.fromEntries(sent) });
    },

    settleNotices(ids, drops) {
      this.act("settle_notices", { ids, drops });
    },

    on_morning_done(news) {
      this.leavePieces(news.order);
    },

    on_morning_refused(news) {
      this.busy = false;
      this.orderRefusals[news.order] = news.text;
    },
  },
};

function pieces(page, order, one, at) {
  const typed = page.newPieces[order.number];
  if (!typed) return String(one.quantity);
  return h("input", {
    id: `pieces-${order.number}-${at}`,
    type: "number",
    inputmode: "numeric",
    min: 1,
    step: one.pack,
    required: true,
    class: "pieces",
    "aria-label": `${page.words.morning_pieces}: ${one.name}`,
    value: typed[one.code],
    onInput: (event) => (typed[one.code] = event.target.value),
  });
}

function line(page, order, one, at) {
  const w = page.words;
  return h("li", { key: one.code, class: "supply-line" }, [
    h("div", { class: "supply-line-top" }, [
      h("span", [h("strong", one.name), h("span", { class: "soft small" }, ` ${one.code}`)]),
      h("span", { class: "supply-sum" }, [pieces(page, order, one, at), ` × ${one.price} = `, h("strong", one.money)]),
    ]),
    one.pack > 1 ? h("p", { class: "soft small" }, w.morning_pack.replace("{}", one.pack)) : null,
    one.why ? h("p", { class: "small as-written" }, one.why) : null,
  ]);
}

function ways(page, order) {
  const w = page.words;
  if (!page.may("manage_supply")) return null;
  const busy = { disabled: page.busy };
  const sent = { order: order.number };
  if (page.newPieces[order.number]) {
    return h("div", { class: "actions" }, [
      mainButton(w.morning_keep, null, { type: "submit", ...busy }),
      button(w.never_mind, () => page.leavePieces(order.number)),
    ]);
  }
  return h("div", { class: "actions" }, [
    mainButton(w.morning_approve, () => page.act("approve_order", sent), busy),
    button(w.morning_change, () => page.typePieces(order), busy),
    button(w.morning_drop, () => page.act("drop_order", sent), { class: "quiet warn", ...busy }),
  ]);
}

function order(page, one) {
  const w = page.words;
  const refused = page.orderRefusals[one.number];
  const submit = (event) => {
    event.preventDefault();
    page.changePieces(one);
  };
  return h("section", { class: "card", key: one.number, "data-order": one.number, "aria-label": one.number }, [
    h("form", { class: "stack", novalidate: true, onSubmit: submit }, [
      h("div", { class: "supply-line-top" }, [h("h3", one.supplier), h("strong", one.money)]),
      h("p", { class: "soft small" }, [
        `${one.number} · ${w.morning_since} ${one.at}`,
        one.needed_by ? ` · ${w.morning_needed} ${one.needed_by}` : null,
      ]),
      one.why ? h("p", { class: "small as-written" }, one.why) : null,
      h("ul", { class: "supply-lines" }, one.lines.map((each, at) => line(page, one, each, at))),
      refused ? h("p", { class: "said said-problem", role: "alert" }, refused) : null,
      ways(page, one),
    ]),
  ]);
}

function notice(page, one) {
  const w = page.words;
  const manages = page.may("manage_supply");
  return h("li", { key: one.id, class: "supply-line", "data-notice": one.id }, [
    h("div", { class: "supply-line-top" }, [
      manages
        ? h("label", { class: "tick" }, [
            h("input", {
              type: "checkbox",
              checked: Boolean(page.tickedNotices[one.id]),
              onChange: (event) => (page.tickedNotices[one.id] = event.target.checked),
            }),
            h("strong", one.order),
          ])
        : h("strong", one.order),
      h("span", { class: "soft small" }, `${one.purchase} · ${w.morning_expected} ${one.expected}`),
    ]),
    h("p", { class: "as-written" }, one.text),
    manages
      ? h("div", { class: "actions" }, [
          button(w.morning_tell, () => page.settleNotices([one.id], false), { disabled: page.busy }),
          button(w.morning_not_tell, () => page.settleNotices([one.id], true), { class: "quiet warn", disabled: page.busy }),
        ])
      : null,
  ]);
}

function several(page, notices) {
  const w = page.words;
  if (!page.may("manage_supply")) return null;
  const ids = notices.map((one) => one.id).filter((id) => page.tickedNotices[id]);
  const all = ids.length === notices.length;
  const more = { disabled: page.busy || !ids.length };
  return h("div", { class: "actions" }, [
    h("label", { class: "tick" }, [
      h("input", {
        type: "checkbox",
        checked: all,
        onChange: (event) => notices.forEach((one) => (page.tickedNotices[one.id] = event.target.checked)),
      }),
      h("span", w.morning_all),
    ]),
    mainButton(w.morning_tell_ticked.replace("{}", ids.length), () => page.settleNotices(ids, false), more),
    button(w.morning_drop_ticked.replace("{}", ids.length), () => page.settleNotices(ids, true), { class: "quiet warn", ...more }),
  ]);
}

function shown(page) {
  const w = page.words;
  const { orders, notices, all_notices: all } = page.shown;
  return [
    ...before(page),
    h("h2", [w.morning_orders, " ", tag(String(orders.length))]),
    orders.length ? h("div", { class: "stack" }, orders.map((one) => order(page, one))) : h("p", { class: "card empty" }, w.morning_no_orders),
    h("h2", [w.morning_notices, " ", tag(String(all))]),
    notices.length
      ? card(null, [several(page, notices), h("ul", { class: "supply-lines" }, notices.map((one) => notice(page, one)))])
      : h("p", { class: "card empty" }, w.morning_no_notices),
    all > notices.length ? h("p", { class: "soft small" }, w.morning_first_notices.replace("{}", notices.length)) : null,
    ...after(page),
  ];
}

export const morning = { part, shown };
