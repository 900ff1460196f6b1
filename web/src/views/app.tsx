import { useEffect, useRef, useState } from 'preact/hooks';
import type { Status } from '../api.ts';
import { Feed, type FeedState } from '../feed.ts';
import { isAway, judge, serverNow, type Verdict } from '../verdict.ts';
import { Charts } from './charts.tsx';
import { Events } from './events.tsx';
import { Footer } from './footer.tsx';
import { Masthead } from './masthead.tsx';
import { Objects } from './objects.tsx';
import { Problems } from './problems.tsx';
import { Runs } from './runs.tsx';
import { setTabIcon } from './tab.ts';

// The feed, and a render every second, since every age on the page grows.
function useFeed(): [FeedState, () => void] {
  const [, redraw] = useState(0);
  const feed = useRef<Feed | null>(null);
  feed.current ??= new Feed(() => redraw((n) => n + 1));
  useEffect(() => {
    feed.current?.now();
    const tick = setInterval(() => redraw((n) => n + 1), 1000);
    return () => clearInterval(tick);
  }, []);
  return [feed.current.state, () => feed.current?.now()];
}

// Said once when it changes, not with every tick of an age.
function Announcement({ verdict, status }: { verdict: Verdict; status: Status | null }) {
  const problems = status?.problems.length ?? 0;
  const more = problems > 0 ? ` Problems listed: ${problems}.` : '';
  return <p class="unseen" role="status">{`${verdict.said ?? verdict.title}${more}`}</p>;
}

export function App() {
  const [feed, tryNow] = useFeed();
  // The minute that the charts point at: an index into the history, the same in all of them.
  const [scrub, setScrub] = useState<number | null>(null);
  const verdict = judge(feed);
  const { status } = feed;
  const now = serverNow(feed);
  const away = isAway(feed);
  useEffect(() => setTabIcon(verdict), [verdict.tone, verdict.title]);

  return (
    <div class={`page tone-${verdict.tone}`}>
      <a class="skip" href="#objects">To the objects</a>
      <Masthead feed={feed} verdict={verdict} tryNow={tryNow} />
      <Announcement verdict={verdict} status={status} />
      <main class={away ? 'away' : undefined}>
        {status && (
          <>
            <Problems status={status} />
            <Objects status={status} now={now} known={!away && status.database.up} scrub={scrub} setScrub={setScrub} />
            <Charts status={status} scrub={scrub} setScrub={setScrub} />
            <div class="columns">
              <Runs runs={status.runs} now={now} />
              <Events events={status.events} now={now} />
            </div>
          </>
        )}
      </main>
      <Footer status={status} now={now} />
    </div>
  );
}
