// What the page's test found out, a line each.
function say(holds, what) {
  document.getElementById("test-results").textContent += (holds ? "ok " : "FAIL ") + what + "\n";
}
window.addEventListener("error", function (event) {
  say(false, "an error in the script: " + event.message);
});

// The contrast of an element's text with what lies behind it (WCAG 2.1, relative luminance).
function luminance(colour) {
  const parts = colour.match(/[\d.]+/g).slice(0, 3).map(function (part) {
    const value = part / 255;
    return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  });
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}
function background(element) {
  for (; element; element = element.parentElement) {
    const colour = getComputedStyle(element).backgroundColor;
    if (colour !== "rgba(0, 0, 0, 0)" && colour !== "transparent") return colour;
  }
  return "rgb(255, 255, 255)";
}
function contrast(element, property) {
  const a = luminance(getComputedStyle(element)[property || "color"]);
  const b = luminance(background(element));
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

// Everything with text of its own has enough contrast, and nothing makes the page itself scroll sideways.
function sayLegible() {
  let worst = 21, where = "";
  document.querySelectorAll("main *").forEach(function (element) {
    const own = Array.from(element.childNodes).some(function (node) {
      return node.nodeType === Node.TEXT_NODE && node.textContent.trim();
    });
    if (!own || element.closest("svg") || element.tagName === "TITLE" || !element.getClientRects().length) return;
    const value = contrast(element);
    if (value < worst) {
      worst = value;
      where = element.tagName + "." + element.className + " " + element.textContent.slice(0, 30);
    }
  });
  say(worst >= 4.5, "text has a contrast of at least 4.5" + (worst >= 4.5 ? "" : ": " + worst.toFixed(2) + " " + where));
  say(document.documentElement.scrollWidth <= window.innerWidth, "the page isn't wider than its window");
}
