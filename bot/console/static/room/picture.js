// A picture that goes with an answer: picked or pasted, looked at, taken away again, sent.
import { h } from "vue";
import { button } from "./parts.js";

const KINDS = ["image/jpeg", "image/png", "image/webp"];
const PATIENCE_MS = 60000;

// Mixed into the inbox. A picture belongs to the conversation that it was picked in.
export const picturing = {
  data() {
    return { picture: null };
  },
  unmounted() {
    this.dropPicture();
  },
  watch: {
    openId() {
      this.dropPicture();
    },
  },
  methods: {
    pickPicture(file) {
      const w = this.words;
      if (!file) return;
      if (!KINDS.includes(file.type)) this.toast(w.picture_no_picture, "problem");
      else if (file.size > this.first.largest) this.toast(w.picture_too_large, "problem");
      else {
        this.dropPicture();
        this.picture = { file, shown: URL.createObjectURL(file) };
        this.$nextTick(() => this.$refs.answer?.focus());
      }
    },

    dropPicture() {
      if (this.picture) URL.revokeObjectURL(this.picture.shown);
      this.picture = null;
    },

    // Words that were copied with a picture are pasted as words.
    pastePicture(event) {
      const pasted = [...(event.clipboardData?.files || [])].find((file) => file.type.startsWith("image/"));
      if (!pasted || this.noting || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      this.pickPicture(pasted);
    },

    async sendPicture() {
      const [id, text, form] = [this.openId, this.draft, new FormData()];
      form.append("text", text);
      form.append("picture", this.picture.file, "picture");
      this.sending = true;
      try {
        const answer = await fetch(`${this.base}/conversations/${id}/picture`, {
          method: "POST",
          body: form,
          headers: { Accept: "application/json" },
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        const told = await answer.json().catch(() => ({}));
        if (!answer.ok) throw new Error(told.problem || (answer.status === 401 ? this.words.picture_signed_out : ""));
        this.toast(told.said, "done");
        if (id !== this.openId) return;
        if (this.draft === text) this.draft = "";
        this.dropPicture();
        this.ask("open");
      } catch (problem) {
        const own = problem.name === "Error" && problem.message;
        this.toast(own || this.words.picture_lost, "problem");
      } finally {
        this.sending = false;
      }
    },
  },
};

export function pictureChosen(page) {
  const w = page.words;
  if (!page.picture || page.noting) return null;
  return h("div", { class: "picture-chosen" }, [
    h("img", { src: page.picture.shown, alt: w.picture_preview }),
    button(w.picture_remove, () => page.dropPicture(), { disabled: page.sending }),
  ]);
}

export function picturePicker(page) {
  const w = page.words;
  return h("label", { class: "quiet picture-picker" }, [
    h("span", w.picture_add),
    h("input", {
      type: "file",
      class: "unseen",
      accept: KINDS.join(","),
      disabled: page.sending,
      onChange: (event) => {
        page.pickPicture(event.target.files[0]);
        event.target.value = "";
      },
    }),
  ]);
}
