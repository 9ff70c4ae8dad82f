// One's own account.
import { frame } from "../../../../static/room/frame.js";
import { button, card, mainButton } from "../../../../static/room/parts.js";
import { sheet } from "../../../../static/room/sheet.js";
import { field, form, problem, sure } from "../../../../static/room/tabs.js";
import { h } from "vue";

const LANGUAGES = [["zh", "中文"], ["en", "English"]];

export default {
  mixins: [sheet],

  data() {
    return {
      problem: "",
      asking: "",
      factor: this.first.factor,
      secret: null,
      change: { present: "", wanted: "", again: "" },
      proof: { code: "" },
    };
  },

  methods: {
    put(name, values = {}) {
      this.problem = "";
      this.ask(name, values);
    },

    changePassword() {
      if (this.change.wanted !== this.change.again) {
        this.on_problem({ text: this.words.passwords_differ });
        return;
      }
      this.put("password", this.change);
    },

    on_secret(news) {
      this.secret = news;
      this.$nextTick(() => document.getElementById("proof-code").focus());
    },

    on_factor(news) {
      this.factor = news.on;
      this.secret = null;
      this.proof = { code: "" };
    },

    on_problem(news) {
      this.problem = news.text;
      this.$nextTick(() => document.getElementById("problem").scrollIntoView({ block: "nearest" }));
    },

    passwordCard() {
      const w = this.words;
      const secret = (name, label, more = {}) =>
        field(this, "change", name, label, {
          type: "password",
          autocomplete: "new-password",
          minlength: 12,
          maxlength: 200,
          required: true,
          ...more,
        });
      return card(w.change_password, form(this.changePassword, [
        h("input", { class: "unseen", value: this.first.username, autocomplete: "username", readonly: true, tabindex: -1, "aria-label": w.username }),
        secret("present", w.present_password, { autocomplete: "current-password", minlength: 1 }),
        secret("wanted", w.new_password, { help: w.password_help }),
        secret("again", w.new_password_again),
        h("p", { class: "soft small" }, w.change_password_help),
        mainButton(w.change_password, null, { type: "submit" }),
      ]));
    },

    code(label, submit) {
      const w = this.words;
      return form(() => this.put(submit, { code: this.proof.code }), [
        field(this, "proof", "code", w.code, {
          inputmode: "numeric",
          autocomplete: "one-time-code",
          maxlength: 12,
          required: true,
          help: w.code_help,
        }),
        h("div", [mainButton(label, null, { type: "submit" })]),
      ]);
    },

    // Black on white whatever the page's colours: not every reader knows the reverse.
    qr() {
      const { side, path } = this.secret.qr;
      return h("svg", { class: "qr", viewBox: `0 0 ${side} ${side}`, role: "img", "shape-rendering": "crispEdges" }, [
        h("title", this.words.second_factor_qr),
        h("rect", { width: side, height: side, fill: "#fff" }),
        h("path", { d: path, fill: "#000" }),
      ]);
    },

    factorCard() {
      const w = this.words;
      if (this.factor) {
        return card(w.second_factor, [h("p", w.second_factor_is_on), this.code(w.second_factor_turn_off, "factor_off")], { class: "card fields" });
      }
      if (!this.secret) {
        return card(w.second_factor, [
          h("p", { class: "soft" }, w.second_factor_help),
          button(w.second_factor_begin, () => this.put("factor_begin"), { class: "main-button" }),
        ], { class: "card fields" });
      }
      return card(w.second_factor, [
        h("p", w.second_factor_steps),
        this.qr(),
        h("p", { class: "actions" }, [
          h("code", { class: "secret" }, this.secret.secret.match(/.{1,4}/g).join(" ")),
          h("a", { class: "quiet", href: this.secret.uri }, w.open_authenticator),
        ]),
        this.code(w.second_factor_turn_on, "factor_confirm"),
      ], { class: "card fields" });
    },

    restCard() {
      const w = this.words;
      return h("div", { class: "stack" }, [
        card(w.language, h("div", { class: "actions" }, LANGUAGES.map(([name, called]) =>
          h("a", {
            class: "quiet",
            key: name,
            href: `${this.base}/language/${name}?next=/account`,
            lang: name === "zh" ? "zh-CN" : "en",
            "aria-current": this.lang === name ? "true" : null,
          }, called),
        ))),
        card(w.sessions, [
          h("p", { class: "soft small" }, w.sign_out_everywhere_help),
          sure(this, "sign_out", w.sign_out_everywhere, () => this.put("sign_out")),
        ], { class: "card fields" }),
      ]);
    },
  },

  render() {
    const w = this.words;
    return frame(
      this,
      h("main", { class: "sheet" }, [
        h("div", { class: "sheet-head" }, [
          h("h1", w.nav_account),
          h("span", { class: "soft" }, `${this.me.name} · ${w[`role_${this.me.role}`]}`),
        ]),
        problem(this),
        h("div", { class: "columns" }, [this.passwordCard(), this.factorCard(), this.restCard()]),
      ]),
    );
  },
};
