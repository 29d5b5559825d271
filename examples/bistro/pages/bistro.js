// Shows one day of both restaurants and asks for it again every second.
const FRESH_MS = 20_000;
const LATELY_MS = 10 * 60_000; // a booking this young is what the page opens on
const SVG = 'http://www.w3.org/2000/svg';
const LEFT = 62, LEAST_WIDTH = 640, ROW = 30, TOP = 22;

const byId = (id) => document.getElementById(id);
const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

let chosen = '';      // the day that is shown; '' is today
let shown = '';       // what is on the page, as text: nothing is drawn twice
let lastChange = 0;   // the newest change of the book that the page has turned to

function html(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function drawGrid(from, to, x, height) {
  const group = svg('g', { 'aria-hidden': 'true' });
  for (let minute = Math.ceil(from / 60) * 60; minute <= to; minute += 60) {
    group.append(svg('line', { class: 'grid', x1: x(minute), x2: x(minute), y1: TOP, y2: height }));
    group.append(svg('text', { class: 'quiet', x: x(minute), y: 14, 'text-anchor': 'middle' }, clock(minute)));
  }
  return group;
}

function drawBooking(booking, row, x, standing) {
  const label = `${booking.name} · ${booking.guests}${booking.note ? ' ✎' : ''}`;
  const text = `${clock(booking.starts)} to ${clock(booking.ends)}, table ${booking.table}: ${booking.name}, ` +
               `${booking.guests} guests, ${booking.code}${booking.status === 'cancelled' ? ', cancelled' : ''}` +
               (booking.note ? `, noted: ${booking.note}` : '');
  const width = x(booking.ends) - x(booking.starts) - 3;
  const y = TOP + row * ROW + 4;
  return svg('g', { class: `booking ${booking.status} ${standing}`, 'data-code': booking.code },
    svg('title', {}, text),
    svg('rect', { x: x(booking.starts) + 1, y, width, height: ROW - 7, rx: 5 }),
    svg('text', { x: x(booking.starts) + 7, y: y + 16 }, width > 70 ? label.slice(0, Math.floor(width / 7)) : `${booking.guests}`));
}

// One unit of a plan is one pixel, so that its words are as large as all others; what is narrower scrolls.
function planWidth() {
  return Math.max(LEAST_WIDTH, byId('locations').clientWidth - 34);
}

function drawLocation(location, day, width) {
  const { hours } = location;
  const note = hours ? `open ${clock(hours.opens)} to ${clock(hours.closes)}` : 'closed';
  const section = html('section', { 'aria-label': location.name },
    html('div', { class: 'title' }, html('h2', {}, location.name), html('span', {}, note)));
  if (!hours) return section;

  const from = Math.floor(hours.opens / 60) * 60;
  const x = (minute) => LEFT + (minute - from) / (hours.closes - from) * (width - LEFT - 22);
  const height = TOP + location.tables.length * ROW;
  const plan = svg('svg', { width, height: height + 4, viewBox: `0 0 ${width} ${height + 4}`, role: 'img', 'aria-label': `Tables of ${location.name}` });
  plan.append(drawGrid(from, hours.closes, x, height));
  const rows = new Map(location.tables.map((table, row) => [table.name, row]));
  for (const table of location.tables) {
    const y = TOP + rows.get(table.name) * ROW;
    plan.append(svg('line', { class: 'grid', x1: 0, x2: width, y1: y, y2: y }));
    plan.append(svg('text', { x: 4, y: y + 20 }, `${table.name} `, svg('tspan', { class: 'quiet' }, `· ${table.seats}`)));
  }
  const cancelledFirst = [...location.bookings].sort((a, b) => (b.status === 'cancelled') - (a.status === 'cancelled'));
  for (const booking of cancelledFirst) {
    const isFresh = day.now.ms - booking.changed_at < FRESH_MS;
    const isNewest = booking.code === newestOf(day)?.code;
    plan.append(drawBooking(booking, rows.get(booking.table), x, isFresh ? 'fresh' : isNewest ? 'newest' : ''));
  }
  if (day.date === day.now.date && day.now.minute > from && day.now.minute < hours.closes) {
    plan.append(svg('line', { class: 'now', x1: x(day.now.minute), x2: x(day.now.minute), y1: TOP, y2: height }));
  }
  section.append(html('div', { class: 'plan', tabindex: '0', role: 'group', 'aria-label': `Timeline of ${location.name}` }, plan));
  return section;
}

function drawOrder(order) {
  const eta = order.eta_minutes > 0 ? `${order.stage}, ${order.eta_minutes} min` : order.stage;
  return html('li', { class: 'order' },
    html('b', {}, `${order.number}`),
    html('span', { class: 'items' }, order.items),
    html('span', { class: 'stage' }, eta),
    html('progress', { value: order.share, max: 1, 'aria-label': `Order ${order.number}: ${eta}` }));
}

function drawChange(change, now) {
  return html('li', now - change.at < FRESH_MS ? { class: 'fresh' } : {}, html('time', {}, change.time), `${change.what} (${change.code})`);
}

function draw(day) {
  const isLive = (order) => !['delivered', 'collected'].includes(order.stage);
  const live = day.orders.filter(isLive);
  const scrolled = [...document.querySelectorAll('.plan')].map((plan) => plan.scrollLeft);
  byId('day').textContent = day.title;
  const width = planWidth();
  byId('locations').replaceChildren(...day.locations.map((location) => drawLocation(location, day, width)));
  document.querySelectorAll('.plan').forEach((plan, index) => (plan.scrollLeft = scrolled[index] ?? 0));
  byId('orders').replaceChildren(...(live.length ? live.map(drawOrder) : [html('li', {}, 'No order under way.')]));
  byId('changes').replaceChildren(...(day.changes.length
    ? day.changes.map((change) => drawChange(change, day.now.ms)) : [html('li', {}, 'Nothing has changed yet.')]));
}

// What makes a new drawing worth while: the second that passes does not.
function gist(day) {
  const fresh = (at) => day.now.ms - at < FRESH_MS;
  return JSON.stringify([planWidth(), day.date, day.now.minute, day.locations.map((l) => l.bookings.map((b) => [b, fresh(b.changed_at)])),
    newestOf(day)?.id, day.orders.map((o) => [o.number, o.stage, o.eta_minutes]), day.changes.map((c) => [c.id, fresh(c.at)])]);
}

// The newest change of the book, where it is of these minutes.
function newestOf(day) {
  return day.booked && day.now.ms - day.booked.at < LATELY_MS ? day.booked : undefined;
}

// What was booked, moved or cancelled is what one wants to see: its day is turned to, once, and then it is scrolled to.
// Returns the change that is to be shown, where it is new.
function followBooking(day) {
  const newest = newestOf(day);
  if (!newest || newest.id <= lastChange) return undefined;
  if (newest.date === day.date) lastChange = newest.id;
  else chosen = newest.date === day.now.date ? '' : newest.date;
  return newest;
}

function scrollTo(code) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document.querySelector(`[data-code="${code}"]`)?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'center', inline: 'nearest' });
}

async function readDay() {
  const response = await fetch(`api/day${chosen ? `?date=${chosen}` : ''}`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

async function refresh() {
  try {
    let day = await readDay();
    const change = followBooking(day);
    if (change && change.date !== day.date) {
      day = await readDay();
      followBooking(day);
    }
    byId('offline').hidden = true;
    if (gist(day) !== shown) {
      shown = gist(day);
      draw(day);
    }
    if (change) scrollTo(change.code);
    byId('earlier').onclick = () => turn(day.date, -1);
    byId('later').onclick = () => turn(day.date, 1);
  } catch {
    byId('offline').hidden = false;
  }
}

function turn(date, days) {
  const next = new Date(`${date}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + days);
  chosen = next.toISOString().slice(0, 10);
  refresh();
}

addEventListener('resize', () => refresh());
byId('today').onclick = () => { chosen = ''; refresh(); };
refresh();
setInterval(refresh, 1000);
