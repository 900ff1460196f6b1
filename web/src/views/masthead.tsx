import { since, type FeedState } from '../feed.ts';
import { ago, clock, span } from '../format.ts';
import { isAway, type Tone, type Verdict } from '../verdict.ts';

// Shape tells the tone as well as colour does.
const signs: Record<Tone, preact.JSX.Element> = {
  ok: <path d="M8 16.5 13.5 22 24 10.5" />,
  busy: <path d="M16 8v8l5 4" />,
  warn: <path d="M16 8v10M16 22v1.5" />,
  bad: <path d="m10.5 10.5 11 11m0-11-11 11" />,
  away: <path d="M9 16h.1M16 16h.1M23 16h.1" />,
};

function Sign({ tone }: { tone: Tone }) {
  return (
    <svg class="sign" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="14.5" class="sign-ring" />
      <g class="sign-mark">{signs[tone]}</g>
    </svg>
  );
}

// A disc and what the water gives back of it.
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M3 9.2a7 7 0 0 1 14 0z" />
      <path d="M3 11.2h14M4.2 13.6h11.6M6.6 16h6.8" class="mark-water" />
    </svg>
  );
}

function Pulse({ feed, tryNow }: { feed: FeedState; tryNow: () => void }) {
  const { received, outage, upgraded } = feed;
  if (!outage && upgraded) return <p class="pulse">the program was upgraded <button type="button" onClick={() => location.reload()}>Reload the page</button></p>;
  if (!outage) return <p class="pulse">{received ? `live, updated ${ago(since(received))}` : 'asking …'}</p>;
  const wait = outage.nextTry - Date.now();
  return (
    <p class="pulse pulse-out">
      No answer since {clock(outage.since)}: {outage.why}.{' '}
      {wait > 0 ? `Next try in ${span(wait + 999)}.` : 'Trying …'}{' '}
      <button type="button" onClick={tryNow}>Try now</button>
    </p>
  );
}

interface Props {
  feed: FeedState;
  verdict: Verdict;
  tryNow: () => void;
}

export function Masthead({ feed, verdict, tryNow }: Props) {
  return (
    <header>
      <div class="bar">
        <p class="name"><Mark />hubspot-mariadb{feed.status?.portal_id ? <span class="account">account {feed.status.portal_id}</span> : null}</p>
        <Pulse feed={feed} tryNow={tryNow} />
      </div>
      <div class="verdict" data-tone={isAway(feed) ? 'away' : verdict.tone}>
        <Sign tone={verdict.tone} />
        <div>
          <h1>{verdict.title}</h1>
          <p>{verdict.detail}</p>
        </div>
      </div>
    </header>
  );
}
