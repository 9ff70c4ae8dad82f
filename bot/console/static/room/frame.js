// What stands around every page: the bar with the ways, the language, who is signed in.
import { inSight } from "./parts.js";
import { h } from "vue";

// Name, place, word, and what whoever goes there has to be allowed.
const WAYS = [
  ["inbox", "/", "nav_inbox", "see_conversations"],
  ["approvals", "/approvals", "nav_approvals", "approve"],
  ["records", "/records", "nav_records", "see_records"],
  ["supply", "/supply", "nav_supply", "see_supply"],
  ["teach", "/teach", "nav_teach", "teach"],
  ["overview", "/overview", "nav_overview", "see_overview"],
  ["admin", "/admin", "nav_admin", "see_outbox"],
];

function way(page, [name, place, word, permission]) {
  if (!page.me.may.includes(permission)) return null;
  const count = name === "approvals" && page.counts ? page.counts.approvals : 0;
  return h(
    "a",
    {
      href: page.base + place,
      "aria-current": page.here === name ? "page" : null,
      onVnodeMounted: (node) => page.here === name && inSight(node.el),
    },
    [page.words[word], count ? h("span", { class: "count" }, String(count)) : null],
  );
}

// A link, not a form: it leaves a page that may have words begun in it.
function language(page) {
  const other = page.lang === "zh" ? "en" : "zh";
  return h("a", { class: "quiet", href: `${page.base}/language/${other}` }, page.words.other_language);
}

export function frame(page, content) {
  const w = page.words;
  return h("div", { class: "room" }, [
    h("header", { class: "bar" }, [
      h("a", { class: "mark", href: `${page.base}/` }, [
        h("img", { src: `${page.base}/static/icon.svg`, alt: "", width: 28, height: 28 }),
        h("span", w.title),
      ]),
      h("nav", { "aria-label": w.nav_label }, WAYS.map((one) => way(page, one))),
      h("div", { class: "bar-end" }, [
        language(page),
        h("a", { class: "viewer", href: `${page.base}/account`, title: w.nav_account, "aria-current": page.here === "account" ? "page" : null }, page.me.name),
        h("form", { method: "post", action: `${page.base}/logout` }, [
          h("button", { class: "quiet" }, w.sign_out),
        ]),
      ]),
    ]),
    content,
    h(
      "div",
      { class: "toasts", role: "status", "aria-live": "polite" },
      page.toasts.map((one) => h("p", { key: one.id, class: ["toast", one.kind] }, one.text)),
    ),
  ]);
}
