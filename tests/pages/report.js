// The page of `make report` on a transfer that takes its locks in the caller's order.
const figures = document.querySelectorAll("figure.counterexample");
say(figures.length === 1, "one counterexample: " + figures.length);
const figure = figures[0], table = figure.querySelector(".steps");
const press = function (go) { figure.querySelector("[data-go=" + go + "]").click(); };
const current = function () { return table.querySelector("[aria-current=step]"); };
const status = function () { return figure.querySelector("[role=status]").textContent; };
const visible = function () {
  return Array.from(table.querySelectorAll("tr[data-frame]")).filter(function (row) {
    return row.getClientRects().length;
  });
};
const cells = function (name) {
  return Array.from(figure.querySelectorAll(".threads tbody tr")).filter(function (row) {
    return row.cells[0].textContent.startsWith(name);
  })[0];
};

say(!figure.querySelector(".bar").hidden, "the controls are there once the script runs");
say(current() === null, "it begins in front of the first step");
press("next");
say(current() === visible()[0] && /T1/.test(status()), "next goes to the first step and says what it is: " + status());
say(cells("T1").cells[2].textContent.includes("lock"), "T1 holds its first lock: " + cells("T1").textContent);
press("switch");
say(current() === visible()[1], "the next switch is where T2 goes on");
say(cells("T1").cells[2].textContent.includes("lock") && cells("T2").cells[2].textContent.includes("lock"),
    "now both hold one");
say(figure.querySelector("[data-go=next]").disabled && figure.querySelector("[data-go=switch]").disabled,
    "behind the last step nothing goes further");
press("back");
say(current() === visible()[0], "back goes back");
press("first");
say(current() === null && figure.querySelector("[data-go=back]").disabled, "first goes in front of it all");

const few = visible().length;
figure.querySelector("[type=checkbox]").click();
say(visible().length > few, "every step: " + visible().length + " rows instead of " + few);
visible()[3].querySelector(".jump").click();
say(current() === visible()[3], "a step's number jumps to it");
figure.querySelector("[type=checkbox]").click();
say(visible().length === few, "and only those that matter again");

const slider = figure.querySelector("input[type=range]");
slider.value = 2;
slider.dispatchEvent(new Event("input"));
say(current() === visible()[1] && /step/.test(slider.getAttribute("aria-valuetext")), "the slider jumps, and says where to");
const key = function (name) {
  figure.querySelector("[data-go=play]").dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
};
key("Home");
key("ArrowRight");
say(current() === visible()[0], "Home and the right arrow");
key("ArrowLeft");
say(current() === null, "the left arrow");
const play = figure.querySelector("[data-go=play]");
play.click();
say(play.getAttribute("aria-pressed") === "true" && current() === visible()[0], "play begins");
play.click();
say(play.getAttribute("aria-pressed") === "false", "and pauses");

say(Array.from(document.querySelectorAll("button, input")).every(function (control) {
  return control.textContent.trim() || control.getAttribute("aria-label") || control.closest("label");
}), "each control has a name");
const ids = Array.from(document.querySelectorAll("[id]")).map(function (element) { return element.id; });
say(new Set(ids).size === ids.length, "ids are unique");
say(Array.from(document.querySelectorAll("nav a")).every(function (link) {
  return document.querySelector(link.getAttribute("href"));
}), "links lead to their tasks");
const levels = Array.from(document.querySelectorAll("h1, h2, h3, h4, h5, h6")).map(function (h) { return Number(h.tagName[1]); });
say(levels.filter(function (level) { return level === 1; }).length === 1 && levels.every(function (level, i) {
  return i === 0 || level <= levels[i - 1] + 1;
}), "headings go down one level at a time");
document.querySelectorAll("details").forEach(function (part) { part.open = true; });
say(document.querySelector(".lesson").textContent.includes("Predict first"), "the lesson stands beside");
sayLegible();
