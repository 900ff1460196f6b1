import type { History, Series, Status } from '../api.ts';
import { count, duration, minute, percent, plural, span } from '../format.ts';
import { Plot } from '../plot.tsx';

interface Scrubbing {
  scrub: number | null;
  setScrub: (index: number | null) => void;
}

const total = (s: Series) => s.reduce<number>((sum, v) => sum + (v ?? 0), 0);
const largest = (s: Series) => s.reduce<number>((most, v) => Math.max(most, v ?? 0), 0);

function writtenInAll(history: History): Series {
  const each = Object.values(history.written);
  return history.requests.map((_, i) => {
    const known = each.map((s) => s[i]).filter((v): v is number => v != null);
    return known.length ? known.reduce((a, b) => a + b, 0) : null;
  });
}

const at = (history: History, index: number) => `at ${minute(history.start_ms + index * history.step_ms)}`;

function Caption({ title, figure, note }: { title: string; figure: string; note: string }) {
  return <p class="caption"><span class="title">{title}</span> <span class="huge">{figure}</span> <span class="dim">{note}</span></p>;
}

// What HubSpot was asked, and above it, what came of it.
function Mirror({ status, scrub, setScrub }: { status: Status } & Scrubbing) {
  const { history, quota } = status;
  const { requests, refused } = history;
  const written = writtenInAll(history);
  const shares = (i: number) => Object.entries(history.written)
    .filter(([, s]) => (s[i] ?? 0) > 0)
    .map(([name, s]) => `${name} ${count(s[i] ?? 0)}`)
    .join(', ');
  const refusals = (n: number) => (n > 0 ? `, ${count(n)} refused` : '');
  const say = (i: number) => `${plural(written[i] ?? 0, 'record')} written, ${plural(requests[i] ?? 0, 'request')}${refusals(refused[i] ?? 0)}`;
  const window = span(requests.length * history.step_ms);
  const waited = quota.waited_ms >= 1000 ? ` Since the start it waited ${duration(quota.waited_ms / 1000)} for its limits.` : '';
  const label = `Records written and requests made, minute by minute over ${window}: ${count(total(written))} written, `
    + `${count(largest(written))} at most in one minute; ${plural(total(requests), 'request')}${refusals(total(refused)) || ', none refused'}`;
  return (
    <figure class="mirror">
      <Caption title="Records written" figure={count(scrub === null ? total(written) : (written[scrub] ?? 0))}
        note={scrub === null ? `in ${window}${total(written) ? `, ${count(largest(written))} at most in one minute` : ''}` : `${at(history, scrub)}  ${shares(scrub)}`} />
      <Plot kind="mirror" history={history} series={[written, requests, refused]} colours={['--accent', '--water', '--bad']} height={210}
        scrub={scrub} setScrub={setScrub} label={label} say={say} />
      <Caption title="Requests to HubSpot" figure={count(scrub === null ? total(requests) : (requests[scrub] ?? 0))}
        note={scrub === null ? `in ${window}${refusals(total(refused)) || ', none refused'}.${waited}` : `${at(history, scrub)}${refusals(refused[scrub] ?? 0)}`} />
    </figure>
  );
}

function Quota({ status, scrub, setScrub }: { status: Status } & Scrubbing) {
  const { history, quota } = status;
  const { daily_limit: limit, daily_remaining: left } = quota;
  const shown = scrub === null ? left : (history.daily_remaining[scrub] ?? null);
  const title = 'Daily requests left';
  if (left === null) return <figure><Caption title={title} figure="–" note="HubSpot has not told yet" /></figure>;
  const low = left <= (limit ?? 0) / 10;
  return (
    <figure>
      <Caption title={title} figure={shown === null ? '–' : count(shown)}
        note={scrub !== null ? at(history, scrub) : limit ? `of ${count(limit)}, ${percent(left, limit)}` : ''} />
      <Plot kind="area" history={history} series={[history.daily_remaining]} colours={[low ? '--bad' : '--accent']} height={210}
        top={limit} scrub={scrub} setScrub={setScrub} label={`Requests left today: ${count(left)}${limit ? ` of ${count(limit)}` : ''}`}
        say={(i) => (history.daily_remaining[i] == null ? 'not known' : `${count(history.daily_remaining[i])} left`)} />
      {quota.burst_limit !== null && <p class="dim">and at most {count(quota.burst_limit)} in any 10 seconds</p>}
    </figure>
  );
}

// The same in figures, a line for each half hour.
function Figures({ history }: { history: History }) {
  const all = writtenInAll(history);
  const size = Math.max(1, Math.round(1_800_000 / history.step_ms));
  const parts = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => i * size).reverse();
  return (
    <details class="figures">
      <summary>The charts in figures</summary>
      <table>
        <thead><tr>{['From', 'Written', 'Requests', 'Refused', 'Left today'].map((t) => <th scope="col" key={t}>{t}</th>)}</tr></thead>
        <tbody>
          {parts.map((from) => {
            const sum = (s: Series) => count(total(s.slice(from, from + size)));
            const left = history.daily_remaining.slice(from, from + size).findLast((v) => v !== null);
            return (
              <tr key={from}>
                <th scope="row">{minute(history.start_ms + from * history.step_ms)}</th>
                <td>{sum(all)}</td><td>{sum(history.requests)}</td><td>{sum(history.refused)}</td><td>{left == null ? '–' : count(left)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}

export function Charts({ status, ...scrubbing }: { status: Status } & Scrubbing) {
  return (
    <section aria-labelledby="flow">
      <h2 id="flow">Flow</h2>
      <div class="charts">
        <Mirror status={status} {...scrubbing} />
        <Quota status={status} {...scrubbing} />
      </div>
      <Figures history={status.history} />
    </section>
  );
}
