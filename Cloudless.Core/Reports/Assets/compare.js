"use strict";
// Moves the line between two pictures. Without this script they stand side by side.
for (const box of document.querySelectorAll("[data-compare]")) {
  const range = box.querySelector("input[type=range]");
  const check = box.querySelector("input[type=checkbox]");
  const overlay = box.querySelector(".overlay");
  const show = () => {
    box.style.setProperty("--at", range.value + "%");
    range.setAttribute("aria-valuetext", Math.round(range.value) + " % before");
  };
  const mark = () => { overlay.hidden = !check.checked; };
  // The address may say where the line is and whether the overlay shows: #at=30&overlay
  const read = () => {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (wanted.has("at")) range.value = wanted.get("at");
    if (wanted.has("overlay")) check.checked = true;
    show();
    mark();
  };
  range.addEventListener("input", show);
  check.addEventListener("change", mark);
  addEventListener("hashchange", read);
  for (const part of [range, box.querySelector(".controls")]) part.hidden = false;
  box.classList.add("live");
  read();
}
