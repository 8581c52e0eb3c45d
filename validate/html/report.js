"use strict";
// Steps through each counterexample of the page. Without this script its table can be read all the same.
document.querySelectorAll("figure.counterexample").forEach(function (figure) {
  const frames = JSON.parse(figure.querySelector("script").textContent);
  const table = figure.querySelector(".steps");
  const rows = Array.from(table.querySelectorAll("tr[data-frame]"));
  const slider = figure.querySelector("input[type=range]");
  const said = figure.querySelector(".said");
  const play = figure.querySelector("[data-go=play]");
  let at = 0, timer = null;

  // Rows that can be seen: the minor ones only when all are wanted. Frame 0 is in front of the first step.
  function stops() {
    const all = table.classList.contains("all");
    return [0].concat(rows.filter(function (row) {
      return all || !row.classList.contains("minor");
    }).map(function (row) { return Number(row.dataset.frame); }));
  }

  function fill(body, cells) {
    body.textContent = "";
    cells.forEach(function (texts) {
      const row = body.insertRow();
      texts.forEach(function (text, column) {
        const cell = column === 0 ? row.appendChild(document.createElement("th")) : row.insertCell();
        if (column === 0) cell.scope = "row";
        cell.textContent = text;
      });
    });
  }

  function show(frame) {
    at = frame;
    const now = frames[at], places = stops(), index = places.indexOf(at);
    rows.forEach(function (row) {
      const here = Number(row.dataset.frame) === at;
      row.classList.toggle("now", here);
      if (here) row.setAttribute("aria-current", "step"); else row.removeAttribute("aria-current");
    });
    slider.max = places.length - 1;
    slider.value = index;
    slider.setAttribute("aria-valuetext", at === 0 ? "before the first step" : "step " + now.number);
    said.textContent = now.said;
    fill(figure.querySelector(".threads tbody"), now.threads.map(function (thread) {
      return [thread.name, thread.place, thread.holds, thread.waits];
    }));
    fill(figure.querySelector(".variables tbody"), now.variables.map(function (variable) {
      return [variable.name, variable.value];
    }));
    figure.querySelector(".variables").hidden = now.variables.length === 0;
    now.variables.forEach(function (variable, i) {
      figure.querySelectorAll(".variables tbody tr")[i].classList.toggle("changed", variable.changed);
    });
    figure.querySelectorAll("[data-go=first], [data-go=back]").forEach(function (button) { button.disabled = index <= 0; });
    figure.querySelectorAll("[data-go=next], [data-go=switch]").forEach(function (button) { button.disabled = index === places.length - 1; });
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }

  function move(by) {
    const places = stops(), index = places.indexOf(at) + by;
    if (index >= 0 && index < places.length) show(places[index]);
    return index < places.length - 1;
  }

  function toNextSwitch() {
    const places = stops();
    let index = places.indexOf(at) + 1;
    while (index < places.length - 1 && frames[places[index]].thread === frames[at].thread) index++;
    show(places[Math.min(index, places.length - 1)]);
  }

  const go = {
    first: function () { show(0); },
    back: function () { move(-1); },
    next: function () { move(1); },
    switch: toNextSwitch,
    play: function () {
      if (timer) { stop(); return; }
      if (!move(1)) show(0);
      play.textContent = "Pause";
      play.setAttribute("aria-pressed", "true");
      timer = setInterval(function () { if (!move(1)) stop(); }, 1200);
    }
  };

  figure.querySelectorAll("[data-go]").forEach(function (button) {
    button.addEventListener("click", function () {
      if (button.dataset.go !== "play") stop();
      go[button.dataset.go]();
    });
  });
  slider.addEventListener("input", function () { stop(); show(stops()[Number(slider.value)]); });
  rows.forEach(function (row) {
    row.querySelector(".jump").addEventListener("click", function () { stop(); show(Number(row.dataset.frame)); });
  });
  figure.querySelector("[type=checkbox]").addEventListener("change", function (event) {
    table.classList.toggle("all", event.target.checked);
    if (!stops().includes(at)) at = 0;
    show(at);
  });
  figure.addEventListener("keydown", function (event) {
    const keys = { ArrowRight: go.next, ArrowLeft: go.back, Home: go.first, j: go.switch };
    if (!keys[event.key] || event.target === slider || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    stop();
    keys[event.key]();
  });

  figure.querySelectorAll("[hidden].script").forEach(function (part) { part.hidden = false; });
  show(0);
});
