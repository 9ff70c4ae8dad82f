// What the pages beside the inbox share: their toasts, their news, one way to ask.
import { listen } from "./parts.js";

const TOAST_MS = 4000;

// Mixed into a page's component. It answers what it is told by a method `on_<kind>`.
export const sheet = {
  props: {
    words: Object,
    me: Object,
    here: String,
    base: String,
    lang: String,
    first: Object,
  },
  emits: ["ask"],
  data() {
    return { toasts: [], counts: this.first.counts || {} };
  },
  mounted() {
    this.stop = listen(
      (news) => this[`on_${news.kind}`]?.(news),
      () => this.again?.(),
    );
  },
  unmounted() {
    this.stop();
  },
  methods: {
    ask(name, values = {}) {
      this.$emit("ask", { name, ...values });
    },
    may(permission) {
      return this.me.may.includes(permission);
    },
    toast(text, kind) {
      const id = Math.random();
      this.toasts.push({ id, text, kind });
      setTimeout(() => (this.toasts = this.toasts.filter((one) => one.id !== id)), TOAST_MS);
    },
    on_done(news) {
      this.toast(news.text, "done");
    },
    on_problem(news) {
      this.toast(news.text, "problem");
    },
  },
};
