// The page of `make run`, on the solutions.
const drawings = document.querySelectorAll("svg");
say(drawings.length === 6, "five timelines and a curve are drawn: " + drawings.length);
say(Array.from(drawings).every(function (svg) {
  const ids = (svg.getAttribute("aria-labelledby") || "").split(" ");
  return svg.getAttribute("role") === "img" && ids.length === 2 && ids.every(function (id) {
    const label = document.getElementById(id);
    return label && label.textContent.trim();
  });
}), "each drawing has a name and a description");
say(document.querySelectorAll("rect.waiting").length >= 5 * 24, "each look-up of each path has a bar");
say(document.querySelectorAll("rect.computing").length === 5 * 24, "each checksum of each path has a bar");
say(document.querySelectorAll("circle.dot").length === 10, "five points of two curves");
say(Array.from(document.querySelectorAll("rect")).every(function (rect) {
  return rect.x.baseVal.value >= 0 && rect.x.baseVal.value + rect.width.baseVal.value <= 1001;
}), "all bars lie inside their drawing");
say(document.querySelectorAll("table").length === 3, "three tables");
say(Array.from(document.querySelectorAll("table")).every(function (table) {
  return table.caption && table.querySelectorAll("thead th[scope=col]").length > 0 &&
      table.querySelectorAll("tbody th[scope=row]").length === table.tBodies[0].rows.length;
}), "tables have captions and heads for rows and columns");
say(Array.from(document.querySelectorAll(".scroll")).every(function (box) {
  return box.tabIndex === 0;
}), "what scrolls sideways can be reached with the keyboard");
sayLegible();
