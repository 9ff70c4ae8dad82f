// What a shop that is all new may begin with: colleagues, articles, opening hours.
import { h } from "vue";

const STEPS = [
  ["/admin?tab=staff", "step_staff"],
  ["/records?tab=articles", "step_articles"],
  ["/admin?tab=policy", "step_hours"],
];

export function firstSteps(page, more = {}) {
  const w = page.words;
  if (!page.first.is_new) return null;
  const step = ([place, word]) => h("li", { key: word }, h("a", { href: page.base + place }, w[word]));
  return h("section", { class: "card first-steps", ...more }, [
    h("h2", w.first_steps),
    h("ol", STEPS.map(step)),
  ]);
}
