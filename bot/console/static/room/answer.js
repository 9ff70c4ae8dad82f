// The box that staff write in: to the customer, or a note for colleagues.
import { h } from "vue";
import { button, mainButton } from "./parts.js";
import { pictureChosen, picturePicker } from "./picture.js";

function canned(page) {
  const w = page.words;
  const ready = page.first.canned;
  if (!ready.length) return null;
  return h("label", { class: "canned" }, [
    h("span", { class: "unseen" }, w.canned),
    h(
      "select",
      {
        onChange: (event) => {
          const taken = ready.find((one) => String(one.id) === event.target.value);
          event.target.value = "";
          if (taken) page.ask("canned", { reply: taken.id });
        },
      },
      [
        h("option", { value: "" }, w.canned),
        ready.map((one) => h("option", { key: one.id, value: one.id }, one.title)),
      ],
    ),
  ]);
}

export function answer(page) {
  const w = page.words;
  const handover = page.talk.handover;
  const noting = page.noting;
  return h(
    "form",
    {
      class: ["card", "answer", { noting }],
      onSubmit: (event) => {
        event.preventDefault();
        page.send();
      },
    },
    [
      h("div", { class: "answer-kinds", role: "tablist", "aria-label": w.your_answer }, [
        h(
          "button",
          { type: "button", role: "tab", "aria-selected": String(!noting), onClick: () => page.note(false) },
          w.your_answer,
        ),
        h(
          "button",
          { type: "button", role: "tab", "aria-selected": String(noting), onClick: () => page.note(true) },
          w.notes,
        ),
      ]),
      handover && handover.suggestion && !noting && !page.draft
        ? h("div", { class: "suggestion" }, [
            h("p", { class: "as-written small" }, handover.suggestion),
            button(w.use_suggestion, () => page.write(handover.suggestion)),
          ])
        : null,
      h("label", { class: "unseen", for: "answer" }, noting ? w.add_note : w.your_answer),
      h("textarea", {
        id: "answer",
        ref: "answer",
        rows: 3,
        maxlength: 4000,
        placeholder: noting ? w.notes_help : w.send_help,
        value: noting ? page.noteText : page.draft,
        onInput: (event) => page.write(event.target.value),
        onPaste: (event) => page.pastePicture(event),
        onKeydown: (event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) page.send();
        },
      }),
      pictureChosen(page),
      h("div", { class: "actions" }, [
        mainButton(noting ? w.add_note : w.send, null, { type: "submit", disabled: page.sending }),
        noting ? null : canned(page),
        noting ? null : picturePicker(page),
        page.others.length
          ? h(
              "span",
              { class: "others small", role: "status" },
              `${page.others.map((one) => page.person(one)).join("、")} ${w.is_here_too}`,
            )
          : null,
      ]),
    ],
  );
}
