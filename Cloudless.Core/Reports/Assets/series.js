"use strict";
// Goes through the days of a series. Without this script all of them stand below each other.
for (const box of document.querySelectorAll("[data-series]")) {
  const days = [...box.querySelectorAll("[data-day]")];
  const bar = box.querySelector("[data-days]");
  const range = bar.querySelector("input");
  const button = bar.querySelector("button");
  const name = bar.querySelector("output");
  const lines = days.map(day => day.querySelector(".stage input[type=range]"));
  const overlays = days.map(day => day.querySelector("input[type=checkbox]"));
  let timer = 0;
  const show = () => {
    days.forEach((day, i) => { day.hidden = i !== Number(range.value); });
    name.textContent = days[range.value].dataset.day;
    range.setAttribute("aria-valuetext", name.textContent);
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    button.textContent = "Play";
  };
  const step = () => {
    range.value = (Number(range.value) + 1) % days.length;
    show();
  };
  // What is set for one day holds for all.
  const share = (parts, from, what, kind) => {
    for (const part of parts) {
      if (part !== from && part[what] !== from[what]) {
        part[what] = from[what];
        part.dispatchEvent(new Event(kind));
      }
    }
  };
  box.addEventListener("input", event => {
    if (lines.includes(event.target)) share(lines, event.target, "value", "input");
  });
  box.addEventListener("change", event => {
    if (overlays.includes(event.target)) share(overlays, event.target, "checked", "change");
  });
  range.addEventListener("input", () => { stop(); show(); });
  button.addEventListener("click", () => {
    if (timer) {
      stop();
    } else {
      timer = setInterval(step, 1200);
      button.textContent = "Stop";
      step();
    }
  });
  // The address may say which day is shown: #day=2018-01-31
  const read = () => {
    const wanted = days.findIndex(day => day.dataset.day === new URLSearchParams(location.hash.slice(1)).get("day"));
    if (wanted >= 0) range.value = wanted;
    show();
  };
  addEventListener("hashchange", read);
  bar.hidden = days.length < 2;
  read();
}
