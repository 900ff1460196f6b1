// The one sentence that answers 'is my data fresh and complete?', and the tone of the page.
import type { ObjectStatus, Status } from './api.ts';
import type { FeedState } from './feed.ts';
import { since } from './feed.ts';
import { ago, count, moment, percent, remaining, span } from './format.ts';

export type Tone = 'ok' | 'busy' | 'warn' | 'bad' | 'away';

export interface Verdict {
  tone: Tone;
  title: string;
  detail: string;
  said?: string;  // to a screen reader, where the title has a figure that moves
}

// The server's clock, which all times of the answer are of, so that the reader's clock may be wrong.
export const serverNow = (feed: FeedState): number =>
  feed.status && feed.received ? feed.status.now_ms + since(feed.received) : Date.now();

// An answer this old is not shown as today's truth any more.
const staleAfter = 15_000;
export const isAway = (feed: FeedState): boolean =>
  feed.received === null ? feed.outage !== null : (feed.outage?.tries ?? 0) > 1 || since(feed.received) > staleAfter;

const names = (objects: ObjectStatus[]) => {
  const all = objects.map((o) => o.name);
  if (all.length > 3) return `${all.slice(0, 2).join(', ')} and ${all.length - 2} more`;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : (all[0] ?? '');
};

function oldest(status: Status): number | null {
  const moments = status.objects.map((o) => o.complete_until_ms);
  return moments.includes(null) || moments.length === 0 ? null : Math.min(...(moments as number[]));
}

function away(feed: FeedState): Verdict {
  const title = 'The connector does not answer.';
  if (!feed.status || !feed.received) return { tone: 'away', title, detail: `${feed.outage?.why ?? 'no answer yet'}.` };
  const shown = moment(feed.status.now_ms, serverNow(feed));
  return { tone: 'away', title, detail: `What stands below is from ${shown}, ${ago(since(feed.received))}, and may be out of date.` };
}

function loading(status: Status): Verdict {
  const under = status.objects.filter((o) => o.first_load);
  const done = under.reduce((sum, o) => sum + (o.first_load?.done ?? 0), 0);
  const totals = under.map((o) => o.first_load?.total ?? null);
  const left = Math.max(0, ...under.map((o) => o.first_load?.seconds_left ?? 0));
  const total = totals.includes(null) ? null : (totals as number[]).reduce((a, b) => a + b, 0);
  const title = total ? `The first load is ${percent(Math.min(done, total), total)} done.` : 'The first load is under way.';
  const eta = left > 0 ? `, about ${remaining(left)} left` : '';
  return {
    tone: 'busy',
    title,
    said: 'The first load is under way.',
    detail: `${count(done)}${total ? ` of ${count(total)}` : ''} records of ${names(under)}${eta}. What has arrived can be queried already.`,
  };
}

function quotaOut(status: Status): boolean {
  return status.quota.daily_remaining !== null && status.quota.daily_remaining <= 0;
}

function failed(status: Status): Verdict {
  const broken = status.objects.filter((o) => o.state === 'failed');
  const kinds = new Set(broken.map((o) => o.error?.kind));
  const all = broken.length === status.objects.length;
  const detail = 'What is in the tables stays as it was. What to do stands below.';
  if (kinds.has('auth') || status.problems.some((p) => p.kind === 'auth')) {
    return { tone: 'bad', title: 'HubSpot refused the token.', detail: `Nothing new arrives. ${detail}` };
  }
  const title = all && broken.length > 1 ? 'No object could be synced.' : `The last sync of ${names(broken)} failed.`;
  return { tone: 'bad', title: broken.length ? title : 'Something failed.', detail };
}

function stale(status: Status, now: number): Verdict {
  const late = status.objects.filter((o) => !o.fresh);
  const until = Math.min(...late.map((o) => o.complete_until_ms ?? now));
  return {
    tone: 'warn',
    title: `${names(late)} ${late.length === 1 ? 'is' : 'are'} behind.`.replace(/^./, (c) => c.toUpperCase()),
    detail: `Complete up to ${moment(until, now)}, ${ago(now - until)}; a sync is due every ${span(status.interval_ms)}.`,
  };
}

function fine(status: Status, now: number): Verdict {
  const until = oldest(status);
  if (until === null) return { tone: 'busy', title: 'Nothing has been synced yet.', detail: 'The first sync is about to start.' };
  const next = Math.min(...status.objects.map((o) => o.next_sync_ms ?? Infinity));
  const soon = Number.isFinite(next) ? (next > now ? ` The next sync is due in ${span(next - now)}.` : ' A sync is due now.') : '';
  return {
    tone: 'ok',
    title: 'The mirror is fresh and complete.',
    detail: `Everything in HubSpot up to ${moment(until, now)}, ${ago(now - until)}, is in the database.${soon}`,
  };
}

export function judge(feed: FeedState): Verdict {
  const { status } = feed;
  if (isAway(feed)) return away(feed);
  if (!status) return { tone: 'busy', title: 'Asking the connector …', detail: '' };
  const now = serverNow(feed);
  if (status.health === 'down' || !status.database.up) {
    return { tone: 'bad', title: 'The database does not answer.', detail: 'The figures below are the last that were known. The connector tries again by itself.' };
  }
  if (!status.writer?.is_this) {
    if (!status.writer?.holder) return { tone: 'busy', title: 'The connector is starting.', detail: 'It does not write to the database yet.' };
    return { tone: 'warn', title: 'Standing by.', detail: `Another connector writes to this database: ${status.writer.holder}. This one takes over when that one is gone.` };
  }
  if (quotaOut(status)) {
    return { tone: 'warn', title: 'HubSpot’s daily requests are used up.', detail: 'Syncs go on by themselves when HubSpot resets them, at midnight of the account’s time zone.' };
  }
  if (status.health === 'failed') return failed(status);
  if (status.health === 'loading') return loading(status);
  return status.health === 'stale' ? stale(status, now) : fine(status, now);
}
