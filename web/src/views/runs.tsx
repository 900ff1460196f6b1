import { useState } from 'preact/hooks';
import type { Run } from '../api.ts';
import { count, duration, moment, plural, reason } from '../format.ts';

const kinds: Record<string, string> = { first_load: 'first load', incremental: 'changes', full: 'full', pipelines: 'all' };
const results: Record<Run['result'], [tone: string, words: string]> = {
  running: ['busy', 'running'],
  success: ['ok', 'done'],
  failed: ['bad', 'failed'],
  stopped: ['idle', 'stopped'],
  interrupted: ['warn', 'cut off'],
};
const few = 10;
const figures = ['read', 'written', 'archived', 'requests'] as const;

const why = (run: Run | undefined) => (run?.error ? reason(run.error, run.object) : null);

// What went wrong is said once, not for each of many runs with the same fault.
function note(run: Run, newer: Run | undefined): string {
  const said = why(run) === why(newer) ? null : why(run);
  const aside = run.set_aside > 0 ? `${plural(run.set_aside, 'record')} set aside` : null;
  return [said, aside].filter(Boolean).join('; ');
}

function Line({ run, newer, now }: { run: Run; newer: Run | undefined; now: number }) {
  const [tone, words] = results[run.result] ?? ['idle', run.result];
  const seconds = run.seconds || ((run.ended_ms ?? now) - run.started_ms) / 1000;
  const said = note(run, newer);
  return (
    <>
      <tr role="row">
        <td role="cell" class="r-at"><time dateTime={new Date(run.started_ms).toISOString()}>{moment(run.started_ms, now)}</time></td>
        <td role="cell" class="r-object">{run.object} <span class="dim">{kinds[run.kind] ?? run.kind}</span></td>
        <td role="cell"><span class={`state state-${tone}`}>{words}</span></td>
        {figures.map((f) => <td role="cell" key={f} class={`n r-${f}`}>{run[f] ? count(run[f]) : <span class="dim">0</span>}</td>)}
        <td role="cell" class="n r-took">{duration(seconds)}</td>
      </tr>
      {said && <tr role="row" class="r-note"><td role="cell" colSpan={8}>{said}</td></tr>}
    </>
  );
}

export function Runs({ runs, now }: { runs: Run[]; now: number }) {
  const [all, setAll] = useState(false);
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">Last syncs</h2>
      {runs.length === 0 ? <p class="dim">None yet.</p> : (
        <table role="table" class="runs">
          <thead role="rowgroup">
            <tr role="row">
              {['Started', 'Object', 'Result', 'Read', 'Written', 'Archived', 'Requests', 'Took'].map((t, i) => (
                <th role="columnheader" scope="col" key={t} class={i > 2 ? `n r-${figures[i - 3] ?? 'took'}` : undefined}>{t}</th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {(all ? runs : runs.slice(0, few)).map((r, i) => (
              <Line key={`${r.object}/${r.started_ms}`} run={r} newer={runs[i - 1]} now={now} />
            ))}
          </tbody>
        </table>
      )}
      {runs.length > few && <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>{all ? 'Fewer' : `All ${runs.length}`}</button>}
    </section>
  );
}
