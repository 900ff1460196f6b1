// Asks /api/status again and again while somebody looks: every 2 s while something is under way, every 5 s
// else; when nobody answers, ever more rarely up to every 30 s, and it says so.
import { parseStatus, type Status } from './api.ts';

export interface Outage {
  since: number;  // Date.now() of the first failure
  tries: number;
  nextTry: number;  // Date.now()
  why: string;
}

export interface FeedState {
  status: Status | null;
  received: Stamp | null;  // when `status` came
  outage: Outage | null;
  upgraded: boolean;  // the program is not the one any more that this page came from
}

export interface Stamp {
  wall: number;
  steady: number;
}

export const stamp = (): Stamp => ({ wall: Date.now(), steady: performance.now() });
// The longer of the two: the steady clock may stand still while a laptop sleeps, the other may be set back.
export const since = (s: Stamp) => Math.max(0, Date.now() - s.wall, performance.now() - s.steady);

const busyEvery = 2000;
const idleEvery = 5000;
const longestWait = 30_000;
const patience = 10_000;  // for one answer

async function ask(signal: AbortSignal): Promise<Status> {
  const answer = await fetch('/api/status', { cache: 'no-store', signal });
  if (!answer.ok) throw new Error(`the answer was HTTP ${answer.status}`);
  return parseStatus(await answer.text());
}

function inWords(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'no answer within 10 s';
  if (error instanceof TypeError) return 'the connection failed';
  return error instanceof Error ? error.message : String(error);
}

export class Feed {
  state: FeedState = { status: null, received: null, outage: null, upgraded: false };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;

  constructor(private readonly changed: () => void) {
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) clearTimeout(this.#timer);
      else this.now();
    });
    window.addEventListener('online', () => this.now());
  }

  now(): void {
    clearTimeout(this.#timer);
    if (!this.#asking) void this.#poll();
  }

  async #poll(): Promise<void> {
    this.#asking = true;
    let wait: number;
    try {
      const status = await ask(AbortSignal.timeout(patience));
      const busy = status.objects.some((o) => o.now !== null || o.first_load !== null);
      wait = busy ? busyEvery : idleEvery;
      const upgraded = status.version !== (this.state.status ?? status).version || this.state.upgraded;
      this.state = { status, received: stamp(), outage: null, upgraded };
    } catch (error) {
      const before = this.state.outage;
      const tries = (before?.tries ?? 0) + 1;
      // A third of it at random, so that many open pages do not come back at the same moment.
      wait = Math.min(longestWait, busyEvery * 2 ** (tries - 1)) * (0.67 + Math.random() * 0.33);
      const outage = { since: before?.since ?? Date.now(), tries, nextTry: Date.now() + wait, why: inWords(error) };
      this.state = { ...this.state, outage };
    }
    this.#asking = false;
    this.changed();
    // Nobody looks: no question, until somebody does.
    if (!document.hidden) this.#timer = setTimeout(() => void this.#poll(), wait);
  }
}
