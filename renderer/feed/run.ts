import { useMemo, useSyncExternalStore } from 'react';
import type { Run, RunItem, RunNews } from '../../contract/index.ts';
import { client } from './client.ts';
import { type Failure, failureOf } from './failure.ts';
import { untilVisible, whileVisible } from './visible.ts';

export interface PilotQuestion {
  group: string;
  mac: string;
}

/** An item that came to its end before the eyes of this window. */
interface Ending {
  mac: string;
  /** On the scale of `performance.now()`. */
  atMs: number;
}

export interface FollowedRun {
  /** `still`: nobody works on it. `lost`: the host does not answer; what is shown is as it was. */
  state: 'loading' | 'live' | 'still' | 'lost';
  failure: Failure | null;
  run: Run | null;
  /** It may send resets; otherwise it only looks. */
  sends: boolean;
  questions: readonly PilotQuestion[];
  endings: readonly Ending[];
}

const nothingYet: FollowedRun = {
  state: 'loading',
  failure: null,
  run: null,
  sends: false,
  questions: [],
  endings: [],
};

const retryMs = 2000;
/** Another window may set a run that is still to work, or tick its cards. */
const lookAgainMs = 5000;
const underWay: readonly RunItem['at'][] = ['waiting', 'connecting', 'checking-identity', 'sending', 'watching'];

export const isUnderWay = ({ at }: Pick<RunItem, 'at'>): boolean => underWay.includes(at);

interface Following {
  get: () => FollowedRun;
  subscribe: (listener: () => void) => () => void;
  /** Does not wait for the next look. */
  hurry: () => void;
}

const followings = new Map<string, Following>();

/** One stream per run, as long as anybody looks at it. */
function followingOf(id: string): Following {
  const known = followings.get(id);
  if (known !== undefined) return known;
  const made = openFollowing(id);
  followings.set(id, made);
  return made;
}

function openFollowing(id: string): Following {
  let now = nothingYet;
  let leave: AbortController | undefined;
  let hurry: () => void = () => undefined;
  let expected: number | undefined;
  let waiting: RunNews[] = [];
  const listeners = new Set<() => void>();

  const set = (next: Partial<FollowedRun>): void => {
    now = { ...now, ...next };
    for (const listener of listeners) listener();
  };

  /** News of a large run come by the hundred a second; all of a frame are drawn once. */
  const flush = (): void => {
    const news = waiting;
    waiting = [];
    if (news.length > 0) set(applyNews(now, news, performance.now()));
  };
  const take = (news: RunNews): void => {
    if (waiting.length === 0) {
      // a hidden window has no frames
      if (document.visibilityState === 'hidden') setTimeout(flush, 500);
      else requestAnimationFrame(flush);
    }
    waiting.push(news);
  };

  /** Whether the stream is whole so far: a question that is still open comes again with its old number. */
  const isNext = (news: RunNews): boolean => {
    if (news.kind === 'snapshot') expected = news.n + 1;
    else if (expected === undefined || news.n > expected) return false;
    else if (news.n === expected) expected += 1;
    return true;
  };

  const follow = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await untilVisible(signal);
      if (signal.aborted) return;
      const sitting = whileVisible(signal);
      try {
        const stream = await client.runs.watch({ run: id }, { signal: sitting.signal });
        expected = undefined;
        for (;;) {
          const { done, value } = await stream.next();
          if (done) {
            flush();
            if (value.run.state !== 'running')
              set({ state: 'still', failure: null, run: merged(now.run, value.run), sends: false, questions: [] });
            break;
          }
          if (!isNext(value)) {
            await stream.return?.(undefined as never);
            break;
          }
          take(value);
        }
        if (now.state === 'still') await rest(lookAgainMs, signal);
      } catch (thrown) {
        if (signal.aborted) return;
        if (sitting.signal.aborted) continue;
        const failure = failureOf(thrown);
        set({ state: 'lost', failure });
        if (failure.code === 'unknown-run') return;
        await rest(retryMs, signal);
      } finally {
        sitting.end();
      }
    }
  };

  const rest = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', hurry, { once: true });
    });

  const following: Following = {
    get: () => now,
    hurry: () => hurry(),
    subscribe: (listener) => {
      listeners.add(listener);
      if (leave === undefined) {
        leave = new AbortController();
        followings.set(id, following);
        void follow(leave.signal);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        leave?.abort();
        leave = undefined;
        followings.delete(id);
      };
    },
  };
  return following;
}

/** The run after news. Items that did not change are the same objects, so their rows are not drawn anew. */
function applyNews(before: FollowedRun, news: readonly RunNews[], atMs: number): FollowedRun {
  let { run, questions, endings, sends } = before;
  let items: RunItem[] | undefined;
  let places = new Map<string, number>();
  for (const one of news) {
    switch (one.kind) {
      case 'snapshot':
        run = merged(run, one.run);
        sends = one.sends;
        items = undefined;
        questions = [];
        break;
      case 'item': {
        if (run === null) break;
        if (items === undefined) {
          items = [...run.items];
          places = new Map(items.map(({ mac }, place) => [mac, place]));
        }
        const place = places.get(one.item.mac);
        const was = place === undefined ? undefined : items[place];
        if (place === undefined || was === undefined) break;
        if (isUnderWay(was) && !isUnderWay(one.item)) endings = [...endings, { mac: one.item.mac, atMs }];
        items[place] = one.item;
        run = { ...run, items, counts: one.counts };
        break;
      }
      case 'ask-pilot':
        questions = [...questions.filter(({ group }) => group !== one.group), { group: one.group, mac: one.mac }];
        break;
      case 'pilot-answered':
        questions = questions.filter(({ group }) => group !== one.group);
        break;
    }
  }
  const state = run?.state === 'running' ? 'live' : 'still';
  return { state, failure: null, run, sends, questions, endings };
}

/** A run told anew, with the items that are as they were. */
function merged(before: Run | null, told: Run): Run {
  if (before === null) return told;
  const known = new Map(before.items.map((item) => [item.mac, item]));
  const items = told.items.map((item) => {
    const was = known.get(item.mac);
    return was !== undefined && JSON.stringify(was) === JSON.stringify(item) ? was : item;
  });
  return { ...told, items };
}

/** A run, live, as long as the screen looks at it. */
export function useRun(id: string): FollowedRun {
  const following = useMemo(() => followingOf(id), [id]);
  return useSyncExternalStore(following.subscribe, following.get);
}

/** Something was just asked of a run: it is looked at now. */
export const lookAtRun = (id: string): void => followings.get(id)?.hurry();
