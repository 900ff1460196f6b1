// Numbers and times for people. English, since the page is; times in the reader's zone.
const whole = new Intl.NumberFormat('en-US');
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minuteFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

export const count = (n: number) => whole.format(n);
export const short = (n: number) => compact.format(n);
export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
export const clock = (ms: number) => clockFormat.format(ms);
export const minute = (ms: number) => minuteFormat.format(ms);
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

// With the day, unless it is today's.
export function moment(ms: number, now: number): string {
  const day = dayFormat.format(ms);
  return day === dayFormat.format(now) ? clock(ms) : `${day}, ${minute(ms)}`;
}

// 42 s, 12 min, 3 h, 2 days: one unit, rounded down, so that nothing looks older or newer than it is by a unit.
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

export const ago = (ms: number) => `${span(ms)} ago`;

// 0.4 s, 3.1 s, 1 min 22 s, 2 h 5 min: how long something took or takes.
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return s % 60 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${s / 60} min`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

// How long something still takes.
export const remaining = (seconds: number) => (seconds < 10 ? `${Math.ceil(seconds)} s` : duration(seconds));

export const percent = (part: number, of: number) => (of > 0 ? `${Math.floor((100 * part) / of)} %` : '');

// An error's text begins with the object and the request that failed; what a person wants first stands behind.
export function reason(text: string, object: string | null): string {
  const rest = object && text.startsWith(`${object}: `) ? text.slice(object.length + 2) : text;
  return rest.replace(/^(GET|POST) \S+: /, '');
}
