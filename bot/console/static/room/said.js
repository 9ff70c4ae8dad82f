// The words of a conversation, and under the customer's what the bot took them for.
import { h } from "vue";
import { button, tag } from "./parts.js";

function file(page, one) {
  const w = page.words;
  const name = one.name || w[`file_${one.kind}`];
  const place = `${page.base}/attachments/${one.id}`;
  if (!one.kept) {
    return h("p", { class: "soft small" }, `${name}: ${one.refused ? w.file_refused : w.file_awaited}`);
  }
  if (one.shown) {
    return h("a", { href: place, target: "_blank", rel: "noopener" }, [
      h("img", { class: "thumb", src: place, alt: name, loading: "lazy" }),
    ]);
  }
  return h("p", { class: "small" }, [h("a", { href: place }, name), ` ${one.size}`]);
}

function teaching(page, one) {
  const w = page.words;
  const known = one.taught;
  return h("details", { class: "teaching small" }, [
    h("summary", [
      known
        ? `${known.who} ${known.right ? w.taught_right : w.taught_about + known.words}`
        : `${w.understood_as}${one.read_as.words || w.nothing} · ${one.read_as.sure}%`,
    ]),
    h("div", { class: "actions" }, [
      known && known.right ? null : button(w.teach_right, () => page.ask("confirm", { message: one.id })),
      h("label", [
        w.teach_about,
        h(
          "select",
          {
            onChange: (event) => {
              const intent = event.target.value;
              event.target.value = "";
              if (intent) page.ask("correct", { message: one.id, intent });
            },
          },
          [
            h("option", { value: "" }, "…"),
            page.first.intents.map(([name, called]) => h("option", { key: name, value: name }, called)),
          ],
        ),
      ]),
    ]),
  ]);
}

// Under an answer of the bot: that it is wrong, and why; or what was said of it.
function wrong(page, one) {
  const w = page.words;
  const known = one.wrong;
  if (known) {
    return h("p", { key: "wrong", class: "judged small" }, [
      tag(w.marked_wrong, "risk"),
      h("span", { class: "soft as-written" }, ` ${known.who}${known.note ? `${w.colon}${known.note}` : ""} `),
      button(w.unmark_wrong, () => page.ask("unmark_wrong", { message: one.id })),
    ]);
  }
  const note = `wrong-${one.id}`;
  const send = (event) => {
    event.preventDefault();
    page.ask("mark_wrong", { message: one.id, note: event.target.elements[note].value });
  };
  return h("details", { key: "right", class: "teaching small" }, [
    h("summary", w.mark_wrong),
    h("form", { class: "actions", onSubmit: send }, [
      h("label", { class: "unseen", for: note }, w.wrong_note),
      h("input", { id: note, name: note, maxlength: 400, placeholder: w.wrong_note }),
      button(w.mark_wrong, null, { type: "submit" }),
    ]),
  ]);
}

// Under a colleague's answer: that an article may be made of it.
function worth(page, one) {
  const w = page.words;
  if (one.proposed === "open" || one.proposed === "taken") {
    return h("p", { class: "judged small" }, [tag(w[`proposed_${one.proposed}`])]);
  }
  return h("p", { class: "judged small" }, [
    button(w.make_article, () => page.ask("propose", { message: one.id })),
  ]);
}

function judged(page, one) {
  if (!one.text || !page.me.may.includes("teach")) return null;
  if (one.by === "bot") return wrong(page, one);
  return one.by === "staff" ? worth(page, one) : null;
}

function message(page, one) {
  const w = page.words;
  const lost = one.erased ? w.erased : w.unreadable;
  return h("li", { key: one.id, class: ["said-by", `said-by-${one.by}`, { found: one.id === page.found }], "data-message": one.id }, [
    one.text || one.lost ? h("p", { class: "bubble as-written" }, one.text || lost) : null,
    one.files.map((kept) => file(page, kept)),
    h("p", { class: "soft small" }, [
      `${one.who || w[`by_${one.by}`]} · ${one.at}`,
      one.plain ? h("span", { title: w.plain_help }, ` · ${w.plain}`) : null,
    ]),
    one.read_as ? teaching(page, one) : null,
    judged(page, one),
  ]);
}

export function said(page) {
  return h(
    "ol",
    { class: "thread", ref: "thread", tabindex: 0, "aria-label": page.words.conversation },
    page.talk.messages.map((one) => message(page, one)),
  );
}
