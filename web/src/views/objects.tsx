import type { ComponentChildren } from 'preact';
import type { ObjectStatus, Series, Status } from '../api.ts';
import { ago, count, minute, moment, percent, plural, remaining, span } from '../format.ts';
import { Plot } from '../plot.tsx';
import { Strip, stripWindow } from './strip.tsx';

interface Scrubbing {
  scrub: number | null;
  setScrub: (index: number | null) => void;
}

const fewest = 5;  // minutes that a line is worth drawing for

// Explicit roles: where the phone's style sheet stacks the cells, a browser forgets that this is a table.
function Cell({ label, name, children }: { label: string; name: string; children: ComponentChildren }) {
  return <td role="cell" class={`o-${name}`}><span class="label" aria-hidden="true">{label}</span>{children}</td>;
}

function stateOf(o: ObjectStatus): [tone: string, words: string] {
  if (o.error) return ['bad', 'failed'];
  if (o.first_load) return ['busy', 'loading'];
  if (o.now || o.state === 'running') return ['busy', 'syncing'];
  if (o.state === 'never') return ['idle', 'not yet'];
  if (o.state === 'failed') return ['bad', 'failed'];
  return o.fresh ? ['ok', 'fresh'] : ['warn', 'behind'];
}

function Load({ load }: { load: NonNullable<ObjectStatus['first_load']> }) {
  const { done, total, per_second, seconds_left } = load;
  return (
    <div class="load">
      {total !== null && <progress max={total} value={Math.min(done, total)} aria-label="first load" />}
      <span>
        {count(done)}{total !== null && ` of ${count(total)}, ${percent(Math.min(done, total), total)}`}
        {per_second > 0 && ` · ${count(Math.round(per_second))} a second`}
        {seconds_left !== null && seconds_left > 0 && ` · ${remaining(seconds_left)} left`}
      </span>
    </div>
  );
}

// How old, as a bar that is full at three intervals, where 'fresh' ends.
function Freshness({ object, now, interval }: { object: ObjectStatus; now: number; interval: number }) {
  if (object.first_load) return <Load load={object.first_load} />;
  if (object.complete_until_ms === null) return <span class="dim">not yet</span>;
  const age = Math.max(0, now - object.complete_until_ms);
  const part = Math.min(1, age / (3 * interval));
  return (
    <>
      <span class="big">{ago(age)}</span>{' '}
      <time class="dim" dateTime={new Date(object.complete_until_ms).toISOString()}>{moment(object.complete_until_ms, now)}</time>
      <svg class={`age ${part < 1 ? '' : 'age-late'}`} viewBox="0 0 90 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="age-track" width="90" height="4" />
        <rect class="age-fill" width={90 * part} height="4" />
        <path class="age-tick" d="M30 0v4M60 0v4" />
      </svg>
    </>
  );
}

function Rows({ object, status, scrub, setScrub }: { object: ObjectStatus; status: Status } & Scrubbing) {
  const { history } = status;
  const series: Series = history.rows[object.name] ?? [];
  const known = series.filter((v): v is number => v !== null);
  const gained = known.length > 1 ? (known.at(-1) ?? 0) - (known[0] ?? 0) : 0;
  const at = scrub !== null ? series[scrub] : undefined;
  const hours = span(series.length * history.step_ms);
  return (
    <>
      <span class="big">{count(at ?? object.rows)}</span>{' '}
      <span class="dim">
        {at !== undefined && at !== null && scrub !== null
          ? `at ${minute(history.start_ms + scrub * history.step_ms)}`
          : gained !== 0 && `${gained > 0 ? '+' : '−'}${count(Math.abs(gained))} in ${hours}`}
      </span>
      {known.length >= fewest && (
        <Plot kind="spark" history={history} series={[series]} colours={['--ink']} height={30} scrub={scrub} setScrub={setScrub}
          label={`Rows of ${object.name}, ${gained ? `${gained > 0 ? 'up' : 'down'} by ${count(Math.abs(gained))} in ${hours}` : `steady for ${hours}`}`}
          say={(i) => (series[i] == null ? 'not known' : plural(series[i], 'row'))} />
      )}
    </>
  );
}

function Compared({ object, now }: { object: ObjectStatus; now: number }) {
  const { verify } = object;
  const aside = object.set_aside > 0 && <span class="warned">{plural(object.set_aside, 'record')} set aside</span>;
  if (!verify) return <><span class="dim">{object.name === 'pipelines' ? 'with each sync' : 'not yet'}</span>{aside}</>;
  const left = verify.found - verify.repaired;
  return (
    <>
      <span class={left > 0 ? 'warned' : undefined}>{left > 0 ? `${count(left)} differ` : 'equal'}</span>{' '}
      <span class="dim">{ago(now - verify.finished_ms)}{verify.repaired > 0 && `, ${count(verify.repaired)} mended`}</span>
      {aside}
    </>
  );
}

// `known`: the answer is of now; otherwise what it says was so.
interface Shown extends Scrubbing {
  status: Status;
  now: number;
  known: boolean;
}

function Row({ object, status, now, known, scrub, setScrub }: { object: ObjectStatus } & Shown) {
  const [tone, words] = stateOf(object);
  const next = object.next_sync_ms === null ? null : object.next_sync_ms - now;
  return (
    <tr role="row">
      <th role="rowheader" scope="row" class="o-name"><span class="object">{object.name}</span><code>{object.table}</code>
        {object.archived > 0 && <span class="dim archived">{count(object.archived)} archived</span>}</th>
      <Cell label="State" name="state">
        <span class={`state state-${known ? tone : 'idle'}`}>{known ? words : `was ${words}`}</span>
        {object.now && !object.first_load && object.now.per_second > 0 && <span class="dim">{count(Math.round(object.now.per_second))} a second</span>}
      </Cell>
      <Cell label="Rows" name="rows"><Rows object={object} status={status} scrub={scrub} setScrub={setScrub} /></Cell>
      <Cell label="Complete up to" name="fresh"><Freshness object={object} now={now} interval={status.interval_ms} /></Cell>
      <Cell label="Syncs" name="syncs">
        <Strip object={object} status={status} now={now} />
        <span class="dim">{next === null ? '' : next > 0 ? `next in ${span(next)}` : 'due now'}</span>
      </Cell>
      <Cell label="Compared" name="verify"><Compared object={object} now={now} /></Cell>
    </tr>
  );
}

export function Objects(shown: Shown) {
  const { status, now } = shown;
  const window = span(stripWindow(status, now));
  return (
    <section id="objects" aria-labelledby="objects-title" tabIndex={-1}>
      <h2 id="objects-title">Objects</h2>
      <table role="table" class="objects">
        <caption class="unseen">Each object: state, rows, up to when it is complete, its last syncs, its last comparison with HubSpot</caption>
        <thead role="rowgroup">
          <tr role="row">
            {['Object', 'State', 'Rows', 'Complete up to', `Syncs, last ${window}`, 'Compared with HubSpot'].map((title) => (
              <th role="columnheader" scope="col" key={title}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {status.objects.map((o) => <Row key={o.name} object={o} {...shown} />)}
        </tbody>
      </table>
    </section>
  );
}
