// Small parts that every page is made of. All text goes in as text: nothing is read as HTML.
import { h } from "vue";

// A moment that is counted from -> "now", "12 min", "3 h", "2 d" in the reader's language.
export function waited(since, now, w) {
  const minutes = Math.max(0, Math.floor((now - since) / 60000));
  if (minutes === 0) return w.just_now;
  if (minutes < 60) return `${minutes} ${w.minutes_short}`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} ${w.hours_short}`;
  return `${Math.floor(minutes / 1440)} ${w.days_short}`;
}

// On a phone there are more tabs and ways than fit: brings the chosen one into sight.
export function inSight(el) {
  el?.scrollIntoView({ block: "nearest", inline: "center" });
}

export function tag(text, kind = "") {
  return h("span", { class: ["tag", kind && `tag-${kind}`] }, text);
}

export function button(label, onClick, more = {}) {
  return h("button", { type: "button", class: "quiet", onClick, ...more }, label);
}

export function mainButton(label, onClick, more = {}) {
  return h("button", { type: "button", class: "main-button", onClick, ...more }, label);
}

export function card(title, content, more = {}) {
  return h("section", { class: "card", ...more }, [title ? h("h2", title) : null, content]);
}

// Listens to what the server tells a page; the socket comes a moment after the page. What was told
// while the line was down is not told again: `back` is called then, to ask for it.
export function listen(told, back) {
  let stopped = false;
  let broken = false;
  const breaks = () => (broken = true);
  const connects = () => {
    if (broken) back();
    broken = false;
  };
  const wait = () => {
    if (stopped) return;
    if (!window.socket) {
      setTimeout(wait, 20);
      return;
    }
    window.socket.on("room", told);
    window.socket.on("disconnect", breaks);
    window.socket.on("connect", connects);
  };
  wait();
  return () => {
    stopped = true;
    if (window.socket) {
      window.socket.off("room", told);
      window.socket.off("disconnect", breaks);
      window.socket.off("connect", connects);
    }
  };
}
