// The search over all conversations: the box above the queues, and what was found in their place.
import { h } from "vue";
import { button, tag } from "./parts.js";

// Mixed into the inbox.
export const searching = {
  data() {
    return { typed: "", search: null };
  },
  methods: {
    // Asked for by Enter, not by each key: what is searched for is written down.
    seek() {
      const words = this.typed.trim();
      if (!words) return this.leaveSearch();
      this.search = { words, exact: [], found: [], following: null, pending: true };
      this.ask("search", { words });
    },
    seekMore() {
      this.ask("search", { words: this.search.words, before: this.search.following });
    },
    leaveSearch() {
      this.typed = "";
      this.search = null;
    },
    on_found(news) {
      if (this.search?.words !== news.words) return;
      if (news.before) {
        if (news.before !== this.search.following) return;
        this.search.found = [...this.search.found, ...news.found];
      } else {
        Object.assign(this.search, { exact: news.exact, found: news.found, pending: false });
      }
      this.search.following = news.following;
    },
    // What j and k go through.
    foundTalks() {
      const hits = this.search.exact.filter((one) => one.conversation);
      const ids = new Set([...hits, ...this.search.found].map((one) => one.conversation));
      return [...ids].map((id) => ({ id }));
    },
  },
};

export function searchBox(page) {
  const w = page.words;
  return h(
    "form",
    {
      class: "search",
      role: "search",
      onSubmit: (event) => {
        event.preventDefault();
        page.seek();
      },
    },
    [
      h("label", { class: "unseen", for: "search" }, w.search_label),
      h("input", {
        id: "search",
        ref: "search",
        type: "search",
        maxlength: 200,
        autocomplete: "off",
        placeholder: w.search_help,
        value: page.typed,
        onInput: (event) => (page.typed = event.target.value),
      }),
      h("button", { type: "submit", class: "quiet" }, w.search),
    ],
  );
}

function way(page, conversation, message, content) {
  return h(
    "button",
    {
      type: "button",
      class: ["row", { on: message ? message === page.found : conversation === page.openId }],
      onClick: () => page.open(conversation, message),
    },
    content,
  );
}

function hit(page, one, at) {
  const w = page.words;
  const content = [
    h("span", { class: "row-top" }, [h("strong", one.label), tag(w[`search_${one.kind}`])]),
    h("span", { class: "row-words" }, one.conversation ? one.customer : `${one.customer} · ${w.search_no_talk}`),
  ];
  return h(
    "li",
    { key: `hit-${at}`, "data-hit": one.kind },
    one.conversation ? way(page, one.conversation, null, content) : h("div", { class: "row" }, content),
  );
}

function message(page, one) {
  const w = page.words;
  return h("li", { key: one.id, "data-found": one.id }, [
    way(page, one.conversation, one.id, [
      h("span", { class: "row-top" }, [h("strong", one.who || w[`by_${one.by}`]), h("time", one.at)]),
      h(
        "span",
        { class: "row-words whole" },
        one.pieces.map(([text, marked]) => (marked ? h("mark", text) : text)),
      ),
      one.by === "staff" ? h("span", { class: "soft small" }, w.by_staff) : null,
    ]),
  ]);
}

export function results(page) {
  const w = page.words;
  const { exact, found, following, pending, words } = page.search;
  const nothing = !exact.length && !found.length;
  return [
    h("div", { class: "search-head" }, [
      h("div", { role: "status" }, h("h2", pending ? w.loading : `${w.search_found} “${words}”`)),
      button(w.search_leave, page.leaveSearch),
    ]),
    nothing
      ? h("p", { class: "empty" }, pending ? w.loading : w.search_nothing)
      : h("ul", { class: "rows", tabindex: 0, "aria-label": w.search_found }, [
          exact.map((one, at) => hit(page, one, at)),
          found.map((one) => message(page, one)),
          following ? h("li", button(w.more, page.seekMore, { class: "quiet more" })) : null,
        ]),
  ];
}
