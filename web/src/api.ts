// The shape of /api/status; docs/metrics.md says what each field means.
export type Health = 'ok' | 'loading' | 'stale' | 'failed' | 'down';

export interface Problem {
  object: string | null;
  kind: string;
  code?: string;
  message: string;
  hint: string | null;
}

export interface ObjectError {
  kind: string;
  code?: string;
  message: string;
  hint: string | null;
}

export interface ObjectStatus {
  name: string;
  table: string;
  state: 'never' | 'running' | 'success' | 'failed';
  fresh: boolean;
  rows: number;
  archived: number;
  complete_until_ms: number | null;
  last_success_ms: number | null;
  next_sync_ms: number | null;
  records_synced: number;
  set_aside: number;
  error: ObjectError | null;
  first_load: { done: number; total: number | null; per_second: number; seconds_left: number | null } | null;
  now: { read: number; written: number; per_second: number; running_ms: number } | null;
  verify: { finished_ms: number; compared: number; found: number; repaired: number } | null;
}

export interface Run {
  object: string;
  started_ms: number;
  ended_ms: number | null;
  result: 'running' | 'success' | 'failed' | 'stopped' | 'interrupted';
  kind: string;
  read: number;
  written: number;
  unchanged: number;
  archived: number;
  set_aside: number;
  requests: number;
  seconds: number | null;
  error: string | null;
}

export interface Event {
  at_ms: number;
  kind: string;
  object: string | null;
  message: string;
}

export type Series = (number | null)[];

export interface History {
  step_ms: number;
  start_ms: number;
  requests: Series;
  refused: Series;
  daily_remaining: Series;
  written: Record<string, Series>;
  rows: Record<string, Series>;
}

export interface Status {
  api: 1;
  version: string;
  now_ms: number;
  started_ms: number;
  portal_id: string | null;
  interval_ms: number;
  health: Health;
  problems: Problem[];
  database: { up: boolean; error: string | null; checked_ms: number | null };
  writer: { holder: string | null; is_this: boolean } | null;  // null: nobody writes
  objects: ObjectStatus[];
  quota: {
    daily_limit: number | null;
    daily_remaining: number | null;
    burst_limit: number | null;
    requests: number;
    refused: number;
    waited_ms: number;
  };
  history: History;
  runs: Run[];
  events: Event[];
}

// Throws with words for a person when the answer is not one that this page knows.
export function parseStatus(text: string): Status {
  let answer: Partial<Status>;
  try {
    answer = JSON.parse(text) as Partial<Status>;
  } catch {
    throw new Error('the answer is not JSON');
  }
  if (answer.api !== 1) throw new Error(`the answer is of a kind that this page does not know (api ${answer.api})`);
  if (!Array.isArray(answer.objects) || typeof answer.now_ms !== 'number') throw new Error('the answer is incomplete');
  return answer as Status;
}
