// A small chart over the minutes of the history, drawn by uPlot. It is a slider too: pointer, touch or arrow keys
// choose a minute, and a screen reader hears its values. In a mirror the first series stands on the line and the
// others hang below it, each side on a scale of its own.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { History, Series } from './api.ts';
import { minute, short } from './format.ts';

export interface PlotProps {
  kind: 'spark' | 'mirror' | 'area';
  history: History;
  series: Series[];
  colours: string[];  // names of CSS variables, one a series
  height: number;
  top?: number | null;  // of an area's y axis, which begins at 0; unset: what the values need
  label: string;
  say: (index: number) => string;
  scrub: number | null;
  setScrub: (index: number | null) => void;
}

const leastWindow = 15 * 60;  // s

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const faint = (name: string, percent: number) => `color-mix(in srgb, ${colour(name)} ${percent}%, transparent)`;

function times({ start_ms, step_ms }: History, length: number): number[] {
  return Array.from({ length }, (_, i) => (start_ms + i * step_ms) / 1000);
}

function scales(kind: PlotProps['kind'], latest: () => PlotProps): uPlot.Scales {
  const step = kind === 'spark' ? 0 : latest().history.step_ms / 1000;  // the last value's bar stands to the right of its time
  const x: uPlot.Scale = { time: true, range: ({ data: [at] }) => {
    const end = (at.at(-1) ?? 0) + step;
    return [Math.min(at[0] ?? 0, end - leastWindow), end];
  } };
  const symmetric: uPlot.Range.Function = (_, min, max) => {
    const most = Math.max(4, -(min ?? 0), max ?? 0) * 1.12;
    return [-most, most];
  };
  if (kind === 'mirror') return { x, y: { range: symmetric }, below: { range: symmetric } };
  if (kind === 'area') return { x, y: { range: (_, _min, max) => [0, (latest().top ?? Math.max(4, max ?? 0)) * 1.04] } };
  return {
    x,
    y: { range: (_, min, max) => {
      const margin = Math.max(1, (max - min) * 0.15);
      return [(min ?? 0) - margin, (max ?? 0) + margin];
    } },
  };
}

// One side of a mirror labels its own half only.
const half = (sign: number) => (_: uPlot, values: number[]) => values.map((v) => (v * sign > 0 || (v === 0 && sign > 0) ? short(Math.abs(v)) : null));

function axes(kind: PlotProps['kind']): uPlot.Axis[] {
  if (kind === 'spark') return [{ show: false }, { show: false }];
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const shared: uPlot.Axis = { font, stroke: () => colour('--dim'), ticks: { show: false }, gap: 5 };
  const grid = { stroke: () => colour('--line'), width: 1 };
  const side = { ...shared, size: 38, space: 30 };
  const time: uPlot.Axis = { ...shared, size: 22, grid: { show: false }, space: 64, values: (_, ts) => ts.map((t) => minute(t * 1000)) };
  if (kind === 'area') return [time, { ...side, grid, values: (_, vs) => vs.map((v) => short(v)) }];
  const whole = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];
  return [
    time,
    { ...side, grid: { ...grid, filter: (_, vs) => vs.map((v) => (v >= 0 ? v : null)) }, incrs: whole, values: half(1) },
    { ...side, scale: 'below', side: 1, grid: { ...grid, filter: (_, vs) => vs.map((v) => (v < 0 ? v : null)) }, incrs: whole, values: half(-1) },
  ];
}

function lines(kind: PlotProps['kind'], latest: () => PlotProps): uPlot.Series[] {
  const bars = uPlot.paths.bars?.({ size: [0.72, 16], align: 1 });
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return latest().colours.map((_, i) => {
    const name = () => latest().colours[i] ?? '';
    const shared = { stroke: () => colour(name()), points: { show: false }, spanGaps: false };
    if (kind === 'mirror') return { ...shared, scale: i === 0 ? 'y' : 'below', width: 0, fill: () => colour(name()), paths: bars };
    return kind === 'area' ? { ...shared, width: 1.5, fill: () => faint(name(), 14), paths: stepped } : { ...shared, width: 1.25 };
  }) as uPlot.Series[];
}

// `latest` gives the properties of the last render: colours and the top may change, the kind does not.
function make(box: HTMLElement, latest: () => PlotProps): uPlot {
  const props = latest();
  const options: uPlot.Options = {
    width: Math.max(60, box.clientWidth),
    height: props.height,
    padding: props.kind === 'spark' ? [2, 1, 2, 1] : [8, props.kind === 'area' ? 17 : 0, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: props.kind === 'mirror' ? { show: false } : { size: 6 } },
    scales: scales(props.kind, latest),
    axes: axes(props.kind),
    series: [{}, ...lines(props.kind, latest)],
  };
  return new uPlot(options, data(props), box);
}

const negative = (series: Series): Series => series.map((v) => (v === null ? null : -v));

function data({ kind, history, series }: PlotProps): uPlot.AlignedData {
  const values = kind === 'mirror' ? series.map((s, i) => (i === 0 ? s : negative(s))) : series;
  return [times(history, series[0]?.length ?? 0), ...values];
}

export function Plot(props: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const length = props.series[0]?.length ?? 0;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const u = make(element, () => latest.current);
    plot.current = u;
    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientWidth !== u.width) u.setSize({ width: element.clientWidth, height: latest.current.height });
    });
    resized.observe(element);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => u.redraw();
    dark.addEventListener('change', redraw);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', redraw);
      u.destroy();
    };
  }, []);

  // The history is a new object with each answer, and only then.
  useEffect(() => plot.current?.setData(data(props)), [props.history]);
  useEffect(() => {
    const u = plot.current;
    const t = props.scrub === null ? undefined : u?.data[0][props.scrub];
    u?.setCursor(t === undefined ? { left: -10, top: -10 } : { left: u.valToPos(t, 'x'), top: 0 });
  }, [props.scrub, props.history]);

  const point = (event: PointerEvent) => {
    const u = plot.current;
    if (u) props.setScrub(u.posToIdx(event.clientX - u.over.getBoundingClientRect().left));
  };
  const press = (event: KeyboardEvent) => {
    const from = props.scrub ?? length - 1;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, ArrowDown: from - 1, ArrowUp: from + 1, PageDown: from - 10, PageUp: from + 10, Home: 0, End: length - 1 }[event.key];
    if (event.key === 'Escape') props.setScrub(null);
    if (to === undefined) return;
    event.preventDefault();
    props.setScrub(Math.max(0, Math.min(length - 1, to)));
  };
  const shown = Math.min(props.scrub ?? length - 1, length - 1);
  const at = minute(props.history.start_ms + shown * props.history.step_ms);
  return (
    <div ref={box} class={`plot plot-${props.kind}`} style={{ height: `${props.height}px` }} tabIndex={0} role="slider" aria-label={props.label}
      aria-valuemin={0} aria-valuemax={Math.max(0, length - 1)} aria-valuenow={Math.max(0, shown)} aria-valuetext={`${at}, ${props.say(shown)}`}
      onPointerMove={point} onPointerDown={point} onPointerLeave={() => props.setScrub(null)} onKeyDown={press} onBlur={() => props.setScrub(null)} />
  );
}
