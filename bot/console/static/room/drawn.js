// What every chart shares: ECharts in the page's colours, drawn anew when its place or they change.
import { h } from "vue";
import { echarts } from "nicegui-echart";

const dark = window.matchMedia("(prefers-color-scheme: dark)");

function inks(element) {
  const style = getComputedStyle(element);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    ink: of("--ink"),
    soft: of("--ink-soft"),
    line: of("--line"),
    surface: of("--surface"),
    font: style.fontFamily,
    colours: [1, 2, 3, 4, 5, 6, 7].map((one) => of(`--chart-${one}`)),
  };
}

export const written = (ink) => ({ color: ink.soft, fontFamily: ink.font });

// Not as HTML: what a part is called is text, and the policy allows no inline style.
export const tooltip = (ink) => ({
  trigger: "axis",
  renderMode: "richText",
  confine: true,
  backgroundColor: ink.surface,
  borderColor: ink.line,
  textStyle: { color: ink.ink, fontFamily: ink.font },
});

export const legend = (ink) => {
  const text = written(ink);
  return { type: "scroll", top: 0, left: 0, textStyle: text, pageTextStyle: text, itemWidth: 14 };
};

// A component takes it in as a mixin, says its `options` in these inks, and draws when what it
// shows has changed. `renderer`: svg, or canvas for what is kept as a picture.
export const drawn = (renderer, classes) => ({
  props: { label: String },
  mounted() {
    this.drawn = echarts.init(this.$el, null, { renderer });
    this.watcher = new ResizeObserver(() => this.drawn.resize());
    this.watcher.observe(this.$el);
    dark.addEventListener("change", this.draw);
    this.draw();
  },
  unmounted() {
    dark.removeEventListener("change", this.draw);
    this.watcher.disconnect();
    this.drawn.dispose();
  },
  methods: {
    draw() {
      this.drawn.setOption(this.options(inks(this.$el)), { notMerge: true });
    },
  },
  render() {
    return h("div", { class: classes, role: "img", "aria-label": this.label });
  },
});
