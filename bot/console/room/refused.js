// What is shown instead of a page that a role may not see.
import { frame } from "../../../../static/room/frame.js";
import { sheet } from "../../../../static/room/sheet.js";
import { h } from "vue";

export default {
  mixins: [sheet],
  render() {
    const w = this.words;
    return frame(
      this,
      h("main", { class: "sheet" }, [
        h("section", { class: "card narrow" }, [
          h("h1", w.refused_heading),
          h("p", { role: "alert" }, w.error_not_allowed),
          h("p", [h("a", { href: `${this.base}/` }, w.home)]),
        ]),
      ]),
    );
  },
};
