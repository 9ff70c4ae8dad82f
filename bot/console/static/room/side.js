// Beside a conversation: whose it is, what they bought, what was done, what came before.
import { h } from "vue";
import { button, card, mainButton, tag } from "./parts.js";

function customer(page) {
  const w = page.words;
  const { talk } = page;
  const one = talk.customer;
  const line = (name, value) => (value ? [h("dt", name), h("dd", value)] : null);
  return card(
    talk.name,
    [
      h("dl", [
        line(w.reference, one.known ? one.reference : w.not_identified),
        line(w.phone, one.phone),
        line(w.level, one.level),
        line(w.channel, w[`channel_${talk.channel}`]),
        line(w.language, w[`language_${talk.language}`]),
        line(w.blocked, one.blocked),
      ]),
      button(one.blocked ? w.unblock : w.block, () => page.ask("block", { blocked: !one.blocked }), {
        title: w.block_help,
      }),
    ],
    { key: "customer" },
  );
}

function why(page) {
  const w = page.words;
  const one = page.talk.handover;
  if (!one) return null;
  return card(
    w.reason,
    [
      h("p", tag(w[`reason_${one.reason}`], one.reason)),
      h("p", { class: "as-written small" }, one.summary),
      one.tried ? [h("h3", w.tried), h("p", { class: "as-written small" }, one.tried)] : null,
    ],
    { key: "why" },
  );
}

function parcel(one, at) {
  return h("li", { key: at }, [
    h("p", { class: "small" }, one.line),
    one.last ? h("p", { class: "soft small" }, `${one.last} · ${one.at}`) : null,
  ]);
}

function order(page, one) {
  return h("article", { class: "entry", key: one.number }, [
    h("p", [h("strong", one.number), " ", tag(page.words[`status_${one.status}`])]),
    h("p", { class: "small" }, one.items),
    h("p", { class: "soft small" }, `${one.total} · ${one.at}`),
    one.parcels.length ? h("ol", { class: "parcels" }, one.parcels.map(parcel)) : null,
  ]);
}

function orders(page) {
  const w = page.words;
  const found = page.talk.orders;
  const shown = found.length
    ? found.map((one) => order(page, one))
    : h("p", { class: "soft small" }, w.orders_none);
  return card(w.orders, shown, { key: "orders" });
}

function kase(page, one) {
  const w = page.words;
  const settled = !one.awaits_goods;
  return h("article", { class: "entry", key: one.id }, [
    h("p", [h("strong", one.number), " ", tag(w[`case_kind_${one.kind}`]), " ", tag(w[`case_${one.status}`])]),
    h("p", { class: "soft small" }, [one.order, one.at, one.refund].filter(Boolean).join(" · ")),
    button(settled ? w.case_is_settled : w.case_is_received, () => page.ask("case", { case: one.id, settled })),
  ]);
}

function action(page, one) {
  const w = page.words;
  return h("article", { class: "entry", key: one.id }, [
    h("p", [tag(w[`action_${one.state}`], one.state), h("span", { class: "soft small" }, ` ${one.at} ${one.who}`)]),
    h("p", { class: "as-written small" }, one.summary),
    one.note ? h("p", { class: "as-written small" }, `${w.refuse_note}: ${one.note}`) : null,
    one.hindrance ? h("p", { class: "error small" }, `${w.hindrance} ${one.hindrance}`) : null,
    one.state === "waiting"
      ? h("div", { class: "actions" }, [
          mainButton(w.agree, () => page.ask("agree", { action: one.id })),
          one.can_change ? h("a", { class: "quiet", href: `${page.base}/approvals?action=${one.id}` }, w.change) : null,
          h("input", {
            "aria-label": w.refuse_note,
            placeholder: w.refuse_note,
            maxlength: 400,
            value: page.refusals[one.id] || "",
            onInput: (event) => (page.refusals[one.id] = event.target.value),
          }),
          button(w.refuse, () => page.ask("refuse", { action: one.id, note: page.refusals[one.id] || "" })),
        ])
      : null,
    one.can_undo ? button(w.undo, () => page.ask("undo", { action: one.id })) : null,
  ]);
}

function notes(page) {
  const w = page.words;
  if (!page.talk.notes.length) return null;
  const shown = page.talk.notes.map((one) =>
    h("article", { class: "entry note", key: one.id }, [
      h("p", { class: "as-written small" }, one.text),
      h("p", { class: "soft small" }, `${one.who} · ${one.at}`),
    ]),
  );
  return card(w.notes, shown, { key: "notes" });
}

function earlier(page) {
  const w = page.words;
  if (!page.talk.earlier.length) return null;
  const shown = page.talk.earlier.map((one) =>
    h("p", { class: "small entry", key: one.id }, [
      h("a", { href: `${page.base}/?open=${one.id}`, onClick: (event) => page.go(event, one.id) }, `#${one.id} · ${one.at}`),
      " ",
      one.reason ? tag(w[`reason_${one.reason}`]) : null,
      one.actions.map((done) => tag(`${done.what}: ${w[`action_${done.state}`]}`)),
      one.reason || one.actions.length ? null : h("span", { class: "soft" }, w.earlier_answered),
    ]),
  );
  return card(w.earlier, shown, { key: "earlier" });
}

function ratings(page) {
  const w = page.words;
  if (!page.talk.ratings.length) return null;
  const shown = page.talk.ratings.map((one) =>
    h("div", { class: "entry" }, [
      h("p", { class: "small" }, `${"★".repeat(one.score)}${"☆".repeat(5 - one.score)} ${one.score}/5 · ${one.at}`),
      one.comment ? h("p", { class: "as-written small" }, one.comment) : null,
    ]),
  );
  const { mean, count } = page.talk.average;
  const average = h("p", { class: "soft small" }, `${w.ratings_average} ${mean} (${count})`);
  return card(w.ratings, [shown, average], { key: "ratings" });
}

export function side(page) {
  const w = page.words;
  const { talk } = page;
  return h("aside", { class: ["side", { open: page.sideOpen }], "aria-label": w.customer_side, tabindex: 0 }, [
    h("div", { class: "side-close" }, [button(w.close, () => (page.sideOpen = false))]),
    why(page),
    customer(page),
    talk.cases.length ? card(w.cases, talk.cases.map((one) => kase(page, one)), { key: "cases" }) : null,
    talk.ledger.length ? card(w.ledger, talk.ledger.map((one) => action(page, one)), { key: "ledger" }) : null,
    orders(page),
    notes(page),
    earlier(page),
    ratings(page),
  ]);
}
