import { useState } from 'preact/hooks';
import type { Event } from '../api.ts';
import { moment, reason } from '../format.ts';

const few = 10;
const words = (kind: string) => kind.replaceAll('_', ' ');

export function Events({ events, now }: { events: Event[]; now: number }) {
  const [all, setAll] = useState(false);
  return (
    <section aria-labelledby="events">
      <h2 id="events">What happened</h2>
      {events.length === 0 && <p class="dim">Nothing out of the ordinary.</p>}
      <ol class="events">
        {(all ? events : events.slice(0, few)).map((e) => (
          <li key={`${e.at_ms}/${e.kind}/${e.message}`}>
            <time class="dim" dateTime={new Date(e.at_ms).toISOString()}>{moment(e.at_ms, now)}</time>
            <p title={e.message}><span class="kind">{words(e.kind)}</span>{e.object && <strong>{e.object}</strong>} {reason(e.message, e.object)}</p>
          </li>
        ))}
      </ol>
      {events.length > few && <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>{all ? 'Fewer' : `All ${events.length}`}</button>}
    </section>
  );
}
