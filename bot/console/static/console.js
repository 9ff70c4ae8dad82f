// A second click while the page is on its way would send the same form twice.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("button:not([type])")) button.disabled = true;
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});
