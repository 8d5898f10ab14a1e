// Runs before the first paint, so that nobody sees the other theme flash by. A file of our own, not an inline script:
// the page allows nothing else. src/ui/theme.ts takes over from here.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // Storage may be forbidden; then the system's preference decides.
  }
  var dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
