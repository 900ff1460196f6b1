// The last syncs of an object on a line of time that ends a little after now: a bar each, the taller the more
// it wrote; a failed one is red and broken in the middle, the next one a hollow mark.
import type { ObjectStatus, Run, Status } from '../api.ts';
import { clock, count, plural, reason } from '../format.ts';

const minuteMs = 60_000;
const windows = [1, 5, 15, 30, 60, 120, 180, 240, 360].map((m) => m * minuteMs);
const width = 1000;
const height = 30;
const thin = 7;  // a bar at least

// The answer holds the last runs of all objects together; before the oldest of them nothing is known.
export function stripWindow({ runs }: Status, now: number): number {
  const oldest = runs.at(-1);
  if (!oldest) return 15 * minuteMs;
  const reach = now - oldest.started_ms;
  const inside = runs.length < 50 ? windows.find((w) => w >= reach) : windows.findLast((w) => w <= reach);
  return inside ?? (runs.length < 50 ? (windows.at(-1) as number) : (windows[0] as number));
}

function say(run: Run): string {
  const took = run.result === 'success' ? `wrote ${count(run.written)}` : run.result;
  return `${clock(run.started_ms)}: ${took}${run.error ? `, ${reason(run.error, run.object)}` : ''}`;
}

function Bar({ run, most, x, w }: { run: Run; most: number; x: number; w: number }) {
  const title = <title>{say(run)}</title>;
  if (run.result === 'failed' || run.result === 'interrupted') {
    return <path class={`run-${run.result}`} d={`M${x} 1h${w}v11h${-w}zM${x} 18h${w}v11h${-w}z`}>{title}</path>;
  }
  const tall = run.result === 'running' ? height - 2 : 5 + (height - 7) * (Math.log1p(run.written) / Math.log1p(most));
  return <rect class={`run-${run.result}`} x={x} y={height - 1 - tall} width={w} height={tall}>{title}</rect>;
}

export function Strip({ object, status, now }: { object: ObjectStatus; status: Status; now: number }) {
  const past = stripWindow(status, now);
  const whole = past * 1.12;
  const at = (ms: number) => ((ms - now + past) / whole) * width;
  const runs = status.runs.filter((r) => r.object === object.name && now - r.started_ms <= past);
  const most = Math.max(10, ...status.runs.map((r) => r.written));
  const failed = runs.filter((r) => r.result === 'failed').length;
  const next = object.next_sync_ms === null || object.next_sync_ms < now ? null : at(object.next_sync_ms);
  return (
    <svg class="strip" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img"
      aria-label={`${plural(runs.length, 'sync', 'syncs')}, ${failed ? `${failed} failed` : 'none failed'}`}>
      <path class="strip-base" d={`M0 ${height - 0.5}H${width}`} />
      <path class="strip-now" d={`M${at(now)} 0V${height}`} />
      {runs.map((run) => {
        const x = Math.max(0, at(run.started_ms));
        return <Bar key={run.started_ms} run={run} most={most} x={x} w={Math.max(thin, at(run.ended_ms ?? now) - x)} />;
      })}
      {next !== null && next < width - thin && <rect class="strip-next" x={next} y={height - 13} width={thin} height={12} />}
    </svg>
  );
}
