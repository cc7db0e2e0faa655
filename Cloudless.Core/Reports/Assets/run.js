// The items of a run: a hundred rows at a time, sorted and filtered. A table of all of them would be unusable.
'use strict';
const data = JSON.parse(document.getElementById('data').textContent), rows = data.rows, page = 100;
const columns = [
  ['id', r => r[0]], ['outcome', r => r[1] ? 'failed' : 'done'], ['seconds', r => r[2], 1], ['megapixels', r => r[3], 1],
  ['painted %', r => r[4], 1], ['MB', r => r[5], 1], ['attempts', r => r[6], 1], ['finished (UTC)', r => r[7]], ['error', r => r[8] || '']];
let shown = rows, first = 0, by = -1, up = true;
const find = id => document.getElementById(id);
const time = s => s ? new Date(s * 1000).toISOString().replace('T', ' ').slice(0, 19) : '';

function cell(row, content, kind) {
  const td = row.insertCell();
  if (kind) td.className = kind;
  if (content instanceof Node) td.append(content); else td.textContent = content;
}

function draw() {
  const body = find('rows');
  body.replaceChildren();
  for (const r of shown.slice(first, first + page)) {
    const row = body.insertRow();
    if (r[1]) row.className = 'failed';
    if (data.pictures) {
      let picture = '';
      if (!r[1]) {
        const path = data.base + encodeURIComponent(r[0]) + '/', image = new Image();
        image.loading = 'lazy'; image.alt = ''; image.src = path + encodeURIComponent(r[0]) + '.png';
        picture = document.createElement('a'); picture.href = image.src; picture.append(image);
      }
      cell(row, picture);
    }
    columns.forEach(([name, of, number], i) => cell(row, i === 7 ? time(of(r)) : of(r), number ? 'number' : i === 8 ? 'error' : ''));
  }
  const last = Math.min(first + page, shown.length);
  find('count').textContent = shown.length ? `${first + 1} to ${last} of ${shown.length}` : 'none';
  find('back').disabled = first === 0; find('next').disabled = last === shown.length;
}

function choose() {
  const outcome = find('outcome').value, text = find('text').value.toLowerCase();
  shown = rows.filter(r => (outcome === 'all' || r[1] === +outcome) && (!text || r[0].toLowerCase().includes(text) || (r[8] || '').toLowerCase().includes(text)));
  if (by >= 0) {
    const of = columns[by][1], sign = up ? 1 : -1;
    shown.sort((a, b) => { const x = of(a), y = of(b); return x < y ? -sign : x > y ? sign : 0; });
  }
  first = 0;
  draw();
}

if (data.pictures) find('columns').append(document.createElement('th'));
columns.forEach(([name, of, number], i) => {
  const th = document.createElement('th');
  th.textContent = name; th.className = number ? 'sort number' : 'sort'; th.title = 'sort';
  th.onclick = () => { up = by === i ? !up : !number; by = i; choose(); };
  find('columns').append(th);
});
find('outcome').onchange = choose; find('text').oninput = choose;
find('back').onclick = () => { first -= page; draw(); }; find('next').onclick = () => { first += page; draw(); };
draw();
