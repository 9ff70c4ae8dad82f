// The tokens of the shop's other systems.
import { h } from "vue";
import { card, mainButton, tag } from "./parts.js";
import { table } from "./table.js";
import { field, form, sure } from "./tabs.js";

export function tokens(page) {
  const w = page.words;
  const revoke = (one) =>
    one.revoked
      ? tag(`${w.token_revoked} ${one.revoked}`)
      : sure(page, `token-${one.id}`, w.token_revoke, () => page.put("revoke_token", { id: one.id }));
  const columns = [
    { key: "name", label: w.token_name },
    { key: "made_at", label: w.token_made, cell: (one) => [one.made_at, h("span", { class: "soft small" }, ` ${one.made_by}`)] },
    { key: "used", label: w.token_used, cell: (one) => one.used || w.never },
    { key: "revoked", label: w.account_state, cell: revoke },
  ];
  return h("div", { class: "beside" }, [
    card(null, table(page, columns, { rows: page.shown.tokens, empty: w.tokens_none, label: w.tab_tokens })),
    card(w.token_make, [
      h("p", { class: "soft small" }, w.token_help),
      form(() => page.put("make_token", { token_name: page.token.name }), [
        field(page, "token", "name", w.token_name, { maxlength: 120, required: true, placeholder: w.token_example }),
        mainButton(w.token_make, null, { type: "submit" }),
      ]),
    ]),
  ]);
}
